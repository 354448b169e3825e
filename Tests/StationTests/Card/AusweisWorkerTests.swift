// PINs through AusweisApp: what its dialogue shows, as the reports that the loop knows. The dialogue itself has tests of
// its own; here is only the translation.

import Secrets
import Synchronization
import Testing

@testable import Identity
@testable import Messages
@testable import Station

@Suite struct AusweisWorkerTests {
  private final class Bench: Sendable {
    let told = Mutex<[AusweisEvent]>([])
    let reports = Mutex<[CardReport]>([])
    let made = Mutex<AusweisCardWorker?>(nil)

    var worker: AusweisCardWorker {
      made.withLock { made in
        if let made { return made }
        let worker = AusweisCardWorker(
          tell: { [self] event in told.withLock { $0.append(event) } },
          post: { [self] report in reports.withLock { $0.append(report) } })
        made = worker
        return worker
      }
    }

    func start(_ job: CardJob) {
      worker.heard(.state(.up))
      worker.take(.start(job, job: 7))
    }

    func asks(
      _ kind: AusweisSecretKind, _ entry: RetryLadder.Entry, tries: Int?,
      _ notice: RetryLadder.Notice = .none,
      onKeypad: Bool = false
    ) {
      let question = RetryLadder.Question(
        entry: entry, digits: 6...6, triesLeft: tries, notice: notice)
      worker.heard(
        .view(.secret(AusweisSecretRequest(kind: kind, question: question, isOnKeypad: onKeypad))))
    }

    var events: [AusweisEvent] { told.withLock { $0 } }
    var last: CardReport? { reports.withLock { $0.last } }
  }

  private func reader(_ card: AusweisCard) -> [AusweisReader] {
    [
      AusweisReader(name: "Simulator", isSimulated: true, card: .none),
      AusweisReader(name: "Reader", card: card),
    ]
  }

