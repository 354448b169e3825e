// A board on trial in the core: who may, one at a time, what is left when the connection, time or the journal ends it.

import Handover
import Testing

@testable import Messages
@testable import Station

private let name = BoardName(bus: 0, board: 0)

/// A core with one board of eight locks whose raw bits the test holds.
private final class ProofBench {
  static let desk = ConnectionID(7)
  static let technician = StaffIdentity(user: 2000, login: "tech", roles: [.technician])
  let bench: CoreBench
  var bits: UInt64 = 0xFF

  init() throws {
    bench = try CoreBench { setup in
      setup.provable[name] = ProvableBoard(
        busName: "wall", dialect: "kerong",
        values: BoardValues(
          dialect: .kerong, pulseForm: .own, locks: 8, closedIsOne: true, inverted: 0, ignored: 0,
          answersUnlock: .maybe, byteOrder: .unconfirmed, statusTimeout: 100),
        settings: [.init("address", "0"), .init("locks_inverted", "[]")], tellsTime: true)
    }
  }

  @discardableResult
  func ask(_ request: StaffRequest, desk: ConnectionID = desk) -> StaffReply? {
    bench.replies = []
    bench.feed(.staffRequest(desk, Self.technician, request))
    return bench.replies.first
  }

  func block(_ numbers: some Sequence<Int>) {
    for number in numbers { _ = bench.staff(.block(compartment: number, reason: "commissioning")) }
  }

  func read(_ count: Int = 2) {
    for _ in 0..<count { bench.feed(.probed(name, BoardSample(.status, .contacts(bits), milliseconds: 5))) }
  }

  var view: ProofView? {
    for case .proof(let view) in bench.replies.reversed() { return view }
    return nil
  }

  /// From nothing to the first question.
  func begin() {
    ask(.prove(bus: 0, board: 0, pulse: nil))
    read(BoardProof.readsWanted)
    bench.feed(.unlockTime(name, .both(highFirst: 500, lowFirst: 128_000)))
  }

  /// Opens a door with its unlock and the technician's word.
  func open(_ number: Int, moving: UInt64? = nil) {
    ask(.proveOpen(compartment: number, saysEmpty: true))
    guard let ref = bench.unlocks.last else { return }
    bench.feed(.unlockReported(ref, .sent(complete: true)))
    bits ^= moving ?? 1 << UInt64(number - 1)
    ask(.proveSay(.opened))
    read()
  }

  func shut(_ number: Int, moving: UInt64? = nil) {
    bits ^= moving ?? 1 << UInt64(number - 1)
    ask(.proveSay(.shut))
    read()
  }

  func refusal(_ request: StaffRequest, desk: ConnectionID = desk) -> String? {
    if case .refused(let refused)? = ask(request, desk: desk) { return refused.code }
    return nil
  }
}

@Suite struct CoreProvingTests {
  @Test func aBoardIsReadThenOpenedLockByLock() throws {
    let it = try ProofBench()
    it.block(1...8)
    it.begin()
    #expect(it.view?.stage == "ready" && it.view?.byteOrder == "highFirst")
    #expect(it.view?.locks.allSatisfy { $0.state == "waiting" && $0.asksEmpty } == true)
    #expect(it.refusal(.proveOpen(compartment: 1, saysEmpty: false)) == "not-said-empty")
    for number in 1...8 {
      it.open(number)
      #expect(it.view?.stage == "open" && it.bench.unlocks.count == number)
      it.shut(number)
      #expect(it.view?.stage == "ready")
    }
    #expect(it.view?.isComplete == true)
    #expect(it.bench.loop.core.durable.operations.isEmpty)
    // A bench has no key to sign with: nothing is called proven.
    #expect(it.refusal(.proveFinish) == "no-signing-key")
    #expect(it.bench.loop.core.durable.proofs.isEmpty)
    #expect(it.bench.kinds.count { $0 == "contact_compared" } == 24)
  }

