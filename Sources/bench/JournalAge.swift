// Writes the journal of a station of 608 compartments that is ten years old: the records of one handover after another,
// with their days, in large transactions through the product's own journal, so that chain, signature and projections
// are true. Which records follow one another is written down here by hand; `kiosk journal verify` says whether it holds.

import Crypto
import Glibc
import Handover
import Journal
import Secrets
import Station

struct JournalAge {
  static let compartments = 608
  static let boardsPerBus = 13
  static let locksPerBoard = 16
  /// Sets that lie in compartments at a time, and settled ones that are still listed.
  static let lying = 400
  static let listed = 1500
  static let recordsPerTransaction = 20_000
  static let years = 10

  private let journal: SQLiteJournal
  private let keys: StationKeys
  private var state = State()
  private var batch: [Entry] = []
  private var before = State()
  private let today: Int
  private var day: CivilDay
  private var wall: Int64 = 0
  private var epochs = [Int](repeating: 0, count: compartments + 1)
  private var operations: Int64 = 0
  private let clerk = Actor(role: .staff, user: 1001)
  private let citizen = Actor(role: .citizen, user: 999)
  private let station = Actor(role: .station, user: nil)

  static func lock(_ number: CompartmentNumber) -> LockAddress {
    let perBus = boardsPerBus * locksPerBoard
    let rest = (number - 1) % perBus
    return LockAddress(
      bus: (number - 1) / perBus, board: rest / locksPerBoard, lock: rest % locksPerBoard)
  }

  /// What a person of this number types, and the serial number of the document.
  static func slip(_ number: Int) -> String { "\(8_000_000 + number)" }
  static func serial(_ number: Int) -> String { "C01X\(100_000 + number)" }
  static func order(_ number: Int) -> OrderID { OrderID(UInt64(number) &* 0x9E37_79B9_7F4A_7C15) }

  private init(_ directory: String, handovers: Int) throws {
    journal = try SQLiteJournal(directory: directory) { try JournalWork.keys() }
    keys = StationKeys(mac: journal.secrets.hmac)
    today = Int(Clock.realAheadMicroseconds / 1_000_000 + Clock.nanoseconds / 1_000_000_000) / 86_400
    day = CivilDay(number: today - min(Self.years * 365, handovers / 10))
  }

  /// Writes about `records` records into an empty directory: the first handovers are settled, the last `lying` lie
  /// ready. Returns how many there are, and the numbers of the orders that lie ready.
  static func write(records wanted: Int, in directory: String) throws -> (records: Int64, lying: Range<Int>) {
    // A deposit and a handover with what belongs to them: see `deposit` and `handover`.
    let perHandover = 19
    let handovers = max(lying, (wanted - compartments - lying * 12) / perHandover + lying)
    var age = try JournalAge(directory, handovers: handovers)
    try age.configure()
    let first = age.day.number
    for number in 1...handovers {
      try Interruption.check()
      age.day = CivilDay(number: first + (age.today - first) * number / handovers)
      age.wall = Int64(age.day.number) * 86_400_000 + Int64(number % 40_000) * 1000
      age.deposit(number, isKept: number > handovers - lying)
      if number > lying { age.handover(number - lying) }
      if number > lying + listed { age.forget(number - lying - listed) }
      if age.batch.count >= recordsPerTransaction { try age.commit() }
    }
    try age.commit()
    try age.journal.close()
    return (age.state.sequence, handovers - lying + 1..<handovers + 1)
  }

  private mutating func commit() throws(JournalError) {
    try journal.append(batch, before: before, after: state)
    batch.removeAll(keepingCapacity: true)
    before = state
  }

  private mutating func add(_ event: Event, by actor: Actor, side: [SideChange] = []) {
    wall += 700
    let time = Moment(wall: wall, monotonic: wall & 0xFFFF_FFFF, boot: 0xB007, day: day)
    let record = Record(sequence: state.nextSequence, time: time, actor: actor, event: event)
    state.apply(record)
    let note = actor.role == .staff ? [SideChange.note(login: "meier", reason: nil)] : []
    batch.append(Entry(record: record, side: side + note))
  }