  @Test("How the PIN stands comes from the list of readers")
  func looks() {
    for (tries, outcome) in [
      (3, CardOutcome.standing(.ready)), (2, .standing(.oneUsed)), (1, .standing(.suspended)),
      (0, .standing(.blocked)),
    ] {
      let bench = Bench()
      bench.start(.look)
      #expect(bench.events == [.look])
      bench.worker.heard(.readers(reader(.identity(AusweisIdentityCard(triesLeft: tries)))))
      #expect(bench.last == .ended(job: 7, outcome))
    }
    let off = AusweisIdentityCard(isDeactivated: true, triesLeft: 3)
    #expect(
      AusweisCardWorker.standing(reader(.identity(off)))
        == .failed(.authoritySwitchesOn, code: "pin-deactivated"))
    let used = AusweisIdentityCard(isInoperative: true, triesLeft: 0)
    #expect(
      AusweisCardWorker.standing(reader(.identity(used))) == .failed(.authoritySetsPIN, code: "puk-used-up"))
    #expect(AusweisCardWorker.standing(reader(.unknown)) == .failed(.otherDocument, code: "pin-unknown"))
    #expect(AusweisCardWorker.standing(reader(.none)) == nil)
  }

  @Test("A look ends at once while AusweisApp does not run, and no reader is no other document")
  func looksAtNothing() {
    let down = CardReport.ended(job: 7, .failed(.callStaff, code: "ausweisapp-not-running"))
    let never = Bench()
    never.worker.take(.start(.look, job: 7))
    #expect(never.last == down && never.events.isEmpty)
    let gone = Bench()
    gone.start(.look)
    gone.worker.heard(.state(.off))
    #expect(gone.last == down)
    let blind = Bench()
    blind.start(.look)
    blind.worker.look(7, isLast: true)
    #expect(blind.last == .ended(job: 7, .failed(.callStaff, code: "no-reader")))
    let other = Bench()
    other.worker.heard(.readers(reader(.none)))
    other.start(.look)
    other.worker.look(7, isLast: true)
    #expect(other.last == .ended(job: 7, .failed(.otherDocument, code: "ausweisapp-no-card")))
  }

  @Test("A change: questions pass through, secrets go to the dialogue, its end is the job's")
  func change() {
    let bench = Bench()
    bench.start(.changePIN)
    #expect(bench.events == [.begin(.changePIN)])
    bench.asks(.pin, .pin, tries: 3)
    #expect(bench.last == .asks(job: 7, CardAsk(.secret(.pin))))
    let secret = Secret(Array("123456".utf8))
    bench.worker.take(.give(secret, job: 7))
    #expect(bench.events.last == .secret(secret))
    bench.asks(.pin, .pin, tries: 2, .wrong(.pin))
    #expect(bench.last == .asks(job: 7, CardAsk(.secret(.pin), .wrong(triesLeft: 2))))
    bench.asks(.newPIN, .newPIN, tries: nil)
    #expect(bench.last == .asks(job: 7, CardAsk(.newPIN)))
    bench.worker.heard(.ended(.pinChanged))
    #expect(bench.last == .ended(job: 7, .changed))
  }

  @Test("Whoever only wants the PIN back is done when AusweisApp asks for a new one")
  func resume() {
    let bench = Bench()
    bench.start(.resumePIN)
    bench.asks(.can, .can, tries: 1)
    bench.asks(.pin, .pin, tries: 1, .canAccepted)
    #expect(bench.last == .asks(job: 7, CardAsk(.secret(.pin), .canAccepted)))
    bench.asks(.newPIN, .newPIN, tries: nil)
    #expect(bench.last == .ended(job: 7, .resumed))
    #expect(bench.events.last == .cancel)
    bench.worker.heard(.ended(.cancelled))
    #expect(bench.last == .ended(job: 7, .resumed), "one end only")
  }

  @Test("The PUK's success is the question that follows it")
  func unblock() {
    let bench = Bench()
    bench.start(.unblockPIN)
    bench.asks(.puk, .puk, tries: nil)
    bench.asks(.pin, .pin, tries: 3, .unblocked)
    #expect(bench.last == .ended(job: 7, .unblocked))
    let other = Bench()
    other.start(.unblockPIN)
    other.asks(.pin, .pin, tries: 3)
    #expect(other.last == .ended(job: 7, .failed(.tryAgain, code: "not-blocked")))
  }

  @Test("Cards that are none, gone or switched off, and a program that ends, are said")
  func troubles() {
    for (hint, report) in [
      (AusweisCardHint.insert, CardReport.wantsCard(job: 7)),
      (.noReader, .ended(job: 7, .failed(.callStaff, code: "no-reader"))),
      (.notAnIdentityCard, .ended(job: 7, .failed(.otherDocument, code: "pin-unknown"))),
      (.deactivated, .ended(job: 7, .failed(.authoritySwitchesOn, code: "pin-deactivated"))),
      (.inoperative, .ended(job: 7, .failed(.authoritySetsPIN, code: "puk-used-up"))),
    ] {
      let bench = Bench()
      bench.start(.changePIN)
      bench.worker.heard(.view(.card(hint)))
      #expect(bench.last == report)
    }
    let gone = Bench()
    gone.start(.changePIN)
    gone.worker.heard(.state(.off))
    #expect(gone.last == .ended(job: 7, .failed(.callStaff, code: "ausweisapp-not-running")))
    let never = Bench()
    never.worker.take(.start(.changePIN, job: 7))
    #expect(never.last == .ended(job: 7, .failed(.callStaff, code: "ausweisapp-not-running")))
    never.worker.heard(.state(.starting))
    never.worker.take(.start(.changePIN, job: 8))
    #expect(
      never.last == .ended(job: 8, .failed(.tryAgain, code: "ausweisapp-not-running")),
      "in a moment it is there")
    for failure in AusweisFailure.allCases { #expect(failure.advice != .none) }
  }

  @Test("An ended job cancels the run, and nothing more is heard of it")
  func ended() {
    let bench = Bench()
    bench.start(.changePIN)
    bench.asks(.pin, .pin, tries: 3, onKeypad: true)
    #expect(bench.last == .asks(job: 7, CardAsk(.secret(.pin), isAtReader: true)))
    #expect(bench.events.last == .proceed)
    bench.worker.take(.end(job: 7))
    #expect(bench.events.last == .cancel)
    let count = bench.reports.withLock { $0.count }
    bench.worker.heard(.ended(.cancelled))
    #expect(bench.reports.withLock { $0.count } == count)
  }
}
