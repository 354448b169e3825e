// The wires in the simulated world: three lines, each with boards of another dialect, a bus machine of the product at
// one end and simulated boards at the other. What is planted on the wire stands here, too.

import Handover
import Lockers
import Station

/// One line with its boards.
struct WorldLine {
  /// How long two boards at one address may stay unnoticed, µs: some sweeps with a second answer.
  static let twinGrace: Int64 = 10_000_000

  var bus: SimulatedBus
  /// Nil while the station is dead.
  var machine: BusMachine?
  var isUp = true
  /// Boards that the station wants read often, by address.
  var focused: Set<Int> = []
  /// Since when there are two boards at one address.
  var twinSince: Int64?

  init(_ dialect: SimulatedDialect, seed: UInt64) {
    var wall = SimulatedWall(boards: World.boardsPerLine, dialect: dialect)
    wall.locks = World.locksPerBoard
    wall.irWired = false
    wall.seed = seed
    bus = SimulatedBus(wall)
  }

  /// The settings of the product for this line.
  var configuration: BusConfiguration {
    let wall = bus.wall
    let boards = (0..<wall.boards).map { index in
      var board = BoardConfiguration(
        address: wall.firstAddress + index, dialect: DialectName(rawValue: wall.dialect.rawValue) ?? .kerong)
      board.lockCount = wall.locks
      if wall.dialect == .kerong { board.answersUnlock = .never }
      return board
    }
    var configuration = BusConfiguration(path: "simulated", boards: boards)
    configuration.baud = wall.baud
    return configuration
  }

  /// Whether a board can say what its contacts say: nobody is heard while an XOR board opens.
  func isHeard(at time: Int64) -> Bool { isUp && time >= bus.deadUntil }
}

extension World {
  /// Where the lock truly is: board and lock of its line, from 0.
  func place(_ lock: LockAddress) -> (board: Int, lock: Int) {
    (lock.board - lines[lock.bus].bus.wall.firstAddress, lock.lock)
  }

  /// Boards of live operations are read often, the others in their turn.
  func lookWhereDoorsMove() {
    let wanted = disk.state.operations.values.map(\.lock)
    for line in lines.indices {
      let boards = Set(wanted.filter { $0.bus == line }.map(\.board))
      let known = lines[line].focused
      for board in known.subtracting(boards).sorted() { step(line, .unfocus(board: board)) }
      for board in boards.subtracting(known).sorted() { step(line, .focus(board: board)) }
      lines[line].focused = boards
    }
  }

  func unlock(_ ref: OperationRef) {
    var lock = ref.lock
    if options.plant == .offByOneLock { lock.lock = (lock.lock + 1) % World.locksPerBoard }
    if options.plant == .wrongBus {
      let board = place(lock).board
      lock.bus = (lock.bus + 1) % lines.count
      lock.board = lines[lock.bus].bus.wall.firstAddress + board
    }
    let token = nextToken
    nextToken += 1
    tokens[token] = ref
    step(
      lock.bus,
      .unlock(
        LockPosition(board: lock.board, lock: lock.lock), token: BusToken(token),
        expires: BusTime(microseconds: now + 4_000_000)))
  }

  func step(_ line: Int, _ input: BusInput) {
    guard lines[line].machine != nil,
      let outputs = lines[line].machine?.step(now: BusTime(microseconds: now), input)
    else { return }
    for output in outputs { machineSays(line, output) }
  }

  private func machineSays(_ line: Int, _ output: BusOutput) {
    switch output {
    case .write(let bytes):
      var sent = bytes
      if options.plant == .levelInsteadOfPulse, let level = lines[line].bus.level(insteadOf: bytes) {
        sent = level
      }
      lines[line].bus.receive(sent, at: now)
      step(line, .written)
    case .reading(let reading): took(line, reading)
    case .health(let board, .unknown):
      judge.heard(false, numbers(line, board))
      let sights = [DoorSight](repeating: DoorSight(.unknown), count: World.locksPerBoard)
      later(.readings(BoardName(bus: line, board: board), sights, isAnswering: false))
    case .unlock(let token, let result):
      guard let ref = tokens.removeValue(forKey: token.value) else { return }
      later(.unlockReported(ref, SendReport(result)))
    case .flushInput, .wake, .health, .allBoardsRead, .pulseTime, .probe, .diagnostic: break
    }
  }

