// A simulated day: virtual time, one agenda, the real station loop and bus machine in the middle, and around them
// boards, doors, a disk, people and trouble that obey a seed. Same seed, same day, in every process.

import Crypto
import Handover
import Journal
import Lockers
import Messages
import Secrets
import Services
import Station

final class World {
  /// One line for each dialect.
  static let dialects: [SimulatedDialect] = [.kerong, .xor, .modbus]
  static let boardsPerLine = 2
  static let locksPerBoard = 8

  let options: SimulationOptions
  var random: SeededRandom
  let disk = SimulatedDisk()
  var judge = Judge()
  var notices = NoticeJudge()
  var gateways: SimulatedGateways
  var trace = Trace()

  // Time, in microseconds since the day began.
  var now: Int64 = 0
  private var agenda = Agenda()
  /// Wall clock at `now` 0, milliseconds; jumps change it.
  var wallStart: Int64
  var boot: UInt64 = 1

  // The machine room.
  var lines: [WorldLine]
  var loop: StationLoop?
  var stationWake: Int64 = .max
  /// Counts starts, so that what was meant for an earlier life does not reach a later one.
  var life = 0
  var tokens: [UInt64: OperationRef] = [:]
  var nextToken: UInt64 = 1
  var lastReading: [BoardName: [DoorSight]] = [:]
  /// Locks whose door is believed shut after a restart (a planted bug).
  var blindLocks: Set<LockAddress> = []
  let keys: Station.StationKeys
  let ids = OrderIDSource()
  let setup: StationSetup

  // People.
  var people: [Person] = []
  /// Those whose number a household shares.
  var households: [Int] = []
  var queue: [Int] = []
  var visit: Visit?
  var visits = 0
  var snapshot: Snapshot?
  var screenIsUp = false
  var clerk = Clerk()
  /// What truly lies behind a lock.
  var things: [LockAddress: OrderID] = [:]
  /// Old documents behind a lock, by the order that asked for them.
  var oldThings: [LockAddress: OrderID] = [:]
  var claims: [OrderID: Claim] = [:]
  /// Compartments where an old document was laid in and not yet collected.
  var uncollected: Set<CompartmentNumber> = []
  var formerLock: [OrderID: OperationRef] = [:]
  var lastDeposit: [OrderID: OperationRef] = [:]
  var lastPulse: [LockAddress: Int64] = [:]
  /// Counts the openings of each door, so that nobody shuts a later one with an earlier intention.
  var openingOf: [CompartmentNumber: Int] = [:]
  var terminal: TerminalWorld
  var isQuiet = false
  var clerkRests = false

  init(seed: UInt64, options: SimulationOptions) {
    self.options = options
    random = SeededRandom(seed: seed)
    gateways = SimulatedGateways(random: SeededRandom(seed: ~seed))
    terminal = TerminalWorld(
      random: SeededRandom(seed: seed &* 3 &+ 0x7E44), office: SimulatedOffice(seed: seed &* 5 &+ 0x0FF1CE))
    // A day between 2026 and 2028, DST nights included, beginning at 05:00 UTC.
    wallStart = (20_454 + Int64(random.pick(0...800))) * 86_400_000 + 5 * 3_600_000
    lines = World.dialects.map { WorldLine($0, seed: seed) }
    keys = Station.StationKeys(key: Secret(Array("a simulated station's key, no more".utf8)))
    setup = World.setup()
    if let log = options.log { trace.log = { [unowned self] text in log("\(now / 1000) ms \(text)") } }
    judge.log = trace.log
    disk.written = { [unowned self] record in
      trace.add(record.canonicalBytes)
      if let log = options.log { log("\(now / 1000) ms record \(exportLine(record))") }
      judge.written(record, at: now)
      judgeWritten(record.canonicalBytes, "a record")
      notices.written(record.event)
      noticed(record)
    }
    if options.hasCrashes {
      disk.death = { [unowned self] in
        guard !isQuiet else { return .none }
        let dice = random.pick(0...999)
        return dice < 3 ? .beforeWrite : dice < 6 ? .afterWrite : .none
      }
    }
  }

  static func setup() -> StationSetup {
    var plans: [CompartmentPlan] = []
    for (bus, dialect) in dialects.enumerated() {
      for board in 0..<boardsPerLine {
        for lock in 0..<locksPerBoard {
          let index = plans.count
          plans.append(
            CompartmentPlan(
              number: index + 1,
              lock: LockAddress(bus: bus, board: dialect.addresses.lowerBound + board, lock: lock),
              size: .small, isLow: index / 12 == 3, row: index / 12 + 1, column: index % 12 + 1))
        }
      }
    }
    var boards: [BoardName] = []
    for plan in plans {
      let name = BoardName(bus: plan.lock.bus, board: plan.lock.board)
      if boards.last != name { boards.append(name) }
    }
    let places = plans.map { Wall.Place(number: $0.number, row: $0.row, column: $0.column) }
    var policy = Policy()
    policy.confirmsToRegister = true
    var setup = StationSetup(
      policy: policy, intervals: Intervals(), plans: plans,
      boards: boards,
      welcome: Welcome(
        version: protocolVersion, town: "Musterstadt", theme: "dark", languages: ["de", "en"],
        texts: ["de": ["loss.declaration": "I have lost it.", "loss.version": "1"]],
        wall: Wall(rows: 4, columns: 12, compartments: places),
        counter: CounterInfo(name: "", address: "", hours: [], phone: ""), lockMinutes: 15),
      name: "simulation", version: "simulation", moreTimeMax: 10, wrongTriesPerHourMax: 60,
      diskFloorMegabytes: 0)
    setup.notices.channels = [.sms, .email, .register]
    setup.noticeTexts = noticeTexts
    setup.hasOutbox = true
    setup.hasReader = true
    setup.identifies = true
    setup.hasPrinter = true
    setup.content = SimulatedTown.edition(1)
    setup.payee = (try? IBAN("DE02120300000000202051")).map { Payee(name: "Musterstadt", iban: $0) }
    return setup
  }

