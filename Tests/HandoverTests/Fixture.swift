// A station without wires: the durable state, clocks that are set by hand, and a driver that runs a decision, asks the
// invariants about every record before it is applied, and keeps what was decided. It knows nothing of a journal.

import Handover
import Testing

struct Fixture {
  static let citizen = Actor(role: .citizen, user: 990)
  static let clerk = Actor(role: .staff, user: 1001)
  static let technician = Actor(role: .technician, user: 1002)
  static let firstDay = CivilDay(year: 2026, month: 3, day: 2)!

  /// 1 and 2 small (low, high), 3 small with an item sensor, 4 medium, 5 large and high, 6 small and low.
  static let wall: [CompartmentPlan] = [
    plan(1), plan(2, isLow: false), plan(3, hasItemSensor: true), plan(4, .medium),
    plan(5, .large, isLow: false), plan(6),
  ]

  static func plan(
    _ number: Int, _ size: CompartmentSize = .small, isLow: Bool = true, lock: Int? = nil,
    hasItemSensor: Bool = false
  ) -> CompartmentPlan {
    CompartmentPlan(
      number: number, lock: LockAddress(bus: 0, board: 0, lock: lock ?? number - 1), size: size, isLow: isLow,
      row: 1, column: number, hasItemSensor: hasItemSensor)
  }

  var state = State()
  var policy = Policy()
  var now = Moment(wall: 0, monotonic: 0, boot: 1, day: Fixture.firstDay)
  /// What the last decision wanted.
  private(set) var effects: [Effect] = []
  private(set) var records: [Record] = []
  private(set) var side: [SideChange] = []

  init(_ plans: [CompartmentPlan] = Fixture.wall) {
    setDay(Fixture.firstDay)
    run(.station) { $0.found(station: 7) }
    run(.station) { $0.start(version: "test") }
    try! run(.station) { try $0.configure(plans) }
  }

  // MARK: Clocks

  mutating func setDay(_ day: CivilDay) {
    now.day = day
    now.wall = Int64(day.number) * 86_400_000 + 9 * 3_600_000
  }

  mutating func pass(days: Int) {
    setDay(now.day + days)
    now.monotonic += Int64(days) * 86_400_000
  }

  mutating func pass(seconds: Int64) {
    now.wall += seconds * 1000
    now.monotonic += seconds * 1000
  }

  mutating func reboot() {
    now.boot += 1
    now.monotonic = 5_000
  }

  // MARK: Running decisions

  mutating func run(
    _ actor: Actor = Fixture.clerk, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (inout Decision) throws -> Void
  ) rethrows {
    var decision = Decision(state, actor: actor, now: now, policy: policy)
    try body(&decision)
    perform(decision.effects, sourceLocation)
    if state != decision.state {
      Issue.record("the decision's own copy differs from the applied records", sourceLocation: sourceLocation)
    }
  }

  /// What the command is refused with, nil when it is carried out. A refused command leaves nothing behind.
  mutating func refusal(
    _ actor: Actor = Fixture.clerk, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (inout Decision) throws -> Void
  ) -> Refusal? {
    do {
      try run(actor, sourceLocation: sourceLocation, body)
      return nil
    } catch {
      return error as? Refusal
    }
  }

  private mutating func perform(_ wanted: [Effect], _ sourceLocation: SourceLocation) {
    effects = wanted
    side = []
    for effect in wanted {
      switch effect {
      case .append(let entries):
        for entry in entries {
          let violations = check(state, entry.record)
          if !violations.isEmpty {
            Issue.record("\(entry.record.event): \(violations)", sourceLocation: sourceLocation)
          }
          state.apply(entry.record)
          records.append(entry.record)
          side += entry.side
        }
      case .unlock(let ref):
        // I1: what is unlocked is durable by now.
        let operation = state.operations[ref.operation]
        if operation?.ref != ref || operation?.phase != .intended {
          Issue.record("unlock of \(ref) without its intent", sourceLocation: sourceLocation)
        }
      case .alarm: break
      }
    }
  }

  // MARK: What was decided

  var events: [Event] {
    effects.flatMap { effect -> [Event] in
      if case .append(let entries) = effect { return entries.map(\.record.event) }
      return []
    }
  }
  var names: [String] { events.map(\.name) }
  var unlocks: [OperationRef] {
    effects.compactMap { effect in
      if case .unlock(let ref) = effect { return ref }
      return nil
    }
  }
  var alarms: [ReviewKind] {
    effects.compactMap { effect in
      if case .alarm(let kind, _) = effect { return kind }
      return nil
    }
  }
  /// The outcome and confirmation of the last settlement.
  var settlement: (outcome: Outcome, confirmation: Handover.Confirmation)? {
    for record in records.reversed() {
      if case .settled(_, let outcome, let confirmation, _) = record.event { return (outcome, confirmation) }
    }
    return nil
  }
  var reviewKinds: [ReviewKind] { state.reviewIDs.compactMap { state.reviews[$0]?.kind } }

  /// The live operation with the highest number.
  var operation: Operation {
    guard let id = state.operationIDs.last, let operation = state.operations[id] else {
      Issue.record("no live operation")
      return Operation(
        id: OperationID(0), purpose: .retrieval, order: nil, compartment: 0,
        lock: LockAddress(bus: 0, board: 0, lock: 0), epoch: 0, actor: .station, attempt: 0, phase: .intended,
        wasSeenOpen: false, wasAlreadyOpen: false, itemBefore: .unknown, edges: 0)
    }
    return operation
  }
  func compartment(_ number: Int) -> Compartment { state.compartments[number]! }
  func custody(_ id: OrderID) -> Custody? { state.orders[id]?.custody }
}
