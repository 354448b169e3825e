// The bus machine's dealings with the line itself: opened, lost, bytes in, bytes out. What bytes mean is
// decided in BusMachineAnswers.swift.

extension BusMachine {
  mutating func open(_ now: BusTime, _ outputs: inout [BusOutput]) {
    if phase != .down { lose(.failed(errno: 0), now, &outputs) }
    for index in boards.indices {
      boards[index].due = now
      boards[index].misses = 0
      boards[index].backOffIndex = 0
      boards[index].isSettled = false
      boards[index].startsMade = 0
      // An answer to a request of an earlier process may still be under way.
      boards[index].isSuspect = true
      boards[index].owedAnswers = 1
      boards[index].health = .unknown(.notReadYet)
    }
    unreadBoards = boards.count
    beQuiet(now)
  }

  mutating func lose(_ loss: LineLoss, _ now: BusTime, _ outputs: inout [BusOutput]) {
    let refusal: NotSent = loss == .stopped ? .stopped : .lineLost
    for unlock in waiting { outputs.append(.unlock(token: unlock.token, .notSent(refusal))) }
    waiting = []
    if let request = service {
      service = nil
      outputs.append(.pulseTime(token: request.token, .silent))
    }
    switch phase {
    case .writing(let exchange): abandon(exchange, wasWriting: true, now, &outputs)
    case .awaiting(let exchange), .settling(let exchange, _, _, _):
      abandon(exchange, wasWriting: false, now, &outputs)
    case .down, .idle, .quiet: break
    }
    guard phase != .down else { return }
    phase = .down
    window.removeAll(keepingCapacity: true)
    for index in boards.indices { makeUnknown(index, .lineDown, now, &outputs) }
  }

  /// Ends an exchange that the line did not outlive.
  private mutating func abandon(
    _ exchange: Exchange, wasWriting: Bool, _ now: BusTime, _ outputs: inout [BusOutput]
  ) {
    switch exchange.purpose {
    case .status, .start: break
    case .unlock(let lock, let token):
      // After `written` the result has been given; during it nobody can say how much left.
      if wasWriting {
        usedCoil(exchange.board, lock, now)
        outputs.append(.unlock(token: token, .partlySent))
      }
    case .pulseTimeQuery(let token), .pulseTimeSetting(let token):
      outputs.append(.pulseTime(token: token, .silent))
    }
  }

  mutating func receive(_ bytes: [UInt8], _ now: BusTime, _ outputs: inout [BusOutput]) {
    guard !bytes.isEmpty, phase != .down else { return }
    let room = Self.windowBytesMax - window.count
    window.append(contentsOf: bytes.prefix(max(room, 0)))
    switch phase {
    case .down, .writing: break
    case .awaiting(let exchange): examine(exchange, now, &outputs)
    case .settling(let exchange, let answer, let end, let until):
      // Whatever follows an answer is heard to its end before the answer is judged.
      let limit = exchange.deadline.advanced(milliseconds: configuration.quietMillisecondsMax)
      let quiet = min(limit, now.advanced(milliseconds: configuration.quietMilliseconds))
      phase = .settling(exchange, answer, end: end, until: max(until, quiet))
    case .idle:
      let stray = window
      beQuiet(now)
      window = stray
    case .quiet(_, let limit):
      phase = .quiet(until: now.advanced(milliseconds: configuration.quietMilliseconds), limit: limit)
    }
  }

  mutating func written(_ now: BusTime, _ outputs: inout [BusOutput]) {
    guard case .writing(var exchange) = phase else { return }
    let board = listened(exchange.board)
    exchange.writtenAt = now
    exchange.deadline = now.advanced(milliseconds: board.statusTimeoutMilliseconds)
    if case .unlock(let lock, let token) = exchange.purpose {
      outputs.append(.unlock(token: token, .sent))
      usedCoil(exchange.board, lock, now)
      exchange.deadline = now.advanced(
        milliseconds: configuration.dialect.unlockListenMilliseconds(board))
    }
    phase = .awaiting(exchange)
    if !window.isEmpty { examine(exchange, now, &outputs) }
  }

  mutating func writeFailed(_ count: Int, _ now: BusTime, _ outputs: inout [BusOutput]) {
    guard case .writing(let exchange) = phase else { return }
    switch exchange.purpose {
    case .status: miss(exchange.board, .silent, now, &outputs)
    case .start: giveUpStart(exchange.board, &outputs)
    case .unlock(let lock, let token):
      if count > 0 {
        usedCoil(exchange.board, lock, now)
        outputs.append(.unlock(token: token, .partlySent))
      } else {
        outputs.append(.unlock(token: token, .notSent(.writeFailed)))
      }
    case .pulseTimeQuery(let token), .pulseTimeSetting(let token):
      outputs.append(.pulseTime(token: token, .silent))
    }
    boards[exchange.board].isSuspect = true
    beQuiet(now)
  }

  /// A pulse may have come: its coil and its supply rest, and its board is watched.
  private mutating func usedCoil(_ index: Int, _ lock: Int, _ now: BusTime) {
    let board = boards[index].configuration
    boards[index].coilRestedAt[lock] = now.advanced(milliseconds: board.restMilliseconds)
    supplyFreeAt = now.advanced(
      milliseconds: board.pulseMilliseconds + configuration.supplyPauseMilliseconds)
    boards[index].isFocused = true
    boards[index].due = now
  }

  mutating func focus(_ address: Int, _ now: BusTime) {
    guard let index = index(of: address) else { return }
    boards[index].isFocused = true
    if boards[index].health == .answering { boards[index].due = min(boards[index].due, now) }
  }
}
