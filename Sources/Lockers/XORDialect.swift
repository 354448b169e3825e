// The boards of 8 to 50 channels with the `8A`/`80` protocol, check byte BCC = XOR of all earlier bytes, board
// 1...31 by DIP switch, locks from 1 on the wire. Gathered from public descriptions; nothing here opens all locks,
// holds a coil or sends a bitmap (`8A .. 00`, `90`, `9A`, `9B`, `9D`): there is no way to write such a frame.

/// A request to a board of this family. Only what is asked for here can be sent at all.
enum XORRequest: Hashable, Sendable {
  /// The contacts of all locks.
  case readAll(XORBoard)
  /// One pulse for one lock; nil seconds means the board's own 300 ms.
  case open(XORBoard, XORLock, seconds: UInt8?)

  var bytes: [UInt8] {
    var out: [UInt8]
    switch self {
    case .readAll(let board): out = [XORDialect.readHeader, board.wire, 0x00, XORDialect.readEnd]
    case .open(let board, let lock, let seconds):
      out = [XORDialect.openHeader, board.wire, lock.wire, XORDialect.on]
      if let seconds { out.append(seconds) }
    }
    out.append(XORDialect.check(out, 0, out.count))
    return out
  }
}

/// A board's address, 1...31.
struct XORBoard: Hashable, Sendable {
  let wire: UInt8

  init(_ address: Int) {
    precondition(XORDialect.addresses.contains(address))
    wire = UInt8(address)
  }
}

/// A lock as the wire counts it, from 1: 0 would be all of them, and cannot be made.
struct XORLock: Hashable, Sendable {
  let wire: UInt8

  /// `lock` counts from 0.
  init(fromZero lock: Int) {
    precondition((0..<XORDialect.locksMax).contains(lock))
    wire = UInt8(lock + 1)
  }
}

struct XORDialect: Dialect {
  static let addresses = 1...31
  static let locksMax = 50
  /// The pulse of an open command without seconds, in ms.
  static let ownPulseMilliseconds = 300
  /// Pulses in whole seconds that an open command can ask for.
  static let pulseSeconds = 1...9
  /// The status bytes of an answer: 2...8. A board with one could say `80 01 00 33 B2`, which is the request.
  static let statusBytesRange = 2...8
  /// How long after the end of the pulse its answer may come, in ms: 500 ms to 1 s after the command were seen
  /// with a pulse of 300 ms.
  static let answerMilliseconds = 1200

  static let readHeader: UInt8 = 0x80
  static let openHeader: UInt8 = 0x8A
  static let readEnd: UInt8 = 0x33
  static let on: UInt8 = 0x11
  private static let off: UInt8 = 0x00
  private static let openAnswerLength = 5

  static func check(_ bytes: [UInt8], _ from: Int, _ to: Int) -> UInt8 {
    var check: UInt8 = 0
    for index in from..<to { check ^= bytes[index] }
    return check
  }

  func problems(of board: BoardConfiguration) -> [String] {
    var found: [String] = []
    if !Self.addresses.contains(board.address) {
      found.append("board \(board.address): an xor board has an address of 1...31, as its switches say")
    }
    if board.pulseMilliseconds != Self.ownPulseMilliseconds && Self.seconds(board) == nil {
      found.append(
        "board \(board.address): pulse \(board.pulseMilliseconds) ms cannot be asked for; use 300 ms or 1...9 s"
      )
    }
    if !Self.statusBytesRange.contains(board.xorStatusBytes) {
      found.append(
        "board \(board.address): \(board.xorStatusBytes) status bytes are outside \(Self.statusBytesRange)")
    } else if board.xorStatusBytes * 8 < board.lockCount {
      found.append(
        "board \(board.address): \(board.xorStatusBytes) status bytes do not hold \(board.lockCount) locks")
    }
    return found
  }

  /// The seconds that an open command carries; nil for the board's own pulse, or where none fits.
  private static func seconds(_ board: BoardConfiguration) -> UInt8? {
    guard board.pulseMilliseconds.isMultiple(of: 1000), pulseSeconds.contains(board.pulseMilliseconds / 1000)
    else { return nil }
    return UInt8(board.pulseMilliseconds / 1000)
  }