  /// Whom a set is told of.
  func owner(of order: OrderID) -> Int? { claims[order]?.owner }

  // MARK: Time

  var stationTime: StationTime {
    let wall = wallStart + now / 1000
    let local = wall + 3_600_000
    let day = Int(local / 86_400_000)
    return StationTime(
      moment: Moment(wall: wall, monotonic: now / 1000, boot: boot, day: CivilDay(number: day)),
      minuteOfDay: Int(local % 86_400_000 / 60_000))
  }

  /// Something to do later. `microseconds` from now.
  func after(_ microseconds: Int64, _ body: @escaping () -> Void) {
    agenda.add(at: now + microseconds, body)
  }

  /// A human's time to act.
  func afterSeconds(_ tenths: ClosedRange<Int>, _ body: @escaping () -> Void) {
    after(Int64(random.pick(tenths)) * 100_000, body)
  }

  /// Runs until `end` or until `isDone` says so.
  func run(until end: Int64, isDone: () -> Bool = { false }) {
    while now < end, !isDone() {
      var next = end
      next = min(next, agenda.nextTime ?? .max)
      // By index: a copy of a line for each event would cost more than the event.
      for line in lines.indices {
        if let due = lines[line].bus.nextDue { next = min(next, max(due, now)) }
        if let wake = lines[line].machine?.wakeAt { next = min(next, max(wake.microseconds, now)) }
      }
      if loop != nil { next = min(next, max(stationWake, now)) }
      let passed = next - now
      if passed > 0 { judge.watch(passed) { isWatched($0) } }
      now = next
      for line in lines.indices {
        if let due = lines[line].bus.nextDue, due <= now {
          for output in lines[line].bus.advance(to: now) { boardSays(line, output) }
        }
        if let wake = lines[line].machine?.wakeAt, wake.microseconds <= now { step(line, .tick) }
      }
      if loop != nil, stationWake <= now { feed(.tick) }
      while let action = agenda.takeDue(at: now) { action() }
    }
    judge.decide(at: now)
  }

  private func isWatched(_ number: CompartmentNumber) -> Bool {
    guard loop != nil, let lock = lock(of: number) else { return false }
    return lines[lock.bus].isHeard(at: now)
      && lines[lock.bus].machine?.health(board: lock.board) == .answering
  }

  // MARK: Places

  func lock(of number: CompartmentNumber) -> LockAddress? {
    setup.plans.indices.contains(number - 1) ? setup.plans[number - 1].lock : nil
  }

  func number(of lock: LockAddress) -> CompartmentNumber {
    (lock.bus * World.boardsPerLine + place(lock).board) * World.locksPerBoard + lock.lock + 1
  }

  func isOpen(_ number: CompartmentNumber) -> Bool {
    guard let lock = lock(of: number) else { return false }
    let (board, index) = place(lock)
    return lines[lock.bus].bus.door(board: board, lock: index)?.isOpen == true
  }

  /// Shuts a door, if it still stands open as it did when that was decided.
  func close(_ number: CompartmentNumber, opening: Int? = nil) {
    guard let lock = lock(of: number), opening == nil || openingOf[number] == opening else { return }
    let (board, index) = place(lock)
    try? lines[lock.bus].bus.close(board: board, lock: index, at: now)
  }
}

/// Random ids that are not random: counted.
final class OrderIDSource: @unchecked Sendable {
  private(set) var last: UInt64 = 0

  func next() -> OrderID {
    last += 1
    return OrderID(last &* 0x9E37_79B9_7F4A_7C15)
  }
}

/// What happens when; in the order in which it was written down where times are equal.
struct Agenda {
  private struct Entry {
    var time: Int64
    var order: Int
    var action: () -> Void
  }

  private var heap: [Entry] = []
  private var count = 0

  var nextTime: Int64? { heap.first?.time }

  private func precedes(_ left: Entry, _ right: Entry) -> Bool {
    (left.time, left.order) < (right.time, right.order)
  }

  mutating func add(at time: Int64, _ action: @escaping () -> Void) {
    count += 1
    heap.append(Entry(time: time, order: count, action: action))
    var child = heap.count - 1
    while child > 0, precedes(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func takeDue(at time: Int64) -> (() -> Void)? {
    guard let first = heap.first, first.time <= time else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      var parent = 0
      while true {
        var smallest = parent
        for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
          if precedes(heap[child], heap[smallest]) { smallest = child }
        }
        if smallest == parent { break }
        heap.swapAt(parent, smallest)
        parent = smallest
      }
    }
    return first.action
  }
}

/// A hash over everything that happened.
final class Trace {
  private let hasher = SHA256Hasher()

  func add(_ bytes: [UInt8]) { hasher.update(bytes) }
  var log: ((String) -> Void)?

  func add(_ text: String) {
    log?(text)
    hasher.update(Array(text.utf8))
  }

  func finish() -> Digest32 { hasher.finish() }
}
