// The station's worker against simulated cards: jobs in, reports out, on its own thread; cards that are taken away in the
// middle, secrets that are wrong, passports that are forged. It waits for reports, never for time.

import Crypto
import Foundation
import Secrets
import Synchronization
import Testing

@testable import Identity
@testable import Messages
@testable import Simulators
@testable import Station

/// A reader in memory on which the test lays cards.
private final class BenchSource: CardSource, @unchecked Sendable {
  final class Connection: CardConnection, @unchecked Sendable {
    let transport: SimulatedCardTransport
    let onClose: @Sendable () -> Void
    var isOver = false

    init(_ transport: SimulatedCardTransport, onClose: @escaping @Sendable () -> Void) {
      self.transport = transport
      self.onClose = onClose
    }
    var commandByteCountMax: Int { transport.commandByteCountMax }
    var pinPad: (any PinPad)? { nil }
    func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
      if isOver { throw .cancelled }
      return try transport.transmit(command)
    }
    func cancel() { isOver = true }
    func close() {
      isOver = true
      transport.card.reset()
      onClose()
    }
  }

  var transport: SimulatedCardTransport?
  var tell: (@Sendable (ReaderSight) -> Void)?
  let closed = Mutex(0)

  func watch(_ tell: @escaping @Sendable (ReaderSight) -> Void) {
    self.tell = tell
    tell(.empty)
  }
  func stop() {}
  func connect() throws(CardError) -> any CardConnection {
    guard let transport else { throw .transport(.noCard) }
    return Connection(transport) { self.closed.withLock { $0 += 1 } }
  }

  func lay(_ card: SimulatedCard, faults: [CardFault] = []) {
    transport = SimulatedCardTransport(card, faults: faults)
    tell?(.card)
  }
  func takeAway() {
    transport = nil
    tell?(.empty)
  }
}

/// Reports in the order in which they came.
private final class Reports: @unchecked Sendable {
  private let condition = NSCondition()
  private var waiting: [CardReport] = []

  func add(_ report: CardReport) {
    condition.lock()
    waiting.append(report)
    condition.signal()
    condition.unlock()
  }

  /// The next report that is none of the reader's; fails after 20 s.
  func next() throws -> CardReport {
    condition.lock()
    defer { condition.unlock() }
    let deadline = Date().addingTimeInterval(20)
    while true {
      while let first = waiting.first {
        waiting.removeFirst()
        if case .reader = first { continue }
        if case .working = first { continue }
        return first
      }
      guard condition.wait(until: deadline) else { throw CardError.transport(.timedOut) }
    }
  }
}

@Suite("The station's work with cards", .serialized) struct CardWorkerTests {
  private final class Bench {
    let source = BenchSource()
    let reports = Reports()
    let worker: OwnCardWorker
    let card: SimulatedCard
    private var job = 0

    init(_ profile: CardProfile, trust: TestPKI? = testPKI) throws {
      card = try makeCard(profile)
      let today = CivilDate(year: 2026, month: 3, day: 2)!
      let reports = reports
      worker = OwnCardWorker(
        source: source,
        trust: try trust.map {
          TrustStore(authorities: [try X509Certificate(der: $0.authority.certificate)], date: today)
        }, trace: nil, today: { today },
        chance: { (count) throws(CryptoError) in try randomSecret(count) }, post: { reports.add($0) })
      worker.start()
    }

