// A station core in a test's hands: virtual time, a journal in memory, doors that the test moves. No thread, no
// socket, no waiting.

import Handover
import Secrets

@testable import Journal
@testable import Messages
@testable import Station

final class CoreBench {
  static let screen = ConnectionID(1)
  static let desk = ConnectionID(2)
  static let clerk = StaffIdentity(user: 1000, login: "clerk", roles: [.staff])

  let journal = MemoryJournal()
  let keys = Station.StationKeys(key: Secret(Array("thirty-two bytes of a test's key.".utf8)))
  var loop: StationLoop!
  var setup: StationSetup
  /// Milliseconds since the bench began.
  var now: Int64 = 0
  var day = CivilDay(year: 2026, month: 11, day: 22)!
  var doors = [DoorReading](repeating: .closed, count: 8)
  var unlocks: [OperationRef] = []
  var snapshot: Snapshot?
  var replies: [StaffReply] = []
  var prints: [(reference: String, text: String)] = []
  /// Slips that were given to the printer, in order.
  var slips: [(reference: String, pdf: [UInt8], media: String)] = []
  /// Applications that were handed to their keeper, in order.
  var applications: [Application] = []
  var emergencies: [Entry] = []
  /// What whoever works with cards was told, in order.
  var cards: [CardOrder] = []
  /// Lines for the station's log.
  var logs: [String] = []
  /// What was given out to carriers, in order.
  var errands: [Errand] = []
  var forgotten: [String] = []
  private var lastOrder: UInt64 = 0
  /// An unlock opens its door at once.
  var springs = true

  init(_ change: (inout StationSetup) -> Void = { _ in }) throws {
    let plans = (1...8).map {
      CompartmentPlan(
        number: $0, lock: LockAddress(bus: 0, board: 0, lock: $0 - 1), size: .small, isLow: false, row: 1,
        column: $0)
    }
    setup = StationSetup(
      policy: Policy(), intervals: Intervals(), plans: plans, boards: [BoardName(bus: 0, board: 0)],
      welcome: Welcome(
        version: protocolVersion, town: "Testdorf", theme: "dark", languages: ["de", "en"], texts: [:],
        wall: Wall(rows: 1, columns: 8, compartments: []),
        counter: CounterInfo(name: "", address: "", hours: [], phone: ""), lockMinutes: 15),
      name: "test", version: "test", moreTimeMax: 10, wrongTriesPerHourMax: 100, diskFloorMegabytes: 10)
    change(&setup)
    try start()
  }

  var time: StationTime {
    StationTime(
      moment: Moment(wall: 1_800_000_000_000 + now, monotonic: now, boot: 7, day: day),
      minuteOfDay: Int(now / 60_000 % 1440))
  }

  /// A start, and what follows a crash: whatever was not durable is gone.
  func start() throws {
    lastOrder += 1000
    var next = lastOrder
    let counter = Counter(next)
    next += 0
    let core = StationCore(
      setup: setup, keys: keys, state: try journal.load(), at: time, newOrderID: { counter.next() })
    loop = StationLoop(core: core, journal: journal)
    snapshot = nil
    try loop.start(station: 1, at: time) { take($0) }
    tell()
    feed(.citizenConnected(Self.screen))
    ask(.hello(version: protocolVersion))
  }

  private final class Counter: @unchecked Sendable {
    private var last: UInt64
    init(_ first: UInt64) { last = first }
    func next() -> OrderID {
      last += 1
      return OrderID(last)
    }
  }

  func feed(_ input: StationInput) { loop.process(input, at: time) { take($0) } }

  private func take(_ effect: StationEffect) {
    switch effect {
    case .unlock(let ref):
      unlocks.append(ref)
      pending.append(ref)
    case .citizen(_, .snapshot(let snapshot)): self.snapshot = snapshot
    case .staff(_, let reply): replies.append(reply)
    case .emergency(let entries): emergencies += entries
    case .deliver(let errand): errands.append(errand)
    case .forget(let notice, let channel, let attempt):
      forgotten.append("\(notice.kind.name) \(channel.name) \(attempt)")
    case .card(let order): cards.append(order)
    case .log(let line): logs.append(line)
    case .submit(let application): applications.append(application)
    case .print(let reference, let text): prints.append((reference, text))
    case .printDocument(let reference, let pdf, let media): slips.append((reference, pdf, media))
    default: break
    }
  }

