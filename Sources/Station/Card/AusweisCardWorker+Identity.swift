// The holder of an ID card is identified: the town's service opens a session, AusweisApp reads the card for it, and the
// service says what it has. Its calls block, so that they have a queue of their own; what it says goes to the loop alone.

import Dispatch
import Glibc
import Identity
import Messages

extension AusweisCardWorker {
  /// So often a result that is not there yet is asked for again.
  static let resultTriesMax = 20
  /// Between two of these, microseconds.
  static let resultPauseMicroseconds: UInt32 = 500_000

  /// A session for these rights, then AusweisApp with its address.
  func beginIdentity(_ rights: [AccessRight], _ number: Int) {
    guard let channel else {
      return finish(.failed(.callStaff, code: "back-channel-not-set-up"), number)
    }
    post(.working(job: number))
    back.async { [weak self] in
      guard self?.isWanted(number) == true else { return }
      do throws(BackChannelFailure) {
        let session = try channel.begin(IdentityRequest(required: rights))
        self?.opened(session, number)
      } catch {
        self?.finish(CardOutcome(error), number)
      }
    }
  }

  /// AusweisApp has handed the card's data to the service: what does it have?
  func fetchIdentity(_ session: IdentitySession, _ number: Int) {
    guard let channel else { return }
    post(.working(job: number))
    back.async { [weak self] in
      for attempt in 1...Self.resultTriesMax {
        guard self?.isWanted(number) == true else { return }
        do throws(BackChannelFailure) {
          switch try channel.result(of: session) {
          case .identified(let holder): self?.finish(.identified(holder), number)
          case .failed(let minor):
            let isCancelled = minor == "cancellationByUser"
            self?.finish(.failed(isCancelled ? .none : .tryAgain, code: "identity-failed"), number)
          case .pending:
            if attempt < Self.resultTriesMax {
              usleep(Self.resultPauseMicroseconds)
              continue
            }
            self?.finish(CardOutcome(.timedOut), number)
          }
        } catch {
          self?.finish(CardOutcome(error), number)
        }
        return
      }
    }
  }

  /// Whatever a provider's certificate allows: a form changes nothing on a card.
  static func isForbidden(_ right: AccessRight) -> Bool {
    right == .canAllowed || right.name.hasPrefix("Write") || right.name == "PinManagement"
  }

  func shown(_ consent: AusweisConsent, _ job: Int) {
    guard consent.isSettled else { return }
    let rights = consent.rights
    if rights.required.contains(where: Self.isForbidden) {
      return end(.failed(.serverAway, code: "identity-rights"))
    }
    let asked = rights.required + rights.optional.filter { rights.granted.contains($0) }
    post(
      .asks(
        job: job,
        CardAsk(
          .consent(
            CardConsent(
              provider: consent.provider.subjectName, rights: asked.map(\.name),
              purpose: consent.provider.purpose)))))
  }
}

extension CardOutcome {
  init(_ failure: BackChannelFailure) {
    self = .failed(failure.advice, code: "back-channel-\(failure.rawValue)")
  }
}

extension BackChannelFailure {
  /// What the person at the reader should do.
  var advice: CardAdvice {
    switch self {
    case .unreachable, .timedOut, .refused, .serverFault, .unreadable: .serverAway
    // A new session is another one.
    case .unknownSession, .used, .expired: .tryAgain
    }
  }
}
