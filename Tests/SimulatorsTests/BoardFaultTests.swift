// Each fault mode of the simulated boards against the product's bus machine: what comes of an unlock, what is
// believed, and that the other board of the bus does not suffer.

import Lockers
import Testing

@testable import Simulators

@Suite struct BoardFaultTests {
  /// What comes of it when lock 3 of board 0 is to be opened while the fault lasts.
  struct Outcome: Sendable, CustomTestStringConvertible {
    var fault: String?
    var health = BoardHealth.answering
    var result = UnlockResult.sent
    /// Whether the door truly opened.
    var opens = true
    /// Whether the machine reported that it opened.
    var isSeen = true
    /// What the machine says about the lock at the end.
    var contact = Contact.open
    /// Whether the fault makes contacts lie, which no machine can notice.
    var mayLie = false
    var otherHealth = BoardHealth.answering
    var echo = false
    var invertedBoard = false
    var diagnostic: BusDiagnostic?
    var note = ""

    var testDescription: String { (fault ?? "no fault") + note }

    static func refused(_ fault: String, _ cause: UnknownCause, _ diagnostic: BusDiagnostic? = nil) -> Outcome
    {
      Outcome(
        fault: fault, health: .unknown(cause), result: .notSent(.contactUnknown), opens: false,
        isSeen: false, contact: .unknown, diagnostic: diagnostic)
    }
  }

  static let outcomes: [Outcome] = [
    Outcome(),
    .refused("no-answer=0", .silent),
    .refused("late-answer=0@130", .silent, .lateAnswer(board: 0)),
    .refused("late-answer=0@105", .silent, .lateAnswer(board: 0)),
    .refused("wrong-address=0", .wrongAddress, .lateAnswer(board: 1)),
    .refused("bad-sum=0", .badAnswers, .badFrame(board: 0, .badSum)),
    .refused("truncated=0", .badAnswers, .badFrame(board: 0, .truncated)),
    Outcome(fault: "split=0@40"),
    {
      var outcome = Outcome.refused("echo", .echo, .echoNotConfigured(board: 0))
      outcome.otherHealth = .unknown(.echo)
      return outcome
    }(),
    Outcome(fault: "echo", echo: true, note: ", configured"),
    Outcome(fault: "garbage=0"),
    .refused("duplicate-address=0", .twoAnswers, .twoAnswers(board: 0)),
    Outcome(fault: "stuck-bit=0:3:1", isSeen: false, contact: .closed, mayLie: true),
    Outcome(fault: "stuck-bit=0:3:0", isSeen: false, mayLie: true, note: ", seen before the unlock"),
    Outcome(fault: "bounce"),
    Outcome(fault: "inverted=0", isSeen: false, contact: .closed, mayLie: true),
    Outcome(fault: "inverted=0", invertedBoard: true, note: ", configured"),
    Outcome(fault: "jammed=0:3", opens: false, isSeen: false, contact: .closed),
    Outcome(fault: "opens-late=0:3@3000"),
    Outcome(fault: "uncommanded-open=0:5@2000"),
    Outcome(fault: "reset=0"),
    Outcome(fault: "unplug"),
    Outcome(
      fault: "unplug=unlock", opens: false, isSeen: false, contact: .closed, note: ", no frame arrives"),
  ]

