// Boards on trial: each exchange with one is told as it was, before polarity and belief, so that commissioning can judge
// the board itself. Polling, spacing and the rules of unlocks stay as they are; other boards get their turns.

/// What one exchange with a board on trial brought.
public struct BusProbe: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case status
    case unlock(lock: Int)
    case service
  }

  public enum Verdict: Hashable, Sendable {
    /// Raw contact bits, lock 0 in bit 0.
    case contacts(UInt64)
    /// A valid answer to something else.
    case acknowledged
    /// The board answered by exception: it did not act.
    case refused
    /// A second answer of this address in one window, and none was owed.
    case twoAnswers
    /// Bytes that are not to be believed.
    case strange
    case silent
  }

  public var board: Int
  public var kind: Kind
  public var verdict: Verdict
  /// From the end of the request to the end of the answer; nil without one.
  public var microseconds: Int64?

  public init(board: Int, kind: Kind, verdict: Verdict, microseconds: Int64? = nil) {
    self.board = board
    self.kind = kind
    self.verdict = verdict
    self.microseconds = microseconds
  }
}

extension BusMachine {
  /// Puts a board on trial, or ends that.
  mutating func setProbed(_ address: Int, _ isProbed: Bool, _ now: BusTime) {
    guard let index = index(of: address) else { return }
    boards[index].isProbed = isProbed
    hurry(now)
  }

  /// Boards on trial are read often, also silent ones and those that nobody believes.
  mutating func hurry(_ now: BusTime) {
    let latest = now.advanced(milliseconds: configuration.focusMilliseconds)
    for index in boards.indices where boards[index].isProbed && boards[index].due > latest {
      boards[index].due = latest
    }
  }

  /// How a board on trial is listened to: its habits are what is to be found out.
  func listened(_ index: Int) -> BoardConfiguration {
    var board = boards[index].configuration
    guard boards[index].isProbed else { return board }
    if board.answersUnlock == .never { board.answersUnlock = .maybe }
    board.pulseByteOrder = .unconfirmed
    return board
  }

  mutating func tell(
    _ exchange: Exchange, _ verdict: BusProbe.Verdict, _ outputs: inout [BusOutput]
  ) {
    guard boards[exchange.board].isProbed else { return }
    let kind: BusProbe.Kind
    switch exchange.purpose {
    case .status: kind = .status
    case .unlock(let lock, _): kind = .unlock(lock: lock)
    default: kind = .service
    }
    var time: Int64?
    if let written = exchange.writtenAt, let answered = exchange.answeredAt {
      time = answered.microseconds - written.microseconds
    }
    outputs.append(
      .probe(
        BusProbe(
          board: boards[exchange.board].configuration.address, kind: kind, verdict: verdict,
          microseconds: time)))
  }

  /// A clean answer. A status that may be a late one says nothing yet.
  mutating func tellAnswer(_ exchange: Exchange, _ answer: Answer, _ outputs: inout [BusOutput]) {
    switch (exchange.purpose, answer) {
    case (.status, .status(_, let contacts, _)):
      if !boards[exchange.board].isSuspect { tell(exchange, .contacts(contacts), &outputs) }
    case (.status, _): tell(exchange, .strange, &outputs)
    case (.unlock, .refused): tell(exchange, .refused, &outputs)
    default: tell(exchange, .acknowledged, &outputs)
    }
  }
}
