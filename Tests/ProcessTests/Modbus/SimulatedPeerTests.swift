// The bus driver of the product against the product's simulated boards, in each dialect: two programs written from the
// same tables without a look at each other, and bytes on a pseudo-terminal between them.

import Foundation
import Lockers
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct SimulatedPeerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var dialect: DialectName
    var locks: Int
    var pulse = ModbusPulse.coilFlash
    var milliseconds: Int?
    var options: [String] = []
    var testDescription: String { "\(dialect) \(locks) \(pulse) \(milliseconds ?? 0) \(options)" }
  }

  static let cases = [
    Case(dialect: .kerong, locks: 16, options: ["--answers-unlock"]),
    Case(dialect: .xor, locks: 24),
    Case(dialect: .xor, locks: 50, milliseconds: 2000),
    Case(dialect: .xor, locks: 8, options: ["--open-is-one"]),
    Case(dialect: .modbus, locks: 8, milliseconds: 700),
    Case(dialect: .modbus, locks: 16, pulse: .registerMomentary, options: ["--pulse-form", "momentary"]),
    Case(dialect: .modbus, locks: 32),
  ]

  @Test(
    "driver and boards understand each other: one unlock, one door",
    arguments: cases)
  func understood(boards row: Case) throws {
    let scratch = try Scratch("peer")
    let link = scratch.file("wall")
    let truth = scratch.file("truth")
    let first = row.dialect.addresses.lowerBound
    let child = try ChildProcess(
      [
        try Products.path("kiosk"), "simulate", "board", "--dialect", row.dialect.rawValue, "--boards", "2",
        "--locks", "\(row.locks)", "--link", link, "--truth", truth,
      ] + row.options, name: "boards", in: scratch)
    let deadline = Date().addingTimeInterval(20)
    while !FileManager.default.fileExists(atPath: link), Date() < deadline { sched_yield() }
    var bus = BusConfiguration(
      path: link,
      boards: (0..<2).map { index in
        var board = BoardConfiguration(address: first + index, dialect: row.dialect)
        board.lockCount = row.locks
        board.modbusPulse = row.pulse
        board.closedIsOne = !row.options.contains("--open-is-one")
        board.statusTimeoutMilliseconds = 150
        if row.pulse == .registerMomentary { board.pulseMilliseconds = 1000 }
        if let milliseconds = row.milliseconds { board.pulseMilliseconds = milliseconds }
        return board
      })
    bus.baud = row.dialect == .kerong ? 19_200 : 9600
    let ear = BusEar()
    let driver = try BusDriver(bus) { ear.take($0) }
    try driver.start()
    defer { driver.stop() }
    let position = LockPosition(board: first + 1, lock: row.locks - 1)
    #expect(
      ear.waits(seconds: 40) { event in
        if case .reading(let reading) = event, reading.board == position.board {
          return reading.contacts.allSatisfy { $0 == .closed }
        }
        return false
      }, "\(ear.all.suffix(5)) \(child.isRunning)")
    #expect(ear.waits { if case .allBoardsRead = $0 { true } else { false } })
    ear.clear()
    driver.unlock(
      position, token: BusToken(1), expires: BusDriver.now().advanced(milliseconds: 15_000))
    #expect(
      ear.waits { event in
        if case .reading(let reading) = event { reading.contact(position.lock) == .open } else { false }
      }, "\(ear.all.suffix(5))")
    #expect(ear.waits { if case .diagnostic(.unlockAnswered(position), _) = $0 { true } else { false } })
    for case .reading(let reading) in ear.all {
      for (lock, contact) in reading.contacts.enumerated() where contact == .open {
        #expect(LockPosition(board: reading.board, lock: lock) == position)
      }
    }
    #expect(ear.all.count { if case .unlock(_, .sent, _) = $0 { true } else { false } } == 1)
    let pulses = scratch.text("truth").split(separator: "\n")
    #expect(!pulses.isEmpty)
  }
}
