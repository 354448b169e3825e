// What waits for the station's loop. It never drops: observations coalesce only where no edge is lost, and a request
// that finds too many before it is refused to its sender, not forgotten.

import Handover
import Synchronization

/// Three lanes, each in order: what happened at doors goes before what a citizen asks, and that before what staff ask.
struct InboxState {
  /// Requests of the citizen screen that may wait; the next one is refused as busy.
  static let citizenRequestsMax = 32
  /// Requests of all staff together that may wait.
  static let staffRequestsMax = 96

  private var observations: [StationInput] = []
  private var citizen = Lane(requestsMax: citizenRequestsMax)
  private var staff = Lane(requestsMax: staffRequestsMax)
  /// The last reading of each board that the loop has taken.
  private var taken: [BoardName: [DoorSight]] = [:]

  private struct Lane {
    let requestsMax: Int
    private(set) var inputs: [(input: StationInput, at: Int64)] = []
    private var requests = 0

    init(requestsMax: Int) { self.requestsMax = requestsMax }

    mutating func add(_ input: StationInput, at time: Int64) -> Bool {
      if input.isRequest {
        guard requests < requestsMax else { return false }
        requests += 1
      }
      inputs.append((input, time))
      return true
    }

    mutating func next() -> (input: StationInput, at: Int64)? {
      guard !inputs.isEmpty else { return nil }
      let next = inputs.removeFirst()
      if next.input.isRequest { requests -= 1 }
      return next
    }
  }

  var isEmpty: Bool { observations.isEmpty && citizen.inputs.isEmpty && staff.inputs.isEmpty }

  /// Takes an input in that came at `time`, monotonic milliseconds. False: it is a request, and too many wait already.
  mutating func add(_ input: StationInput, at time: Int64) -> Bool {
    switch input {
    case .readings(let board, let sights, let isAnswering): addReading(board, sights, isAnswering)
    // Whoever comes and goes stays in order with what they ask.
    case .citizenConnected, .citizenRequest, .citizenGone: return citizen.add(input, at: time)
    case .staffRequest, .staffGone, .exchange: return staff.add(input, at: time)
    case .unlockReported, .probed, .unlockTime, .errandEnded, .printed, .printer, .card, .submission,
      .destinations, .emergency, .damaged, .disk, .content, .contentRefused,
      .tick:
      observations.append(input)
    }
    return true
  }

  /// The next input, observations first, and since when it waits; nil for what cannot wait too long.
  mutating func next() -> (input: StationInput, at: Int64?)? {
    if !observations.isEmpty {
      let input = observations.removeFirst()
      if case .readings(let board, let sights, _) = input { taken[board] = sights }
      return (input, nil)
    }
    guard let (input, time) = citizen.next() ?? staff.next() else { return nil }
    return (input, time)
  }

  /// A reading that repeats the last one that waits says nothing; one that waits as the last may give way to its
  /// successor if no lock has an edge in both: open, closed, open stays three readings.
  private mutating func addReading(_ board: BoardName, _ sights: [DoorSight], _ isAnswering: Bool) {
    let reading = StationInput.readings(board, sights, isAnswering: isAnswering)
    guard let last = observations.lastIndex(where: { Self.sights($0, of: board) != nil }) else {
      observations.append(reading)
      return
    }
    if observations[last] == reading { return }
    let middle = Self.sights(observations[last], of: board) ?? []
    let before =
      observations[..<last].last { Self.sights($0, of: board) != nil }
      .flatMap { Self.sights($0, of: board) } ?? taken[board]
    if last == observations.count - 1, let before, before.count == middle.count,
      middle.count == sights.count,
      middle.indices.allSatisfy({ middle[$0] == before[$0] || middle[$0] == sights[$0] })
    {
      observations[last] = reading
    } else {
      observations.append(reading)
    }
  }

  private static func sights(_ input: StationInput, of board: BoardName) -> [DoorSight]? {
    if case .readings(board, let sights, _) = input { return sights }
    return nil
  }
}

/// The inbox, shared by the threads that bring inputs.
final class Inbox: Sendable {
  private struct Shared {
    var state = InboxState()
    /// Takes up the work elsewhere and returns at once.
    var wake: (@Sendable () -> Void)?
  }

  private let shared = Mutex(Shared())
  /// Monotonic milliseconds.
  private let clock: @Sendable () -> Int64

  init(clock: @escaping @Sendable () -> Int64) { self.clock = clock }

  /// False: refused, too many requests wait.
  @discardableResult
  func post(_ input: StationInput) -> Bool {
    let time = clock()
    let (isTaken, wake) = shared.withLock { shared in
      let wasEmpty = shared.state.isEmpty
      let isTaken = shared.state.add(input, at: time)
      return (isTaken, isTaken && wasEmpty ? shared.wake : nil)
    }
    wake?()
    return isTaken
  }

  /// From now on `wake` is called whenever something comes into an empty inbox; at once if something waits.
  func serve(_ wake: @escaping @Sendable () -> Void) {
    let isWaiting = shared.withLock { shared in
      shared.wake = wake
      return !shared.state.isEmpty
    }
    if isWaiting { wake() }
  }

  func next() -> (input: StationInput, at: Int64?)? { shared.withLock { $0.state.next() } }
}

extension StationInput {
  /// Somebody asked for something.
  var isRequest: Bool {
    switch self {
    case .citizenRequest, .staffRequest: true
    default: false
    }
  }
}
