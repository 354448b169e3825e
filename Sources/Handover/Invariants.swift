// The invariants of a pickup station (`lockers.md` F2), asked before a record is written: `state` is what the journal
// says so far. The simulation counts violations, tests fail on one, production goes into safe mode.

/// A record that must not be written.
public struct Violation: Hashable, Sendable {
  /// `I1` to `I15`.
  public var invariant: String
  /// What would be wrong; ids and numbers only.
  public var what: String

  public init(_ invariant: String, _ what: String) {
    self.invariant = invariant
    self.what = what
  }
}

/// Everything that is wrong with writing `record` after `state`.
public func check(_ state: State, _ record: Record) -> [Violation] {
  var found: [Violation] = []
  func demand(_ isTrue: Bool, _ invariant: String, _ what: @autoclosure () -> String) {
    if !isTrue { found.append(Violation(invariant, what())) }
  }
  demand(record.sequence == state.sequence + 1, "I9", "record \(record.sequence) after \(state.sequence)")
  switch record.event {
  case .intent(let intent): found += checkIntent(state, intent, record.actor)
  case .unlockSent(let ref, _), .unlockNotSent(let ref, _):
    let operation = state.operations[ref.operation]
    demand(operation?.ref == ref, "I1", "unlock of \(ref.compartment) without its intent")
    demand(
      operation?.phase == .intended, "I12", "second unlock for attempt \(ref.attempt) of \(ref.operation)")
  case .contactCompared(let ref, _):
    demand(
      state.operations[ref.operation]?.ref == ref
        && state.operations[ref.operation]?.purpose == .commissioning,
      "I5", "comparison at \(ref.compartment) of no operation that proves it")
  case .boardProven(let proven):
    demand(record.actor.role == .technician, "I1", "board proven by \(record.actor.role)")
    demand(
      !state.operations.values.contains {
        $0.purpose == .commissioning && $0.lock.boardAddress == proven.board
      },
      "I11", "board \(proven.board.bus).\(proven.board.board) called proven while a lock of it is on trial")
  case .opened(let ref, let sighting):
    // A contact on trial says nothing, but at the end of a trial of whose door the technician has not spoken.
    let isTrial = state.operations[ref.operation]?.purpose == .commissioning
    let isSpokenOf = state.operations[ref.operation]?.wasSeenOpen == true
    demand(
      isTrial ? sighting == .witnessed || !isSpokenOf : sighting != .witnessed, "I7",
      "a contact on trial says that \(ref.compartment) is open")
    demand(state.operations[ref.operation]?.compartment == ref.compartment, "I5", "opening of no operation")
    demand(
      state.compartments[ref.compartment]?.plan.lock == ref.lock, "I5",
      "opening of a lock that is not this door's")
  case .closed(let ref, _):
    demand(
      state.compartments[ref.compartment]?.door == .openBy(ref.operation, attempt: ref.attempt), "I5",
      "closing of \(ref.compartment), which \(ref.operation) had not opened")
  case .uncommandedOpening(let number, _, _, _):
    demand(state.operation(at: number) == nil, "I5", "opening of \(number) belongs to its operation")
  case .uncommandedClosing(let number, _, _, _):
    demand(
      state.compartments[number]?.door == .openUncommanded, "I5", "closing of \(number), which was not open")
  case .compartmentRemoved(let number):
    demand(!holdsLive(state, number), "I3", "compartment \(number) removed while it holds a set")
    demand(state.operation(at: number) == nil, "I2", "compartment \(number) removed while it is used")
  case .retrieved(let ref, _, _), .foundEmpty(let ref, _), .leftInside(let ref):
    let operation = state.operations[ref.operation]
    demand(
      operation?.wasSeenOpen == true && operation?.phase == .closed, "I4",
      "\(ref.operation) looked inside without opened and closed")
  case .taken(let ref, let order, let witness):
    let operation = state.operations[ref.operation]
    demand(operation?.wasSeenOpen == true, "I4", "\(ref.operation) delivered without an opening")
    demand(operation?.phase == .closed, "I4", "\(ref.operation) delivered before its door was seen closed")
    demand(
      witness != .itemSensor || operation?.itemBefore == .present, "I4",
      "item sensor of \(ref.compartment) never saw the set")
    demand(operation?.order == order, "I3", "\(ref.operation) delivers an order that is not its own")
    demand(
      state.compartments[ref.compartment]?.content == .holds(order), "I3", "delivered what is not in custody")
    demand(state.compartments[ref.compartment]?.epoch == ref.epoch, "I6", "delivery of an old epoch")
  case .settled(let ref, let outcome, let confirmation, _):
    found += checkSettlement(state, ref, outcome, confirmation)
  case .deposited(let ref, let content): found += checkDeposit(state, ref, content)
  case .emptyConfirmed(let ref, let newEpoch, let witness):
    let compartment = state.compartments[ref.compartment]
    demand(
      witness == .itemSensor
        ? compartment?.plan.hasItemSensor == true : state.operations[ref.operation]?.wasSeenOpen == true,
      "I6", "\(ref.compartment) called empty by nobody who saw it")
    demand(
      newEpoch == (compartment?.epoch ?? 0) + 1, "I6", "epoch of \(ref.compartment) does not grow by one")
    demand(
      !holdsLive(state, ref.compartment), "I6",
      "compartment \(ref.compartment) holds a set and is called empty")
  case .announced(let order, let facts):
    demand(state.orders[order] == nil, "I3", "order \(order) twice")
    demand(
      DocumentSet.countRange.contains(facts.documents.documents.count), "I3",
      "order \(order) without documents")
  case .withdrawn(let order), .forgotten(let order):
    demand(state.orders[order]?.custody == nil, "I3", "order \(order) dropped while it is in custody")
  case .oldDocumentNamed, .proxyReleased, .proxyWithdrawn, .oldDocumentLost, .oldDocumentSettled,
    .oldDocumentCollected:
    found += checkWayOfPickup(state, record.event, record.actor)
  case .identified(let order), .identifiedAs(let order, _), .identifiedByOldDocument(let order):
    if case .identifiedAs(_, .proxy) = record.event {
      demand(state.orders[order]?.proxy.isLive == true, "I10", "proxy of order \(order) without a live code")
    }
    switch state.orders[order]?.stage {
    case nil: demand(false, "I10", "code of no order \(order) alive")
    case .handedOver: demand(false, "I10", "code of settled order \(order) alive")
    case .announced, .deposited, .retrieved, .missing: break
    }
  case .released(let number):
    demand(
      state.compartments[number]?.content != .unclear, "I7", "unclear compartment \(number) put into service")
  case .noticeQueued(let notice):
    demand(!state.outbox.contains(notice), "I13", "notice \(notice.kind.name) of \(notice.order) twice")
  case .noticeDone(let notice):
    demand(state.outbox.contains(notice), "I13", "notice \(notice.kind.name) of \(notice.order) sent twice")
  default: break
  }
  return found
}

