// What an event is called in the canonical bytes and in exports, and which door it names. No meaning stands here.

extension Event {
  /// The number of the kind in the canonical bytes.
  public var code: UInt8 {
    switch self {
    case .founded: 1
    case .started: 2
    case .compartmentConfigured: 3
    case .compartmentRemoved: 4
    case .clockSuspected: 5
    case .safeModeEntered: 6
    case .safeModeLeft: 7
    case .announced: 10
    case .withdrawn: 11
    case .overdue: 12
    case .reminded: 13
    case .extended: 14
    case .codeRenewed: 15
    case .letterShown: 16
    case .identified: 17
    case .pinLetterConfirmed: 22
    case .erased: 18
    case .forgotten: 19
    case .wrongTry: 20
    case .triesCleared: 21
    case .oldDocumentNamed: 23
    case .identifiedAs: 24
    case .proxyReleased: 25
    case .proxyWithdrawn: 26
    case .oldDocumentLost: 27
    case .oldDocumentSettled: 28
    case .oldDocumentCollected: 29
    case .intent: 30
    case .unlockSent: 31
    case .unlockNotSent: 32
    case .opened: 33
    case .closed: 34
    case .noMovement: 35
    case .uncommandedOpening: 36
    case .uncommandedClosing: 37
    case .taken: 40
    case .notTaken: 41
    case .deposited: 42
    case .notDeposited: 43
    case .retrieved: 44
    case .leftInside: 45
    case .foundEmpty: 46
    case .emptyConfirmed: 47
    case .contentUnclear: 48
    case .settled: 49
    case .contactCompared: 50
    case .boardProven: 51
    case .boardDoubted: 52
    case .identifiedByOldDocument: 53
    case .reviewOpened: 60
    case .reviewRepeated: 61
    case .reviewClosed: 62
    case .blocked: 63
    case .released: 64
    case .noticeQueued: 70
    case .noticeDone: 71
    case .noticeDropped: 72
    case .backupMade: 90
    }
  }

  /// The name of the kind in exports.
  public var name: String {
    switch self {
    case .founded: "founded"
    case .started: "started"
    case .compartmentConfigured: "compartment_configured"
    case .compartmentRemoved: "compartment_removed"
    case .clockSuspected: "clock_suspected"
    case .safeModeEntered: "safe_mode_entered"
    case .safeModeLeft: "safe_mode_left"
    case .announced: "announced"
    case .withdrawn: "withdrawn"
    case .overdue: "overdue"
    case .reminded: "reminded"
    case .extended: "extended"
    case .codeRenewed: "code_renewed"
    case .letterShown: "letter_shown"
    case .identified: "identified"
    case .pinLetterConfirmed: "pin_letter_confirmed"
    case .erased: "erased"
    case .forgotten: "forgotten"
    case .wrongTry: "wrong_try"
    case .triesCleared: "tries_cleared"
    case .oldDocumentNamed: "old_document_named"
    case .identifiedAs: "identified_as"
    case .proxyReleased: "proxy_released"
    case .proxyWithdrawn: "proxy_withdrawn"
    case .oldDocumentLost: "old_document_lost"
    case .oldDocumentSettled: "old_document_settled"
    case .oldDocumentCollected: "old_document_collected"
    case .intent: "intent"
    case .unlockSent: "unlock_sent"
    case .unlockNotSent: "unlock_not_sent"
    case .opened: "opened"
    case .closed: "closed"
    case .noMovement: "no_movement"
    case .uncommandedOpening: "uncommanded_opening"
    case .uncommandedClosing: "uncommanded_closing"
    case .taken: "taken"
    case .notTaken: "not_taken"
    case .deposited: "deposited"
    case .notDeposited: "not_deposited"
    case .retrieved: "retrieved"
    case .leftInside: "left_inside"
    case .foundEmpty: "found_empty"
    case .emptyConfirmed: "empty_confirmed"
    case .contentUnclear: "content_unclear"
    case .settled: "settled"
    case .contactCompared: "contact_compared"
    case .boardProven: "board_proven"
    case .boardDoubted: "board_doubted"
    case .identifiedByOldDocument: "identified_by_old_document"
    case .reviewOpened: "review_opened"
    case .reviewRepeated: "review_repeated"
    case .reviewClosed: "review_closed"
    case .blocked: "blocked"
    case .released: "released"
    case .noticeQueued: "notice_queued"
    case .noticeDone: "notice_done"
    case .noticeDropped: "notice_dropped"
    case .backupMade: "backup_made"
    }
  }

  /// The operation and door that the event names, where it names one.
  public var ref: OperationRef? {
    switch self {
    case .intent(let intent): intent.ref
    case .unlockSent(let ref, _), .unlockNotSent(let ref, _), .opened(let ref, _), .closed(let ref, _),
      .noMovement(let ref), .taken(let ref, _, _), .notTaken(let ref, _), .deposited(let ref, _),
      .notDeposited(let ref, _), .retrieved(let ref, _, _), .leftInside(let ref), .foundEmpty(let ref, _),
      .emptyConfirmed(let ref, _, _), .settled(let ref, _, _, _), .contactCompared(let ref, _),
      .oldDocumentSettled(let ref, _, _), .oldDocumentCollected(let ref, _, _):
      ref
    default: nil
    }
  }

  /// The compartment that the event names, where it names one.
  public var compartment: CompartmentNumber? {
    if let ref { return ref.compartment }
    switch self {
    case .compartmentConfigured(let plan, _): return plan.number
    case .compartmentRemoved(let number), .blocked(let number, _), .released(let number),
      .contentUnclear(let number, _), .uncommandedOpening(let number, _, _, _),
      .uncommandedClosing(let number, _, _, _):
      return number
    case .reviewOpened(_, let number, _, _): return number
    default: return nil
    }
  }

  /// The lock that the event names, where it names one.
  public var lock: LockAddress? {
    if let ref { return ref.lock }
    switch self {
    case .compartmentConfigured(let plan, _): return plan.lock
    case .uncommandedOpening(_, let lock, _, _), .uncommandedClosing(_, let lock, _, _): return lock
    default: return nil
    }
  }

  /// The custody epoch that the event names, where it names one.
  public var epoch: Int? {
    if let ref { return ref.epoch }
    switch self {
    case .compartmentConfigured(_, let epoch), .uncommandedOpening(_, _, let epoch, _),
      .uncommandedClosing(_, _, let epoch, _):
      return epoch
    default: return nil
    }
  }
}
