// Works with ID cards through the station's AusweisApp: PINs with the same jobs and the same reports as the own card
// stack, so that the loop does not know which of the two it is, and identification, which only AusweisApp may do. What it
// asks is passed on; nothing is kept.

import Dispatch
import Identity
import Messages
import Secrets
import Synchronization

final class AusweisCardWorker: CardWorker {
  /// How long a card that lies there may go unseen by AusweisApp, milliseconds.
  static let lookMilliseconds = 4_000

  private struct State {
    var job: Int?
    var kind: CardJob?
    var readers: [AusweisReader] = []
    var isUp = false
    /// Launched, and not spoken to yet: in a moment it is.
    var isStarting = false
    /// A run was begun and has not ended; AusweisApp ends each once.
    var runs = false
    /// It was cancelled for a job that is over: its end is nobody's, and `next` begins only then.
    var isEnding = false
    var next: AusweisRun?
    /// Of the identification that runs.
    var session: IdentitySession?
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "kiosk.ausweis-look")
  /// For calls of the back channel, one after the other.
  let back = DispatchQueue(label: "kiosk.back-channel")
  /// The town's service; nil: nobody is identified.
  let channel: (any IdentityBackChannel)?
  private let tell: @Sendable (AusweisEvent) -> Void
  let post: @Sendable (CardReport) -> Void

  /// `tell`: to the service's dialogue.
  init(
    channel: (any IdentityBackChannel)? = nil, tell: @escaping @Sendable (AusweisEvent) -> Void,
    post: @escaping @Sendable (CardReport) -> Void
  ) {
    self.channel = channel
    self.tell = tell
    self.post = post
  }

  func take(_ order: CardOrder) {
    switch order {
    case .start(.look, let number):
      let isUp = state.withLock { state in
        (state.job, state.kind) = (number, .look)
        return state.isUp
      }
      guard isUp else { return finish(absence) }
      tell(.look)
      look(number, isLast: false)
      queue.asyncAfter(deadline: .now() + .milliseconds(Self.lookMilliseconds)) { [weak self] in
        self?.look(number, isLast: true)
      }
    case .start(let job, let number):
      let isUp = state.withLock { state in
        (state.job, state.kind, state.session) = (number, job, nil)
        return state.isUp
      }
      guard isUp else { return finish(absence) }
      if case .identify(let rights) = job { beginIdentity(rights, number) } else { begin(.changePIN) }
    case .give(let secret, let number): if isWanted(number) { tell(.secret(secret)) }
    case .accept(let number): if isWanted(number) { tell(.accept) }
    case .end(let number):
      let wasRunning = state.withLock { state in
        guard state.job == number else { return false }
        (state.job, state.kind, state.session, state.next) = (nil, nil, nil, nil)
        return state.runs
      }
      if wasRunning { cancel() }
    }
  }

  /// Begins a run, after the end of one that was cancelled.
  private func begin(_ run: AusweisRun) {
    let isFree = state.withLock { state in
      guard !state.isEnding else {
        state.next = run
        return false
      }
      state.runs = true
      return true
    }
    if isFree { tell(.begin(run)) }
  }

  /// Whatever runs is nobody's any more.
  private func cancel() {
    let isRunning = state.withLock { state in
      if state.runs { state.isEnding = true }
      return state.runs
    }
    if isRunning { tell(.cancel) }
  }

  /// The back channel has opened a session: AusweisApp reads the card for it.
  func opened(_ session: IdentitySession, _ number: Int) {
    let isWanted = state.withLock { state in
      guard state.job == number else { return false }
      state.session = session
      return true
    }
    if isWanted { begin(.authenticate(address: session.address)) }
  }

  /// Why nothing can be done while the program is not spoken to.
  private var absence: CardOutcome {
    let isStarting = state.withLock { $0.isStarting }
    return .failed(isStarting ? .tryAgain : .callStaff, code: "ausweisapp-not-running")
  }

  func stop() { state.withLock { ($0.job, $0.kind) = (nil, nil) } }

  func isWanted(_ number: Int) -> Bool { state.withLock { $0.job == number } }

  // MARK: What the service says, on its thread

  func heard(_ notice: AusweisNotice) {
    switch notice {
    case .state(let service):
      let (wasUp, isUp) = state.withLock { state in
        let before = state.isUp
        state.isUp = service == .up
        state.isStarting = service == .starting
        // A connection that is gone has no runs.
        if !state.isUp { (state.runs, state.isEnding, state.next) = (false, false, nil) }
        return (before, state.isUp)
      }
      if wasUp, !isUp { finish(.failed(.callStaff, code: "ausweisapp-not-running")) }
    case .readers(let readers):
      let number = state.withLock { state in
        state.readers = readers
        return state.kind == .look ? state.job : nil
      }
      if let number { look(number, isLast: false) }
    case .view(let view): shown(view)
    case .ended(let ending): ended(ending)
    }
  }

  private func ended(_ ending: AusweisEnding) {
    let (isOld, next, identity) = state.withLock { state in
      let isOld = state.isEnding
      let next = state.next
      (state.runs, state.isEnding, state.next) = (false, false, nil)
      guard !isOld, let job = state.job, let session = state.session else {
        return (isOld, next, nil as (IdentitySession, Int)?)
      }
      return (isOld, next, (session, job))
    }
    if let next { return begin(next) }
    if isOld { return }
    if case .authenticated = ending, let (session, job) = identity {
      fetchIdentity(session, job)
    } else {
      finish(CardOutcome(ending))
    }
  }

