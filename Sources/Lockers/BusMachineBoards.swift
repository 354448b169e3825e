// The bus machine's bookkeeping of boards: samples, misses, back-off, and which unlocks are refused.

extension BusMachine {
  /// What one answer in excess weighs, in clean exchanges that make it forgotten.
  private static let strikeWeight = 4
  /// The weight at which a board is unknown: three answers in excess within a few exchanges.
  private static let strikesLimit = 10
  private static let strikesMax = 16

  /// A status answer that may be believed.
  mutating func answered(
    _ exchange: Exchange, _ contacts: UInt64, _ items: UInt64, _ now: BusTime,
    _ outputs: inout [BusOutput]
  ) {
    let index = exchange.board
    if boards[index].isSuspect {
      // It may be the late answer to an earlier request: the next one, in its own time, is the proof.
      // Until then the misses stay counted, or a board that always answers too late would pass as healthy.
      boards[index].isSuspect = false
      // Not at once where something was odd: what comes after each answer would meet the next request again.
      let pause = boards[index].misses > 0 ? configuration.confirmMilliseconds : 0
      boards[index].due = now.advanced(milliseconds: pause)
      return
    }
    boards[index].strikes = max(0, boards[index].strikes - 1)
    if boards[index].isTwinned && boards[index].strikes > 0 {
      let waits = configuration.backOffMilliseconds
      boards[index].due = now.advanced(milliseconds: waits[boards[index].backOffIndex])
      return
    }
    boards[index].isTwinned = false
    boards[index].owedAnswers = max(0, boards[index].owedAnswers - (boards[index].hasSample ? 1 : 0))
    boards[index].misses = 0
    boards[index].backOffIndex = 0
    let isSecondSample = boards[index].hasSample
    let (changed, isUnsettled) = boards[index].take(
      contacts: contacts, items: items, askedAt: exchange.askedAt)
    if boards[index].health != .answering {
      boards[index].health = .answering
      outputs.append(.health(board: boards[index].configuration.address, .answering))
    }
    let period =
      isUnsettled
      ? configuration.confirmMilliseconds
      : boards[index].isFocused ? configuration.focusMilliseconds : configuration.sweepMilliseconds
    boards[index].due = max(now, exchange.askedAt.advanced(milliseconds: period))
    // A read in the middle of an edge says nothing yet: its confirmation follows at once.
    if changed != 0 || (boards[index].isFocused && !isUnsettled) {
      outputs.append(.reading(boards[index].reading(at: now, changed: changed)))
    }
    if isSecondSample { settleBoard(index, &outputs) }
  }

  /// A status request without an answer to believe.
  mutating func miss(
    _ index: Int, _ cause: UnknownCause, _ now: BusTime, _ outputs: inout [BusOutput]
  ) {
    boards[index].isSuspect = true
    boards[index].misses += 1
    guard boards[index].misses >= configuration.missesMax else {
      let period =
        !boards[index].isSettled
        ? 0 : boards[index].isFocused ? configuration.focusMilliseconds : configuration.sweepMilliseconds
      boards[index].due = now.advanced(milliseconds: period)
      return
    }
    let waits = configuration.backOffMilliseconds
    boards[index].due = now.advanced(milliseconds: waits[boards[index].backOffIndex])
    boards[index].backOffIndex = min(boards[index].backOffIndex + 1, waits.count - 1)
    // From here on each miss is the last of its three: one probe, then the next wait.
    boards[index].misses = configuration.missesMax - 1
    makeUnknown(index, cause, now, &outputs)
    settleBoard(index, &outputs)
  }

  /// Whether all these boards (by index, as bits; at least one) owed an answer; then they owe one less.
  mutating func takeOwed(_ strays: UInt32) -> Bool {
    let late = boards.indices.filter { strays >> UInt32($0) & 1 == 1 }
    guard !late.isEmpty, late.allSatisfy({ boards[$0].owedAnswers > 0 }) else { return false }
    for index in late { boards[index].owedAnswers -= 1 }
    return true
  }

  /// Books an answer in excess. After a few of them the board is unknown: an unlock might open two doors.
  mutating func strike(_ index: Int, _ now: BusTime, _ outputs: inout [BusOutput]) {
    boards[index].strikes = min(boards[index].strikes + Self.strikeWeight, Self.strikesMax)
    guard boards[index].strikes >= Self.strikesLimit, !boards[index].isTwinned else { return }
    boards[index].isTwinned = true
    boards[index].misses = configuration.missesMax - 1
    miss(index, .twoAnswers, now, &outputs)
  }