  @Test func onlyTechniciansAndOneAtATime() throws {
    let it = try ProofBench()
    it.block(1...8)
    guard case .refused(let refused)? = it.bench.staff(.prove(bus: 0, board: 0, pulse: nil)) else {
      Issue.record("a clerk proves a board")
      return
    }
    #expect(refused.code == "role")
    it.begin()
    let other = ConnectionID(8)
    #expect(it.refusal(.prove(bus: 0, board: 0, pulse: nil), desk: other) == "proof-running")
    #expect(it.refusal(.proveOpen(compartment: 1, saysEmpty: true), desk: other) == "no-proof")
    #expect(it.refusal(.prove(bus: 3, board: 0, pulse: nil), desk: other) == "unknown-board")
    #expect(it.bench.unlocks.isEmpty)
    it.bench.feed(.staffGone(ProofBench.desk))
    #expect(it.refusal(.prove(bus: 0, board: 0, pulse: nil), desk: other) == nil)
  }

  @Test func inServiceOrHoldingIsNeverOpened() throws {
    let it = try ProofBench()
    #expect(it.refusal(.prove(bus: 0, board: 0, pulse: nil)) == "compartment-in-service")
    it.bench.deposited(slip: "47110815")
    let unlocks = it.bench.unlocks.count
    it.block(1...8)
    it.begin()
    #expect(it.view?.locks.first?.state == "left" && it.view?.locks.first?.reason == "compartment-holds")
    #expect(it.refusal(.proveOpen(compartment: 1, saysEmpty: true)) == "compartment-holds")
    #expect(it.bench.unlocks.count == unlocks)
    #expect(it.refusal(.proveFinish) == "proof-incomplete")
  }

  @Test func i11ALostConnectionSettlesWhatIsOpen() throws {
    let it = try ProofBench()
    it.block(1...8)
    it.begin()
    it.open(1)
    it.bench.feed(.staffGone(ProofBench.desk))
    let state = it.bench.loop.core.durable
    #expect(state.operations.isEmpty)
    #expect(state.reviews.values.map(\.kind) == [.leftOpen])
    #expect(state.compartments[1]?.door == .openBy(OperationID(1), attempt: 1))
    // What the contact says from here on is believed again.
    it.bench.move(1, .open)
    it.bench.move(1, .closed)
    #expect(it.bench.loop.core.durable.compartments[1]?.door == .closed)
  }

  @Test func i5ADoorOfABrokenProofIsNoAlarm() throws {
    // Moved before the connection was lost, after it, and by the raw bits alone.
    for isEarly in [true, false] {
      let it = try ProofBench()
      it.block(1...8)
      it.begin()
      it.ask(.proveOpen(compartment: 1, saysEmpty: true))
      it.bench.feed(.unlockReported(it.bench.unlocks[0], .sent(complete: true)))
      if isEarly {
        it.bits ^= 1
        it.read()
        it.bench.feed(.staffGone(ProofBench.desk))
        it.bench.move(1, .open)
      } else {
        it.bench.feed(.staffGone(ProofBench.desk))
        #expect(it.bench.loop.core.durable.operations.count == 1)
        it.bench.move(1, .open)
      }
      it.bench.pass(ProofSession.lookMilliseconds + 1)
      let state = it.bench.loop.core.durable
      #expect(state.operations.isEmpty)
      #expect(state.reviews.values.map(\.kind) == [.leftOpen])
      #expect(state.compartments[1]?.door == .openBy(OperationID(1), attempt: 1))
      #expect(!it.bench.kinds.contains("uncommanded_opening"))
      it.bench.move(1, .closed)
      #expect(it.bench.loop.core.durable.compartments[1]?.door == .closed)
    }
  }

  @Test func i5ADoorThatDidNotMoveIsAPersons() throws {
    let it = try ProofBench()
    it.block(1...8)
    it.begin()
    it.ask(.proveOpen(compartment: 1, saysEmpty: true))
    it.bench.feed(.unlockReported(it.bench.unlocks[0], .sent(complete: true)))
    it.bench.feed(.staffGone(ProofBench.desk))
    it.bench.pass(ProofSession.lookMilliseconds + 1)
    #expect(it.bench.loop.core.durable.operations.isEmpty)
    #expect(it.bench.loop.core.durable.reviews.values.map(\.kind) == [.outcomeUnknown])
  }

  @Test func aRefusedPulseIsSaidBeforeAnybodyIsAsked() throws {
    let it = try ProofBench()
    it.block(1...8)
    it.begin()
    it.ask(.proveOpen(compartment: 1, saysEmpty: true))
    it.bench.feed(.unlockReported(it.bench.unlocks[0], .sent(complete: true)))
    it.bench.feed(.probed(name, BoardSample(.unlock(lock: 0), .refused, milliseconds: 5)))
    #expect(it.view?.stage == "ready" && it.view?.locks.first?.state == "failed")
    #expect(it.view?.findings.map(\.finding) == ["refused"])
    #expect(it.bench.kinds.contains("board_doubted") && it.bench.loop.core.durable.operations.isEmpty)
    #expect(it.bench.loop.core.durable.reviews.isEmpty)
  }