  private func took(_ line: Int, _ reading: BoardReading) {
    let name = BoardName(bus: line, board: reading.board)
    judge.heard(true, numbers(line, reading.board))
    var sights = reading.sights
    if options.plant == .lateAnswerAccepted, random.happens(30) {
      let first = lines[line].bus.wall.firstAddress
      let other = first + (reading.board - first + 1) % World.boardsPerLine
      sights = lastReading[BoardName(bus: line, board: other)] ?? sights
    }
    lastReading[name] = reading.sights
    for (index, sight) in sights.enumerated() {
      let lock = LockAddress(bus: line, board: reading.board, lock: index)
      if sight.door == .closed { blindLocks.remove(lock) }
      if blindLocks.contains(lock) { sights[index].door = .closed }
    }
    later(.readings(name, sights, isAnswering: true))
  }

  /// The compartments of a board, as the judge names them.
  private func numbers(_ line: Int, _ board: Int) -> [CompartmentNumber] {
    (0..<World.locksPerBoard).map { number(of: LockAddress(bus: line, board: board, lock: $0)) }
  }

  /// From the bus thread into the station's inbox: never inside another input.
  func later(_ input: StationInput) {
    let born = life
    after(50) { if born == self.life { self.feed(input) } }
  }

  func boardSays(_ line: Int, _ output: SimulatedOutput) {
    switch output {
    case .bytes(_, let bytes): if lines[line].isUp { step(line, .received(bytes)) }
    case .hangUp(_, let milliseconds):
      lines[line].isUp = false
      step(line, .lineLost(.unplugged))
      after(Int64(milliseconds) * 1000 + 500_000) {
        self.lines[line].isUp = true
        self.step(line, .lineOpened)
      }
    case .truth(let truth):
      trace.add("truth \(line) \(truth.board) \(truth.lock) \(truth.event.rawValue) \(truth.at)")
      if truth.event == .coilHeld { judge.count { $0.coilsHeld += 1 } }
      guard truth.board < World.boardsPerLine else { return twinSays(line, truth) }
      let first = lines[line].bus.wall.firstAddress
      happened(LockAddress(bus: line, board: first + truth.board, lock: truth.lock), truth.event)
    }
  }

  /// A board that nobody configured has the address of another one: what it opens is a wrong door, except in the
  /// moments before its answers have given it away.
  private func twinSays(_ line: Int, _ truth: SimulatedTruth) {
    guard truth.event == .pulse else { return }
    let isNew = lines[line].twinSince.map { now - $0 < WorldLine.twinGrace } ?? false
    judge.count { if isNew { $0.twinsUnnoticed += 1 } else { $0.wrongCompartment += 1 } }
  }

  private func happened(_ lock: LockAddress, _ event: SimulatedTruth.Event) {
    let number = number(of: lock)
    switch event {
    case .pulse:
      lastPulse[lock] = now
      judge.pulsed(lock, isRight: isRight(lock))
    case .doorOpened:
      openingOf[number, default: 0] += 1
      let dialect = World.dialects[lock.bus].rawValue
      judge.count { $0.openingsByDialect[dialect, default: 0] += 1 }
      judge.opened(number, live: disk.state.operation(at: number)?.id, at: now)
      doorOpened(number)
    case .doorClosed: judge.closed(number, at: now)
    case .unlockFrame, .itemTaken, .itemPut, .coilHeld: break
    }
  }

  /// By the truth about things: a pulse for a handover opens the door of that person's own set, or of none.
  private func isRight(_ lock: LockAddress) -> Bool {
    guard let operation = disk.state.operation(at: number(of: lock)), operation.purpose == .handover,
      let order = operation.order
    else { return true }
    if let thing = things[lock] { return thing == order || owner(of: thing) == owner(of: order) }
    return !things.values.contains(order)
  }
}

extension SimulatedBus {
  /// The frame that switches a coil on for good, where `frame` asks for a pulse; nil for every other frame.
  func level(insteadOf frame: [UInt8]) -> [UInt8]? {
    switch wall.dialect {
    case .xor where frame.first == 0x8A: wall.dialect.sealed([0x9A, frame[1], frame[2], 0x10])
    case .modbus where SimulatedBus.isModbusPulse(frame):
      wall.dialect.sealed([frame[0], 0x05, 0x00, frame[3], 0xFF, 0x00])
    default: nil
    }
  }
}
