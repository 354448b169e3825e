// The product's bus machine and simulated boards on one wire in virtual time, with the truth beside what the
// machine believes.

import Lockers
import Testing

@testable import Simulators

/// One bus in virtual time. Every reading is compared with the doors as they truly are.
struct VirtualLine {
  var machine: BusMachine
  var bus: SimulatedBus
  var now: Int64 = 0
  var outputs: [BusOutput] = []
  var truth: [SimulatedTruth] = []
  /// Openings that the machine reported, in order.
  var seenOpen: [LockPosition] = []
  var lies = 0
  private var lastContacts: [LockPosition: Contact] = [:]
  private var isOpenLine = false
  private var plugInAt: Int64?

  /// The address of board 0: boards count from 0 here, addresses as the dialect says.
  let first: Int

  init(
    boards: Int, dialect: SimulatedDialect = .kerong, seed: UInt64 = 1,
    _ change: (inout BusConfiguration) -> Void = { _ in }
  ) {
    var wall = SimulatedWall(boards: boards, dialect: dialect)
    wall.seed = seed
    first = wall.firstAddress
    var configuration = BusConfiguration(
      path: "virtual",
      boards: (0..<boards).map {
        var board = BoardConfiguration(
          address: wall.firstAddress + $0, dialect: DialectName(rawValue: dialect.rawValue)!)
        board.lockCount = wall.locks
        board.irWired = dialect == .kerong
        return board
      })
    configuration.baud = wall.baud
    change(&configuration)
    machine = BusMachine(configuration)
    bus = SimulatedBus(wall)
  }

  mutating func feed(_ input: BusInput) {
    for output in machine.step(now: BusTime(microseconds: now), input) {
      outputs.append(output)
      switch output {
      case .write(let bytes):
        bus.receive(bytes, at: now)
        feed(.written)
      case .reading(let reading): judge(reading)
      default: break
      }
    }
  }

  private mutating func judge(_ reading: BoardReading) {
    for lock in 0..<reading.lockCount {
      let position = LockPosition(board: reading.board, lock: lock)
      let contact = reading.contact(lock)
      if contact == .open && lastContacts[position] != .open { seenOpen.append(position) }
      lastContacts[position] = contact
      guard contact != .unknown, let door = bus.door(board: reading.board - first, lock: lock)
      else { continue }
      // A door that moved while it was being asked may be seen either way.
      if door.edgeAt >= reading.askedAt.microseconds - 100_000 { continue }
      if (contact == .open) != door.isOpen { lies += 1 }
    }
  }

  mutating func open() {
    isOpenLine = true
    feed(.lineOpened)
  }

  mutating func run(_ milliseconds: Int) {
    let end = now + Int64(milliseconds) * 1000
    while true {
      var next = end
      if let wake = machine.wakeAt { next = min(next, wake.microseconds) }
      if let due = bus.nextDue { next = min(next, due) }
      if let plugInAt { next = min(next, plugInAt) }
      guard next < end else { break }
      now = max(now, next)
      turn()
    }
    now = end
    turn()
  }

  private mutating func turn() {
    for output in bus.advance(to: now) {
      switch output {
      case .bytes(_, let bytes): if isOpenLine { feed(.received(bytes)) }
      case .truth(let event): truth.append(event)
      case .hangUp(_, let milliseconds):
        isOpenLine = false
        feed(.lineLost(.unplugged))
        plugInAt = now + Int64(milliseconds) * 1000
      }
    }
    if let at = plugInAt, at <= now {
      plugInAt = nil
      open()
    }
    feed(.tick)
  }

  mutating func unlock(_ board: Int, _ lock: Int, within milliseconds: Int = 1000) {
    let expires = BusTime(microseconds: now).advanced(milliseconds: milliseconds)
    feed(.unlock(LockPosition(board: first + board, lock: lock), token: BusToken(1), expires: expires))
  }

  var results: [UnlockResult] {
    outputs.compactMap { output in
      guard case .unlock(_, let result) = output else { return nil }
      return result
    }
  }

  var diagnostics: [BusDiagnostic] {
    outputs.compactMap { output in
      guard case .diagnostic(let diagnostic) = output else { return nil }
      return diagnostic
    }
  }

  func contact(_ board: Int, _ lock: Int) -> Contact? { machine.reading(board: first + board)?.contact(lock) }

  func health(_ board: Int) -> BoardHealth? { machine.health(board: first + board) }

  func position(_ board: Int, _ lock: Int) -> LockPosition { LockPosition(board: first + board, lock: lock) }

  /// Requests that went out so far.
  var requests: [[UInt8]] {
    outputs.compactMap { output in
      guard case .write(let bytes) = output else { return nil }
      return bytes
    }
  }
}