  @Test func i11NobodyAnswersForTooLong() throws {
    let it = try ProofBench()
    it.block(1...8)
    it.begin()
    it.ask(.proveOpen(compartment: 1, saysEmpty: true))
    it.bench.feed(.unlockReported(it.bench.unlocks[0], .sent(complete: true)))
    it.bench.pass(it.bench.setup.intervals.staff + 1000)
    #expect(it.bench.loop.core.durable.operations.isEmpty)
    #expect(it.view?.stage == "ended")
    #expect(it.refusal(.proveSay(.opened)) == "no-proof")
  }

  @Test func i11AStartSettlesIt() throws {
    let it = try ProofBench()
    it.block(1...8)
    it.begin()
    it.open(1)
    try it.bench.start()
    #expect(it.bench.loop.core.durable.operations.isEmpty)
    #expect(it.bench.loop.core.durable.reviews.values.map(\.kind) == [.leftOpen])
    #expect(it.bench.unlocks.count == 1)
  }

  @Test func aStuckContactPutsTheBoardInDoubt() throws {
    let it = try ProofBench()
    it.block(1...8)
    it.begin()
    it.open(1, moving: 0)
    #expect(it.view?.stage == "comparing")
    it.bench.pass(ProofSession.compareMilliseconds + 1)
    it.read()
    #expect(it.view?.stage == "open" && it.view?.findings.last?.finding == "stuck-contact")
    it.shut(1, moving: 0)
    #expect(it.view?.stage == "ready" && it.view?.locks.first?.state == "failed")
    #expect(it.bench.kinds.last == "board_doubted" || it.bench.kinds.contains("board_doubted"))
  }

  @Test func anotherDoorEndsTheProofAtOnce() throws {
    let it = try ProofBench()
    it.block(1...8)
    it.begin()
    it.ask(.proveOpen(compartment: 1, saysEmpty: true))
    it.bench.feed(.unlockReported(it.bench.unlocks[0], .sent(complete: true)))
    it.ask(.proveSay(.otherDoors))
    #expect(it.view?.stage == "ended" && it.view?.findings.map(\.finding) == ["other-door"])
    #expect(it.bench.loop.core.durable.reviews.values.map(\.kind) == [.outcomeUnknown])
  }

  @Test func aCitizensDoorIsNotOpenedMeanwhileByTheProof() throws {
    let it = try ProofBench()
    let order = it.bench.deposited(slip: "47110815")
    it.block(2...8)
    it.begin()
    it.bench.springs = false
    it.bench.signIn(slip: "47110815", order)
    it.bench.ask(.open)
    #expect(it.bench.loop.core.durable.citizenOperation != nil)
    #expect(it.refusal(.proveOpen(compartment: 2, saysEmpty: true)) == "board-in-use")
  }

  @Test func theOrderOfTheTimeIsConfirmedBeforeItIsSet() throws {
    let it = try ProofBench()
    it.block(1...8)
    var commands: [StationEffect] = []
    func feed(_ input: StationInput) {
      it.bench.loop.process(input, at: it.bench.time) { effect in
        if case .setUnlockTime = effect { commands.append(effect) }
      }
    }
    it.ask(.prove(bus: 0, board: 0, pulse: 300))
    it.read(BoardProof.readsWanted)
    feed(.unlockTime(name, .both(highFirst: 2580, lowFirst: 5130)))
    #expect(commands.isEmpty)
    it.ask(.proveEnd)
    it.ask(.prove(bus: 0, board: 0, pulse: 300))
    it.read(BoardProof.readsWanted)
    feed(.unlockTime(name, .both(highFirst: 128_000, lowFirst: 500)))
    #expect(commands == [.setUnlockTime(name, milliseconds: 300, .lowFirst)])
    feed(.unlockTime(name, .both(highFirst: 76_800, lowFirst: 310)))
    it.ask(.proveLeave(compartment: 1, .left))
    #expect(it.view?.findings.contains { $0.finding == "time-not-kept" } == true)
  }
}