  mutating func makeUnknown(
    _ index: Int, _ cause: UnknownCause, _ now: BusTime, _ outputs: inout [BusOutput]
  ) {
    let changed = boards[index].forget()
    if boards[index].health != .unknown(cause) {
      boards[index].health = .unknown(cause)
      outputs.append(.health(board: boards[index].configuration.address, .unknown(cause)))
    }
    if changed != 0 { outputs.append(.reading(boards[index].reading(at: now, changed: changed))) }
  }

  private mutating func settleBoard(_ index: Int, _ outputs: inout [BusOutput]) {
    guard !boards[index].isSettled else { return }
    boards[index].isSettled = true
    unreadBoards -= 1
    if unreadBoards == 0 { outputs.append(.allBoardsRead) }
  }

  mutating func requestUnlock(
    _ position: LockPosition, _ token: BusToken, _ expires: BusTime, _ now: BusTime,
    _ outputs: inout [BusOutput]
  ) {
    func refuse(_ cause: NotSent) { outputs.append(.unlock(token: token, .notSent(cause))) }
    guard let index = index(of: position.board),
      (0..<boards[index].configuration.lockCount).contains(position.lock)
    else { return refuse(.noSuchLock) }
    if waiting.count >= Self.waitingMax || isUnlocking(position) { return refuse(.busy) }
    if let cause = refusal(position, index: index, now) { return refuse(cause) }
    if now >= expires { return refuse(.expired) }
    // A coil that is still warm is waited for, but not longer than the unlock is wanted.
    if boards[index].coilRestedAt[position.lock] >= expires { return refuse(.coolDown) }
    waiting.append(PendingUnlock(position: position, board: index, token: token, expires: expires))
  }

  /// Whether this very lock has an unlock without a result.
  private func isUnlocking(_ position: LockPosition) -> Bool {
    if waiting.contains(where: { $0.position == position }) { return true }
    switch phase {
    case .writing(let exchange), .awaiting(let exchange), .settling(let exchange, _, _, _):
      guard case .unlock(let lock, _) = exchange.purpose else { return false }
      return boards[exchange.board].configuration.address == position.board && lock == position.lock
    case .down, .idle, .quiet: return false
    }
  }

  /// Why this lock must not be opened now; nil when it may.
  func refusal(_ position: LockPosition, index: Int, _ now: BusTime) -> NotSent? {
    let board = boards[index]
    if phase == .down { return .lineDown }
    if board.isIgnored(position.lock) { return .ignoredLock }
    if unreadBoards > 0 { return .boardsNotRead }
    if !board.isKnown(position.lock) { return .contactUnknown }
    return nil
  }

  mutating func requestService(
    _ address: Int, _ token: BusToken, milliseconds: Int?, order: PulseByteOrder? = nil,
    _ outputs: inout [BusOutput]
  ) {
    guard let index = index(of: address), phase != .down, service == nil, !hasServiceInFlight else {
      outputs.append(.pulseTime(token: token, .refused))
      return
    }
    let board = boards[index].configuration
    guard configuration.dialect.pulseTimeQuery(board) != nil else {
      outputs.append(.pulseTime(token: token, .notOffered))
      return
    }
    var request = PendingService(board: index, token: token)
    if let milliseconds {
      let unit = configuration.dialect.pulseUnitMilliseconds
      guard (10...60_000).contains(milliseconds), milliseconds.isMultiple(of: unit) else {
        outputs.append(.pulseTime(token: token, .outOfRange))
        return
      }
      let high = UInt8(milliseconds / unit / 256)
      let low = UInt8(milliseconds / unit % 256)
      switch order ?? board.pulseByteOrder {
      case .unconfirmed:
        outputs.append(.pulseTime(token: token, .byteOrderUnconfirmed))
        return
      case .highFirst: request.setting = (high, low)
      case .lowFirst: request.setting = (low, high)
      }
    }
    service = request
  }

  private var hasServiceInFlight: Bool {
    switch phase {
    case .writing(let exchange), .awaiting(let exchange), .settling(let exchange, _, _, _):
      switch exchange.purpose {
      case .pulseTimeQuery, .pulseTimeSetting: return true
      case .status, .unlock, .start: return false
      }
    case .down, .idle, .quiet: return false
    }
  }

  func pulseTime(_ board: BoardConfiguration, _ first: UInt8, _ second: UInt8) -> PulseTimeResult {
    let unit = configuration.dialect.pulseUnitMilliseconds
    let highFirst = (Int(first) << 8 | Int(second)) * unit
    let lowFirst = (Int(second) << 8 | Int(first)) * unit
    switch board.pulseByteOrder {
    case .unconfirmed: return .undecided(highFirst: highFirst, lowFirst: lowFirst)
    case .highFirst: return .milliseconds(highFirst)
    case .lowFirst: return .milliseconds(lowFirst)
    }
  }
}
