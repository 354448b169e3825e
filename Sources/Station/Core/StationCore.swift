// The station as a value: one synchronous `handle` turns an input into effects, and does nothing itself. Durable
// state changes only in `applied`, after the journal has the records; what is decided within one input is decided on
// a working copy. What a citizen sees is derived from both in StationSnapshot.swift.

import Handover
import Journal
import Messages

public struct StationCore: Sendable {
  public let setup: StationSetup
  let keys: StationKeys
  /// What the journal says.
  public internal(set) var durable: State
  /// What the journal will say when the effects of this input have run.
  var working: State
  var out: [StationEffect] = []
  var time: StationTime { didSet { now = time.moment.monotonic } }
  /// Monotonic milliseconds of this input.
  var now: Int64

  // What is seen and never stored.
  var sights: [LockAddress: DoorSight] = [:]
  var boards: [BoardName: Bool] = [:]
  var compartmentOfLock: [LockAddress: CompartmentNumber] = [:]
  /// Compartments whose door was not read since the start.
  var unseenDoors: Set<CompartmentNumber> = []
  /// Operations found unsettled at the start and not yet recovered.
  var recovering: Set<OperationID> = []
  /// Operations whose contact was unknown after their unlock.
  var blind: Set<OperationID> = []
  /// This input settles what an earlier life left behind.
  var isRecovering = false
  /// What the spooler says of the receipt printer.
  var printer = PrinterState.unknown
  var card = CardDesk()
  /// What the keeper of applications said last.
  var destinations: [DestinationSight] = []
  /// Numbers of applications that the spool has, or had in this run: they are not given out again.
  var usedReferences: Set<String> = []
  /// This input is a citizen's answer at the door.
  var isPersonHere = false
  var recoveryDeadline: Int64
  var isStarting = true
  /// The time of day when the station went out of service.
  var outageMinute: Int?
  var isDiskLow = false
  var diskFree: Int?
  /// Not nil: the journal refused a record; nothing is decided until it works again.
  public internal(set) var frozen: String?

  // People.
  var session: Session?
  var screen: ConnectionID?
  var wrongTries: [Int64] = []
  var timers: [OperationID: SessionTimer] = [:]
  var watchers: [OperationID: Set<ConnectionID>] = [:]
  var settledViews: [OperationView] = []
  var changedOperations: Set<OperationID> = []
  var followers: [ConnectionID: Int64] = [:]
  /// Heads up to which a copy of the journal is being made.
  var offeredHeads: [ConnectionID: JournalHead] = [:]
  /// Deposits that wait for a second person: who said what lies inside.
  var confirmations: [OperationID: (user: UInt32?, parts: [DocumentSet.Part])] = [:]
  var exchangeSights: (inbox: ExchangeSight, outbox: ExchangeSight) = (ExchangeSight(), ExchangeSight())
  /// A board on trial, and what its technician was told last.
  var proof: ProofSession?
  var proofTold: ProofView?
  /// Doors whose trial is over, and when their contact is believed again.
  var looksAgain: [CompartmentNumber: Int64] = [:]
  var lastSnapshot: SnapshotKey?
  var lastCheckedDay: CivilDay?
  var notices = NoticeDesk()
  var statusDesk = StatusDesk()
  /// The deposit that was confirmed last, where its person gets a letter.
  var letterDue: OperationID?
  /// Nil: none has passed its check yet; then no information is offered.
  public internal(set) var content: ContentEdition?
  /// Why the newest content was not taken over; nil: it was.
  var contentTrouble: ContentTrouble?
  /// Day and minute at which it was taken over, in the town's time.
  var contentSince: String?
  var usage: UseCounts
  var newOrderID: @Sendable () -> OrderID

  /// `state` comes from the journal; `newOrderID` gives random ids that were never used.
  public init(
    setup: StationSetup, keys: StationKeys, state: State, at start: StationTime,
    newOrderID: @escaping @Sendable () -> OrderID
  ) {
    self.setup = setup
    self.keys = keys
    self.newOrderID = newOrderID
    content = setup.content
    usage = setup.usage
    durable = state
    working = state
    time = start
    now = start.moment.monotonic
    recoveryDeadline = start.moment.monotonic + setup.intervals.recovery
    // Until its watch has said more, a reader that is set up does not work.
    if setup.hasReader { card.reader = .outOfOrder }
    for plan in setup.plans { compartmentOfLock[plan.lock] = plan.number }
  }

