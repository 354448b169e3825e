// The "STX" protocol of Kerong lock boards (KR-CU12, KR-CU16, NCU16L), gathered from public client code:
// `02 ADDR CMD [DATA] 03 SUM`, SUM = sum of all earlier bytes, ADDR = board << 4 | lock, both from 0.
// Broadcasts (32) and unlock-all (33) are understood as foreign and never sent: address F0 is a board, too.

/// A frame of the STX protocol, whole and with a right checksum.
struct KerongFrame: Hashable, Sendable {
  static let start: UInt8 = 0x02
  static let end: UInt8 = 0x03

  enum Command {
    static let status: UInt8 = 0x30
    static let unlock: UInt8 = 0x31
    static let statusAnswer: UInt8 = 0x35
    static let statusOfAllAnswer: UInt8 = 0x36
    static let pulseTime: UInt8 = 0x37
    static let pulseTimeAnswer: UInt8 = 0x38
  }

  var address: UInt8
  var command: UInt8
  var data: [UInt8] = []

  init(address: UInt8, command: UInt8, data: [UInt8] = []) {
    self.address = address
    self.command = command
    self.data = data
  }

  /// The frame that `bytes` are, from first to last; nil when they are none.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 5, bytes[0] == Self.start, bytes[bytes.count - 2] == Self.end,
      bytes[bytes.count - 1] == Self.sum(bytes, 0, bytes.count - 1)
    else { return nil }
    address = bytes[1]
    command = bytes[2]
    data = Array(bytes[3..<bytes.count - 2])
  }

  var bytes: [UInt8] {
    var out = [Self.start, address, command] + data + [Self.end]
    out.append(Self.sum(out, 0, out.count))
    return out
  }

  static func sum(_ bytes: [UInt8], _ from: Int, _ to: Int) -> UInt8 {
    var sum: UInt8 = 0
    for index in from..<to { sum &+= bytes[index] }
    return sum
  }
}

struct KerongDialect: Dialect {
  private typealias Command = KerongFrame.Command
  private static let statusAnswerLength = 9
  private static let pulseTimeAnswerLength = 7

  var statusLengths: (sent: Int, received: Int) { (5, Self.statusAnswerLength) }
  var pulseUnitMilliseconds: Int { 10 }

  static func address(board: Int, lock: Int) -> UInt8 {
    precondition((0...15).contains(board) && (0...15).contains(lock))
    return UInt8(board << 4 | lock)
  }

  func statusRequest(address: Int) -> [UInt8] {
    KerongFrame(address: Self.address(board: address, lock: 0), command: Command.status).bytes
  }

  func statusAnswerAddress(address: Int) -> UInt8 { Self.address(board: address, lock: 0) }

  func unlockRequest(address: Int, lock: Int) -> [UInt8] {
    KerongFrame(address: Self.address(board: address, lock: lock), command: Command.unlock).bytes
  }

  // Some boards repeat the lock in the low half, some say 0 there; the high half must be the board's.
  func answersUnlock(_ answer: UInt8, address: Int, lock: Int) -> Bool {
    answer == Self.address(board: address, lock: lock) || answer == Self.address(board: address, lock: 0)
  }

  func board(ofAnswer address: UInt8) -> Int { Int(address >> 4) }

  func pulseTimeQuery(address: Int) -> [UInt8] {
    KerongFrame(address: Self.address(board: address, lock: 0), command: Command.pulseTime).bytes
  }

  func pulseTimeSetting(address: Int, first: UInt8, second: UInt8) -> [UInt8] {
    KerongFrame(
      address: Self.address(board: address, lock: 0), command: Command.pulseTime, data: [first, second]
    ).bytes
  }

  func recognise(_ bytes: [UInt8], from start: Int, verifiesSum: Bool) -> Recognition {
    guard bytes[start] == KerongFrame.start else { return .nothing }
    let count = bytes.count - start
    guard count >= 3 else { return .incomplete }
    let length: Int
    switch bytes[start + 2] {
    case Command.statusAnswer, Command.statusOfAllAnswer: length = Self.statusAnswerLength
    case Command.pulseTimeAnswer: length = Self.pulseTimeAnswerLength
    default: return .broken(.unexpectedCommand)
    }
    guard count >= length else { return .incomplete }
    guard bytes[start + length - 2] == KerongFrame.end else { return .broken(.noEnd) }
    let last = start + length - 1
    if verifiesSum && bytes[last] != KerongFrame.sum(bytes, start, last) { return .broken(.badSum) }
    let address = bytes[start + 1]
    switch bytes[start + 2] {
    case Command.statusAnswer:
      let contacts = UInt64(bytes[start + 3]) | UInt64(bytes[start + 4]) << 8
      let items = UInt64(bytes[start + 5]) | UInt64(bytes[start + 6]) << 8
      return .answer(.status(address: address, contacts: contacts, items: items), length: length)
    case Command.pulseTimeAnswer:
      let answer = Answer.pulseTime(address: address, first: bytes[start + 3], second: bytes[start + 4])
      return .answer(answer, length: length)
    default:
      return .answer(.foreign(address: address), length: length)
    }
  }
}
