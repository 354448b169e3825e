// Decide, then do: a decision collects effects and does nothing itself. Records come first, and each is applied to
// the decision's own copy of the state, so that the next step decides on what the journal will say.

/// What is to be done, in this order. An effect runs only after all before it have succeeded.
public enum Effect: Hashable, Sendable {
  /// One transaction of the journal, durable before the next effect.
  case append([Entry])
  /// One unlock frame, once (I12).
  case unlock(OperationRef)
  /// Staff must know now.
  case alarm(ReviewKind, CompartmentNumber?)
}

/// A decision in the making.
public struct Decision {
  public private(set) var state: State
  public private(set) var effects: [Effect] = []
  public let actor: Actor
  public let now: Moment
  public let policy: Policy
  /// The words of a reason and the login behind the user id, for the side table of each record that staff cause.
  public let note: SideChange?

  public init(_ state: State, actor: Actor, now: Moment, policy: Policy, note: SideChange? = nil) {
    self.state = state
    self.actor = actor
    self.now = now
    self.policy = policy
    self.note = note
  }

  /// The clock's day fits the journal: not before its latest day, not further after it than a station is ever off.
  var isDayCredible: Bool {
    state.lastDay.number == 0
      || (now.day >= state.lastDay && now.day <= state.lastDay + policy.clockJumpDaysMax)
  }

  /// The day that deadlines are counted from: the clock's, or the latest that was believed.
  public var today: CivilDay { isDayCredible ? now.day : state.lastDay }

  /// Flags a clock that went back, or forward further than a station is ever switched off, and lifts the flag when
  /// the day is right again. Every record asks first, so that no record takes over a day nobody believes (C14).
  public mutating func checkClock() {
    if isDayCredible == state.isClockSuspect { write(.clockSuspected(!isDayCredible), by: .station) }
  }

  /// Adds a record to the current transaction.
  mutating func append(_ event: Event, by author: Actor? = nil, side: [SideChange] = []) {
    checkClock()
    write(event, by: author, side: side)
  }

  /// Adds a record about the clock itself; everything else goes through `append`.
  mutating func write(_ event: Event, by author: Actor? = nil, side: [SideChange] = []) {
    let record = Record(sequence: state.nextSequence, time: now, actor: author ?? actor, event: event)
    state.apply(record)
    var side = side
    if author == nil, let note { side.append(note) }
    let entry = Entry(record: record, side: side)
    if case .append(var entries)? = effects.last {
      entries.append(entry)
      effects[effects.count - 1] = .append(entries)
    } else {
      effects.append(.append([entry]))
    }
  }

  mutating func unlock(_ ref: OperationRef) { effects.append(.unlock(ref)) }
  mutating func alarm(_ kind: ReviewKind, _ compartment: CompartmentNumber?) {
    effects.append(.alarm(kind, compartment))
  }

  /// Opens a review item, blocks the compartment where a cause is given, and calls staff. The same thing again, while
  /// its item is open, is a repeat: the list stays as short as the wall is.
  mutating func review(
    _ kind: ReviewKind, _ compartment: CompartmentNumber?, order: OrderID?, operation: OperationID?,
    block cause: BlockCause? = nil
  ) {
    let known = state.reviewIDs.first { id in
      guard let item = state.reviews[id] else { return false }
      return item.kind == kind && item.compartment == compartment && item.order == order
    }
    if let known {
      append(.reviewRepeated(known), by: .station)
    } else {
      append(.reviewOpened(kind, compartment, order, operation), by: .station)
    }
    if let cause, let compartment, state.compartments[compartment]?.block == nil {
      append(.blocked(compartment, cause), by: .station)
    }
    alarm(kind, compartment)
  }

  func order(_ id: OrderID) throws(Refusal) -> Order {
    guard let order = state.orders[id] else { throw .unknownOrder }
    return order
  }

  func compartment(_ number: CompartmentNumber) throws(Refusal) -> Compartment {
    guard let compartment = state.compartments[number] else { throw .unknownCompartment(number) }
    return compartment
  }

  func operation(_ id: OperationID) throws(Refusal) -> Operation {
    guard let operation = state.operations[id] else { throw .unknownOperation }
    return operation
  }

  func requireNoSafeMode() throws(Refusal) {
    if state.safeMode != nil { throw .safeMode }
  }
}

/// What the contacts of a door say at the time of a decision.
public struct DoorSight: Hashable, Sendable {
  public var door: DoorReading
  public var item: ItemReading

  public init(_ door: DoorReading, item: ItemReading = .unknown) {
    self.door = door
    self.item = item
  }
}