  func statusRequest(_ board: BoardConfiguration) -> [UInt8] {
    XORRequest.readAll(XORBoard(board.address)).bytes
  }

  func statusAnswerLength(_ board: BoardConfiguration) -> Int { board.xorStatusBytes + 4 }

  func unlockRequest(_ board: BoardConfiguration, lock: Int) -> [UInt8] {
    XORRequest.open(XORBoard(board.address), XORLock(fromZero: lock), seconds: Self.seconds(board)).bytes
  }

  // The board answers when its pulse is over, and hears nobody before: the line is dead that long.
  func unlockListenMilliseconds(_ board: BoardConfiguration) -> Int {
    let rest =
      board.answersUnlock == .never ? BusMachine.unlockSilenceMilliseconds : Self.answerMilliseconds
    return board.pulseMilliseconds + rest
  }

  // The beginning of a longer answer may look like a whole one: nothing may follow it.
  var trailingNoiseBytesMax: Int { 0 }

  func mayAnswerByEcho(_ purpose: Purpose) -> Bool {
    if case .unlock = purpose { true } else { false }
  }

  func fit(_ answer: Answer, to purpose: Purpose, of board: BoardConfiguration) -> Fit {
    guard Int(answer.address) == board.address else { return .stray }
    switch (purpose, answer) {
    case (.status, .status): return .answer
    case (.unlock(let lock, _), .acknowledged(_, let detail)):
      return detail == UInt64(XORLock(fromZero: lock).wire) ? .answer : .mismatch
    default: return .stray
    }
  }

  func recognise(_ bytes: [UInt8], from start: Int, _ listening: Listening) -> Recognition {
    guard bytes[start] == Self.readHeader || bytes[start] == Self.openHeader else { return .nothing }
    guard bytes.count - start >= 2 else { return .incomplete }
    let board = listening.board(bytes[start + 1])
    return bytes[start] == Self.readHeader
      ? status(bytes, start, board) : openAnswer(bytes, start, board)
  }

  // `80 BOARD S3 S2 S1 33 BCC`, the highest group first. The frame does not say how long it is, and a check of one
  // byte fits a piece of a frame now and then: only the length that the board is configured to have will do.
  private func status(_ bytes: [UInt8], _ start: Int, _ board: BoardConfiguration) -> Recognition {
    let length = statusAnswerLength(board)
    guard bytes.count - start >= length else { return .incomplete }
    let last = start + length - 1
    guard bytes[last - 1] == Self.readEnd else { return .broken(.noEnd) }
    guard bytes[last] == Self.check(bytes, start, last) else { return .broken(.badSum) }
    var contacts: UInt64 = 0
    for index in start + 2..<last - 1 { contacts = contacts << 8 | UInt64(bytes[index]) }
    return .answer(.status(address: bytes[start + 1], contacts: contacts, items: 0), length: length)
  }

  // `8A BOARD LOCK 00|11 BCC`: what the contact says, or the command again; which of the two, nobody can tell. A
  // command with seconds may come back with them.
  private func openAnswer(_ bytes: [UInt8], _ start: Int, _ board: BoardConfiguration) -> Recognition {
    var length = Self.openAnswerLength
    guard bytes.count - start >= length else { return .incomplete }
    if bytes[start + 4] != Self.check(bytes, start, start + 4), bytes[start + 3] == Self.on,
      let seconds = Self.seconds(board), bytes[start + 4] == seconds
    {
      length += 1
      guard bytes.count - start >= length else { return .incomplete }
    }
    let last = start + length - 1
    guard bytes[last] == Self.check(bytes, start, last) else { return .broken(.badSum) }
    guard bytes[start + 3] == Self.on || bytes[start + 3] == Self.off else {
      return .broken(.unexpectedCommand)
    }
    let answer = Answer.acknowledged(address: bytes[start + 1], detail: UInt64(bytes[start + 2]))
    return .answer(answer, length: length)
  }
}
