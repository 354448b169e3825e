// The frames of the Modbus table, both ways, as published; and frames that must not be sent or believed.

import Testing

@testable import Lockers

@Suite struct ModbusDialectTests {
  static func board(
    _ address: Int = 1, locks: Int = 8, pulse: Int = 500, _ kind: ModbusPulse = .coilFlash
  ) -> BoardConfiguration {
    var board = BoardConfiguration(address: address, dialect: .modbus)
    board.lockCount = locks
    board.pulseMilliseconds = kind == .coilFlash ? pulse : 1000
    board.modbusPulse = kind
    return board
  }

  func see(_ wire: String, _ board: BoardConfiguration = board()) -> Recognition {
    ModbusDialect().recognise(
      bytes(wire), from: 0, Listening(boards: [board], asked: board, verifiesSum: false))
  }

  static let published = [
    "01 05 02 00 00 07 8D B0", "01 05 02 00 00 02 4D B3", "00 06 40 00 00 02 1C 1A",
    "01 05 00 FF 00 00 FD FA",
    "01 06 00 01 05 00 DB 5A", "01 85 03 02 91", "01 05 02 00 FF 00 8D 82",
  ]

  @Test("published check sums are right", arguments: published)
  func checks(wire: String) {
    let frame = bytes(wire)
    #expect(crc(frame.dropLast(2).map(Int.init)) == frame)
    let check = ModbusDialect.check(frame, 0, frame.count - 2)
    #expect([UInt8(check & 255), UInt8(check >> 8)] == frame.suffix(2))
  }

