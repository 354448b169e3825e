// The frames of the 8A/80 table, both ways, as published; and frames that must not be sent or believed.

import Testing

@testable import Lockers

@Suite struct XORDialectTests {
  static func board(_ address: Int = 1, locks: Int = 24, pulse: Int = 300) -> BoardConfiguration {
    var board = BoardConfiguration(address: address, dialect: .xor)
    board.lockCount = locks
    board.pulseMilliseconds = pulse
    return board
  }

  func see(_ wire: String, _ board: BoardConfiguration = board()) -> Recognition {
    XORDialect().recognise(bytes(wire), from: 0, Listening(boards: [board], asked: board, verifiesSum: false))
  }

  static let published = [
    "8A 01 01 11 9B", "8A 01 01 00 8A", "8A 01 01 11 03 98", "8A 01 00 11 9A", "80 01 01 33 B3",
    "80 01 01 00 80", "80 01 01 11 91", "80 01 00 33 B2", "80 01 00 99 18", "9D 01 02 10 8E",
    "80 01 00 00 00 33 B2",
  ]

  @Test("published check bytes are right", arguments: published)
  func checks(wire: String) {
    let frame = bytes(wire)
    #expect(bcc(frame.dropLast().map(Int.init)) == frame)
    #expect(XORDialect.check(frame, 0, frame.count - 1) == frame.last)
  }

  @Test("requests of the dialect are the frames of the table")
  func requests() {
    let dialect = XORDialect()
    #expect(hex(dialect.unlockRequest(Self.board(), lock: 0)) == "8A 01 01 11 9B")
    #expect(hex(dialect.unlockRequest(Self.board(pulse: 3000), lock: 0)) == "8A 01 01 11 03 98")
    #expect(hex(dialect.statusRequest(Self.board())) == "80 01 00 33 B2")
    for address in 1...31 {
      for lock in 0..<50 {
        let frame = dialect.unlockRequest(Self.board(address, locks: 50), lock: lock)
        #expect(frame == bcc([0x8A, address, lock + 1, 0x11]))
      }
      #expect(dialect.statusRequest(Self.board(address)) == bcc([0x80, address, 0x00, 0x33]))
    }
    for seconds in 1...9 {
      let frame = dialect.unlockRequest(Self.board(2, pulse: seconds * 1000), lock: 23)
      #expect(frame == bcc([0x8A, 2, 24, 0x11, seconds]))
    }
  }

  @Test("nothing that can be written opens all locks, holds a coil or speaks to more than one")
  func harmless() {
    let dialect = XORDialect()
    for address in 1...31 {
      for pulse in [300, 1000, 9000] {
        let board = Self.board(address, locks: 50, pulse: pulse)
        let frames =
          [dialect.statusRequest(board)] + (0..<50).map { dialect.unlockRequest(board, lock: $0) }
          + dialect.startRequests(board)
        for frame in frames {
          #expect(frame[0] == 0x80 || frame[0] == 0x8A)
          #expect(frame[0] == 0x80 || frame[2] != 0)
          #expect((1...31).contains(frame[1]))
        }
      }
    }
  }

