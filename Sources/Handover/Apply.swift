// How a record changes the durable state. The only way that state changes; total, so that any journal replays.
// Whether a record may be written is asked before, by the decisions and by the invariants.

extension State {
  /// Takes a record over. Records come in the order of their sequence numbers.
  public mutating func apply(_ record: Record) {
    sequence = record.sequence
    // A day that is reported as not credible is not the latest day: it would make itself credible.
    if record.time.day > lastDay, !isClockSuspect, record.event != .clockSuspected(true) {
      lastDay = record.time.day
    }
    switch record.event {
    case .founded(let station): self.station = station
    case .started: identified = []
    case .clockSuspected(let isSuspect):
      isClockSuspect = isSuspect
      if !isSuspect { lastDay = record.time.day }
    case .safeModeEntered(let violations): safeMode = violations
    case .safeModeLeft: safeMode = nil
    case .wrongTry(let slot, let counter): counters[slot] = counter
    case .triesCleared(let slot): counters[slot] = nil
    case .noticeQueued(let notice): outbox.append(notice)
    case .noticeDone(let notice), .noticeDropped(let notice): outbox.removeAll { $0 == notice }
    case .reviewOpened(let kind, let compartment, let order, let operation):
      reviews[record.sequence] = ReviewItem(
        id: record.sequence, kind: kind, compartment: compartment, order: order, operation: operation)
    case .reviewRepeated(let item): reviews[item]?.repeats += 1
    case .reviewClosed(let item): reviews[item] = nil
    case .backupMade(let sequence, _):
      lastBackup = BackupMark(sequence: sequence, wall: record.time.wall, day: record.time.day)
    case .boardProven(let proven):
      proofs[proven.board] = BoardProofMark(
        sequence: record.sequence, day: record.time.day, proven: proven)
    case .boardDoubted(let board, _, _): proofs[board] = nil
    default:
      applyToOrder(record.event)
      applyToCompartment(record.event)
      applyToOperation(record)
    }
  }

  private mutating func applyToOrder(_ event: Event) {
    switch event {
    case .announced(let id, let facts):
      orders[id] = Order(id: id, facts: facts, stage: .announced, codeNumber: 1)
    case .withdrawn(let id), .forgotten(let id):
      orders[id] = nil
      forgetFactors(id)
    case .overdue(let id):
      changeCustody(id) { $0.overdue = true }
      orders[id]?.proxy.isLive = false
    case .reminded(let id): changeCustody(id) { $0.reminded = true }
    case .extended(let id, let deadline):
      changeCustody(id) {
        $0.deadline = deadline
        $0.extensions += 1
        $0.overdue = false
        $0.reminded = false
      }
    case .codeRenewed(let id, let number):
      orders[id]?.codeNumber = number
      forgetFactors(id)
    case .identified(let id), .identifiedByOldDocument(let id): identify(id, .holder)
    case .identifiedAs(let id, let person): identify(id, person)
    case .oldDocumentNamed(let id, let kind): orders[id]?.facts.oldDocument = kind
    case .proxyReleased(let id, let number):
      orders[id]?.proxy = ProxyCode(number: number, isLive: true)
      forgetProxyFactors(id)
    case .proxyWithdrawn(let id):
      orders[id]?.proxy.isLive = false
      // The number of a withdrawn code is given up, so that it answers nothing, not even that it is late.
      orders[id]?.proxy.number += 1
      forgetProxyFactors(id)
    case .oldDocumentLost(let id, _, _, _): orders[id]?.oldDocumentFate = .declaredLost
    case .oldDocumentSettled(_, let id, let fate): orders[id]?.oldDocumentFate = fate
    case .pinLetterConfirmed(let id, _, _): orders[id]?.facts.pinLetterConfirmed = true
    case .taken(let ref, let id, _):
      orders[id]?.stage = .handedOver(ref.operation, day: lastDay)
      orders[id]?.proxy.isLive = false
      forgetFactors(id)
    case .deposited(let ref, let content):
      orders[content.order]?.stage = .deposited(
        Custody(
          compartment: ref.compartment, epoch: ref.epoch, since: lastDay, deadline: content.deadline))
    case .retrieved(_, let id, let until):
      orders[id]?.stage = .retrieved(day: lastDay, until: until)
      orders[id]?.proxy.isLive = false
      forgetFactors(id)
    case .foundEmpty(_, let id):
      orders[id]?.stage = .missing(since: lastDay)
      orders[id]?.proxy.isLive = false
      forgetFactors(id)
    case .settled(_, let outcome, let confirmation, .some(let id)):
      // One authentication opens for one operation; the next asks for both factors again (C4).
      forgetFactors(id)
      if confirmation == .unconfirmed, outcome == .openedClosed || outcome == .openedLeftOpen {
        changeCustody(id) { $0.unconfirmed = true }
      }
    default: break
    }
  }

  private mutating func identify(_ id: OrderID, _ person: PickupPerson) {
    forgetFactors(id)
    identified = identified.suffix(State.identifiedMax - 1) + [id]
    // A holder is the rule and leaves no trace; so it was before there was any other.
    orders[id]?.identifiedAs = person == .holder ? nil : person
  }