  /// What AusweisApp says of the card so far; `isLast`: nothing more is waited for.
  func look(_ number: Int, isLast: Bool) {
    let (isLooking, readers) = state.withLock { ($0.job == number && $0.kind == .look, $0.readers) }
    guard isLooking else { return }
    if let outcome = Self.standing(readers) {
      finish(outcome)
    } else if isLast {
      // Something lies there, and AusweisApp knows no such card; or it sees no reader at all.
      let hasReader = readers.contains { !$0.isSimulated && $0.isAttached }
      finish(
        hasReader
          ? .failed(.otherDocument, code: "ausweisapp-no-card") : .failed(.callStaff, code: "no-reader"))
    }
  }

  /// What the list of readers says of the card; nil: nothing yet.
  static func standing(_ readers: [AusweisReader]) -> CardOutcome? {
    for reader in readers where !reader.isSimulated && reader.isAttached {
      switch reader.card {
      case .none: continue
      case .unknown: return .failed(.otherDocument, code: "pin-unknown")
      case .identity(let card):
        if card.isInoperative { return .failed(.authoritySetsPIN, code: "puk-used-up") }
        if card.isDeactivated { return .failed(.authoritySwitchesOn, code: "pin-deactivated") }
        switch PINState(tries: card.triesLeft) {
        case .ready(let tries): return .standing(tries == 3 ? .ready : .oneUsed)
        case .suspended: return .standing(.suspended)
        case .blocked: return .standing(.blocked)
        case .deactivated, .unknown: continue
        }
      }
    }
    return nil
  }

  private func shown(_ view: AusweisView) {
    let (job, kind) = state.withLock { ($0.job, $0.kind) }
    guard let job, let kind, kind != .look, !state.withLock({ $0.isEnding }) else { return }
    switch view {
    case .connecting, .ready, .cancelling, .closed: break
    case .starting, .working: post(.working(job: job))
    case .consent(let consent):
      if case .identify = kind {
        shown(consent, job)
      } else {
        end(.failed(.tryAgain, code: "ausweisapp-out-of-turn"))
      }
    case .paused: tell(.proceed)
    case .card(let hint): shown(hint, job)
    case .secret(let request): asked(request, job, kind)
    }
  }

  private func shown(_ hint: AusweisCardHint, _ job: Int) {
    switch hint {
    case .insert: post(.wantsCard(job: job))
    case .noReader: end(.failed(.callStaff, code: "no-reader"))
    case .notAnIdentityCard: end(.failed(.otherDocument, code: "pin-unknown"))
    case .deactivated: end(.failed(.authoritySwitchesOn, code: "pin-deactivated"))
    case .inoperative: end(.failed(.authoritySetsPIN, code: "puk-used-up"))
    }
  }

  /// For PINs AusweisApp knows one run only, the change: what was wanted of it less is reached before its end.
  private func asked(_ request: AusweisSecretRequest, _ job: Int, _ kind: CardJob) {
    switch (kind, request.kind) {
    case (.resumePIN, .newPIN): return end(.resumed)
    case (.unblockPIN, .pin), (.unblockPIN, .can), (.unblockPIN, .newPIN):
      return end(
        request.question.notice == .unblocked ? .unblocked : .failed(.tryAgain, code: "not-blocked"))
    default: break
    }
    post(.asks(job: job, CardAsk(request.question, isAtReader: request.isOnKeypad)))
    if request.isOnKeypad, !request.isKeypadActive { tell(.proceed) }
  }

  /// Reached, or hopeless: the run is ended here.
  func end(_ outcome: CardOutcome) {
    finish(outcome)
    cancel()
  }

  /// The outcome of that job, if it still runs.
  func finish(_ outcome: CardOutcome, _ number: Int) { if isWanted(number) { finish(outcome) } }

  private func finish(_ outcome: CardOutcome) {
    let job = state.withLock { state in
      defer { (state.job, state.kind, state.session) = (nil, nil, nil) }
      return state.job
    }
    if let job { post(.ended(job: job, outcome)) }
  }
}

extension CardOutcome {
  init(_ ending: AusweisEnding) {
    switch ending {
    case .pinChanged: self = .changed
    case .pinUnclear: self = .unclear
    case .cancelled: self = .failed(.none, code: "cancelled")
    case .authenticated: self = .failed(.tryAgain, code: "ausweisapp-out-of-turn")
    case .failed(let failure): self = .failed(failure.advice, code: "ausweisapp-\(failure.code)")
    }
  }
}

extension AusweisFailure {
  /// What the person at the reader should do.
  var advice: CardAdvice {
    switch self {
    case .cardRemoved: .layCard
    case .cardRefused, .unspecified, .timedOut, .unreadable, .outOfTurn, .badState, .internalError,
      .triesUnknown, .lastTryWithoutCAN, .pukOutOfTurn, .connectionLost:
      .tryAgain
    case .network, .providerNotTrusted, .serverRefused, .noAddress, .canAllowed, .rightsNotTaken: .serverAway
    case .transportPIN: .firstPIN
    case .deactivated: .authoritySwitchesOn
    case .pukUsedUp: .authoritySetsPIN
    default: .callStaff
    }
  }
}