  private mutating func configure() throws {
    add(.founded(station: 0xABCD_EF01_2345_6789), by: station)
    add(.started(version: "1.0"), by: station)
    for number in 1...Self.compartments {
      let plan = CompartmentPlan(
        number: number, lock: Self.lock(number), size: .small, isLow: false, row: 1, column: number)
      add(.compartmentConfigured(plan, epoch: 0), by: station)
    }
    try commit()
  }

  private func compartment(_ number: Int) -> CompartmentNumber { (number - 1) % Self.compartments + 1 }

  private mutating func begin(_ purpose: Purpose, _ number: Int, by actor: Actor) -> OperationRef {
    operations += 1
    let place = compartment(number)
    let ref = OperationRef(
      operation: OperationID(operations), attempt: 1, compartment: place, lock: Self.lock(place),
      epoch: epochs[place])
    add(
      .intent(
        Intent(
          ref: ref, purpose: purpose, order: Self.order(number), before: .closed, itemBefore: .unknown)),
      by: actor)
    add(.unlockSent(ref, complete: true), by: station)
    add(.opened(ref, .seen), by: station)
    return ref
  }

  /// People of settled orders are left out from the start: what was erased is not there, whichever way it went.
  private mutating func deposit(_ number: Int, isKept: Bool) {
    let order = Self.order(number)
    var side: [SideChange] = []
    if isKept {
      let person = Personal(
        register: keys.hash(.register, "R\(number)"), identifiers: [keys.hash(.slip, Self.slip(number))],
        birthDate: keys.hash(.birthDate, "1985-03-17"), serials: [keys.hash(.serial, Self.serial(number))],
        name: "Erika Mustermann \(number)", phone: nil, email: nil, slip: Self.slip(number), language: "de")
      side = [.put(order, person)]
    }
    add(.announced(order, OrderFacts(documents: DocumentSet([.passport]))), by: clerk, side: side)
    var ref = begin(.deposit, number, by: clerk)
    epochs[ref.compartment] += 1
    add(.emptyConfirmed(ref, newEpoch: epochs[ref.compartment], .staff), by: clerk)
    ref.epoch = epochs[ref.compartment]
    add(.closed(ref, .seen), by: station)
    let content = DepositContent(
      order: order, parts: DocumentSet([.passport]).parts, deadline: day + 30, witness: 1002)
    add(.deposited(ref, content), by: clerk)
    add(.settled(ref, .openedClosed, .deposited, order), by: station)
    queue(.ready, order)
    if number.isMultiple(of: 4) {
      add(.reminded(order), by: station)
      queue(.reminder, order)
    }
    if number.isMultiple(of: 50) { add(.letterShown(order), by: clerk) }
  }

  private mutating func queue(_ kind: NoticeKind, _ order: OrderID) {
    let notice = Notice(order: order, kind: kind, cause: state.sequence)
    add(.noticeQueued(notice), by: station)
    add(.noticeDone(notice), by: station)
  }

  private mutating func handover(_ number: Int) {
    let order = Self.order(number)
    if number.isMultiple(of: 8) {
      let slot = number % 64
      let now = Moment(wall: wall, monotonic: wall & 0xFFFF_FFFF, boot: 0xB007, day: day)
      add(
        .wrongTry(
          slot: slot,
          TryCounter(tries: 1, locks: 0, lockedUntil: nil, needsCounter: false, lastTry: now)),
        by: citizen)
      add(.triesCleared(slot: slot), by: citizen)
    }
    add(.identified(order), by: citizen)
    let ref = begin(.handover, number, by: citizen)
    add(.closed(ref, .seen), by: station)
    add(.taken(ref, order, .answer), by: citizen)
    add(.settled(ref, .openedClosed, .taken, order), by: station)
    add(.erased(order), by: station)
    if number.isMultiple(of: 300) {
      add(.uncommandedOpening(ref.compartment, ref.lock, epoch: ref.epoch, .seen), by: station)
      add(.uncommandedClosing(ref.compartment, ref.lock, epoch: ref.epoch, .seen), by: station)
    }
  }

  private mutating func forget(_ number: Int) { add(.forgotten(Self.order(number)), by: station) }
}
