// The three ways to open a door. Each ends in a durable intent and, after it, one unlock. No unlock while the
// contact of that lock is unknown (I7, I8).

extension Decision {
  /// Handover (Aushändigung): the citizen's door, after both factors.
  public mutating func openForHandover(_ id: OrderID, sight: DoorSight) throws(Refusal) {
    try requireNoSafeMode()
    let order = try order(id)
    switch order.stage {
    case .announced, .missing: throw .notDeposited
    case .handedOver: throw .handedOver
    case .retrieved(_, let until): throw .overdue(until: until)
    case .deposited(let custody):
      if order.facts.counterOnly { throw .counterOnly }
      if order.needsPinLetter { throw .pinLetterMissing }
      if isOver(custody) { throw .overdue(until: custody.deadline) }
      guard state.identified.contains(id) else { throw .notIdentified }
      if state.citizenOperation != nil { throw .citizenOperationRunning }
      let compartment = try compartment(custody.compartment)
      guard compartment.epoch == custody.epoch, compartment.content == .holds(id) else {
        throw .staleEpoch(compartment.plan.number)
      }
      try begin(.handover, order: id, at: compartment, sight: sight)
    }
  }

  /// The deadline has passed, by a clock that is believed.
  public func isOver(_ custody: Custody) -> Bool {
    custody.overdue || (!state.isClockSuspect && today > custody.deadline)
  }

  /// Deposit (Einlegen): an order from the counter into a compartment that nobody has a claim on.
  public mutating func openForDeposit(
    _ id: OrderID, at number: CompartmentNumber, sight: DoorSight
  ) throws(Refusal) {
    try requireNoSafeMode()
    let order = try order(id)
    switch order.stage {
    case .deposited(let custody): throw .alreadyDeposited(custody.compartment)
    case .handedOver: throw .handedOver
    case .announced, .retrieved, .missing: break
    }
    if let running = state.operations.values.first(where: { $0.order == id }) {
      throw .compartmentBusy(running.compartment)
    }
    let compartment = try compartment(number)
    switch compartment.content {
    case .holds: throw .compartmentHolds(number)
    case .oldDocument: throw .oldDocumentInside(number)
    case .unclear: throw .contentUnclear(number)
    case .empty, .unconfirmed: break
    }
    guard isSuitable(compartment, for: order.facts) else { throw .compartmentUnsuitable(number) }
    try begin(.deposit, order: id, at: compartment, sight: sight)
  }

  /// Which compartment a deposit proposes: the smallest that fits, low doors for those who asked for them, confirmed
  /// empty before not looked at, then the lowest number. Nil when none is free.
  public func proposeCompartment(
    for id: OrderID, sight: (LockAddress) -> DoorSight
  ) throws(Refusal) -> CompartmentNumber {
    let facts = try order(id).facts
    var best: (rank: [Int], number: CompartmentNumber)?
    for compartment in state.compartments.values {
      let number = compartment.plan.number
      guard compartment.block == nil, compartment.content == .empty || compartment.content == .unconfirmed,
        compartment.door == .closed, isSuitable(compartment, for: facts),
        policy.largerCompartment || compartment.plan.size == facts.size, state.operation(at: number) == nil,
        sight(compartment.plan.lock).door == .closed
      else { continue }
      let rank = [
        Int(compartment.plan.size.rawValue), compartment.plan.isLow == facts.wantsLowDoor ? 0 : 1,
        compartment.content == .empty ? 0 : 1, number,
      ]
      if let best, !rank.lexicographicallyPrecedes(best.rank) { continue }
      best = (rank, number)
    }
    guard let best else { throw .noFreeCompartment }
    return best.number
  }

  private func isSuitable(_ compartment: Compartment, for facts: OrderFacts) -> Bool {
    compartment.plan.size >= facts.size && (compartment.plan.isLow || !facts.wantsLowDoor)
  }

