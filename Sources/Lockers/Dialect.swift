// The seam between the bus machine and a wire protocol: how requests are written, and how the beginning of
// received bytes is understood. It decides nothing; time-outs, retries and belief belong to the machine.

/// An answer that a dialect has understood.
enum Answer: Hashable, Sendable {
  /// Contacts and item sensors as raw bits, lock 0 in bit 0, before polarity.
  case status(address: UInt8, contacts: UInt64, items: UInt64)
  /// The pulse time: two bytes in the order of the wire, in units of the dialect.
  case pulseTime(address: UInt8, first: UInt8, second: UInt8)
  /// What a board says to a command; `detail` is the dialect's own. It never says that a door is open.
  case acknowledged(address: UInt8, detail: UInt64)
  /// The board says that it will not do what `request` (the dialect's own number) asked, and why.
  case refused(address: UInt8, request: UInt8, code: UInt8)
  /// A valid frame that no request of ours leads to.
  case foreign(address: UInt8)

  /// Whether it answers a command, not a question.
  var isToCommand: Bool {
    switch self {
    case .acknowledged, .refused: true
    case .status, .pulseTime, .foreign: false
    }
  }

  var address: UInt8 {
    switch self {
    case .status(let address, _, _), .pulseTime(let address, _, _), .acknowledged(let address, _),
      .refused(let address, _, _), .foreign(let address):
      address
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

/// How a valid frame stands to the request in whose window it came.
enum Fit: Hashable, Sendable {
  /// It is the answer.
  case answer
  /// The asked board speaks of this very command, and says something else than it must.
  case mismatch
  /// It belongs to another request or another board.
  case stray
}

/// Who is on the line: some frames do not say how long they are, only their board's settings do.
struct Listening {
  /// The boards of the bus.
  let boards: [BoardConfiguration]
  /// The board whose answer is awaited, or the first of the bus when none is.
  let asked: BoardConfiguration
  /// Whether a frame with a wrong check sum is refused. Dialects may refuse it in any case.
  let verifiesSum: Bool

  /// The board that an address byte names. A stranger is taken to be built as the asked one is.
  func board(_ address: UInt8) -> BoardConfiguration {
    boards.first { $0.address == Int(address) } ?? asked
  }
}

/// One wire protocol. A new one costs its file, its registration (a line in `Dialects.swift`, and a row in
/// `Configuration/BoardDialects.swift` for what may be written in Kiosk.conf), its test.
protocol Dialect: Sendable {
  /// What is wrong with a board's settings for this dialect, each with its remedy.
  func problems(of board: BoardConfiguration) -> [String]

  /// Asks for every contact of the board at once.
  func statusRequest(_ board: BoardConfiguration) -> [UInt8]
  /// Bytes of the answer to that.
  func statusAnswerLength(_ board: BoardConfiguration) -> Int
  /// One pulse for one lock, timed by the board. `lock` counts from 0 in every dialect.
  func unlockRequest(_ board: BoardConfiguration, lock: Int) -> [UInt8]
  /// How long the line belongs to the board after an unlock frame, in ms: until its answer, or this long.
  func unlockListenMilliseconds(_ board: BoardConfiguration) -> Int
  /// What is said to the board once after the line was opened, before it serves; its answers are welcome and
  /// not needed. Empty where there is nothing to say.
  func startRequests(_ board: BoardConfiguration) -> [[UInt8]]
  /// Asks for the pulse time; nil where the protocol has no such request.
  func pulseTimeQuery(_ board: BoardConfiguration) -> [UInt8]?
  /// Sets the pulse time; nil where the protocol has no such request.
  func pulseTimeSetting(_ board: BoardConfiguration, first: UInt8, second: UInt8) -> [UInt8]?
  /// Milliseconds of one unit of the pulse time.
  var pulseUnitMilliseconds: Int { get }

  /// Bytes after an answer that are taken for line noise when none of them begins a frame.
  var trailingNoiseBytesMax: Int { get }
  /// Whether the right answer to such a request may be the request itself, byte by byte.
  func mayAnswerByEcho(_ purpose: Purpose) -> Bool
  /// Whether a frame is the answer to a request to `board`.
  func fit(_ answer: Answer, to purpose: Purpose, of board: BoardConfiguration) -> Fit
  /// The board that an answer's address byte names.
  func board(ofAnswer address: UInt8) -> Int
  /// Understands the bytes from `start` on; `start` is inside `bytes`.
  func recognise(_ bytes: [UInt8], from start: Int, _ listening: Listening) -> Recognition
}

/// What most dialects have in common.
extension Dialect {
  /// How long an answer at once may take after an unlock frame: as long as one to a status request, or a short
  /// silence where the board never answers.
  func promptUnlockListenMilliseconds(_ board: BoardConfiguration) -> Int {
    board.answersUnlock == .never
      ? BusMachine.unlockSilenceMilliseconds : board.statusTimeoutMilliseconds
  }

  func startRequests(_ board: BoardConfiguration) -> [[UInt8]] { [] }
  func pulseTimeQuery(_ board: BoardConfiguration) -> [UInt8]? { nil }
  func pulseTimeSetting(_ board: BoardConfiguration, first: UInt8, second: UInt8) -> [UInt8]? { nil }
  var pulseUnitMilliseconds: Int { 1 }
  var trailingNoiseBytesMax: Int { 2 }
  func board(ofAnswer address: UInt8) -> Int { Int(address) }
}
