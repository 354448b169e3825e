// The last look at an answer before it is believed: what came after it in its window, and what it then says of its
// board. How the answer was found among the bytes stands in BusMachineAnswers.swift.

extension BusMachine {
  /// Believes an answer, unless more came after it.
  mutating func settle(
    _ exchange: Exchange, _ answer: Answer, end: Int, _ now: BusTime, _ outputs: inout [BusOutput]
  ) {
    let board = boards[exchange.board].configuration
    switch judgeTrailing(exchange, from: end, now, &outputs) {
    case .clean: break
    case .unclear:
      outputs.append(.diagnostic(.twoAnswers(board: board.address)))
      tell(exchange, .strange, &outputs)
      fail(exchange, .twoAnswers, now, &outputs)
      return
    case .tooLong:
      outputs.append(.diagnostic(.badFrame(board: board.address, .wrongLength)))
      fail(exchange, .badAnswers, now, &outputs)
      return
    case .twin:
      tell(exchange, boards[exchange.board].owedAnswers > 0 ? .strange : .twoAnswers, &outputs)
      fail(exchange, .twoAnswers, now, &outputs)
      bookExtra(exchange.board, now, &outputs)
      return
    }
    for index in boards.indices where exchange.strays >> UInt32(index) & 1 == 1 {
      bookExtra(index, now, &outputs)
    }
    tellAnswer(exchange, answer, &outputs)
    // From here on the window holds what nobody asked for.
    window.removeAll(keepingCapacity: true)
    if exchange.needsQuiet { beQuiet(now) } else { phase = .idle(from: now) }
    switch (exchange.purpose, answer) {
    case (.status, .status(_, let contacts, let items)):
      answered(exchange, contacts, items, now, &outputs)
    case (.status, .refused(_, _, let code)):
      outputs.append(.diagnostic(.statusRefused(board: board.address, code: Int(code))))
      miss(exchange.board, .refused, now, &outputs)
    case (.start, .refused): giveUpStart(exchange.board, &outputs)
    case (.start, _): boards[exchange.board].startsMade += 1
    case (.unlock(let lock, _), .refused(_, _, let code)):
      let position = LockPosition(board: board.address, lock: lock)
      outputs.append(.diagnostic(.unlockRefused(position, code: Int(code))))
    case (.unlock(let lock, _), _):
      let position = LockPosition(board: board.address, lock: lock)
      outputs.append(.diagnostic(.unlockAnswered(position)))
    case (.pulseTimeQuery(let token), .pulseTime(_, let first, let second)):
      outputs.append(.pulseTime(token: token, pulseTime(listened(exchange.board), first, second)))
    case (.pulseTimeSetting(let token), _):
      service = PendingService(board: exchange.board, token: token)
    default: break
    }
  }

  private enum Trailing {
    case clean, unclear, tooLong, twin
  }

  /// Whether what followed an answer leaves it credible: nothing, a little noise, or late answers of other
  /// boards. A second answer of the same board means that two boards have one address.
  private mutating func judgeTrailing(
    _ exchange: Exchange, from end: Int, _ now: BusTime, _ outputs: inout [BusOutput]
  ) -> Trailing {
    let board = boards[exchange.board].configuration
    let dialect = configuration.dialect
    let listening = listening(to: board, verifiesSum: board.verifiesSum)
    var at = end
    var noise = 0
    var late: [Int] = []
    while at < window.count {
      switch dialect.recognise(window, from: at, listening) {
      case .nothing:
        noise += 1
        at += 1
      case .answer(let answer, let length):
        guard let other = index(of: dialect.board(ofAnswer: answer.address)) else { return .unclear }
        if other == exchange.board { return .twin }
        late.append(other)
        at += length
      case .incomplete, .broken: return .unclear
      }
    }
    guard noise <= dialect.trailingNoiseBytesMax else {
      return dialect.trailingNoiseBytesMax == 0 ? .tooLong : .unclear
    }
    for index in late { bookExtra(index, now, &outputs) }
    if noise > 0 { outputs.append(.diagnostic(.garbage(count: noise))) }
    return .clean
  }
}