  private mutating func forgetFactors(_ id: OrderID) { identified.removeAll { $0 == id } }

  /// A proxy's factors lapse with the code that they came with.
  private mutating func forgetProxyFactors(_ id: OrderID) {
    if orders[id]?.identifiedAs == .proxy { forgetFactors(id) }
  }

  private mutating func changeCustody(_ id: OrderID, _ body: (inout Custody) -> Void) {
    guard case .deposited(var custody)? = orders[id]?.stage else { return }
    body(&custody)
    orders[id]?.stage = .deposited(custody)
  }

  private mutating func applyToCompartment(_ event: Event) {
    switch event {
    case .compartmentConfigured(let plan, let epoch):
      if let known = compartments[plan.number] {
        // Behind another lock is another space: what was said of the old one does not hold.
        if known.plan.lock != plan.lock { forgetEmptiness(plan.number) }
        compartments[plan.number]?.plan = plan
      } else {
        compartments[plan.number] = Compartment(
          plan: plan, epoch: epoch, content: .unconfirmed, block: nil, door: .closed)
      }
    case .compartmentRemoved(let number): compartments[number] = nil
    case .blocked(let number, let cause): compartments[number]?.block = cause
    case .released(let number): compartments[number]?.block = nil
    case .opened(let ref, _):
      compartments[ref.compartment]?.door = .openBy(ref.operation, attempt: ref.attempt)
      // Every deposit asks anew whether the compartment is empty, once its door was opened.
      if let operation = operations[ref.operation], operation.purpose == .deposit, !operation.wasSeenOpen {
        forgetEmptiness(ref.compartment)
      }
    case .intent(let intent) where intent.purpose == .commissioning:
      forgetEmptiness(intent.ref.compartment)
    case .uncommandedOpening(let number, _, _, _):
      compartments[number]?.door = .openUncommanded
      forgetEmptiness(number)
    case .closed(let ref, _): compartments[ref.compartment]?.door = .closed
    case .uncommandedClosing(let number, _, _, _): compartments[number]?.door = .closed
    case .taken(let ref, _, _): compartments[ref.compartment]?.content = .unconfirmed
    case .oldDocumentSettled(let ref, let id, .surrendered):
      compartments[ref.compartment]?.content = .oldDocument(id)
    case .oldDocumentCollected(let ref, _, _): compartments[ref.compartment]?.content = .unconfirmed
    case .deposited(let ref, let content): compartments[ref.compartment]?.content = .holds(content.order)
    case .retrieved(let ref, _, _), .foundEmpty(let ref, _):
      compartments[ref.compartment]?.content = .unconfirmed
    case .emptyConfirmed(let ref, let newEpoch, _):
      compartments[ref.compartment]?.content = .empty
      compartments[ref.compartment]?.epoch = newEpoch
    case .contentUnclear(let number, _): compartments[number]?.content = .unclear
    default: break
    }
  }

  private mutating func forgetEmptiness(_ number: CompartmentNumber) {
    if compartments[number]?.content == .empty { compartments[number]?.content = .unconfirmed }
  }

  private mutating func applyToOperation(_ record: Record) {
    switch record.event {
    case .intent(let intent):
      let ref = intent.ref
      if operations[ref.operation] != nil {
        operations[ref.operation]?.attempt = ref.attempt
        operations[ref.operation]?.epoch = ref.epoch
        operations[ref.operation]?.phase = .intended
        if operations[ref.operation]?.itemBefore != .present {
          operations[ref.operation]?.itemBefore = intent.itemBefore
        }
      } else {
        operations[ref.operation] = Operation(
          id: ref.operation, purpose: intent.purpose, order: intent.order, compartment: ref.compartment,
          lock: ref.lock, epoch: ref.epoch, actor: record.actor, attempt: ref.attempt, phase: .intended,
          wasSeenOpen: false, wasAlreadyOpen: false, itemBefore: intent.itemBefore, edges: 0)
        nextOperation = max(nextOperation, ref.operation.number + 1)
      }
    case .unlockSent(let ref, _): operations[ref.operation]?.phase = .sent
    case .unlockNotSent(let ref, _): operations[ref.operation]?.phase = .notSent
    case .noMovement(let ref): operations[ref.operation]?.phase = .noMovement
    case .opened(let ref, let sighting):
      operations[ref.operation]?.phase = .open
      operations[ref.operation]?.wasSeenOpen = true
      if sighting == .alreadyOpen { operations[ref.operation]?.wasAlreadyOpen = true }
      operations[ref.operation]?.edges += 1
    case .closed(let ref, _):
      operations[ref.operation]?.phase = .closed
      operations[ref.operation]?.edges += 1
    case .notTaken(let ref, _), .notDeposited(let ref, _): operations[ref.operation]?.phase = .notTaken
    case .emptyConfirmed(let ref, let newEpoch, _): operations[ref.operation]?.epoch = newEpoch
    case .settled(let ref, _, _, _): operations[ref.operation] = nil
    default: break
    }
  }
}
