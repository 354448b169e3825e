// The master of one bus as a value: which request goes out when, and what an answer may be believed to say.
// It does no I/O, reads no clock and rolls no dice, so that a simulator can run the very same code for years.
// It does not know what is behind a door, who wants it open, or whether that is allowed.

/// A bus machine. Feed it with `step`; do what the outputs say, in their order.
public struct BusMachine: Hashable, Sendable {
  /// Bytes of one answer window that are kept; more is garbage in any dialect.
  static let windowBytesMax = 128
  /// The time that a write may take, in ms, before it counts as failed.
  static let writeMillisecondsMax = 1000
  /// How old a contact may be when its lock gets a pulse, in ms: an older one is read again first.
  static let contactMillisecondsMax = 2000
  /// How long a board that never answers an unlock is left alone after one, in ms.
  static let unlockSilenceMilliseconds = 25
  /// Unlocks that may wait for the one before them.
  static let waitingMax = 4

  public let configuration: BusConfiguration
  var boards: [BoardState]
  var indexOfAddress: [Int?]
  var phase = BusPhase.down
  var window: [UInt8] = []
  /// Unlocks that wait for the line and the supply, in the order in which they came.
  var waiting: [PendingUnlock] = []
  var service: PendingService?
  var unreadBoards: Int
  /// No coil of this bus before this moment: one at a time on a supply.
  var supplyFreeAt = BusTime(microseconds: .min)
  private var announcedWake: BusTime?

  /// A machine with its line down. The configuration must have no `problems`.
  public init(_ configuration: BusConfiguration) {
    precondition(configuration.problems.isEmpty, "bus: \(configuration.problems)")
    self.configuration = configuration
    boards = configuration.boards.map(BoardState.init)
    indexOfAddress = Array(repeating: nil, count: 256)
    for (index, board) in configuration.boards.enumerated() { indexOfAddress[board.address] = index }
    unreadBoards = boards.count
    window.reserveCapacity(Self.windowBytesMax)
  }

  /// When the next `tick` is due; nil while the line is down.
  public var wakeAt: BusTime? {
    guard var wake = phase.wakeAt else { return nil }
    if case .idle(let from) = phase {
      var next = boards[0].due
      for board in boards where board.due < next { next = board.due }
      for unlock in waiting { next = min(next, max(supplyFreeAt, restedAt(unlock))) }
      wake = max(from, next)
    }
    for unlock in waiting { wake = min(wake, unlock.expires) }
    return wake
  }

  /// Whether every board has been read or given up since the line was opened.
  public var hasReadAllBoards: Bool { phase != .down && unreadBoards == 0 }

  /// The debounced contacts of a board; nil for an address without a board.
  public func reading(board address: Int) -> BoardReading? {
    guard let index = index(of: address) else { return nil }
    return boards[index].reading(at: boards[index].lastAskedAt, changed: 0)
  }

  /// The health of a board; nil for an address without a board.
  public func health(board address: Int) -> BoardHealth? { index(of: address).map { boards[$0].health } }

  /// Takes one input at `now`, which must not lie before the `now` of an earlier step.
  public mutating func step(now: BusTime, _ input: BusInput) -> [BusOutput] {
    var outputs: [BusOutput] = []
    step(now: now, input, into: &outputs)
    return outputs
  }

  /// As `step(now:_:)`, appending to `outputs`, which a fast caller uses again.
  public mutating func step(now: BusTime, _ input: BusInput, into outputs: inout [BusOutput]) {
    switch input {
    case .tick: break
    case .lineOpened: open(now, &outputs)
    case .lineLost(let loss): lose(loss, now, &outputs)
    case .received(let bytes): receive(bytes, now, &outputs)
    case .written: written(now, &outputs)
    case .writeFailed(let count): writeFailed(count, now, &outputs)
    case .unlock(let position, let token, let expires):
      requestUnlock(position, token, expires, now, &outputs)
    case .focus(let address): focus(address, now)
    case .unfocus(let address):
      if let index = index(of: address) { boards[index].isFocused = false }
    case .probe(let board, let isProbed): setProbed(board, isProbed, now)
    case .setPulseTimeInOrder(let board, let milliseconds, let order, let token):
      requestService(board, token, milliseconds: milliseconds, order: order, &outputs)
    case .readPulseTime(let board, let token):
      requestService(board, token, milliseconds: nil, &outputs)
    case .setPulseTime(let board, let milliseconds, let token):
      requestService(board, token, milliseconds: milliseconds, &outputs)
    }
    advance(now, &outputs)
    hurry(now)
    let wake = wakeAt
    if wake != announcedWake {
      announcedWake = wake
      if let wake { outputs.append(.wake(at: wake)) }
    }
  }