  @Test("answers are understood: highest group first, as long as the board is configured")
  func answers() {
    #expect(
      see("80 01 00 00 00 33 B2")
        == .answer(.status(address: 1, contacts: 0, items: 0), length: 7))
    #expect(
      see(hex(bcc([0x80, 1, 0x80, 0x02, 0x01, 0x33])))
        == .answer(.status(address: 1, contacts: 0x80_02_01, items: 0), length: 7))
    #expect(
      see(hex(bcc([0x80, 1, 0x40, 0, 0, 0x01, 0x33])), Self.board(locks: 32))
        == .answer(.status(address: 1, contacts: 0x4000_0001, items: 0), length: 8))
    #expect(
      see(hex(bcc([0x80, 1, 0x02, 0, 0, 0, 0, 0, 0x01, 0x33])), Self.board(locks: 50))
        == .answer(.status(address: 1, contacts: 1 << 49 | 1, items: 0), length: 11))
    // Of eight locks, too: the published capture has three status bytes.
    #expect(
      see("80 01 00 00 00 33 B2", Self.board(locks: 8))
        == .answer(.status(address: 1, contacts: 0, items: 0), length: 7))
    #expect(see("8A 01 01 00 8A") == .answer(.acknowledged(address: 1, detail: 1), length: 5))
    #expect(see("8A 01 01 11 9B") == .answer(.acknowledged(address: 1, detail: 1), length: 5))
    #expect(
      see("8A 01 01 11 03 98", Self.board(pulse: 3000))
        == .answer(.acknowledged(address: 1, detail: 1), length: 6))
    #expect(
      see("8A 01 01 00 8A", Self.board(pulse: 3000))
        == .answer(.acknowledged(address: 1, detail: 1), length: 5)
    )
  }

  @Test("an answer belongs to its board and its lock")
  func fits() {
    let dialect = XORDialect()
    let board = Self.board(5)
    let unlock = Purpose.unlock(lock: 6, token: BusToken(1))
    func fit(_ answer: Answer, _ purpose: Purpose) -> Fit { dialect.fit(answer, to: purpose, of: board) }
    #expect(fit(.status(address: 5, contacts: 0, items: 0), .status) == .answer)
    #expect(fit(.status(address: 4, contacts: 0, items: 0), .status) == .stray)
    #expect(fit(.acknowledged(address: 5, detail: 7), .status) == .stray)
    #expect(fit(.acknowledged(address: 5, detail: 7), unlock) == .answer)
    #expect(fit(.acknowledged(address: 5, detail: 6), unlock) == .mismatch)
    #expect(fit(.acknowledged(address: 5, detail: 0), unlock) == .mismatch)
    #expect(fit(.acknowledged(address: 6, detail: 7), unlock) == .stray)
    #expect(fit(.status(address: 5, contacts: 0, items: 0), unlock) == .stray)
  }

  @Test("what is no answer is not taken for one")
  func refusals() {
    #expect(see("FF") == .nothing)
    #expect(see("82 01 01 11 93") == .nothing)
    #expect(see("90 01 FF FF FF 6E") == .nothing)
    #expect(see("9A 01 01 10 8A") == .nothing)
    #expect(see("80") == .incomplete)
    #expect(see("80 01 00 00 00 33") == .incomplete)
    // Answers to what is never asked: one lock, and the board's address.
    #expect(see("80 01 01 11 91") == .incomplete)
    #expect(see("80 01 01 99 19") == .incomplete)
    #expect(see("80 01 00 00 00 33 B3") == .broken(.badSum))
    #expect(see("80 01 00 00 33 B2 00") == .broken(.noEnd))
    #expect(see("8A 01 01 00 8B") == .broken(.badSum))
    #expect(see("8A 01 01 22 A8") == .broken(.unexpectedCommand))
    // With seconds only where seconds are sent.
    #expect(see("8A 01 01 11 03 98") == .broken(.badSum))
    #expect(see("8A 01 01 11 04 9F", Self.board(pulse: 3000)) == .broken(.badSum))
    #expect(see("8A 01 01 11 03", Self.board(pulse: 3000)) == .incomplete)
  }

  @Test("a changed byte is never the same frame")
  func everyByteCounts() {
    let good = bytes("80 01 12 34 56 33 C2")
    #expect(see(hex(good)) == .answer(.status(address: 1, contacts: 0x123456, items: 0), length: 7))
    for index in good.indices {
      for value in UInt8.min...UInt8.max where value != good[index] {
        var bad = good
        bad[index] = value
        if case .answer = see(hex(bad)) { Issue.record("\(hex(bad)) is believed") }
      }
    }
  }

  @Test("settings that the boards do not have are refused")
  func problems() {
    func problems(_ change: (inout BoardConfiguration) -> Void) -> Int {
      var board = Self.board()
      change(&board)
      return board.problems.count
    }
    #expect(problems { _ in } == 0)
    for address in [-1, 0, 32, 99] { #expect(problems { $0.address = address } == 1) }
    for pulse in [0, 299, 500, 1500, 10_000] { #expect(problems { $0.pulseMilliseconds = pulse } == 1) }
    for pulse in [300, 1000, 9000] { #expect(problems { $0.pulseMilliseconds = pulse } == 0) }
    #expect(problems { $0.lockCount = 51 } == 1)
    #expect(problems { $0.statusBytes = 1 } > 0)
    #expect(problems { $0.statusBytes = 2 } == 1)
    #expect(problems { $0.statusBytes = 4 } == 0)
    #expect(problems { $0.verifiesSum = false } == 1)
    #expect(problems { $0.irWired = true } == 1)
  }
}
