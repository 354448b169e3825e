// How the bus machine judges what comes back: which bytes are the answer, which are not to be believed, and
// what silence means. Truth about a door comes from a status answer alone, never from the answer to an unlock.

/// What the bytes of a window amount to so far.
private enum Verdict {
  case wait
  case answer(Answer, end: Int)
  case failed(FrameFault)
  case echoMismatch, echoSeen
  case tooMuch
}

extension BusMachine {
  /// Bytes before an answer that are taken for line noise; more is a fault.
  private static let noiseBytesMax = 16
  /// Late answers that are waited for; a silent board does not owe more.
  private static let owedAnswersMax = 8

  mutating func examine(_ asked: Exchange, _ now: BusTime, _ outputs: inout [BusOutput]) {
    var exchange = asked
    let address = boards[exchange.board].configuration.address
    switch judge(&exchange, &outputs) {
    case .wait: phase = .awaiting(exchange)
    case .answer(let answer, let end):
      exchange.answeredAt = now
      let until = now.advanced(milliseconds: configuration.gapMilliseconds)
      phase = .settling(exchange, answer, end: end, until: until)
    case .failed(let fault):
      outputs.append(.diagnostic(.badFrame(board: address, fault)))
      fail(exchange, .badAnswers, now, &outputs)
    case .echoMismatch:
      outputs.append(.diagnostic(.echoMismatch(board: address)))
      owe(exchange.board)
      fail(exchange, .echo, now, &outputs)
    case .echoSeen:
      outputs.append(.diagnostic(.echoNotConfigured(board: address)))
      owe(exchange.board)
      fail(exchange, .echo, now, &outputs)
    case .tooMuch:
      outputs.append(.diagnostic(.garbage(count: window.count)))
      fail(exchange, .badAnswers, now, &outputs)
    }
  }

  private mutating func judge(_ exchange: inout Exchange, _ outputs: inout [BusOutput]) -> Verdict {
    let board = boards[exchange.board].configuration
    let dialect = configuration.dialect
    let listening = listening(to: board, verifiesSum: board.verifiesSum)
    var at = 0
    let request = exchange.request
    let common = min(window.count, request.count)
    var isEcho = true
    for index in 0..<common where window[index] != request[index] { isEcho = false }
    if configuration.echo {
      guard isEcho else { return .echoMismatch }
      guard window.count > request.count else { return .wait }
      at = request.count
    } else if isEcho && !dialect.mayAnswerByEcho(exchange.purpose) {
      guard window.count >= request.count else { return .wait }
      // An answer may begin as its request does; only the rest of it tells them apart.
      switch dialect.recognise(window, from: 0, listening) {
      case .answer: break
      case .incomplete: return .wait
      case .nothing, .broken: return .echoSeen
      }
    }
    let begin = at
    while at < window.count {
      switch dialect.recognise(window, from: at, listening) {
      case .nothing: at += 1
      case .incomplete: return at - begin > Self.noiseBytesMax ? .tooMuch : .wait
      case .broken(let fault): return .failed(fault)
      case .answer(let answer, let length):
        if at - begin > Self.noiseBytesMax { return .tooMuch }
        switch dialect.fit(answer, to: exchange.purpose, of: board) {
        case .answer:
          if at > begin { outputs.append(.diagnostic(.garbage(count: at - begin))) }
          return .answer(answer, end: at + length)
        case .mismatch: return .failed(.mismatch)
        case .stray: break
        }
        exchange.needsQuiet = true
        note(answer, dialect, in: &exchange, &outputs)
        // The stray frame is taken out, so that it is reported once.
        window.removeSubrange(at..<at + length)
      }
    }
    return at - begin > Self.noiseBytesMax ? .tooMuch : .wait
  }

  func listening(to board: BoardConfiguration, verifiesSum: Bool) -> Listening {
    Listening(boards: configuration.boards, asked: board, verifiesSum: verifiesSum)
  }

  /// Remembers a valid frame in a window that is not the answer to its request. Whose it is shows only when the
  /// window ends: the board that was asked may answer with a wrong address.
  private mutating func note(
    _ answer: Answer, _ dialect: any Dialect, in exchange: inout Exchange, _ outputs: inout [BusOutput]
  ) {
    boards[exchange.board].isSuspect = true
    if let index = index(of: dialect.board(ofAnswer: answer.address)) {
      boards[index].isSuspect = true
      // The answer to a pulse may be a second late and more; it never is the sign of a second board.
      if !answer.isToCommand { exchange.strays |= 1 << UInt32(index) }
      outputs.append(.diagnostic(.lateAnswer(board: boards[index].configuration.address)))
    } else {
      let board = boards[exchange.board].configuration.address
      outputs.append(.diagnostic(.wrongAddress(board: board, address: Int(answer.address))))
    }
  }

  /// A request without an answer: it may still come.
  private mutating func owe(_ index: Int) {
    boards[index].owedAnswers = min(boards[index].owedAnswers + 1, Self.owedAnswersMax)
  }