  @Test("A10: each fault mode has its outcome", arguments: outcomes)
  func fault(outcome: Outcome) throws {
    var line = VirtualLine(boards: 2) {
      $0.echo = outcome.echo
      $0.boards[0].closedIsOne = !outcome.invertedBoard
    }
    let fault = try outcome.fault.map(SimulatedFault.init(parsing:))
    if outcome.echo || outcome.invertedBoard { line.bus.add(fault!, at: 0) }
    line.open()
    line.run(2000)
    #expect(line.machine.hasReadAllBoards)
    #expect(line.contact(0, 3) == .closed)
    if let fault, !outcome.echo, !outcome.invertedBoard { line.bus.add(fault, at: line.now) }
    line.run(8000)
    let before = line.seenOpen.count
    let whileStruck = line.machine.health(board: 0)
    line.unlock(0, 3)
    line.run(9000)
    // Two boards at one address talk over or after one another, so the last cause may be either.
    let isTwin = outcome.health == .unknown(.twoAnswers) && whileStruck == .unknown(.badAnswers)
    #expect(whileStruck == outcome.health || isTwin)
    #expect(line.machine.health(board: 1) == outcome.otherHealth)
    #expect(line.results == [outcome.result])
    #expect(line.bus.door(board: 0, lock: 3)?.isOpen == outcome.opens)
    let seen = line.seenOpen[before...].filter { $0 == LockPosition(board: 0, lock: 3) }
    #expect(seen.count == (outcome.isSeen ? 1 : 0))
    #expect(line.contact(0, 3) == outcome.contact)
    if !outcome.mayLie { #expect(line.lies == 0) }
    if let diagnostic = outcome.diagnostic { #expect(line.diagnostics.contains(diagnostic)) }
    // Never more than the one pulse that was asked for, and none anywhere else.
    let pulses = line.truth.filter { $0.event == .pulse }
    #expect(pulses.count <= 1)
    #expect(pulses.allSatisfy { $0.board == 0 && $0.lock == 3 })
  }

  @Test("an opening that nobody ordered is seen")
  func uncommanded() {
    var line = VirtualLine(boards: 13)
    line.open()
    line.run(2000)
    line.bus.add(SimulatedFault(.uncommandedOpen, board: 12, lock: 15, value: 100), at: line.now)
    line.run(1200)
    #expect(line.seenOpen == [LockPosition(board: 12, lock: 15)])
  }

  @Test("C13: a board that falls silent after the pulse leaves its contacts unknown, never closed")
  func silentAfterPulse() {
    var line = VirtualLine(boards: 1)
    line.open()
    line.run(2000)
    line.bus.add(SimulatedFault(.noAnswer), at: line.now)
    line.unlock(0, 0)
    line.run(1000)
    #expect(line.results == [.sent])
    #expect(line.bus.door(board: 0, lock: 0)?.isOpen == true)
    #expect(line.contact(0, 0) == .unknown)
    line.bus.clearFaults()
    line.run(11_000)
    #expect(line.contact(0, 0) == .open)
  }

  @Test("an item put and taken is seen by the sensor")
  func items() throws {
    var line = VirtualLine(boards: 1)
    line.open()
    line.run(2000)
    line.unlock(0, 2)
    line.run(1000)
    try line.bus.put(board: 0, lock: 2, at: line.now)
    try line.bus.close(board: 0, lock: 2, at: line.now)
    line.run(1000)
    #expect(line.machine.reading(board: 0)?.item(2) == .present)
    #expect(line.contact(0, 2) == .closed)
    line.run(2000)
    line.unlock(0, 2)
    line.run(1000)
    try line.bus.take(board: 0, lock: 2, at: line.now)
    line.run(1000)
    #expect(line.machine.reading(board: 0)?.item(2) == .absent)
    #expect(
      line.truth.map(\.event) == [
        .unlockFrame, .pulse, .doorOpened, .itemPut, .doorClosed, .unlockFrame, .pulse, .doorOpened,
        .itemTaken,
      ])
  }

  @Test("13 boards are swept within half a second, with one of them dead")
  func sweep() {
    var line = VirtualLine(boards: 13)
    line.open()
    line.run(3000)
    line.bus.add(SimulatedFault(.noAnswer, board: 4), at: line.now)
    line.run(10_000)
    #expect(line.machine.health(board: 4) == .unknown(.silent))
    for board in [0, 3, 5, 12] {
      line.bus.add(SimulatedFault(.uncommandedOpen, board: board, lock: 1, value: 0), at: line.now)
      let before = line.now
      while line.contact(board, 1) != .open && line.now < before + 2_000_000 { line.run(1) }
      #expect(line.now - before <= 700_000)
    }
  }

  @Test("the same calls give the same bytes and the same truth")
  func determinism() throws {
    func run() throws -> ([SimulatedTruth], [BusOutput]) {
      var line = VirtualLine(boards: 3)
      line.bus.add(try SimulatedFault(parsing: "garbage"), at: 0)
      line.open()
      line.run(2000)
      line.unlock(1, 1)
      line.run(5000)
      return (line.truth, line.outputs)
    }
    let (first, second) = (try run(), try run())
    #expect(first.0 == second.0)
    #expect(first.1 == second.1)
  }
}