  private var pending: [OperationRef] = []

  /// The bus reports what it sent; doors that spring open do.
  func work() {
    let sent = pending
    pending = []
    for ref in sent {
      feed(.unlockReported(ref, .sent(complete: true)))
      if springs { move(ref.compartment, .open) }
    }
  }

  func tell(isAnswering: Bool = true) {
    feed(
      .readings(
        BoardName(bus: 0, board: 0), doors.map { DoorSight(isAnswering ? $0 : .unknown) },
        isAnswering: isAnswering))
  }

  func move(_ number: CompartmentNumber, _ door: DoorReading) {
    doors[number - 1] = door
    tell()
  }

  /// Time passes; the station wakes whenever it asked to.
  func pass(_ milliseconds: Int64) {
    let end = now + milliseconds
    while now < end {
      now = min(end, loop.nextWake(after: time))
      feed(.tick)
    }
  }

  func ask(_ request: CitizenRequest, _ secret: String? = nil) {
    feed(.citizenRequest(Self.screen, request, secret.map { Secret(Array($0.utf8)) }))
  }

  func staff(_ request: StaffRequest) -> StaffReply? {
    replies = []
    feed(.staffRequest(Self.desk, Self.clerk, request))
    return replies.first
  }

  var stage: Stage? { snapshot?.stage }

  var stageName: String {
    guard let stage else { return "none" }
    return String("\(stage)".prefix { $0 != "(" })
  }

  /// An order deposited the whole way; its number is its slip.
  @discardableResult
  func deposited(
    slip: String, birthDate: String = "1964-08-12", documents: [String] = ["passport"],
    pinLetterConfirmed: Bool = true, counterOnly: Bool = false, phone: String? = nil, email: String? = nil,
    oldDocument: String? = nil, oldSerial: String? = nil, custodians: [String]? = nil
  ) -> OrderID {
    let before = Set(loop.core.durable.orders.keys)
    _ = staff(
      .importOrders([
        OrderImportRow(
          id: "R-\(slip)-\(before.count)", documents: documents, serials: [], name: "Muster", phone: phone,
          email: email,
          slip: slip, birthDate: birthDate, size: "S", low: false, counterOnly: counterOnly,
          pinLetterConfirmed: pinLetterConfirmed,
          language: "de", oldDocument: oldDocument, oldSerial: oldSerial, custodians: custodians)
      ]))
    let id = Set(loop.core.durable.orders.keys).subtracting(before).first!
    let springsBefore = springs
    springs = true
    guard case .operation(let view)? = staff(.deposit(order: id.description, compartment: nil)) else {
      return id
    }
    work()
    _ = staff(.confirmEmpty(operation: view.operation, isEmpty: true))
    move(view.compartment, .closed)
    _ = staff(.confirmDeposit(operation: view.operation, present: view.parts.map(\.id)))
    springs = springsBefore
    return id
  }

  func code(_ id: OrderID) -> String {
    keys.code(id, number: 1).withSpan { span in
      String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
  }

  /// From the idle screen to "open compartment".
  func signIn(slip: String, _ id: OrderID, birthDate: String = "1964-08-12") {
    ask(.beginPickup)
    ask(.number, slip)
    ask(.code, code(id))
    ask(.birthDate, birthDate)
  }

  func proxyCode(_ id: OrderID, number: Int) -> String {
    keys.proxyCode(id, number: number).withSpan { span in
      String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
  }

  /// From "open compartment" to the question behind the closed door.
  func openAndClose(_ number: CompartmentNumber) {
    ask(.open)
    work()
    move(number, .closed)
  }

  var kinds: [String] { journal.names }
}
