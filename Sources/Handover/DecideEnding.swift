// How an operation ends when nobody answers or nothing moves, and what a start makes of one it finds unsettled.
// Time-outs move to states of which staff are told; none of them frees a compartment.

extension Decision {
  /// The operation, after what the contact says now was taken down: no ending contradicts the door.
  private mutating func caughtUp(_ id: OperationID, _ sight: DoorSight) -> Operation? {
    guard let operation = state.operations[id] else { return nil }
    doorSeen(operation.compartment, sight, .seen)
    return state.operations[id]
  }

  /// The door did not move in time after the unlock.
  public mutating func noMovement(_ id: OperationID, sight: DoorSight) {
    guard let operation = caughtUp(id, sight), operation.phase == .sent || operation.phase == .intended,
      operation.purpose != .commissioning
    else { return }
    if sight.door == .unknown {
      endUnknown(operation)
    } else {
      append(.noMovement(operation.ref), by: .station)
    }
  }

  /// The door stood open past its time (C12), or its board fell silent meanwhile (C13).
  public mutating func leftOpen(_ id: OperationID, sight: DoorSight) {
    if state.operations[id]?.purpose == .commissioning { return endProving(id, sight: sight) }
    guard let operation = caughtUp(id, sight), operation.phase == .open else { return }
    if sight.door == .unknown {
      endUnknown(operation)
    } else {
      settle(operation, .openedLeftOpen, .unconfirmed)
      if operation.purpose != .handover { append(.contentUnclear(operation.compartment, id), by: .station) }
      review(.leftOpen, operation.compartment, order: operation.order, operation: id, block: .leftOpen)
    }
  }

  /// Nobody answers, or the person gives up.
  public mutating func giveUp(_ id: OperationID, sight: DoorSight) {
    if state.operations[id]?.purpose == .commissioning { return endProving(id, sight: sight) }
    guard let operation = caughtUp(id, sight) else { return }
    switch operation.phase {
    case .intended, .sent, .noMovement:
      if sight.door == .unknown { return endUnknown(operation) }
      settle(operation, operation.wasSeenOpen ? .openedClosed : .jammed, .unconfirmed)
      if operation.purpose != .handover { append(.contentUnclear(operation.compartment, id), by: .station) }
      review(.jammed, operation.compartment, order: operation.order, operation: id, block: .jammed)
    case .notSent: settle(operation, operation.wasSeenOpen ? .openedClosed : .notSent, .unconfirmed)
    case .open: leftOpen(id, sight: sight)
    case .closed: endUnanswered(operation, sight)
    case .notTaken:
      settle(operation, .openedClosed, operation.purpose == .handover ? .notTaken : .notDeposited)
      if operation.purpose == .handover {
        review(.notTaken, operation.compartment, order: operation.order, operation: id)
      }
    }
  }

  /// Closed, and nobody said what became of the set (C8); the item sensor may say it late.
  private mutating func endUnanswered(_ operation: Operation, _ sight: DoorSight) {
    takeIfSensed(operation, sight)
    if state.operations[operation.id] == nil { return }
    settle(operation, operation.wasAlreadyOpen ? .alreadyOpen : .openedClosed, .unconfirmed)
    if operation.purpose != .handover {
      append(.contentUnclear(operation.compartment, operation.id), by: .station)
      review(
        .contentUnclear, operation.compartment, order: operation.order, operation: operation.id,
        block: .contentUnclear)
    }
  }

  /// Nobody knows what the door did: a person must look before this compartment serves again.
  mutating func endUnknown(_ operation: Operation) {
    settle(operation, .outcomeUnknown, .unconfirmed)
    if operation.purpose != .handover {
      append(.contentUnclear(operation.compartment, operation.id), by: .station)
    }
    review(
      .outcomeUnknown, operation.compartment, order: operation.order, operation: operation.id,
      block: .outcomeUnknown)
  }

  /// What a start makes of an operation that it finds unsettled (C2 to C8, C11, C16), after the boards were read.
  /// `isFinal`: the board stays silent; nothing more will be learned.
  public mutating func recover(_ id: OperationID, sight: DoorSight, isFinal: Bool) {
    guard let operation = state.operations[id] else { return }
    if operation.purpose == .commissioning {
      // The technician's dialogue ended with the earlier life. Where nobody spoke of the door, the first reading of
      // this life is still its opening's.
      let isUnseen = operation.phase == .intended || operation.phase == .sent
      if isUnseen, sight.door == .unknown, !isFinal { return }
      return endProving(id, sight: sight, .recovered)
    }
    if sight.door == .unknown {
      if isFinal { endUnknown(operation) }
      return
    }
    doorSeen(operation.compartment, sight, .recovered)
    guard let operation = state.operations[id] else { return }
    switch operation.phase {
    case .open: return  // Goes on: the door is watched as before the crash.
    case .closed, .notTaken, .notSent, .noMovement: giveUp(id, sight: sight)
    case .intended, .sent: recoverUnseen(operation, sight)
    }
  }

  /// The frame may have left, the door is shut: opened and closed again, or never opened (C4, closed).
  private mutating func recoverUnseen(_ operation: Operation, _ sight: DoorSight) {
    let hasSensor = state.compartments[operation.compartment]?.plan.hasItemSensor == true
    let item = hasSensor ? sight.item : .unknown
    if operation.purpose == .handover, item != .absent {
      // The same person may come again: it is the same set. Staff see it, since the door may have been open; the
      // compartment keeps its claim.
      settle(operation, .outcomeUnknown, item == .present ? .notTaken : .unconfirmed)
      review(.outcomeUnknown, operation.compartment, order: operation.order, operation: operation.id)
    } else {
      endUnknown(operation)
    }
  }
}
