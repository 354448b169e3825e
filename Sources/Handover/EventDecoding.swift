// Reading the payload of each kind of event back. The mirror of EventCoding.swift.

extension Event {
  init(code: UInt8, from input: inout ByteReader) throws(RecordCodingError) {
    switch code {
    case 1: self = .founded(station: try input.uint64())
    case 2: self = .started(version: try input.string())
    case 3: self = .compartmentConfigured(try input.plan(), epoch: try input.int())
    case 4: self = .compartmentRemoved(try input.int())
    case 5: self = .clockSuspected(try input.bool())
    case 6:
      self = .safeModeEntered(
        violations: try input.list { (input: inout ByteReader) throws(RecordCodingError) in try input.string()
        })
    case 7: self = .safeModeLeft
    case 10: self = .announced(try input.order(), try input.facts())
    case 11: self = .withdrawn(try input.order())
    case 12: self = .overdue(try input.order())
    case 13: self = .reminded(try input.order())
    case 14: self = .extended(try input.order(), deadline: try input.day())
    case 15: self = .codeRenewed(try input.order(), number: try input.int())
    case 16: self = .letterShown(try input.order())
    case 17: self = .identified(try input.order())
    case 18: self = .erased(try input.order())
    case 19: self = .forgotten(try input.order())
    case 20: self = .wrongTry(slot: try input.int(), try input.counter())
    case 21: self = .triesCleared(slot: try input.int())
    case 22:
      self = .pinLetterConfirmed(
        try input.order(), version: try input.string(), wording: try input.string())
    case 53: self = .identifiedByOldDocument(try input.order())
    case 23...29: self = try Event(wayOfPickupCode: code, from: &input)
    default: self = try Event(doorCode: code, from: &input)
    }
  }

  private init(doorCode code: UInt8, from input: inout ByteReader) throws(RecordCodingError) {
    switch code {
    case 30: self = .intent(try input.intent())
    case 31: self = .unlockSent(try input.ref(), complete: try input.bool())
    case 32: self = .unlockNotSent(try input.ref(), try input.raw(SendFailure.self))
    case 33: self = .opened(try input.ref(), try input.raw(Sighting.self))
    case 34: self = .closed(try input.ref(), try input.raw(Sighting.self))
    case 35: self = .noMovement(try input.ref())
    case 36:
      self = .uncommandedOpening(
        try input.int(), try input.lock(), epoch: try input.int(), try input.raw(Sighting.self))
    case 37:
      self = .uncommandedClosing(
        try input.int(), try input.lock(), epoch: try input.int(), try input.raw(Sighting.self))
    case 40: self = .taken(try input.ref(), try input.order(), try input.raw(Witness.self))
    case 41: self = .notTaken(try input.ref(), try input.order())
    case 42: self = .deposited(try input.ref(), try input.content())
    case 43: self = .notDeposited(try input.ref(), try input.order())
    case 44: self = .retrieved(try input.ref(), try input.order(), until: try input.day())
    case 45: self = .leftInside(try input.ref())
    case 46: self = .foundEmpty(try input.ref(), try input.order())
    case 47: self = .emptyConfirmed(try input.ref(), newEpoch: try input.int(), try input.raw(Witness.self))
    case 48: self = .contentUnclear(try input.int(), try input.optionalOperation())
    case 49:
      self = .settled(
        try input.ref(), try input.raw(Outcome.self), try input.raw(Confirmation.self),
        try input.optionalOrder())
    default: self = try Event(otherCode: code, from: &input)
    }
  }

  private init(otherCode code: UInt8, from input: inout ByteReader) throws(RecordCodingError) {
    switch code {
    case 50: self = .contactCompared(try input.ref(), try input.comparison())
    case 51: self = .boardProven(try input.provenBoard())
    case 52:
      self = .boardDoubted(
        try input.boardAddress(), try input.raw(ProofFinding.self),
        lock: try input.optional { (input: inout ByteReader) throws(RecordCodingError) in try input.int() })
    case 60:
      self = .reviewOpened(
        try input.raw(ReviewKind.self),
        try input.optional { (input: inout ByteReader) throws(RecordCodingError) in try input.int() },
        try input.optionalOrder(), try input.optionalOperation())
    case 61: self = .reviewRepeated(try input.int64())
    case 62: self = .reviewClosed(try input.int64())
    case 63: self = .blocked(try input.int(), try input.raw(BlockCause.self))
    case 64: self = .released(try input.int())
    case 70: self = .noticeQueued(try input.notice())
    case 71: self = .noticeDone(try input.notice())
    case 72: self = .noticeDropped(try input.notice())
    case 90: self = .backupMade(sequence: try input.int64(), hash: try input.recordHash())
    default: throw .unknownKind(code)
    }
  }
}

extension ByteReader {
  mutating func optionalOrder() throws(RecordCodingError) -> OrderID? {
    try optional { (input: inout ByteReader) throws(RecordCodingError) in try input.order() }
  }

  mutating func optionalOperation() throws(RecordCodingError) -> OperationID? {
    try optional { (input: inout ByteReader) throws(RecordCodingError) in try input.operation() }
  }

  mutating func plan() throws(RecordCodingError) -> CompartmentPlan {
    CompartmentPlan(
      number: try int(), lock: try lock(), size: try raw(CompartmentSize.self), isLow: try bool(),
      row: try int(),
      column: try int(), hasItemSensor: try bool())
  }

  mutating func facts() throws(RecordCodingError) -> OrderFacts {
    let documents = try list { (input: inout ByteReader) throws(RecordCodingError) in
      try input.raw(DocumentKind.self)
    }
    return OrderFacts(
      documents: DocumentSet(documents), size: try raw(CompartmentSize.self), wantsLowDoor: try bool(),
      counterOnly: try bool(), pinLetterConfirmed: try bool())
  }

  mutating func counter() throws(RecordCodingError) -> TryCounter {
    TryCounter(
      tries: try int(), locks: try int(),
      lockedUntil: try optional { (input: inout ByteReader) throws(RecordCodingError) in try input.moment() },
      needsCounter: try bool(), lastTry: try moment())
  }

  mutating func intent() throws(RecordCodingError) -> Intent {
    Intent(
      ref: try ref(), purpose: try raw(Purpose.self), order: try optionalOrder(),
      before: try raw(DoorReading.self),
      itemBefore: try raw(ItemReading.self))
  }

  mutating func content() throws(RecordCodingError) -> DepositContent {
    DepositContent(
      order: try order(),
      parts: try list { (input: inout ByteReader) throws(RecordCodingError) in
        DocumentSet.Part(
          index: Int(try input.byte()), kind: try input.raw(DocumentKind.self),
          part: try input.raw(DocumentPart.self))
      },
      deadline: try day(),
      witness: try optional { (input: inout ByteReader) throws(RecordCodingError) in try input.uint32() })
  }

  mutating func notice() throws(RecordCodingError) -> Notice {
    Notice(order: try order(), kind: try raw(NoticeKind.self), cause: try int64())
  }
}
