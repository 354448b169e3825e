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
  /// Bytes after an answer that are taken for line noise when none of them begins a frame.
  private static let trailingNoiseBytesMax = 2

  mutating func examine(_ asked: Exchange, _ now: BusTime, _ outputs: inout [BusOutput]) {
    var exchange = asked
    let address = boards[exchange.board].configuration.address
    switch judge(&exchange, &outputs) {
    case .wait: phase = .awaiting(exchange)
    case .answer(let answer, let end):
      let until = now.advanced(milliseconds: configuration.gapMilliseconds)
      phase = .settling(exchange, answer, end: end, until: until)
    case .failed(let fault):
      outputs.append(.diagnostic(.badFrame(board: address, fault)))
      fail(exchange, .badAnswers, now, &outputs)
    case .echoMismatch:
      outputs.append(.diagnostic(.echoMismatch(board: address)))
      fail(exchange, .echo, now, &outputs)
    case .echoSeen:
      outputs.append(.diagnostic(.echoNotConfigured(board: address)))
      fail(exchange, .echo, now, &outputs)
    case .tooMuch:
      outputs.append(.diagnostic(.garbage(count: window.count)))
      fail(exchange, .badAnswers, now, &outputs)
    }
  }

  private mutating func judge(_ exchange: inout Exchange, _ outputs: inout [BusOutput]) -> Verdict {
    let board = boards[exchange.board].configuration
    let dialect = board.dialect.dialect
    var at = 0
    let request = exchange.request
    let common = min(window.count, request.count)
    var isEcho = true
    for index in 0..<common where window[index] != request[index] { isEcho = false }
    if configuration.echo {
      guard isEcho else { return .echoMismatch }
      guard window.count > request.count else { return .wait }
      at = request.count
    } else if isEcho {
      return window.count >= request.count ? .echoSeen : .wait
    }
    let begin = at
    while at < window.count {
      switch dialect.recognise(window, from: at, verifiesSum: board.verifiesSum) {
      case .nothing: at += 1
      case .incomplete: return at - begin > Self.noiseBytesMax ? .tooMuch : .wait
      case .broken(let fault): return .failed(fault)
      case .answer(let answer, let length):
        if at - begin > Self.noiseBytesMax { return .tooMuch }
        if isAnswer(answer, to: exchange) {
          if at > begin { outputs.append(.diagnostic(.garbage(count: at - begin))) }
          return .answer(answer, end: at + length)
        }
        exchange.needsQuiet = true
        note(answer, dialect, asked: exchange.board, &outputs)
        // The stray frame is taken out, so that it is reported once.
        window.removeSubrange(at..<at + length)
      }
    }
    return at - begin > Self.noiseBytesMax ? .tooMuch : .wait
  }

  private func isAnswer(_ answer: Answer, to exchange: Exchange) -> Bool {
    let board = boards[exchange.board].configuration
    let dialect = board.dialect.dialect
    switch (exchange.purpose, answer) {
    case (.status, .status(let address, _, _)):
      return address == dialect.statusAnswerAddress(address: board.address)
    case (.unlock(let lock, _), .status(let address, _, _)):
      return dialect.answersUnlock(address, address: board.address, lock: lock)
    case (.pulseTimeQuery, .pulseTime(let address, _, _)),
      (.pulseTimeSetting, .pulseTime(let address, _, _)):
      return address == dialect.statusAnswerAddress(address: board.address)
    default: return false
    }
  }

  /// Remembers a valid frame that nobody asked for.
  private mutating func note(
    _ answer: Answer, _ dialect: any Dialect, asked: Int?, _ outputs: inout [BusOutput]
  ) {
    let address: UInt8
    switch answer {
    case .status(let byte, _, _), .pulseTime(let byte, _, _), .foreign(let byte): address = byte
    }
    if let asked { boards[asked].isSuspect = true }
    if let index = index(of: dialect.board(ofAnswer: address)) {
      boards[index].isSuspect = true
      outputs.append(.diagnostic(.lateAnswer(board: boards[index].configuration.address)))
    } else {
      let board = asked.map { boards[$0].configuration.address }
      outputs.append(.diagnostic(.wrongAddress(board: board, address: Int(address))))
    }
  }

  /// Looks at what came while the line should have been silent, so that a late answer has a name.
  mutating func noteStray(_ now: BusTime, _ outputs: inout [BusOutput]) {
    guard !window.isEmpty else { return }
    var at = 0
    var noise = 0
    while at < window.count {
      let first = boards[0].configuration.dialect.dialect
      if case .answer(let answer, let length) = first.recognise(window, from: at, verifiesSum: true) {
        note(answer, first, asked: nil, &outputs)
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
  private mutating func fail(
    _ exchange: Exchange, _ cause: UnknownCause, _ now: BusTime, _ outputs: inout [BusOutput]
  ) {
    end(exchange, cause, now, &outputs)
    beQuiet(now)
  }

  mutating func timeOut(_ exchange: Exchange, _ now: BusTime, _ outputs: inout [BusOutput]) {
    let board = boards[exchange.board].configuration
    var cause = exchange.needsQuiet ? UnknownCause.wrongAddress : .silent
    // Our own echo alone is silence, too.
    let isSilent = window.count <= (configuration.echo ? exchange.request.count : 0)
    if !isSilent {
      cause = .badAnswers
      outputs.append(.diagnostic(.badFrame(board: board.address, .truncated)))
    }
    if case .unlock(let lock, _) = exchange.purpose, board.answersUnlock == .always {
      let position = LockPosition(board: board.address, lock: lock)
      outputs.append(.diagnostic(.unlockUnanswered(position)))
    }
    let wasSilentUnlock = isSilent && board.answersUnlock == .never && !exchange.needsQuiet
    end(exchange, cause, now, &outputs)
    if case .unlock = exchange.purpose, wasSilentUnlock {
      // This silence was the expected one and has lasted long enough.
      phase = .idle(from: now)
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
    case .pulseTimeQuery(let token): outputs.append(.pulseTime(token: token, .silent))
    case .pulseTimeSetting(let token): service = PendingService(board: exchange.board, token: token)
    }
  }

  /// Believes an answer, unless more came after it.
  mutating func settle(
    _ exchange: Exchange, _ answer: Answer, end: Int, _ now: BusTime, _ outputs: inout [BusOutput]
  ) {
    let board = boards[exchange.board].configuration
    guard judgeTrailing(exchange, from: end, &outputs) else {
      outputs.append(.diagnostic(.twoAnswers(board: board.address)))
      fail(exchange, .twoAnswers, now, &outputs)
      return
    }
    if exchange.needsQuiet { beQuiet(now) } else { phase = .idle(from: now) }
    switch (exchange.purpose, answer) {
    case (.status, .status(_, let contacts, let items)):
      answered(exchange, contacts, items, now, &outputs)
    case (.unlock(let lock, _), _):
      let position = LockPosition(board: board.address, lock: lock)
      outputs.append(.diagnostic(.unlockAnswered(position)))
    case (.pulseTimeQuery(let token), .pulseTime(_, let first, let second)):
      outputs.append(.pulseTime(token: token, pulseTime(board, first, second)))
    case (.pulseTimeSetting(let token), _):
      service = PendingService(board: exchange.board, token: token)
    default: break
    }
  }

  /// Whether what followed an answer leaves it credible: nothing, a little noise, or the late answers of other
  /// boards. Anything else means that two boards have one address.
  private mutating func judgeTrailing(
    _ exchange: Exchange, from end: Int, _ outputs: inout [BusOutput]
  ) -> Bool {
    let board = boards[exchange.board].configuration
    let dialect = board.dialect.dialect
    var at = end
    var noise = 0
    var late: [Answer] = []
    while at < window.count {
      switch dialect.recognise(window, from: at, verifiesSum: board.verifiesSum) {
      case .nothing:
        noise += 1
        at += 1
      case .answer(.status(let address, let contacts, let items), let length):
        let other = index(of: dialect.board(ofAnswer: address))
        guard let other, other != exchange.board else { return false }
        late.append(.status(address: address, contacts: contacts, items: items))
        at += length
      case .answer, .incomplete, .broken: return false
      }
    }
    guard noise <= Self.trailingNoiseBytesMax else { return false }
    for answer in late { note(answer, dialect, asked: nil, &outputs) }
    if noise > 0 { outputs.append(.diagnostic(.garbage(count: noise))) }
    return true
  }
}
