// Opening a door to prove its lock: the fourth way (commissioning). Only a technician, only behind a compartment that
// is out of service and holds nothing. What the contact means is in question, so it counts as unknown; that an unlock
// is allowed all the same is the exception that docs/decisions.md names.

extension Decision {
  /// Opens a door whose contact is to be proven. `bits`: the board's raw contacts, read twice alike. `saysEmpty`: the
  /// technician says that nothing lies inside, where nobody has confirmed it.
  public mutating func openForProving(
    _ number: CompartmentNumber, saysEmpty: Bool, bits: UInt64
  ) throws(Refusal) {
    try requireNoSafeMode()
    let compartment = try compartment(number)
    try requireProvable(compartment, saysEmpty: saysEmpty)
    for live in state.operations.values where live.lock.boardAddress == compartment.plan.lock.boardAddress {
      throw live.compartment == number ? .compartmentBusy(number) : .boardInUse(live.compartment)
    }
    let ref = OperationRef(
      operation: OperationID(state.nextOperation), attempt: 1, compartment: number,
      lock: compartment.plan.lock, epoch: compartment.epoch)
    proofIntent(ref, bits)
  }

  /// One more attempt of a door that did not move or whose unlock was not sent.
  public mutating func openAgainForProving(_ id: OperationID, bits: UInt64) throws(Refusal) {
    try requireNoSafeMode()
    let operation = try provingOperation(id)
    guard operation.phase == .notSent || operation.phase == .noMovement else { throw .wrongPhase }
    guard operation.attempt < min(policy.attemptsMax, Operation.attemptsMax) else { throw .attemptsUsedUp }
    let compartment = try compartment(operation.compartment)
    try requireProvable(compartment, saysEmpty: true)
    guard compartment.epoch == operation.epoch else { throw .staleEpoch(operation.compartment) }
    var ref = operation.ref
    ref.attempt += 1
    proofIntent(ref, bits)
  }

  /// Out of service, and nothing that anybody laid in: also asked before a lock is offered at all.
  public func requireProvable(_ compartment: Compartment, saysEmpty: Bool) throws(Refusal) {
    let number = compartment.plan.number
    switch compartment.content {
    case .holds: throw .compartmentHolds(number)
    case .oldDocument: throw .oldDocumentInside(number)
    case .unclear: throw .contentUnclear(number)
    case .unconfirmed, .empty: break
    }
    guard compartment.block != nil else { throw .compartmentInService(number) }
    if compartment.content == .unconfirmed, !saysEmpty { throw .notSaidEmpty(number) }
  }

  private mutating func proofIntent(_ ref: OperationRef, _ bits: UInt64) {
    append(
      .intent(
        Intent(ref: ref, purpose: .commissioning, order: nil, before: .unknown, itemBefore: .unknown)))
    append(
      .contactCompared(
        ref, ContactComparison(step: .rest, word: .shut, before: bits, now: bits, isSteady: true)))
    unlock(ref)
  }

  /// What the technician says of the door, with the bits that go with it.
  public mutating func doorSaid(_ id: OperationID, _ comparison: ContactComparison) throws(Refusal) {
    let operation = try provingOperation(id)
    switch (comparison.word, operation.phase) {
    case (.opened, .sent), (.opened, .noMovement):
      append(.contactCompared(operation.ref, comparison))
      append(.opened(operation.ref, .witnessed))
    case (.unmoved, .sent):
      append(.contactCompared(operation.ref, comparison))
      append(.noMovement(operation.ref))
    case (.otherDoors, .sent), (.otherDoors, .noMovement):
      append(.contactCompared(operation.ref, comparison))
    case (.shut, .open):
      append(.contactCompared(operation.ref, comparison))
      append(.closed(operation.ref, .witnessed))
      settle(operation, .openedClosed, .unconfirmed)
    default: throw .wrongPhase
    }
  }

  /// The end of a proof's opening that did not come to "shut": given up, cut off, run out of time, or found by a
  /// start. What nobody saw is put before a person; what the technician saw is believed. A contact that has left the
  /// place where the trial found it is this opening's doing: never one that nobody asked for (I5). `sight`: the contact
  /// as it is configured. `hasMoved`: the board's raw bits say so, whatever they mean.
  public mutating func endProving(
    _ id: OperationID, sight: DoorSight, hasMoved: Bool = false, _ sighting: Sighting = .seen
  ) {
    guard let operation = state.operations[id], operation.purpose == .commissioning else { return }
    let number = operation.compartment
    switch operation.phase {
    case .intended, .sent, .noMovement:
      guard hasMoved || differs(number, sight) else { break }
      append(.opened(operation.ref, sighting), by: .station)
      settle(operation, .openedLeftOpen, .unconfirmed)
      return review(.leftOpen, number, order: nil, operation: id, block: .leftOpen)
    default: break
    }
    switch operation.phase {
    case .notSent: settle(operation, .notSent, .unconfirmed)
    case .noMovement: settle(operation, operation.wasSeenOpen ? .openedClosed : .jammed, .unconfirmed)
    case .closed, .notTaken: settle(operation, .openedClosed, .unconfirmed)
    case .open:
      settle(operation, .openedLeftOpen, .unconfirmed)
      review(.leftOpen, number, order: nil, operation: id, block: .leftOpen)
    case .intended, .sent:
      settle(operation, .outcomeUnknown, .unconfirmed)
      review(.outcomeUnknown, number, order: nil, operation: id, block: .outcomeUnknown)
    }
  }

  /// The contact reads otherwise than the journal knew the door before the trial.
  private func differs(_ number: CompartmentNumber, _ sight: DoorSight) -> Bool {
    switch (sight.door, state.compartments[number]?.door) {
    case (.unknown, _), (_, nil), (.closed, .closed): false
    case (.open, .closed): true
    case (.open, .openBy), (.open, .openUncommanded): false
    case (.closed, .openBy), (.closed, .openUncommanded): true
    }
  }

  /// The board answered the unlock: it did not act. Ends the trial; nothing moved that anybody would have to see to.
  public mutating func unlockRefusedInProof(_ id: OperationID, sight: DoorSight, hasMoved: Bool) {
    guard let operation = state.operations[id], operation.purpose == .commissioning else { return }
    if operation.phase == .sent, !hasMoved, !differs(operation.compartment, sight) {
      append(.noMovement(operation.ref), by: .station)
    }
    endProving(id, sight: sight, hasMoved: hasMoved)
  }

  /// Every used lock of a board is proven.
  public mutating func boardProven(_ proven: ProvenBoard) { append(.boardProven(proven)) }

  /// A defect of a board or lock: what was proven of the board before does not hold any more.
  public mutating func boardDoubted(_ board: BoardAddress, _ finding: ProofFinding, lock: Int?) {
    append(.boardDoubted(board, finding, lock: lock))
  }

  private func provingOperation(_ id: OperationID) throws(Refusal) -> Operation {
    let operation = try operation(id)
    guard operation.purpose == .commissioning else { throw .invalidAnswer }
    return operation
  }
}