  /// Retrieval (Rückholung), and the way to look into any compartment, blocked ones too. A door that stands open
  /// already is not unlocked (`already_open`).
  public mutating func openForRetrieval(_ number: CompartmentNumber, sight: DoorSight) throws(Refusal) {
    try requireNoSafeMode()
    if state.operation(at: number) != nil { throw .compartmentBusy(number) }
    // A door that was opened by nobody's command is an alarm first, also when staff come just then (I5).
    doorSeen(number, sight, .seen)
    let compartment = try compartment(number)
    var holder: OrderID?
    if case .holds(let id) = compartment.content { holder = id }
    switch sight.door {
    case .unknown: throw .doorUnknown(number)
    case .closed: intend(.retrieval, order: holder, at: compartment, sight: sight)
    case .open:
      let ref = append(intentOf: .retrieval, order: holder, at: compartment, sight: sight)
      append(.opened(ref, .alreadyOpen), by: .station)
    }
  }

  /// One more attempt of an operation whose door did not open, or whose set was not taken or is not complete: a new
  /// intent (I12).
  public mutating func openAgain(_ id: OperationID, sight: DoorSight) throws(Refusal) {
    try requireNoSafeMode()
    let operation = try operation(id)
    if operation.purpose == .commissioning { throw .invalidAnswer }
    switch operation.phase {
    case .notSent, .noMovement, .notTaken: break
    // A set that is not complete: the clerk says so behind the closed door and opens it once more.
    case .closed where operation.purpose == .deposit: break
    case .intended, .sent, .open, .closed: throw .wrongPhase
    }
    guard operation.attempt < min(policy.attemptsMax, Operation.attemptsMax) else { throw .attemptsUsedUp }
    let compartment = try compartment(operation.compartment)
    if let block = compartment.block, operation.purpose != .retrieval {
      throw .compartmentBlocked(operation.compartment, block)
    }
    guard compartment.epoch == operation.epoch else { throw .staleEpoch(operation.compartment) }
    switch sight.door {
    case .unknown: throw .doorUnknown(operation.compartment)
    case .open: throw .doorOpen(operation.compartment)
    case .closed: break
    }
    if operation.phase == .closed, let order = operation.order {
      append(.notDeposited(operation.ref, order))
    }
    var ref = operation.ref
    ref.attempt += 1
    append(
      .intent(
        Intent(
          ref: ref, purpose: operation.purpose, order: operation.order, before: sight.door,
          itemBefore: sight.item)))
    unlock(ref)
  }

  private mutating func begin(
    _ purpose: Purpose, order: OrderID?, at compartment: Compartment, sight: DoorSight
  ) throws(Refusal) {
    let number = compartment.plan.number
    if let cause = compartment.block { throw .compartmentBlocked(number, cause) }
    if state.operation(at: number) != nil { throw .compartmentBusy(number) }
    switch sight.door {
    case .unknown: throw .doorUnknown(number)
    case .open: throw .doorOpen(number)
    case .closed:
      // The end of an earlier opening is taken down before a new one begins, so that the new one will be seen (I5).
      doorSeen(number, sight, .seen)
      intend(purpose, order: order, at: compartment, sight: sight)
    }
  }

  private mutating func intend(
    _ purpose: Purpose, order: OrderID?, at compartment: Compartment, sight: DoorSight
  ) {
    let ref = append(intentOf: purpose, order: order, at: compartment, sight: sight)
    unlock(ref)
  }

  private mutating func append(
    intentOf purpose: Purpose, order: OrderID?, at compartment: Compartment, sight: DoorSight
  ) -> OperationRef {
    let ref = OperationRef(
      operation: OperationID(state.nextOperation), attempt: 1, compartment: compartment.plan.number,
      lock: compartment.plan.lock, epoch: compartment.epoch)
    append(
      .intent(Intent(ref: ref, purpose: purpose, order: order, before: sight.door, itemBefore: sight.item)))
    return ref
  }
}