  @Test("requests of the dialect are the frames of the table")
  func requests() {
    let dialect = ModbusDialect()
    #expect(hex(dialect.unlockRequest(Self.board(pulse: 700), lock: 0)) == "01 05 02 00 00 07 8D B0")
    #expect(hex(dialect.unlockRequest(Self.board(pulse: 200), lock: 0)) == "01 05 02 00 00 02 4D B3")
    #expect(
      hex(dialect.unlockRequest(Self.board(1, locks: 8, .registerMomentary), lock: 0))
        == "01 06 00 01 05 00 DB 5A")
    #expect(hex(dialect.statusRequest(Self.board())) == "01 02 00 00 00 08 79 CC")
    #expect(dialect.startRequests(Self.board()).map(hex) == ["01 05 00 FF 00 00 FD FA"])
    #expect(
      dialect.startRequests(Self.board(1, locks: 2, .registerMomentary))
        == [crc([1, 6, 0, 1, 2, 0]), crc([1, 6, 0, 2, 2, 0])])
    for address in [1, 2, 31, 128, 247] {
      for lock in 0..<32 {
        #expect(
          dialect.unlockRequest(Self.board(address, locks: 32), lock: lock)
            == crc([address, 5, 2, lock, 0, 5]))
        #expect(
          dialect.unlockRequest(Self.board(address, locks: 32, .registerMomentary), lock: lock)
            == crc([address, 6, 0, lock + 1, 5, 0]))
      }
      #expect(dialect.statusRequest(Self.board(address, locks: 32)) == crc([address, 2, 0, 0, 0, 32]))
    }
  }

  @Test("nothing that can be written holds a relay, or speaks to more than one board")
  func harmless() {
    let dialect = ModbusDialect()
    for kind in ModbusPulse.allCases {
      for address in 1...247 {
        let board = Self.board(address, locks: 32, kind)
        let frames =
          [dialect.statusRequest(board)] + (0..<32).map { dialect.unlockRequest(board, lock: $0) }
          + dialect.startRequests(board)
        for frame in frames {
          #expect((1...247).contains(frame[0]))
          #expect([2, 5, 6].contains(frame[1]))
          let value = Int(frame[4]) << 8 | Int(frame[5])
          // On (FF00), on, toggle and latch (0100, 0300, 0400) hold.
          if frame[1] == 5 { #expect(value <= 100) }
          if frame[1] == 6 { #expect(value == 0x0500 || value == 0x0200) }
        }
      }
    }
  }

  @Test("answers are understood")
  func answers() {
    #expect(
      see(hex(crc([1, 2, 1, 0x81]))) == .answer(.status(address: 1, contacts: 0x81, items: 0), length: 6))
    #expect(
      see(hex(crc([1, 2, 2, 0x01, 0x80])), Self.board(locks: 16))
        == .answer(.status(address: 1, contacts: 0x8001, items: 0), length: 7))
    #expect(
      see(hex(crc([1, 2, 4, 1, 2, 3, 0x80])), Self.board(locks: 32))
        == .answer(.status(address: 1, contacts: 0x8003_0201, items: 0), length: 9))
    #expect(
      see("01 05 02 00 00 07 8D B0")
        == .answer(.acknowledged(address: 1, detail: 0x05_0200_0007), length: 8))
    #expect(
      see("01 06 00 01 05 00 DB 5A")
        == .answer(.acknowledged(address: 1, detail: 0x06_0001_0500), length: 8))
    #expect(see("01 85 03 02 91") == .answer(.refused(address: 1, request: 5, code: 3), length: 5))
    #expect(
      see(hex(crc([1, 0x82, 2]))) == .answer(.refused(address: 1, request: 2, code: 2), length: 5))
    #expect(
      see(hex(crc([9, 0x86, 4]))) == .answer(.refused(address: 9, request: 6, code: 4), length: 5))
  }

  @Test("an answer to a pulse belongs to its board, its relay and its value; a refusal to its function")
  func fits() {
    let dialect = ModbusDialect()
    let flash = Self.board(1, pulse: 700)
    let momentary = Self.board(1, .registerMomentary)
    let unlock = Purpose.unlock(lock: 0, token: BusToken(1))
    func fit(_ wire: String, _ purpose: Purpose, _ board: BoardConfiguration) -> Fit? {
      guard case .answer(let answer, _) = see(wire) else { return nil }
      return dialect.fit(answer, to: purpose, of: board)
    }
    #expect(fit("01 05 02 00 00 07 8D B0", unlock, flash) == .answer)
    #expect(fit("01 05 02 00 00 02 4D B3", unlock, flash) == .mismatch)
    #expect(fit("01 05 02 00 FF 00 8D 82", unlock, flash) == .mismatch)
    #expect(fit("01 05 02 00 00 07 8D B0", .status, flash) == .stray)
    #expect(fit(hex(crc([2, 5, 2, 0, 0, 7])), unlock, flash) == .stray)
    #expect(fit("01 85 03 02 91", unlock, flash) == .answer)
    #expect(fit("01 85 03 02 91", unlock, momentary) == .stray)
    #expect(fit("01 85 03 02 91", .status, flash) == .stray)
    #expect(fit(hex(crc([1, 0x82, 2])), .status, flash) == .answer)
    #expect(fit("01 06 00 01 05 00 DB 5A", unlock, momentary) == .answer)
    #expect(fit("01 05 00 FF 00 00 FD FA", .start(index: 0), flash) == .answer)
    #expect(fit("01 05 00 FF 00 00 FD FA", unlock, flash) == .mismatch)
  }

  @Test("what is no answer is not taken for one")
  func refusals() {
    #expect(see("00 06 40 00 00 02 1C 1A") == .nothing)
    #expect(see("F8 02 01 00") == .nothing)
    #expect(see("01") == .incomplete)
    #expect(see("01 02") == .incomplete)
    #expect(see("01 02 01") == .incomplete)
    #expect(see("01 02 00 00 00 08 79 CC") == .nothing)
    #expect(see("01 01 01 00 51 88") == .nothing)
    #expect(see(hex(crc([1, 2, 2, 0xFF, 0xFF]))) == .broken(.wrongLength))
    #expect(see("01 85 03 02 92") == .broken(.badSum))
    #expect(see("01 85 03 91 02") == .broken(.badSum))
  }

  @Test("a changed byte is never the same frame")
  func everyByteCounts() {
    for good in [crc([1, 2, 1, 0x81]), crc([1, 0x85, 3]), crc([1, 5, 2, 0, 0, 7])] {
      for index in good.indices {
        for value in UInt8.min...UInt8.max where value != good[index] {
          var bad = good
          bad[index] = value
          if case .answer = see(hex(bad)) { Issue.record("\(hex(bad)) is believed") }
        }
      }
    }
  }

  @Test("settings that the boards do not have are refused, the broadcast address among them")
  func problems() {
    func problems(_ kind: ModbusPulse = .coilFlash, _ change: (inout BoardConfiguration) -> Void) -> Int {
      var board = Self.board(1, kind)
      change(&board)
      return board.problems.count
    }
    #expect(problems { _ in } == 0)
    for address in [-1, 0, 248] { #expect(problems { $0.address = address } == 1) }
    for pulse in [0, 50, 550, 10_100] { #expect(problems { $0.pulseMilliseconds = pulse } == 1) }
    for pulse in [100, 500, 10_000] { #expect(problems { $0.pulseMilliseconds = pulse } == 0) }
    #expect(problems(.registerMomentary) { $0.pulseMilliseconds = 500 } == 1)
    #expect(problems { $0.lockCount = 33 } == 1)
    #expect(problems { $0.verifiesSum = false } == 1)
    #expect(problems { $0.irWired = true } == 1)
    #expect(BoardConfiguration(address: 0, dialect: .modbus).problems.first?.contains("broadcast") == true)
  }

  @Test("boards of two dialects do not share a line")
  func mixed() {
    let mixed = BusConfiguration(path: "/dev/x", boards: [Self.board(1), BoardConfiguration(address: 2)])
    #expect(mixed.problems == ["boards of one line speak one dialect: put the others on a bus of their own"])
  }
}
