// A code for a proxy, an extension at the screen, and an old document that is lost, laid in or collected.

extension Decision {
  /// A clerk has checked an authorisation (§18(1) PAuswV): a new code for a proxy, and an earlier one is dead. Never
  /// where the order says counter only (§18(5)).
  public mutating func releaseProxy(_ id: OrderID) throws(Refusal) {
    let order = try order(id)
    if order.facts.counterOnly { throw .counterOnly }
    switch order.stage {
    case .announced: break
    case .deposited(let custody): if isOver(custody) { throw .overdue(until: custody.deadline) }
    case .handedOver: throw .handedOver
    case .retrieved, .missing: throw .notDeposited
    }
    append(.proxyReleased(id, number: order.proxy.number + 1))
  }

  public mutating func withdrawProxy(_ id: OrderID) throws(Refusal) {
    guard try order(id).proxy.isLive else { throw .noProxyCode }
    append(.proxyWithdrawn(id))
  }

  /// The new last day if the citizen asks for a longer time now; nil: no extension is left, or it is too late.
  public func extendedDay(_ order: Order) -> CivilDay? {
    guard let custody = order.custody, !isOver(custody), custody.extensions < policy.extensionsMax,
      !order.facts.counterOnly
    else { return nil }
    return max(custody.deadline, today) + policy.extensionDays
  }

  /// A longer time, asked for at the screen after the second factor.
  public mutating func extendAtScreen(_ id: OrderID) throws(Refusal) {
    let order = try order(id)
    guard let custody = order.custody else { throw .notDeposited }
    if isOver(custody) { throw .overdue(until: custody.deadline) }
    guard state.identified.contains(id) else { throw .notIdentified }
    guard extendedDay(order) != nil else { throw .extensionsUsedUp }
    try extend(id, days: policy.extensionDays)
  }

  /// "I do not have the old one any more": the declaration with the words that were shown, and a review item for the
  /// clerk.
  public mutating func declareOldDocumentLost(
    _ id: OrderID, version: String, wording: String
  ) throws(Refusal) {
    let order = try order(id)
    guard order.custody != nil else { throw .notDeposited }
    guard state.identified.contains(id) else { throw .notIdentified }
    guard let kind = order.oldDocumentAsked(policy.oldDocument), !wording.isEmpty else {
      throw .invalidAnswer
    }
    append(
      .oldDocumentLost(
        id, kind, version: String(version.prefix(40)),
        wording: String(wording.prefix(Decision.wordingCharactersMax))))
    review(.oldDocumentLost, nil, order: id, operation: nil)
  }

  /// A receipt by e-mail: the address comes along, since the order's own is erased by now, and goes when it is sent.
  public mutating func queueReceipt(_ id: OrderID, _ contact: NoticeContact) {
    let notice = Notice(order: id, kind: .receipt, cause: state.sequence)
    guard !state.outbox.contains(notice) else { return }
    append(.noticeQueued(notice), by: .station, side: [.putContact(notice, contact)])
  }

  /// The old document is to be laid in when this set is taken, so its answer is waited for.
  func expectsOldDocument(_ id: OrderID?) -> Bool {
    policy.oldDocument == .surrender && oldDocument(of: id) != nil
  }

  private func oldDocument(of id: OrderID?) -> DocumentKind? {
    id.flatMap { state.orders[$0] }?.oldDocumentAsked(policy.oldDocument)
  }

  /// After `taken`, in its transaction: what became of the old document. `laidIn` nil: nobody said.
  mutating func settleOldDocument(_ operation: Operation, _ id: OrderID, laidIn: Bool?) {
    guard oldDocument(of: id) != nil else { return }
    if policy.oldDocument == .keep {
      append(.oldDocumentSettled(operation.ref, id, .kept))
    } else if laidIn == true {
      append(.oldDocumentSettled(operation.ref, id, .surrendered))
    } else {
      append(.oldDocumentSettled(operation.ref, id, .owed))
      review(.oldDocumentMissing, operation.compartment, order: id, operation: operation.id)
    }
  }

  /// The clerk emptied a compartment in which an old document was laid. Where the journal still places the new set
  /// there, that set is missing: somebody took it and never said so.
  mutating func collectOldDocument(_ operation: Operation, wasInside: Bool) throws(Refusal) {
    let holder: OrderID
    switch try compartment(operation.compartment).content {
    case .oldDocument(let id): holder = id
    case .holds(let id) where wasInside && state.orders[id]?.facts.oldDocument != nil: holder = id
    case .holds, .empty, .unconfirmed, .unclear: throw .invalidAnswer
    }
    reportMissing(operation)
    append(.oldDocumentCollected(operation.ref, holder, wasInside: wasInside))
    if !wasInside {
      review(.oldDocumentMissing, operation.compartment, order: holder, operation: operation.id)
    }
    append(.emptyConfirmed(operation.ref, newEpoch: operation.epoch + 1, .staff))
  }
}
