// The payload of each kind of event in the canonical bytes. Written once, never changed: see docs/journal.md.

extension Event {
  func write(to out: inout ByteWriter) {
    switch self {
    case .founded(let station): out.put(station)
    case .started(let version): out.put(version)
    case .compartmentConfigured(let plan, let epoch):
      out.put(plan)
      out.put(epoch)
    case .compartmentRemoved(let number): out.put(number)
    case .clockSuspected(let isSuspect): out.put(isSuspect)
    case .safeModeEntered(let violations): out.put(list: violations) { $0.put($1) }
    case .safeModeLeft: break
    case .backupMade(let sequence, let hash):
      out.put(sequence)
      hash.write(to: &out)
    case .announced(let order, let facts):
      out.put(order.value)
      out.put(facts)
    case .withdrawn(let order), .overdue(let order), .reminded(let order), .letterShown(let order),
      .identified(let order), .erased(let order), .forgotten(let order), .identifiedByOldDocument(let order):
      out.put(order.value)
    case .pinLetterConfirmed(let order, let version, let wording):
      out.put(order.value)
      out.put(version)
      out.put(wording)
    case .oldDocumentNamed, .identifiedAs, .proxyReleased, .proxyWithdrawn, .oldDocumentLost,
      .oldDocumentSettled, .oldDocumentCollected:
      writeWayOfPickup(to: &out)
    case .extended(let order, let deadline):
      out.put(order.value)
      out.put(deadline)
    case .codeRenewed(let order, let number):
      out.put(order.value)
      out.put(number)
    case .wrongTry(let slot, let counter):
      out.put(slot)
      out.put(counter)
    case .triesCleared(let slot): out.put(slot)
    case .intent(let intent):
      out.put(intent.ref)
      out.put(intent.purpose.rawValue)
      out.put(intent.order) { $0.put($1.value) }
      out.put(intent.before.rawValue)
      out.put(intent.itemBefore.rawValue)
    case .unlockSent(let ref, let complete):
      out.put(ref)
      out.put(complete)
    case .unlockNotSent(let ref, let failure):
      out.put(ref)
      out.put(failure.rawValue)
    case .opened(let ref, let sighting), .closed(let ref, let sighting):
      out.put(ref)
      out.put(sighting.rawValue)
    case .noMovement(let ref), .leftInside(let ref): out.put(ref)
    case .uncommandedOpening(let number, let lock, let epoch, let sighting),
      .uncommandedClosing(let number, let lock, let epoch, let sighting):
      out.put(number)
      out.put(lock)
      out.put(epoch)
      out.put(sighting.rawValue)
    case .taken(let ref, let order, let witness):
      out.put(ref)
      out.put(order.value)
      out.put(witness.rawValue)
    case .notTaken(let ref, let order), .notDeposited(let ref, let order), .foundEmpty(let ref, let order):
      out.put(ref)
      out.put(order.value)
    case .deposited(let ref, let content):
      out.put(ref)
      out.put(content)
    case .retrieved(let ref, let order, let until):
      out.put(ref)
      out.put(order.value)
      out.put(until)
    case .emptyConfirmed(let ref, let newEpoch, let witness):
      out.put(ref)
      out.put(newEpoch)
      out.put(witness.rawValue)
    case .contentUnclear(let number, let operation):
      out.put(number)
      out.put(operation) { $0.put($1.number) }
    case .settled(let ref, let outcome, let confirmation, let order):
      out.put(ref)
      out.put(outcome.rawValue)
      out.put(confirmation.rawValue)
      out.put(order) { $0.put($1.value) }
    case .contactCompared(let ref, let comparison):
      out.put(ref)
      out.put(comparison)
    case .boardProven(let proven): out.put(proven)
    case .boardDoubted(let board, let finding, let lock):
      out.put(board)
      out.put(finding.rawValue)
      out.put(lock) { $0.put($1) }
    case .reviewOpened(let kind, let number, let order, let operation):
      out.put(kind.rawValue)
      out.put(number) { $0.put($1) }
      out.put(order) { $0.put($1.value) }
      out.put(operation) { $0.put($1.number) }
    case .reviewRepeated(let item), .reviewClosed(let item): out.put(item)
    case .blocked(let number, let cause):
      out.put(number)
      out.put(cause.rawValue)
    case .released(let number): out.put(number)
    case .noticeQueued(let notice), .noticeDone(let notice), .noticeDropped(let notice):
      out.put(notice.order.value)
      out.put(notice.kind.rawValue)
      out.put(notice.cause)
    }
  }
}

extension ByteWriter {
  mutating func put(_ plan: CompartmentPlan) {
    put(plan.number)
    put(plan.lock)
    put(plan.size.rawValue)
    put(plan.isLow)
    put(plan.row)
    put(plan.column)
    put(plan.hasItemSensor)
  }

  mutating func put(_ facts: OrderFacts) {
    put(list: facts.documents.documents) { $0.put($1.rawValue) }
    put(facts.size.rawValue)
    put(facts.wantsLowDoor)
    put(facts.counterOnly)
    put(facts.pinLetterConfirmed)
  }

  mutating func put(_ counter: TryCounter) {
    put(counter.tries)
    put(counter.locks)
    put(counter.lockedUntil) { $0.put($1) }
    put(counter.needsCounter)
    put(counter.lastTry)
  }

  mutating func put(_ content: DepositContent) {
    put(content.order.value)
    put(list: content.parts) {
      $0.put(UInt8(clamping: $1.index))
      $0.put($1.kind.rawValue)
      $0.put($1.part.rawValue)
    }
    put(content.deadline)
    put(content.witness) { $0.put($1) }
  }
}
