// Each fault mode of the simulated boards in each dialect against the product's bus machine (A10): what comes of an
// unlock, what is believed, and that the other board of the bus does not suffer. No cell may be missing.

import Lockers
import Testing

@testable import Simulators

/// What comes of it when lock 3 of board 0 is to be opened while a fault lasts.
struct FaultOutcome: Sendable {
  var health = BoardHealth.answering
  var result = UnlockResult.sent
  /// Whether the door truly opened.
  var opens = true
  /// How often the machine reported that it opened.
  var timesSeen = 1
  /// What the machine says about the lock at the end.
  var contact = Contact.open
  /// Whether the fault makes contacts lie, which no machine can notice.
  var mayLie = false
  var otherHealth = BoardHealth.answering
  /// Given the address of board 0.
  var diagnostic: (@Sendable (Int) -> BusDiagnostic)?
  /// Such boards cannot have the fault.
  var isImpossible = false

  /// The door opens, the station sees it.
  static let opened = FaultOutcome()
  static let impossible = FaultOutcome(isImpossible: true)
  /// The contact says closed at the end, although the door opened: it cannot be seen, and commissioning finds it.
  static let openedUnseen = FaultOutcome(timesSeen: 0, contact: .closed, mayLie: true)
  static let staysShut = FaultOutcome(opens: false, timesSeen: 0, contact: .closed)

  /// The board is unknown: nothing is sent, nothing opens, nothing is called closed.
  static func refused(
    _ cause: UnknownCause, _ diagnostic: (@Sendable (Int) -> BusDiagnostic)? = nil
  ) -> FaultOutcome {
    FaultOutcome(
      health: .unknown(cause), result: .notSent(.contactUnknown), opens: false, timesSeen: 0,
      contact: .unknown, diagnostic: diagnostic)
  }

  static let echoed: FaultOutcome = {
    var outcome = refused(.echo) { .echoNotConfigured(board: $0) }
    outcome.otherHealth = .unknown(.echo)
    return outcome
  }()
}

@Suite struct FaultMatrixTests {
  struct Row: Sendable, CustomTestStringConvertible {
    /// As typed; nil for a healthy board.
    var fault: String?
    var note = ""
    /// The product is told of the fault: a configured echo, a configured polarity.
    var isConfigured = false
    var outcomes: [SimulatedDialect: FaultOutcome]

    init(_ fault: String?, _ note: String = "", isConfigured: Bool = false, all: FaultOutcome) {
      let pairs = SimulatedDialect.allCases.map { ($0, all) }
      self.init(fault, note, isConfigured: isConfigured, each: Dictionary(uniqueKeysWithValues: pairs))
    }

    init(
      _ fault: String?, _ note: String = "", isConfigured: Bool = false,
      each outcomes: [SimulatedDialect: FaultOutcome]
    ) {
      self.fault = fault
      self.note = note
      self.isConfigured = isConfigured
      self.outcomes = outcomes
    }

    var testDescription: String { (fault ?? "no fault") + note }
  }

  static let rows: [Row] = [
    Row(nil, all: .opened),
    Row("no-answer=0", all: .refused(.silent)),
    Row("late-answer=0@130", all: .refused(.silent) { .lateAnswer(board: $0) }),
    Row("late-answer=0@105", ", just too late", all: .refused(.silent) { .lateAnswer(board: $0) }),
    Row("wrong-address=0", all: .refused(.wrongAddress) { .lateAnswer(board: $0 + 1) }),
    Row("bad-sum=0", all: .refused(.badAnswers) { .badFrame(board: $0, .badSum) }),
    Row("truncated=0", all: .refused(.badAnswers) { .badFrame(board: $0, .truncated) }),
    Row("split=0@40", all: .opened),
    Row("echo", all: .echoed),
    Row("echo", ", configured", isConfigured: true, all: .opened),
    Row("garbage=0", all: .opened),
    Row("duplicate-address=0", all: .refused(.twoAnswers) { .twoAnswers(board: $0) }),
    Row("stuck-bit=0:3:1", all: .openedUnseen),
    Row(
      "stuck-bit=0:3:0", ", open before the unlock",
      all: FaultOutcome(timesSeen: 0, contact: .open, mayLie: true)),
    Row("bounce", all: .opened),
    Row("inverted=0", all: .openedUnseen),
    Row("inverted=0", ", configured", isConfigured: true, all: .opened),
    Row("jammed=0:3", all: .staysShut),
    Row("opens-late=0:3@3000", all: .opened),
    Row("uncommanded-open=0:5@2000", all: .opened),
    Row("reset=0", all: .opened),
    Row("unplug", all: .opened),
    Row("unplug=unlock", ", no frame arrives", all: .staysShut),
    Row("silent-unlock=0", all: .opened),
    Row("swapped-order=0", each: [.kerong: .opened, .xor: .openedUnseen, .modbus: .impossible]),
  ]

