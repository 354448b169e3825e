// From what one bus reports to what the station is told: whole boards, unknown where a board is silent. A value; the
// thread of the bus feeds it.

import Handover
import Lockers

/// What is known of the boards of one bus.
struct BoardSights: Sendable {
  let bus: Int
  private let lockCounts: [Int: Int]
  private let addresses: [Int]
  /// Boards whose contacts were told since they answer.
  private var told: Set<Int> = []

  init(bus: Int, configuration: BusConfiguration) {
    self.bus = bus
    addresses = configuration.boards.map(\.address).sorted()
    lockCounts = Dictionary(
      configuration.boards.map { ($0.address, $0.lockCount) }, uniquingKeysWith: { first, _ in first })
  }

  /// What the station must hear of an event.
  mutating func inputs(_ event: BusEvent) -> [StationInput] {
    switch event {
    case .reading(let reading):
      // A board that fell silent is told with its health, which says why.
      guard reading.contacts.contains(where: { $0 != .unknown }) else { return [] }
      told.insert(reading.board)
      return [.readings(name(reading.board), reading.sights, isAnswering: true)]
    case .health(let board, .unknown, _): return [silent(board)]
    // Its contacts follow with its second sample.
    case .health(_, .answering, _): return []
    // The boards of a line that cannot be opened are read as far as they ever will be: unknown.
    case .lineRefused, .lineLost: return addresses.map { silent($0) }
    // A board that answers and has no contact to tell.
    case .allBoardsRead:
      return addresses.filter { !told.contains($0) }.map {
        .readings(name($0), unknown($0), isAnswering: true)
      }
    case .lineOpened, .lineUnreachable, .unlock, .pulseTime, .probe, .diagnostic: return []
    }
  }

  private mutating func silent(_ board: Int) -> StationInput {
    told.remove(board)
    return .readings(name(board), unknown(board), isAnswering: false)
  }

  private func name(_ board: Int) -> BoardName { BoardName(bus: bus, board: board) }

  private func unknown(_ board: Int) -> [DoorSight] {
    Array(repeating: DoorSight(.unknown), count: lockCounts[board] ?? 0)
  }
}
