// What people say about a set behind a door that was seen open and then closed.

/// What a clerk found in a retrieval.
public enum RetrievalAnswer: Hashable, Sendable {
  /// The set was taken out and goes to the counter. The order is needed where the journal does not know it.
  case retrieved(OrderID?)
  /// The set stays where it is.
  case leftInside
  /// There was nothing inside.
  case foundEmpty
  /// An old document lay inside and was taken out.
  case oldDocument
}

extension Decision {
  /// The citizen's answer after CLOSED_SEEN. `oldLaidIn` says whether the old document lies inside now; it is needed
  /// where one is to be surrendered.
  public mutating func answerTaken(
    _ id: OperationID, _ isTaken: Bool, oldLaidIn: Bool? = nil
  ) throws(Refusal) {
    let operation = try operation(id)
    guard operation.purpose == .handover, let order = operation.order else { throw .invalidAnswer }
    guard operation.phase == .closed, operation.wasSeenOpen else { throw .wrongPhase }
    if isTaken {
      if expectsOldDocument(order), oldLaidIn == nil { throw .oldDocumentUnanswered }
      take(operation, order, .answer, oldLaidIn: oldLaidIn)
    } else {
      append(.notTaken(operation.ref, order))
    }
  }

  /// The clerk looked into the open compartment before the set went in: I6.
  public mutating func confirmEmpty(_ id: OperationID, _ isEmpty: Bool) throws(Refusal) {
    let operation = try operation(id)
    guard operation.purpose == .deposit else { throw .invalidAnswer }
    guard operation.phase == .open || operation.phase == .closed, operation.wasSeenOpen else {
      throw .wrongPhase
    }
    if try compartment(operation.compartment).content == .unclear {
      throw .contentUnclear(operation.compartment)
    }
    if isEmpty {
      append(.emptyConfirmed(operation.ref, newEpoch: operation.epoch + 1, .staff))
    } else {
      append(.contentUnclear(operation.compartment, id))
      review(
        .contentUnclear, operation.compartment, order: nil, operation: id, block: .contentUnclear)
    }
  }

  /// What lies inside, said after the door was seen closed. Only a complete set is deposited.
  public mutating func confirmDeposit(
    _ id: OperationID, present: [DocumentSet.Part], witness: UInt32?
  ) throws(Refusal) {
    let operation = try operation(id)
    guard operation.purpose == .deposit, let orderID = operation.order else { throw .invalidAnswer }
    guard operation.phase == .closed, operation.wasSeenOpen else { throw .wrongPhase }
    let compartment = try compartment(operation.compartment)
    if compartment.content == .unclear { throw .contentUnclear(operation.compartment) }
    guard compartment.content == .empty, compartment.epoch == operation.epoch else {
      throw .notConfirmedEmpty
    }
    let order = try order(orderID)
    guard order.facts.documents.isComplete(present: present) else {
      throw .incomplete(missing: order.facts.documents.missing(present: present))
    }
    if policy.fourEyes, witness == nil || witness == actor.user { throw .needsWitness }
    let deadline = today + policy.holdDays
    append(
      .deposited(
        operation.ref, DepositContent(order: orderID, parts: present, deadline: deadline, witness: witness)))
    let cause = state.sequence
    // What an earlier custody wanted to say of this order is over.
    dropNotices(of: orderID) { $0.replacesEarlier }
    queue(.ready, orderID, cause: cause)
    confirm(orderID, cause: cause)
    settle(operation, .openedClosed, .deposited)
  }

  /// The set is not in the compartment: everything was taken out again. The door may still be open.
  public mutating func cancelDeposit(_ id: OperationID) throws(Refusal) {
    let operation = try operation(id)
    guard operation.purpose == .deposit, let order = operation.order else { throw .invalidAnswer }
    switch operation.phase {
    case .closed:
      append(.notDeposited(operation.ref, order))
      settle(operation, .openedClosed, .notDeposited)
    case .notSent: settle(operation, .notSent, .notDeposited)
    case .intended, .sent, .noMovement, .open, .notTaken: throw .wrongPhase
    }
  }

  /// What the clerk found, said after the door was seen closed.
  public mutating func answerRetrieval(_ id: OperationID, _ answer: RetrievalAnswer) throws(Refusal) {
    let operation = try operation(id)
    guard operation.purpose == .retrieval else { throw .invalidAnswer }
    guard operation.phase == .closed, operation.wasSeenOpen else { throw .wrongPhase }
    let outcome: Outcome = operation.wasAlreadyOpen ? .alreadyOpen : .openedClosed
    var holdsOld = false
    if case .oldDocument = try compartment(operation.compartment).content { holdsOld = true }
    switch answer {
    case .oldDocument:
      try collectOldDocument(operation, wasInside: true)
      settle(operation, outcome, .oldDocumentRetrieved)
    case .foundEmpty where holdsOld:
      try collectOldDocument(operation, wasInside: false)
      settle(operation, outcome, .foundEmpty)
    case .retrieved where holdsOld: throw .invalidAnswer
    case .retrieved(let named):
      guard let orderID = operation.order ?? named else { throw .unknownOrder }
      if let named, let known = operation.order, named != known { throw .invalidAnswer }
      let order = try order(orderID)
      if operation.order == nil, let custody = order.custody, custody.compartment != operation.compartment {
        throw .alreadyDeposited(custody.compartment)
      }
      if case .handedOver = order.stage { throw .handedOver }
      // Who was never told that the set is here need not hear that it is gone.
      let wasInvited = order.custody != nil
      append(
        .retrieved(operation.ref, orderID, until: min(order.custody?.deadline ?? today, today)),
        side: wasInvited || policy.confirmsToRegister ? [] : [.eraseClear(orderID)])
      let cause = state.sequence
      dropNotices(of: orderID) { $0.isInvitation }
      if wasInvited {
        confirm(orderID, cause: cause)
        queue(.removed, orderID, cause: cause, erasing: .eraseClear(orderID))
      } else {
        confirm(orderID, cause: cause, erasing: .eraseClear(orderID))
      }
      reportMissing(operation)
      append(.emptyConfirmed(operation.ref, newEpoch: operation.epoch + 1, .staff))
      settle(operation, outcome, .retrieved)
    case .leftInside:
      append(.leftInside(operation.ref))
      settle(operation, outcome, .leftInside)
      // Something lies where the journal knows of nothing: a person must say what it is before the next deposit.
      switch state.compartments[operation.compartment]?.content {
      case .holds, .oldDocument, .unclear, nil: break
      case .empty, .unconfirmed:
        append(.contentUnclear(operation.compartment, id))
        review(
          .contentUnclear, operation.compartment, order: nil, operation: id, block: .contentUnclear)
      }
    case .foundEmpty:
      reportMissing(operation)
      append(.emptyConfirmed(operation.ref, newEpoch: operation.epoch + 1, .staff))
      settle(operation, outcome, .foundEmpty)
    }
  }

  /// Orders that the journal still places in a compartment that is empty now: nobody knows where those sets are. More
  /// than the operation's own where the content was unclear.
  mutating func reportMissing(_ operation: Operation) {
    for id in state.orderIDs where state.orders[id]?.custody?.compartment == operation.compartment {
      append(.foundEmpty(operation.ref, id))
      confirm(id, cause: state.sequence)
      dropNotices(of: id) { $0.isInvitation }
      review(.missing, operation.compartment, order: id, operation: operation.id)
    }
  }
}
