// The seam between the bus machine and a wire protocol: how requests are written, and how the beginning of
// received bytes is understood. It decides nothing; time-outs, retries and belief belong to the machine.

/// An answer that a dialect has understood.
enum Answer: Hashable, Sendable {
  /// Contacts and item sensors as raw bits, lock 0 in bit 0, before polarity.
  case status(address: UInt8, contacts: UInt64, items: UInt64)
  /// The pulse time: two bytes in the order of the wire, in units of the dialect.
  case pulseTime(address: UInt8, first: UInt8, second: UInt8)
  /// A valid frame that no request of ours leads to.
  case foreign(address: UInt8)

  var address: UInt8 {
    switch self {
    case .status(let address, _, _), .pulseTime(let address, _, _), .foreign(let address): address
    }
  }
}

/// What the bytes from some place on are.
enum Recognition: Hashable, Sendable {
  /// No frame can begin with this byte.
  case nothing
  /// A frame has begun and more bytes are needed.
  case incomplete
  /// A whole frame of `length` bytes.
  case answer(Answer, length: Int)
  /// A frame began and went wrong.
  case broken(FrameFault)
}

/// One wire protocol. A new one costs its file, its line in `Dialects.swift`, its test.
protocol Dialect: Sendable {
  /// Bytes of a status request and of its answer.
  var statusLengths: (sent: Int, received: Int) { get }
  /// Milliseconds of one unit of the pulse time.
  var pulseUnitMilliseconds: Int { get }
  func statusRequest(address: Int) -> [UInt8]
  /// The address byte that the answer to a status request must carry.
  func statusAnswerAddress(address: Int) -> UInt8
  func unlockRequest(address: Int, lock: Int) -> [UInt8]
  /// Whether an answer with this address byte may be the answer to that unlock.
  func answersUnlock(_ answer: UInt8, address: Int, lock: Int) -> Bool
  /// The board that an answer's address byte names.
  func board(ofAnswer address: UInt8) -> Int
  func pulseTimeQuery(address: Int) -> [UInt8]
  func pulseTimeSetting(address: Int, first: UInt8, second: UInt8) -> [UInt8]
  /// Understands the bytes from `start` on; `start` is inside `bytes`.
  func recognise(_ bytes: [UInt8], from start: Int, verifiesSum: Bool) -> Recognition
}
