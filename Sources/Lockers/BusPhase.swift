// Where the machine stands between two requests. Each case says what is awaited and until when, so that no
// wait without an end can be written.

/// What a request was for.
enum Purpose: Hashable, Sendable {
  case status
  case unlock(lock: Int, token: BusToken)
  /// The board's start request number `index`.
  case start(index: Int)
  case pulseTimeQuery(token: BusToken)
  case pulseTimeSetting(token: BusToken)
}

/// One request and what belongs to it. `board` is an index into the machine's boards.
struct Exchange: Hashable, Sendable {
  var purpose: Purpose
  var board: Int
  var request: [UInt8]
  var askedAt: BusTime
  var deadline: BusTime
  /// Set when the window saw something that calls for silence afterwards.
  var needsQuiet = false
  /// When the request was in the kernel's hands, and when the answer was there.
  var writtenAt: BusTime?
  var answeredAt: BusTime?
  /// Boards (by index) that spoke in this window without having been asked.
  var strays: UInt32 = 0
}

enum BusPhase: Hashable, Sendable {
  case down
  /// Nothing is under way; the next request may go out at this moment.
  case idle(from: BusTime)
  /// The request is being written.
  case writing(Exchange)
  /// The answer is awaited until the exchange's deadline.
  case awaiting(Exchange)
  /// An answer is there and is believed if nothing else comes until then.
  case settling(Exchange, Answer, end: Int, until: BusTime)
  /// The line must fall silent before anything else happens.
  case quiet(until: BusTime, limit: BusTime)

  var wakeAt: BusTime? {
    switch self {
    case .down: nil
    case .idle(let from): from
    case .writing(let exchange), .awaiting(let exchange): exchange.deadline
    case .settling(_, _, _, let until): until
    case .quiet(let until, let limit): min(until, limit)
    }
  }
}

/// An unlock that waits for the line.
struct PendingUnlock: Hashable, Sendable {
  var position: LockPosition
  var board: Int
  var token: BusToken
  var expires: BusTime
}

/// A service request that waits for the line.
struct PendingService: Hashable, Sendable {
  var board: Int
  var token: BusToken
  var setting: (UInt8, UInt8)?

  static func == (left: PendingService, right: PendingService) -> Bool {
    left.board == right.board && left.token == right.token && left.setting?.0 == right.setting?.0
      && left.setting?.1 == right.setting?.1
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(board)
    hasher.combine(token)
  }
}
