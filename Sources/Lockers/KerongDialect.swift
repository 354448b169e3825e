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
  static let locksMax = 16
  private static let statusAnswerLength = 9
  private static let pulseTimeAnswerLength = 7

  var pulseUnitMilliseconds: Int { 10 }

  static func address(board: Int, lock: Int) -> UInt8 {
    precondition((0...15).contains(board) && (0...15).contains(lock))
    return UInt8(board << 4 | lock)
  }

  func problems(of board: BoardConfiguration) -> [String] {
    var found: [String] = []
    if !(0...15).contains(board.address) {
      found.append("board \(board.address): an address is 0...15 as its switches say")
    } else if board.address == 15 && !board.allowsBroadcastAddress {
      found.append("board 15: this is also the broadcast address; set the board's switches to 0...14")
    }
    if !(10...60_000).contains(board.pulseMilliseconds) {
      found.append("board \(board.address): pulse \(board.pulseMilliseconds) ms is outside 10...60000 ms")
    }
    return found
  }

  func statusRequest(_ board: BoardConfiguration) -> [UInt8] {
    frame(board, Command.status).bytes
  }

  func statusAnswerLength(_ board: BoardConfiguration) -> Int { Self.statusAnswerLength }

  func unlockRequest(_ board: BoardConfiguration, lock: Int) -> [UInt8] {
    KerongFrame(address: Self.address(board: board.address, lock: lock), command: Command.unlock).bytes
  }

  func unlockListenMilliseconds(_ board: BoardConfiguration) -> Int { promptUnlockListenMilliseconds(board) }

  func mayAnswerByEcho(_ purpose: Purpose) -> Bool { false }

  func fit(_ answer: Answer, to purpose: Purpose, of board: BoardConfiguration) -> Fit {
    let own = Self.address(board: board.address, lock: 0)
    switch (purpose, answer) {
    case (.status, .status(let address, _, _)), (.pulseTimeQuery, .pulseTime(let address, _, _)),
      (.pulseTimeSetting, .pulseTime(let address, _, _)):
      return address == own ? .answer : .stray
    // Some boards repeat the lock in the low half, some say 0 there; the high half must be the board's.
    case (.unlock(let lock, _), .status(let address, _, _)):
      return address == own || address == Self.address(board: board.address, lock: lock) ? .answer : .stray
    default: return .stray
    }
  }

  func board(ofAnswer address: UInt8) -> Int { Int(address >> 4) }

  func pulseTimeQuery(_ board: BoardConfiguration) -> [UInt8]? { frame(board, Command.pulseTime).bytes }

  func pulseTimeSetting(_ board: BoardConfiguration, first: UInt8, second: UInt8) -> [UInt8]? {
    frame(board, Command.pulseTime, [first, second]).bytes
  }

  private func frame(_ board: BoardConfiguration, _ command: UInt8, _ data: [UInt8] = []) -> KerongFrame {
    KerongFrame(address: Self.address(board: board.address, lock: 0), command: command, data: data)
  }

  func recognise(_ bytes: [UInt8], from start: Int, _ listening: Listening) -> Recognition {
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
    if listening.verifiesSum && bytes[last] != KerongFrame.sum(bytes, start, last) { return .broken(.badSum) }
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
