// What the wire and the contacts say, taken down as it comes. "Sent" is not "open", "closed" is not "taken", and
// what no operation asked for is an alarm (I5).

/// What became of an unlock frame.
public enum SendReport: Hashable, Sendable {
  /// Written whole (`complete`), or cut off in the middle: both may have opened the door.
  case sent(complete: Bool)
  /// No byte left the PC.
  case notSent(SendFailure)
}

extension Decision {
  /// Openings that nobody asked for, of one compartment, that are recorded one by one while its review item is open;
  /// after that the item stands for all.
  static let repeatsMax = 20

  public mutating func unlockReported(_ ref: OperationRef, _ report: SendReport) {
    guard let operation = state.operations[ref.operation], operation.attempt == ref.attempt,
      operation.phase == .intended
    else { return }
    switch report {
    case .sent(let complete): append(.unlockSent(ref, complete: complete), by: .station)
    case .notSent(let failure): append(.unlockNotSent(ref, failure), by: .station)
    }
  }

  /// A debounced reading of one door. Says nothing where the journal knows it already.
  public mutating func doorSeen(_ number: CompartmentNumber, _ sight: DoorSight, _ sighting: Sighting) {
    guard let compartment = state.compartments[number] else { return }
    // While a lock is on trial nobody knows what its contact means: the technician's word counts, beside raw bits.
    if state.operation(at: number)?.purpose == .commissioning { return }
    switch (sight.door, compartment.door) {
    case (.unknown, _), (.open, .openBy), (.open, .openUncommanded), (.closed, .closed): return
    case (.open, .closed): opened(compartment, sighting)
    case (.closed, .openUncommanded):
      append(
        .uncommandedClosing(number, compartment.plan.lock, epoch: compartment.epoch, sighting), by: .station)
    case (.closed, .openBy(let id, let attempt)):
      let ref = OperationRef(
        operation: id, attempt: attempt, compartment: number, lock: compartment.plan.lock,
        epoch: compartment.epoch)
      append(.closed(ref, sighting), by: .station)
      // Where an old document is to be laid in, only the citizen can say that it was.
      if let operation = state.operations[id], !expectsOldDocument(operation.order) {
        takeIfSensed(operation, sight)
      }
    }
  }

  private mutating func opened(_ compartment: Compartment, _ sighting: Sighting) {
    let number = compartment.plan.number
    if let operation = state.operation(at: number) {
      append(.opened(operation.ref, sighting), by: .station)
      if operation.edges >= Operation.edgesMax {
        settle(operation, .outcomeUnknown, .unconfirmed)
        if operation.purpose != .handover { append(.contentUnclear(number, operation.id), by: .station) }
        review(
          .contactFlapping, number, order: operation.order, operation: operation.id, block: .contactFlapping)
      }
      return
    }
    let open = state.reviews.values.first { $0.compartment == number && $0.kind == .uncommandedOpening }
    if let open {
      guard open.repeats < Decision.repeatsMax else { return }
      append(
        .uncommandedOpening(number, compartment.plan.lock, epoch: compartment.epoch, sighting), by: .station)
      append(.reviewRepeated(open.id), by: .station)
    } else {
      append(
        .uncommandedOpening(number, compartment.plan.lock, epoch: compartment.epoch, sighting), by: .station)
      var holder: OrderID?
      if case .holds(let id) = compartment.content { holder = id }
      review(.uncommandedOpening, number, order: holder, operation: nil, block: .uncommandedOpening)
    }
  }

  /// An item sensor that said "present" before the opening and says "absent" behind the closed door is the evidence
  /// that a citizen need not give.
  mutating func takeIfSensed(_ operation: Operation, _ sight: DoorSight) {
    guard operation.purpose == .handover, operation.wasSeenOpen, operation.phase == .closed,
      operation.itemBefore == .present, sight.item == .absent, let order = operation.order,
      state.compartments[operation.compartment]?.plan.hasItemSensor == true
    else { return }
    take(operation, order, .itemSensor)
  }

  /// Ends an operation.
  mutating func settle(_ operation: Operation, _ outcome: Outcome, _ confirmation: Confirmation) {
    append(
      .settled(operation.ref, outcome, confirmation, operation.order),
      by: operation.purpose == .handover ? .station : nil)
    // Midnight came while the door was open: the deadline's own question would not be asked any more.
    if outcome == .openedClosed, confirmation == .unconfirmed, let id = operation.order,
      state.orders[id]?.custody?.overdue == true
    {
      review(.unconfirmed, operation.compartment, order: id, operation: operation.id)
    }
  }

  /// The set is with its person: the code dies, personal data goes, in one transaction with the settlement.
  mutating func take(
    _ operation: Operation, _ order: OrderID, _ witness: Witness, oldLaidIn: Bool? = nil
  ) {
    append(.taken(operation.ref, order, witness), by: witness == .itemSensor ? .station : nil)
    confirm(order, cause: state.sequence)
    settleOldDocument(operation, order, laidIn: oldLaidIn)
    dropNotices(of: order) { $0.replacesEarlier }
    append(.erased(order), by: .station, side: [.eraseSettled(order)])
    settle(operation, operation.wasAlreadyOpen ? .alreadyOpen : .openedClosed, .taken)
    if witness == .itemSensor, let epoch = state.compartments[operation.compartment]?.epoch {
      append(.emptyConfirmed(operation.ref, newEpoch: epoch + 1, .itemSensor), by: .station)
    }
  }
}