  func index(of address: Int) -> Int? {
    (0..<indexOfAddress.count).contains(address) ? indexOfAddress[address] : nil
  }

  /// Does everything that is due at `now`.
  private mutating func advance(_ now: BusTime, _ outputs: inout [BusOutput]) {
    while let late = waiting.firstIndex(where: { now >= $0.expires }) {
      outputs.append(.unlock(token: waiting.remove(at: late).token, .notSent(.expired)))
    }
    // Each turn either ends or moves on to a phase that waits; the bound is a guard against our own mistakes.
    for _ in 0..<8 {
      switch phase {
      case .down: return
      case .writing(let exchange):
        guard now >= exchange.deadline else { return }
        writeFailed(exchange.request.count, now, &outputs)
      case .awaiting(let exchange):
        guard now >= exchange.deadline else { return }
        timeOut(exchange, now, &outputs)
      case .settling(let exchange, let answer, let end, let until):
        guard now >= until else { return }
        settle(exchange, answer, end: end, now, &outputs)
      case .quiet(let until, let limit):
        guard now >= min(until, limit) else { return }
        if now < until { outputs.append(.diagnostic(.lineNotQuiet)) }
        noteStray(now, &outputs)
        outputs.append(.flushInput)
        phase = .idle(from: now)
      case .idle(let from):
        guard now >= from, sendNext(now, &outputs) else { return }
      }
    }
  }

  private func restedAt(_ unlock: PendingUnlock) -> BusTime {
    boards[unlock.board].coilRestedAt[unlock.position.lock]
  }

  /// Sends what comes next: an unlock, a service request, or the status request that is due first.
  private mutating func sendNext(_ now: BusTime, _ outputs: inout [BusOutput]) -> Bool {
    if now >= supplyFreeAt, let first = waiting.firstIndex(where: { now >= restedAt($0) }) {
      let next = waiting[first]
      let board = boards[next.board].configuration
      // Between the command and the free line a board may have fallen silent.
      if let refusal = refusal(next.position, index: next.board, now) {
        waiting.remove(at: first)
        outputs.append(.unlock(token: next.token, .notSent(refusal)))
        return true
      }
      // A board that held the line for its pulse has kept all others from telling anything.
      if now > boards[next.board].lastAskedAt.advanced(milliseconds: Self.contactMillisecondsMax) {
        send(.status, next.board, boards[next.board].statusRequest, now, &outputs)
        return true
      }
      waiting.remove(at: first)
      let frame = configuration.dialect.unlockRequest(board, lock: next.position.lock)
      send(.unlock(lock: next.position.lock, token: next.token), next.board, frame, now, &outputs)
      return true
    }
    if let next = service {
      service = nil
      let board = boards[next.board].configuration
      let dialect = configuration.dialect
      if let setting = next.setting,
        let frame = dialect.pulseTimeSetting(board, first: setting.0, second: setting.1)
      {
        send(.pulseTimeSetting(token: next.token), next.board, frame, now, &outputs)
      } else if let frame = dialect.pulseTimeQuery(board) {
        send(.pulseTimeQuery(token: next.token), next.board, frame, now, &outputs)
      }
      return true
    }
    if let index = boards.firstIndex(where: \.awaitsStart) {
      let made = boards[index].startsMade
      send(.start(index: made), index, boards[index].startRequests[made], now, &outputs)
      return true
    }
    var first = 0
    for index in boards.indices where boards[index].due < boards[first].due { first = index }
    guard boards[first].due <= now else { return false }
    send(.status, first, boards[first].statusRequest, now, &outputs)
    return true
  }

  private mutating func send(
    _ purpose: Purpose, _ board: Int, _ request: [UInt8], _ now: BusTime, _ outputs: inout [BusOutput]
  ) {
    window.removeAll(keepingCapacity: true)
    phase = .writing(
      Exchange(
        purpose: purpose, board: board, request: request, askedAt: now,
        deadline: now.advanced(milliseconds: Self.writeMillisecondsMax)))
    outputs.append(.write(request))
  }

  /// Starts the silence that must follow anything odd, before the next request goes out.
  mutating func beQuiet(_ now: BusTime) {
    phase = .quiet(
      until: now.advanced(milliseconds: configuration.quietMilliseconds),
      limit: now.advanced(milliseconds: configuration.quietMillisecondsMax))
    window.removeAll(keepingCapacity: true)
  }
}
