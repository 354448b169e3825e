// The locker buses of a station: each runs on a thread of its own, takes commands and posts inputs. Which door may
// open is decided elsewhere and is durable before a command comes here.

import Handover
import Lockers
import Logging
import Synchronization

/// A bus that runs: the driver in the product, a stand-in in tests. `post` was given to whoever made it.
protocol BusRunning: Sendable {
  func start() throws(BusDriver.StartError)
  /// Waits for the end; every unlock has its result then.
  func stop()
  func unlock(_ position: LockPosition, token: BusToken, expires: BusTime)
  func focus(board: Int)
  func unfocus(board: Int)
  func probe(board: Int, _ isProbed: Bool)
  func readPulseTime(board: Int, token: BusToken)
  func setPulseTime(board: Int, milliseconds: Int, order: PulseByteOrder, token: BusToken)
  /// Grows with every turn of the bus's thread, at least once a second while it works.
  var turns: UInt64 { get }
}

extension BusDriver: BusRunning {}

/// Makes a running bus of its settings.
typealias BusMaking =
  @Sendable (BusConfiguration, @escaping @Sendable (BusEvent) -> Void) throws(BusDriver.StartError) ->
  any BusRunning

/// All buses, by their place in Kiosk.conf.
final class Buses: Sendable {
  /// An unlock that could not go out within this time is not sent at all: a door must not open when nobody stands
  /// before it any more.
  static let unlockMillisecondsMax = 4000

  /// What the threads of the buses share.
  struct Shared {
    var sights: [BoardSights]
    var refs: [BusToken: OperationRef] = [:]
    /// Boards whose unlock time was asked for.
    var timed: [BusToken: BoardName] = [:]
    /// Why a board is unknown, as far as the log has said it since the board last answered.
    var toldCauses: [BoardName: Set<UnknownCause>] = [:]
    var lastToken: UInt64 = 0
  }

  let shared: Mutex<Shared>
  let inbox: Inbox
  private let log: Logger
  let buses: [any BusRunning]

  init(_ configurations: [BusConfiguration], inbox: Inbox, log: Logger, make: BusMaking)
    throws(BusDriver.StartError)
  {
    self.inbox = inbox
    self.log = log
    shared = Mutex(
      Shared(
        sights: configurations.enumerated().map { BoardSights(bus: $0.offset, configuration: $0.element) }))
    let relay = Relay()
    var buses: [any BusRunning] = []
    for (index, configuration) in configurations.enumerated() {
      buses.append(
        try make(configuration) { event in relay.owner.withLock { $0.value }?.took(event, from: index) })
    }
    self.buses = buses
    relay.owner.withLock { $0.value = self }
  }

  /// Starts the threads.
  func start() throws(BusDriver.StartError) {
    for bus in buses { try bus.start() }
  }

  func stop() {
    for bus in buses { bus.stop() }
  }

  /// How often the thread of each bus has turned.
  var turns: [UInt64] { buses.map(\.turns) }

  /// Puts an unlock on its bus; the result comes as an input, exactly one.
  func unlock(_ ref: OperationRef) {
    guard buses.indices.contains(ref.lock.bus) else {
      inbox.post(.unlockReported(ref, .notSent(.contactUnknown)))
      return
    }
    let token = shared.withLock { shared in
      shared.lastToken += 1
      let token = BusToken(shared.lastToken)
      shared.refs[token] = ref
      return token
    }
    buses[ref.lock.bus].unlock(
      LockPosition(board: ref.lock.board, lock: ref.lock.lock), token: token,
      expires: BusDriver.now().advanced(milliseconds: Self.unlockMillisecondsMax))
  }

  /// Reads the boards of `wanted` often and lets go those of `known` that are not wanted any more.
  func focus(_ wanted: Set<BoardName>, known: Set<BoardName>) {
    for board in known.subtracting(wanted).sorted() where buses.indices.contains(board.bus) {
      buses[board.bus].unfocus(board: board.board)
    }
    for board in wanted.subtracting(known).sorted() where buses.indices.contains(board.bus) {
      buses[board.bus].focus(board: board.board)
    }
  }

  /// On the thread of a bus.
  private func took(_ event: BusEvent, from bus: Int) {
    if case .unlock(let token, let result, _) = event {
      let ref = shared.withLock { $0.refs.removeValue(forKey: token) }
      if let ref { inbox.post(.unlockReported(ref, SendReport(result))) }
      return
    }
    if tookProof(event, from: bus) { return }
    for input in shared.withLock({ $0.sights[bus].inputs(event) }) { inbox.post(input) }
    note(event, bus)
  }

  /// Numbers and device names only.
  private func note(_ event: BusEvent, _ bus: Int) {
    switch event {
    case .lineOpened: log.notice("bus \(bus): line open")
    case .lineLost(let loss, _): log.error("bus \(bus): line lost (\(loss)), it is tried again")
    case .lineRefused(let error, _): log.error("bus \(bus): \(error)")
    case .lineUnreachable: log.error("bus \(bus): unreachable, it is tried every minute")
    case .allBoardsRead: log.notice("bus \(bus): all boards read")
    case .health(let board, .answering, _):
      shared.withLock { _ = $0.toldCauses.removeValue(forKey: BoardName(bus: bus, board: board)) }
      log.notice("bus \(bus) board \(board): answers")
    case .health(let board, .unknown(let cause), _):
      // A board that wavers between two reasons says each of them once, until it answers again.
      let isNew = shared.withLock {
        $0.toldCauses[BoardName(bus: bus, board: board), default: []].insert(cause).inserted
      }
      guard isNew else { return }
      log.warning("bus \(bus) board \(board): unknown (\(cause)), its doors stay shut")
    case .diagnostic(let diagnostic, _): note(diagnostic, bus)
    case .reading, .unlock, .pulseTime, .probe: break
    }
  }
}

extension Buses {
  /// What a technician must see even where nobody looks for it; the rest may come with every poll.
  private func note(_ diagnostic: BusDiagnostic, _ bus: Int) {
    let level: Logger.Level =
      switch diagnostic {
      case .unlockRefused, .unlockUnanswered, .relaysOffUnconfirmed: .warning
      default: .debug
      }
    log.log(level: level, "bus \(bus): \(diagnostic)")
  }
}

/// Lets buses be made before their owner is there.
private final class Relay: Sendable {
  struct Owner {
    weak var value: Buses?
  }

  let owner = Mutex(Owner())
}
