// Boards of each dialect as a test writes them down: frames by hand, check sums computed another way than the
// product does. Nothing of the codecs under test is used here.

import Testing

@testable import Lockers

/// The check byte of the 8A/80 boards.
func bcc(_ frame: [Int]) -> [UInt8] { (frame + [frame.reduce(0, ^)]).map(UInt8.init) }

/// CRC-16 of Modbus by polynomial division of the reflected bits, appended low byte first.
func crc(_ frame: [Int]) -> [UInt8] {
  var bits = frame.flatMap { byte in (0..<8).map { byte >> $0 & 1 } } + Array(repeating: 0, count: 16)
  for index in 0..<16 { bits[index] ^= 1 }
  // x^16 + x^15 + x^2 + 1
  for index in 0..<bits.count - 16 where bits[index] == 1 {
    for tap in [0, 1, 14, 16] { bits[index + tap] ^= 1 }
  }
  let rest = bits.suffix(16).enumerated().reduce(0) { $0 | $1.element << $1.offset }
  return frame.map(UInt8.init) + [UInt8(rest & 255), UInt8(rest >> 8)]
}

/// What boards of one dialect understand and say.
struct Peer: Sendable, CustomTestStringConvertible {
  var dialect: DialectName
  /// Locks of each board.
  var locks = 16
  var pulse = ModbusPulse.coilFlash

  var testDescription: String { "\(dialect) \(locks) \(pulse)" }

  static let all = [Peer(dialect: .kerong), Peer(dialect: .xor), Peer(dialect: .modbus)]

  enum Request: Hashable {
    case status(board: Int)
    /// Lock from 0.
    case unlock(board: Int, lock: Int)
    case relaysOff(board: Int)
    case other
  }

  /// The address of the first board.
  var first: Int { dialect == .kerong ? 0 : 1 }

  func bench(boards: Int, _ change: (inout BusConfiguration) -> Void = { _ in }) -> Bench {
    var configuration = BusConfiguration(
      path: "/dev/bench",
      boards: (0..<boards).map { index in
        var board = BoardConfiguration(address: first + index, dialect: dialect)
        board.lockCount = locks
        board.modbusPulse = pulse
        if pulse == .registerMomentary { board.pulseMilliseconds = 1000 }
        return board
      })
    change(&configuration)
    return Bench(configuration)
  }

  func read(_ request: [UInt8]) -> Request {
    let bytes = request.map(Int.init)
    switch dialect {
    case .kerong:
      guard bytes.count == 5, bytes[0] == 2, bytes[3] == 3, bytes[4] == bytes[..<4].reduce(0, +) & 255
      else { return .other }
      switch bytes[2] {
      case 0x30: return .status(board: bytes[1] >> 4)
      case 0x31: return .unlock(board: bytes[1] >> 4, lock: bytes[1] & 15)
      default: return .other
      }
    case .xor:
      guard bytes.count >= 5, bytes.reduce(0, ^) == 0 else { return .other }
      switch (bytes[0], bytes[3]) {
      case (0x80, 0x33) where bytes[2] == 0 && bytes.count == 5: return .status(board: bytes[1])
      case (0x8A, 0x11) where bytes[2] > 0 && bytes.count <= 6:
        return .unlock(board: bytes[1], lock: bytes[2] - 1)
      default: return .other
      }
    case .modbus:
      guard bytes.count == 8, crc(Array(bytes[..<6])) == request else { return .other }
      let place = bytes[2] << 8 | bytes[3]
      let value = bytes[4] << 8 | bytes[5]
      switch (bytes[1], place, value) {
      case (2, 0, locks): return .status(board: bytes[0])
      case (5, 0x00FF, 0): return .relaysOff(board: bytes[0])
      case (5, 0x200..<0x200 + locks, 1...100): return .unlock(board: bytes[0], lock: place - 0x200)
      case (6, 1...locks, 0x0500): return .unlock(board: bytes[0], lock: place - 1)
      case (6, 1...locks, 0x0200): return .relaysOff(board: bytes[0])
      default: return .other
      }
    }
  }

  /// A status answer; bit n of `contacts` is lock n.
  func status(_ board: Int, _ contacts: UInt64) -> [UInt8] {
    func byte(_ group: Int) -> Int { Int(contacts >> UInt64(8 * group) & 255) }
    let groups = (locks + 7) / 8
    switch dialect {
    case .kerong: return kerongStatus(board, Int(contacts & 0xFFFF))
    case .xor: return bcc([0x80, board] + (0..<max(3, groups)).reversed().map(byte) + [0x33])
    case .modbus: return crc([board, 2, groups] + (0..<groups).map(byte))
    }
  }

  private func kerongStatus(_ board: Int, _ contacts: Int) -> [UInt8] {
    let frame = [0x02, board * 16, 0x35, contacts & 255, contacts >> 8, 0, 0, 0x03]
    return (frame + [frame.reduce(0, +) & 255]).map(UInt8.init)
  }

  /// What a board says to an unlock, and after how many ms.
  func acknowledge(_ request: [UInt8], isClosed: Bool) -> (after: Int, bytes: [UInt8]) {
    let bytes = request.map(Int.init)
    switch dialect {
    case .kerong: return (8, kerongStatus(bytes[1] >> 4, 0xFFFF))
    case .xor: return (600, bcc([0x8A, bytes[1], bytes[2], isClosed ? 0x11 : 0x00]))
    case .modbus: return (10, request)
    }
  }

  /// A healthy board: all its contacts are `contacts`.
  func healthy(_ request: [UInt8], contacts: UInt64 = .max) -> [(after: Int, bytes: [UInt8])] {
    switch read(request) {
    case .status(let board): [(12, status(board, contacts))]
    case .unlock: [acknowledge(request, isClosed: false)]
    case .relaysOff: [(10, request)]
    case .other: []
    }
  }
}