    func start(_ job: CardJob) {
      self.job += 1
      worker.take(.start(job, job: self.job))
    }
    func give(_ text: String) { worker.take(.give(Secret(Array(text.utf8)), job: job)) }
    func end() { worker.take(.end(job: job)) }
    func expect(_ outcome: CardOutcome) throws { #expect(try reports.next() == .ended(job: job, outcome)) }
    func expectAsk(_ what: CardAsk.What, _ hint: SecretHint = .none) throws {
      #expect(try reports.next() == .asks(job: job, CardAsk(what, hint)))
    }
    func expectWantsCard() throws { #expect(try reports.next() == .wantsCard(job: job)) }
    var pin: String { card.memory.pin }
    var can: String { card.memory.can }
    var puk: String { card.memory.puk }
  }

  @Test("A look says how the PIN stands, and lets go of the card")
  func looks() throws {
    for (profile, standing) in [
      (CardProfile.normal, PinStanding.ready), (.oneTryUsed, .oneUsed), (.suspended, .suspended),
      (.blocked, .blocked),
    ] {
      let bench = try Bench(profile)
      bench.source.lay(bench.card)
      bench.start(.look)
      try bench.expect(.standing(standing))
      #expect(bench.source.closed.withLock { $0 } == 1)
    }
    let off = try Bench(.deactivated)
    off.source.lay(off.card)
    off.start(.look)
    try off.expect(.failed(.authoritySwitchesOn, code: "pin-deactivated"))
    let none = try Bench(.normal)
    none.start(.look)
    try none.expect(.failed(.layCard, code: "no-card"))
  }

  @Test("A passport has no PIN to look at")
  func wrongKind() throws {
    for profile in [CardProfile.passport, .passportBAC] {
      let bench = try Bench(profile)
      bench.source.lay(bench.card)
      bench.start(.look)
      guard case .ended(_, .failed(.otherDocument, _)) = try bench.reports.next() else {
        Issue.record("\(profile)")
        continue
      }
    }
  }

  @Test("A PIN is changed: a wrong one first, the right one, the new one; the card has it")
  func change() throws {
    let bench = try Bench(.normal)
    bench.source.lay(bench.card)
    bench.start(.changePIN)
    try bench.expectAsk(.secret(.pin))
    bench.give(bench.pin == "000000" ? "111111" : "000000")
    try bench.expectAsk(.secret(.pin), .wrong(triesLeft: 2))
    bench.give(bench.pin)
    try bench.expectAsk(.newPIN)
    bench.give("271828")
    try bench.expect(.changed)
    #expect(bench.pin == "271828")
  }

  @Test("The transport PIN of the letter becomes a PIN")
  func transport() throws {
    let bench = try Bench(.transportPIN)
    bench.source.lay(bench.card)
    bench.start(.changePIN)
    try bench.expectAsk(.secret(.pin))
    bench.give(bench.pin)
    try bench.expectAsk(.newPIN)
    bench.give("271828")
    try bench.expect(.changed)
  }

  @Test("Suspended: CAN before PIN; then the PIN has its tries again")
  func resume() throws {
    let bench = try Bench(.suspended)
    bench.source.lay(bench.card)
    bench.start(.resumePIN)
    try bench.expectAsk(.secret(.can))
    bench.give(bench.can == "000000" ? "111111" : "000000")
    try bench.expectAsk(.secret(.can), .wrong(triesLeft: nil))
    bench.give(bench.can)
    try bench.expectAsk(.secret(.pin), .canAccepted)
    bench.give(bench.pin)
    try bench.expect(.resumed)
    bench.start(.look)
    try bench.expect(.standing(.ready))
  }

  @Test("Blocked: the PUK lifts it; used up, an authority does")
  func unblock() throws {
    let bench = try Bench(.blocked)
    bench.source.lay(bench.card)
    bench.start(.unblockPIN)
    try bench.expectAsk(.secret(.puk))
    bench.give(bench.puk)
    try bench.expect(.unblocked)
    let used = try Bench(.pukUsedUp)
    used.source.lay(used.card)
    used.start(.unblockPIN)
    try used.expectAsk(.secret(.puk))
    used.give(used.puk)
    try used.expect(.failed(.authoritySetsPIN, code: "puk-used-up"))
  }

  @Test("A card that is taken away while a person types is waited for, and the run goes on")
  func takenAway() throws {
    let bench = try Bench(.normal)
    bench.source.lay(bench.card)
    bench.start(.changePIN)
    try bench.expectAsk(.secret(.pin))
    bench.source.takeAway()
    try bench.expectWantsCard()
    bench.source.lay(bench.card)
    try bench.expectAsk(.secret(.pin))
    bench.give(bench.pin)
    try bench.expectAsk(.newPIN)
    bench.give("271828")
    try bench.expect(.changed)
  }

  @Test("An ended job says nothing more, and its card is let go")
  func ended() throws {
    let bench = try Bench(.normal)
    bench.source.lay(bench.card)
    bench.start(.changePIN)
    try bench.expectAsk(.secret(.pin))
    bench.end()
    bench.give(bench.pin)
    bench.start(.look)
    try bench.expect(.standing(.ready))
    #expect(bench.source.closed.withLock { $0 } == 2)
  }

  private func key(_ card: SimulatedCard) -> TypedPassportKey {
    let line = card.machineReadableZone.suffix(44)
    return .zone(Secret(Array(line.utf8)))
  }

  @Test("A passport gives its number by its second line, by its parts and by its CAN; an old one by BAC")
  func passport() throws {
    for profile in [CardProfile.passport, .passportBAC] {
      let bench = try Bench(profile)
      bench.source.lay(bench.card)
      let number = CardOutcome.passport(number: Secret(Array(bench.card.holder.documentNumber.utf8)))
      bench.start(.readPassport(key(bench.card)))
      try bench.expect(number)
      let line = Array(bench.card.machineReadableZone.utf8.suffix(44))
      bench.start(.readPassport(.zone(Secret(line[0..<9] + line[13..<19] + line[21..<27]))))
      try bench.expect(number)
      bench.start(.readPassport(.can(Secret(Array(bench.can.utf8)))))
      if profile == .passport {
        try bench.expect(number)
      } else {
        guard case .ended(_, .failed(.otherDocument, let code)) = try bench.reports.next() else {
          Issue.record("a CAN opens no passport without PACE")
          continue
        }
        #expect(code.hasPrefix("unsupported at "))
      }
    }
  }

  @Test("Forged, foreign and cloned passports are not believed; without a trust store none is")
  func forged() throws {
    for profile in [CardProfile.passportAltered, .passportBACAltered, .passportResigned, .passportCloned] {
      let bench = try Bench(profile)
      bench.source.lay(bench.card)
      bench.start(.readPassport(key(bench.card)))
      guard case .ended(_, .failed(.notProven, _)) = try bench.reports.next() else {
        Issue.record("\(profile)")
        continue
      }
    }
    let bench = try Bench(.passport, trust: nil)
    bench.source.lay(bench.card)
    bench.start(.readPassport(key(bench.card)))
    try bench.expect(.failed(.otherDocument, code: "no-trust"))
  }

  @Test(
    "An ID card where the old passport is wanted is another document, whatever was typed; then the passport is read"
  )
  func identityCard() throws {
    let bench = try Bench(.normal)
    let passport = try makeCard(.passport)
    for typed in [key(passport), .can(Secret(Array(bench.can.utf8)))] {
      bench.source.lay(bench.card)
      bench.start(.readPassport(typed))
      try bench.expect(.failed(.otherDocument, code: "wrong-document"))
    }
    bench.source.takeAway()
    bench.source.lay(passport)
    bench.start(.readPassport(key(passport)))
    try bench.expect(.passport(number: Secret(Array(passport.holder.documentNumber.utf8))))
  }

  @Test("Another passport's line does not open this one, and check digits are looked at before the chip")
  func wrongLine() throws {
    let bench = try Bench(.passport)
    bench.source.lay(bench.card)
    bench.start(.readPassport(key(try makeCard(.passport, seed: 6))))
    try bench.expect(.failed(.checkEntry, code: "wrong-mrz"))
    var line = Array(bench.card.machineReadableZone.utf8.suffix(44))
    line[9] = line[9] == 0x39 ? 0x30 : line[9] + 1
    bench.start(.readPassport(.zone(Secret(line))))
    try bench.expect(.failed(.checkEntry, code: "wrong-mrz"))
  }

  @Test("Every fault at each of the first exchanges of a reading ends the job", arguments: 1...10)
  func faults(number: Int) throws {
    for form in ["pull@N", "sw@N:6F00", "cut@N", "shorten@N", "garbage@N", "noise@N", "flip@N", "reset@N"] {
      let text = form.replacingOccurrences(of: "N", with: "\(number)")
      let fault = try #require(CardFault(parsing: text))
      let bench = try Bench(.passport)
      bench.source.lay(bench.card, faults: [fault])
      bench.start(.readPassport(key(bench.card)))
      guard case .ended(_, let outcome) = try bench.reports.next() else {
        Issue.record("\(text)")
        continue
      }
      // What went wrong may have gone unnoticed, but never gives another number.
      if case .passport(let number) = outcome {
        #expect(number == Secret(Array(bench.card.holder.documentNumber.utf8)), "\(text)")
      }
    }
  }
}