  @Test("A10: no cell of fault mode x dialect is left out")
  func complete() throws {
    let struck = try Self.rows.compactMap { try $0.fault.map { try SimulatedFault(parsing: $0).kind } }
    for kind in SimulatedFault.Kind.allCases {
      #expect(struck.contains(kind), "\(kind.rawValue) has no row")
    }
    for row in Self.rows {
      for dialect in SimulatedDialect.allCases {
        #expect(row.outcomes[dialect] != nil, "\(row.testDescription) has no outcome for \(dialect)")
      }
    }
  }

  @Test("A10: each fault mode in each dialect has its outcome", arguments: rows, SimulatedDialect.allCases)
  func cell(row: Row, dialect: SimulatedDialect) throws {
    let outcome = try #require(row.outcomes[dialect])
    let fault = try row.fault.map(SimulatedFault.init(parsing:))
    var line = VirtualLine(boards: 2, dialect: dialect) {
      $0.echo = row.isConfigured && fault?.kind == .echo
      $0.boards[0].closedIsOne = !(row.isConfigured && fault?.kind == .inverted)
    }
    if let fault, outcome.isImpossible {
      #expect(line.bus.problem(fault) != nil)
      return
    }
    if let fault { try #require(line.bus.problem(fault) == nil) }
    if let fault, row.isConfigured { line.bus.add(fault, at: 0) }
    line.open()
    line.run(3000)
    #expect(line.machine.hasReadAllBoards)
    #expect(line.contact(0, 3) == .closed)
    if let fault, !row.isConfigured { line.bus.add(fault, at: line.now) }
    line.run(8000)
    let before = line.seenOpen.count
    let whileStruck = try #require(line.health(0))
    line.unlock(0, 3)
    line.run(9000)
    // Two boards at one address talk over or after one another, so the last cause may be either.
    let isTwin = outcome.health == .unknown(.twoAnswers) && whileStruck == .unknown(.badAnswers)
    #expect(whileStruck == outcome.health || isTwin)
    #expect(line.health(1) == outcome.otherHealth)
    #expect(line.results == [outcome.result])
    #expect(line.bus.door(board: 0, lock: 3)?.isOpen == outcome.opens)
    #expect(line.seenOpen[before...].count { $0 == line.position(0, 3) } == outcome.timesSeen)
    #expect(line.contact(0, 3) == outcome.contact)
    if !outcome.mayLie { #expect(line.lies == 0) }
    if let diagnostic = outcome.diagnostic { #expect(line.diagnostics.contains(diagnostic(line.first))) }
    // Never more than the one pulse that was asked for, none anywhere else, and no coil is ever held.
    let pulses = line.truth.filter { $0.event == .pulse }
    #expect(pulses.count == (outcome.opens || row.fault == "jammed=0:3" ? 1 : 0))
    #expect(pulses.allSatisfy { $0.board == 0 && $0.lock == 3 })
    #expect(!line.truth.contains { $0.event == .coilHeld })
  }

  @Test("a board is unknown after three misses in a row, not after two", arguments: SimulatedDialect.allCases)
  func threeMisses(dialect: SimulatedDialect) throws {
    var line = VirtualLine(boards: 2, dialect: dialect)
    line.open()
    line.run(3000)
    line.bus.add(SimulatedFault(.noAnswer, board: 1), at: line.now)
    let silent = line.bus.wall.firstAddress + 1
    let address = UInt8(dialect == .kerong ? silent << 4 : silent)
    var asked = 0
    for _ in 0..<4000 where line.health(1) == .answering {
      let before = line.requests.count
      line.run(1)
      asked += line.requests[before...].count { $0[dialect == .modbus ? 0 : 1] == address }
    }
    #expect(line.health(1) == .unknown(.silent))
    #expect(asked == 3)
  }

  @Test(
    "A5: two boards at one address are found before anything is opened", arguments: SimulatedDialect.allCases)
  func twinsAtStart(dialect: SimulatedDialect) {
    for seed in 1...5 as ClosedRange<UInt64> {
      var line = VirtualLine(boards: 2, dialect: dialect, seed: seed)
      line.bus.add(SimulatedFault(.duplicateAddress, board: 0), at: 0)
      line.open()
      line.run(12_000)
      line.unlock(0, 3)
      line.run(3000)
      #expect(line.results == [.notSent(.contactUnknown)])
      #expect(!line.truth.contains { $0.event == .pulse })
      #expect(line.health(1) == .answering)
    }
  }
}