private func holdsLive(_ state: State, _ number: CompartmentNumber) -> Bool {
  if case .oldDocument? = state.compartments[number]?.content { return true }
  guard case .holds(let id)? = state.compartments[number]?.content else { return false }
  // In the transaction of a retrieval or of "found empty" the order has left its custody already.
  return state.orders[id]?.custody?.compartment == number
}

private func checkIntent(_ state: State, _ intent: Intent, _ actor: Actor) -> [Violation] {
  var found: [Violation] = []
  func demand(_ isTrue: Bool, _ invariant: String, _ what: @autoclosure () -> String) {
    if !isTrue { found.append(Violation(invariant, what())) }
  }
  let ref = intent.ref
  let compartment = state.compartments[ref.compartment]
  demand(
    compartment?.plan.lock == ref.lock, "I1", "intent for a lock that is not compartment \(ref.compartment)'s"
  )
  demand(compartment?.epoch == ref.epoch, "I6", "intent of an old epoch of \(ref.compartment)")
  if intent.purpose == .commissioning {
    // The one exception: the contact's meaning is what is to be proven, so it is unknown, and nothing lies inside.
    demand(intent.before == .unknown, "I7", "intent that believes the contact on trial of \(ref.compartment)")
    demand(compartment?.block != nil, "I8", "proof of compartment \(ref.compartment), which is in service")
    demand(
      compartment?.content == .empty || compartment?.content == .unconfirmed, "I3",
      "proof of compartment \(ref.compartment), which holds a set")
    demand(intent.order == nil, "I3", "proof with an order")
  } else {
    demand(intent.before != .unknown, "I7", "intent while the contact of \(ref.compartment) is unknown")
    demand(
      intent.before == .closed || intent.purpose == .retrieval, "I8",
      "intent for \(ref.compartment), which is open")
    demand(
      compartment?.block == nil || intent.purpose == .retrieval, "I8", "intent for a blocked compartment")
  }
  demand(
    intent.before != .closed || compartment?.door == .closed, "I5",
    "intent for \(ref.compartment), whose last opening has not ended")
  demand(state.safeMode == nil, "I8", "intent in safe mode")
  demand(
    (1...Operation.attemptsMax).contains(ref.attempt), "I12", "attempt \(ref.attempt) of \(ref.operation)")
  if let operation = state.operations[ref.operation] {
    demand(operation.attempt + 1 == ref.attempt, "I12", "attempt \(ref.attempt) after \(operation.attempt)")
    demand(
      operation.compartment == ref.compartment, "I2", "operation \(ref.operation) changes its compartment")
    demand(
      operation.phase == .notSent || operation.phase == .noMovement || operation.phase == .notTaken, "I12",
      "new attempt of \(ref.operation) while the last is not over")
  } else {
    demand(ref.attempt == 1, "I12", "operation \(ref.operation) starts with attempt \(ref.attempt)")
    demand(
      state.operation(at: ref.compartment) == nil, "I2", "two operations at compartment \(ref.compartment)")
    demand(ref.operation.number >= state.nextOperation, "I2", "operation number \(ref.operation) used again")
    if intent.purpose == .handover {
      demand(state.citizenOperation == nil, "I2", "two unsettled citizen operations")
    }
  }
  if intent.purpose == .handover {
    demand(actor.role == .citizen, "I1", "handover by \(actor.role)")
    guard let id = intent.order, let order = state.orders[id] else {
      demand(false, "I1", "handover of no order")
      return found
    }
    demand(compartment?.content == .holds(id), "I3", "handover of an order that is not in \(ref.compartment)")
    demand(order.custody?.epoch == ref.epoch, "I6", "handover of an old custody")
    demand(!order.facts.counterOnly, "I10", "handover of a counter-only order")
    demand(
      state.identified.contains(id) || state.operations[ref.operation]?.order == id, "I10",
      "handover without both factors")
  } else if intent.purpose == .commissioning {
    demand(actor.role == .technician, "I1", "commissioning by \(actor.role)")
  } else {
    demand(actor.role == .staff || actor.role == .technician, "I1", "\(intent.purpose.name) by \(actor.role)")
  }
  return found
}