  /// First of all: the first record of a new journal, the start itself, and the wall as configured. Throws when the
  /// configuration cannot be; then the program ends.
  public mutating func start(station: UInt64) throws(Refusal) -> [StationEffect] {
    begin(time)
    let setup = setup
    try decide(.station) { (decision: inout Decision) throws(Refusal) in
      decision.found(station: station)
      decision.start(version: setup.version)
      try decision.configure(setup.plans)
      decision.newDay()
    }
    lastCheckedDay = time.moment.day
    recovering = Set(working.operationIDs)
    unseenDoors = Set(setup.plans.map(\.number))
    if let operation = durable.citizenOperation { adopt(operation) }
    return take()
  }

  /// One input, whole. The effects run in their order; `applied` is told of each transaction that succeeded.
  public mutating func handle(
    _ input: StationInput, at time: StationTime, journal: any JournalStore
  ) -> [StationEffect] {
    begin(time)
    switch input {
    case .readings(let board, let sights, let isAnswering): readings(board, sights, isAnswering)
    case .unlockReported(let ref, let report):
      if frozen == nil { decideFreely(.station) { $0.unlockReported(ref, report) } }
    case .citizenConnected(let id): citizenConnected(id)
    case .citizenRequest(let id, let request, let secret): citizenRequest(id, request, secret, journal)
    case .citizenGone(let id): citizenGone(id)
    case .staffRequest(let id, let who, let request): staffRequest(id, who, request, journal)
    case .probed(let board, let sample): if frozen == nil { probed(board, sample) }
    case .unlockTime(let board, let answer): if frozen == nil { unlockTime(board, answer) }
    case .staffGone(let id):
      proofConnectionGone(id)
      followers[id] = nil
      offeredHeads[id] = nil
      for operation in watchers.keys.sorted() { watchers[operation]?.remove(id) }
    case .disk(let free):
      diskFree = free
      isDiskLow = free < setup.diskFloorMegabytes
    case .emergency(let events): if frozen == nil { recovered(events) }
    case .damaged(let what):
      if frozen == nil { decideFreely(.station) { $0.enterSafeMode(["journal: \(what)"]) } }
    case .errandEnded(let notice, let attempt, let outcome):
      if frozen == nil { errandEnded(notice, attempt: attempt, outcome, journal) }
    case .exchange(let input): exchange(input, journal)
    case .printed(let reference, let outcome): printed(reference, outcome)
    case .printer(let state): printer = state
    case .card(let report): cardReported(report, journal)
    case .submission(let report): submissionReported(report)
    case .destinations(let sights): destinationsSeen(sights)
    case .content(let edition): contentCame(edition)
    case .contentRefused(let what): contentRefused(what)
    case .tick: break
    }
    if frozen == nil {
      passTime()
      sendNotices(journal)
      sweepDocuments()
    }
    passCardTime()
    passFormTime()
    settleCard()
    return take()
  }

  /// A transaction is durable: the journal's word becomes ours.
  public mutating func applied(_ batch: [Entry]) {
    for entry in batch {
      let record = entry.record
      let before: Operation? =
        if let ref = record.event.ref { durable.operations[ref.operation] } else { nil }
      durable.apply(record)
      if let ref = record.event.ref { operationChanged(ref.operation, before, record.event) }
      noticeChanged(record.event)
    }
  }

  mutating func begin(_ time: StationTime) {
    self.time = time
    working = durable
    out = []
    isRecovering = false
    isPersonHere = false
  }

  mutating func take() -> [StationEffect] {
    defer { out = [] }
    return out
  }

  /// A decision that may be refused; then nothing of it stays.
  mutating func decide(
    _ actor: Actor, note: SideChange? = nil, _ body: (inout Decision) throws(Refusal) -> Void
  ) throws(Refusal) {
    var decision = Decision(working, actor: actor, now: time.moment, policy: setup.policy, note: note)
    try body(&decision)
    working = decision.state
    for effect in decision.effects { emit(effect) }
  }

  /// A decision that cannot be refused.
  mutating func decideFreely(
    _ actor: Actor, note: SideChange? = nil, _ body: (inout Decision) -> Void
  ) {
    var decision = Decision(working, actor: actor, now: time.moment, policy: setup.policy, note: note)
    body(&decision)
    working = decision.state
    for effect in decision.effects { emit(effect) }
  }

  private mutating func emit(_ effect: Effect) {
    switch effect {
    case .append(let entries):
      if case .append(let earlier)? = out.last {
        out[out.count - 1] = .append(earlier + entries)
      } else {
        out.append(.append(entries))
      }
    case .unlock(let ref): out.append(.unlock(ref))
    case .alarm(let kind, let compartment): out.append(.alarm(kind, compartment))
    }
  }

  func sight(_ number: CompartmentNumber) -> DoorSight {
    guard let lock = working.compartments[number]?.plan.lock else { return DoorSight(.unknown) }
    return sights[lock] ?? DoorSight(.unknown)
  }
}
