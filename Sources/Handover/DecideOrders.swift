// Orders come, are reminded, extended, overdue and forgotten; the configuration of the wall comes and goes.

extension Decision {
  static let wordingCharactersMax = 500

  public mutating func announce(_ id: OrderID, _ facts: OrderFacts, _ personal: Personal) {
    var announced = facts
    announced.oldDocument = nil
    append(.announced(id, announced), side: [.put(id, personal)])
    if let old = facts.oldDocument { append(.oldDocumentNamed(id, old)) }
  }

  /// Takes back an order that lies in no compartment.
  public mutating func withdraw(_ id: OrderID) throws(Refusal) {
    let order = try order(id)
    if let custody = order.custody { throw .alreadyDeposited(custody.compartment) }
    if let running = state.operations.values.first(where: { $0.order == id }) {
      throw .compartmentBusy(running.compartment)
    }
    dropNotices(of: id) { !$0.outlivesItsOrder }
    // What the confirmation needs is taken along before the rest goes.
    append(.withdrawn(id), side: policy.confirmsToRegister ? [] : [.erase(id)])
    confirm(id, cause: state.sequence, erasing: .erase(id))
  }

  /// Moves the deadline; an overdue set in its compartment may be picked up again.
  public mutating func extend(_ id: OrderID, days: Int) throws(Refusal) {
    guard let custody = try order(id).custody else { throw .notDeposited }
    guard custody.extensions < policy.extensionsMax else { throw .extensionsUsedUp }
    guard (1...31).contains(days) else { throw .invalidAnswer }
    append(.extended(id, deadline: max(custody.deadline, today) + days))
    let cause = state.sequence
    // A reminder of the old deadline is not true any more.
    dropNotices(of: id) { $0 == .reminder }
    queue(.extended, id, cause: cause)
  }

  /// A new code; the old one is dead. An order that the counter alone hands over has none.
  public mutating func renewCode(_ id: OrderID) throws(Refusal) {
    let order = try order(id)
    if case .handedOver = order.stage { throw .handedOver }
    if order.facts.counterOnly { throw .counterOnly }
    append(.codeRenewed(id, number: order.codeNumber + 1))
    // One that is still to be told of the deposit is told the new code with it.
    let isTold = state.outbox.contains { $0.order == id && $0.kind == .ready }
    if order.custody != nil, !isTold { queue(.newCode, id) }
  }

  /// The declaration of §17 PAuswV, with the words that were shown. At most
  /// `wordingCharactersMax` characters are kept.
  public mutating func confirmPinLetter(_ id: OrderID, version: String, wording: String) throws(Refusal) {
    let order = try order(id)
    guard order.needsPinLetter else { throw .invalidAnswer }
    append(
      .pinLetterConfirmed(
        id, version: String(version.prefix(40)),
        wording: String(wording.prefix(Decision.wordingCharactersMax))))
  }

  /// The letter with number and code is shown to staff, to be printed.
  public mutating func showLetter(_ id: OrderID) throws(Refusal) {
    let order = try order(id)
    if case .handedOver = order.stage { throw .handedOver }
    append(.letterShown(id))
  }

  /// What a civil day brings: reminders, overdue sets, and orders that are forgotten. Deadlines do not pass by a
  /// clock that is not believed (C14).
  public mutating func newDay() {
    checkClock()
    guard !state.isClockSuspect else { return }
    for id in state.orderIDs {
      guard let order = state.orders[id] else { continue }
      switch order.stage {
      case .announced, .missing: break
      case .deposited(let custody): dayPasses(id, custody)
      case .handedOver(_, let day):
        if now.day > day + policy.settledDays { forget(id) }
      case .retrieved(let day, _):
        if now.day > day + policy.retrievedDays { forget(id) }
      }
    }
    // A station that nobody uses writes nothing; without a word now and then its own calendar would look like a jump.
    if effects.isEmpty, state.lastDay.number > 0,
      now.day.number - state.lastDay.number >= policy.clockJumpDaysMax / 2
    {
      write(.clockSuspected(false), by: .station)
    }
  }

  private mutating func forget(_ id: OrderID) {
    dropNotices(of: id) { !$0.outlivesItsOrder }
    append(.forgotten(id), by: .station, side: [.erase(id)])
  }

  private mutating func dayPasses(_ id: OrderID, _ custody: Custody) {
    if now.day > custody.deadline, !custody.overdue {
      append(.overdue(id), by: .station)
      dropNotices(of: id) { $0.isInvitation }
      if custody.unconfirmed { review(.unconfirmed, custody.compartment, order: id, operation: nil) }
    } else if policy.reminderDay > 0, !custody.reminded, now.day <= custody.deadline,
      now.day >= custody.since + policy.reminderDay
    {
      append(.reminded(id), by: .station)
      queue(.reminder, id)
    }
  }

  /// A person says that the clock is right.
  public mutating func confirmClock() { write(.clockSuspected(false)) }

  /// Brings the journal's wall in line with the configuration.
  public mutating func configure(_ plans: [CompartmentPlan]) throws(Refusal) {
    let numbers = Set(plans.map(\.number))
    let removed = state.compartmentNumbers.filter { !numbers.contains($0) }
    for number in removed where isInUse(number) { throw .compartmentInUse(number) }
    for number in removed { append(.compartmentRemoved(number), by: .station) }
    for plan in plans {
      guard let known = state.compartments[plan.number] else {
        append(.compartmentConfigured(plan, epoch: 1), by: .station)
        continue
      }
      guard known.plan != plan else { continue }
      // Whatever is read from now on is another door's: of this operation nothing more will be learned.
      if known.plan.lock != plan.lock, let live = state.operation(at: plan.number) { endUnknown(live) }
      append(.compartmentConfigured(plan, epoch: known.epoch), by: .station)
      if known.plan.lock != plan.lock, known.content != .empty {
        var holder: OrderID?
        if case .holds(let id) = known.content { holder = id }
        review(.moved, plan.number, order: holder, operation: nil, block: .moved)
      }
    }
  }
  private func isInUse(_ number: CompartmentNumber) -> Bool {
    if state.operation(at: number) != nil { return true }
    switch state.compartments[number]?.content {
    case .holds, .oldDocument, .unclear: return true
    case .empty, .unconfirmed, nil: return false
    }
  }
}