  /// Books a valid answer of a board that was not asked, or had answered already: a late one if one is owed,
  /// else the sign of a second board at its address.
  mutating func bookExtra(_ index: Int, _ now: BusTime, _ outputs: inout [BusOutput]) {
    let address = boards[index].configuration.address
    boards[index].isSuspect = true
    if boards[index].owedAnswers > 0 {
      boards[index].owedAnswers -= 1
      outputs.append(.diagnostic(.lateAnswer(board: address)))
    } else {
      outputs.append(.diagnostic(.twoAnswers(board: address)))
      strike(index, now, &outputs)
    }
  }

  /// Looks at what came while the line should have been silent, so that a late answer has a name.
  mutating func noteStray(_ now: BusTime, _ outputs: inout [BusOutput]) {
    guard !window.isEmpty else { return }
    let dialect = configuration.dialect
    let listening = listening(to: configuration.boards[0], verifiesSum: true)
    var at = 0
    var noise = 0
    while at < window.count {
      if case .answer(let answer, let length) = dialect.recognise(window, from: at, listening) {
        if let index = index(of: dialect.board(ofAnswer: answer.address)) {
          if answer.isToCommand {
            boards[index].isSuspect = true
            outputs.append(.diagnostic(.lateAnswer(board: boards[index].configuration.address)))
          } else {
            bookExtra(index, now, &outputs)
          }
        } else {
          outputs.append(.diagnostic(.wrongAddress(board: nil, address: Int(answer.address))))
        }
        at += length
      } else {
        at += 1
        noise += 1
      }
    }
    if noise > 0 { outputs.append(.diagnostic(.garbage(count: noise))) }
    window.removeAll(keepingCapacity: true)
  }

  /// An exchange whose window held something unbelievable.
  mutating func fail(
    _ exchange: Exchange, _ cause: UnknownCause, _ now: BusTime, _ outputs: inout [BusOutput]
  ) {
    if cause != .twoAnswers { tell(exchange, .strange, &outputs) }
    end(exchange, cause, now, &outputs)
    beQuiet(now)
  }

  mutating func timeOut(_ exchange: Exchange, _ now: BusTime, _ outputs: inout [BusOutput]) {
    let board = boards[exchange.board].configuration
    var cause = exchange.needsQuiet ? UnknownCause.wrongAddress : .silent
    // Our own echo alone is silence, too.
    let isSilent = window.count <= (configuration.echo ? exchange.request.count : 0)
    let mayBeEcho = !configuration.echo && !configuration.dialect.mayAnswerByEcho(exchange.purpose)
    if mayBeEcho && window == exchange.request {
      cause = .echo
      outputs.append(.diagnostic(.echoNotConfigured(board: board.address)))
    } else if !isSilent {
      cause = .badAnswers
      outputs.append(.diagnostic(.badFrame(board: board.address, .truncated)))
    }
    if case .unlock(let lock, _) = exchange.purpose, board.answersUnlock == .always {
      let position = LockPosition(board: board.address, lock: lock)
      outputs.append(.diagnostic(.unlockUnanswered(position)))
    }
    owe(exchange.board)
    if case .status = exchange.purpose, cause == .wrongAddress, takeOwed(exchange.strays) {
      // Another board's late answer came into this window and may have drowned the request: no miss of this board,
      // or one slow board would take its neighbour with it.
      boards[exchange.board].due = now
      beQuiet(now)
      return
    }
    tell(exchange, isSilent && !exchange.needsQuiet ? .silent : .strange, &outputs)
    let wasSilentUnlock = isSilent && board.answersUnlock == .never && !exchange.needsQuiet
    end(exchange, cause, now, &outputs)
    if case .unlock = exchange.purpose, wasSilentUnlock {
      // This silence was the expected one and has lasted long enough.
      phase = .idle(from: now)
      window.removeAll(keepingCapacity: true)
    } else {
      beQuiet(now)
    }
  }

  /// Books an exchange that brought no answer to believe.
  private mutating func end(
    _ exchange: Exchange, _ cause: UnknownCause, _ now: BusTime, _ outputs: inout [BusOutput]
  ) {
    boards[exchange.board].isSuspect = true
    switch exchange.purpose {
    case .status: miss(exchange.board, cause, now, &outputs)
    case .unlock: break
    case .start: giveUpStart(exchange.board, &outputs)
    case .pulseTimeQuery(let token): outputs.append(.pulseTime(token: token, .silent))
    case .pulseTimeSetting(let token): service = PendingService(board: exchange.board, token: token)
    }
  }

  /// No more start requests for this board: they are best effort.
  mutating func giveUpStart(_ index: Int, _ outputs: inout [BusOutput]) {
    boards[index].startsMade = boards[index].startRequests.count
    let address = boards[index].configuration.address
    outputs.append(.diagnostic(.relaysOffUnconfirmed(board: address)))
  }
}