private func checkSettlement(
  _ state: State, _ ref: OperationRef, _ outcome: Outcome, _ confirmation: Confirmation
) -> [Violation] {
  var found: [Violation] = []
  let operation = state.operations[ref.operation]
  if operation == nil { found.append(Violation("I2", "\(ref.operation) settled, but it is not live")) }
  let seen = operation?.wasSeenOpen == true
  switch outcome {
  case .openedClosed, .openedLeftOpen, .alreadyOpen:
    if !seen { found.append(Violation("I4", "\(ref.operation) ends \(outcome.name) without an opening")) }
  case .outcomeUnknown, .jammed, .notSent:
    switch confirmation {
    case .taken, .deposited, .retrieved, .foundEmpty, .oldDocumentRetrieved:
      found.append(Violation("I7", "\(ref.operation) ends \(outcome.name) and \(confirmation.name)"))
    case .unconfirmed, .notTaken, .notDeposited, .leftInside: break
    }
  }
  if confirmation == .taken, let id = operation?.order {
    if case .handedOver? = state.orders[id]?.stage {
    } else {
      found.append(Violation("I4", "\(ref.operation) ends taken without the answer"))
    }
  }
  return found
}

private func checkDeposit(_ state: State, _ ref: OperationRef, _ content: DepositContent) -> [Violation] {
  var found: [Violation] = []
  func demand(_ isTrue: Bool, _ invariant: String, _ what: @autoclosure () -> String) {
    if !isTrue { found.append(Violation(invariant, what())) }
  }
  let compartment = state.compartments[ref.compartment]
  let operation = state.operations[ref.operation]
  demand(
    operation?.wasSeenOpen == true && operation?.phase == .closed, "I4", "deposit without opened and closed")
  demand(operation?.order == content.order, "I3", "\(ref.operation) deposits an order that is not its own")
  demand(compartment?.content == .empty, "I6", "deposit into \(ref.compartment), not confirmed empty")
  demand(compartment?.epoch == ref.epoch, "I6", "deposit in an old epoch of \(ref.compartment)")
  demand(state.orders[content.order]?.custody == nil, "I3", "order \(content.order) is in custody already")
  demand(
    state.orders[content.order]?.facts.documents.isComplete(present: content.parts) == true, "I3",
    "incomplete set of order \(content.order)")
  return found
}
