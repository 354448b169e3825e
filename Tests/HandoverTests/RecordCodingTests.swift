// The canonical bytes: each kind there and back, fixed for ever by a golden text, and nothing else is read (I9, I14).

import Testing

@testable import Handover

@Suite struct RecordCodingTests {
  static let ref = OperationRef(
    operation: OperationID(42), attempt: 2, compartment: 17, lock: LockAddress(bus: 1, board: 2, lock: 3),
    epoch: 4)
  static let order = OrderID(0x0123_4567_89AB_CDEF)
  static let day = CivilDay(number: 20_779)
  static let moment = Moment(wall: 1_795_305_600_000, monotonic: 86_400_000, boot: 9, day: day)
  static let notice = Notice(order: order, kind: .reminder, cause: 77)

  /// One of every kind, in the order of their numbers.
  static let events: [Event] = [
    .founded(station: 7), .started(version: "1.0"),
    .compartmentConfigured(Fixture.plan(17, .medium, hasItemSensor: true), epoch: 4),
    .compartmentRemoved(17), .clockSuspected(true), .safeModeEntered(violations: ["I1", "I9"]), .safeModeLeft,
    .announced(
      order,
      OrderFacts(
        documents: DocumentSet([.idCard, .passport]), size: .large, wantsLowDoor: true, counterOnly: true,
        pinLetterConfirmed: false)),
    .withdrawn(order), .overdue(order), .reminded(order), .extended(order, deadline: day),
    .codeRenewed(order, number: 3), .letterShown(order), .identified(order), .erased(order),
    .forgotten(order),
    .wrongTry(
      slot: 5, TryCounter(tries: 2, locks: 1, lockedUntil: moment, needsCounter: false, lastTry: moment)),
    .triesCleared(slot: 5), .pinLetterConfirmed(order, version: "1", wording: "Ja, erhalten."),
    .oldDocumentNamed(order, .passport), .identifiedAs(order, .custodian),
    .proxyReleased(order, number: 2),
    .proxyWithdrawn(order),
    .oldDocumentLost(order, .idCard, version: "1", wording: "Ich erkläre den Verlust."),
    .oldDocumentSettled(ref, order, .surrendered), .oldDocumentCollected(ref, order, wasInside: true),
    .intent(
      Intent(ref: ref, purpose: .handover, order: order, before: .closed, itemBefore: .present)),
    .unlockSent(ref, complete: true), .unlockNotSent(ref, .coolingDown), .opened(ref, .recovered),
    .closed(ref, .seen), .noMovement(ref), .uncommandedOpening(17, ref.lock, epoch: 4, .seen),
    .uncommandedClosing(17, ref.lock, epoch: 4, .recovered), .taken(ref, order, .itemSensor),
    .notTaken(ref, order),
    .deposited(
      ref, DepositContent(order: order, parts: DocumentSet([.idCard]).parts, deadline: day, witness: 1003)),
    .notDeposited(ref, order), .retrieved(ref, order, until: day), .leftInside(ref), .foundEmpty(ref, order),
    .emptyConfirmed(ref, newEpoch: 5, .staff), .contentUnclear(17, OperationID(42)),
    .settled(ref, .openedClosed, .taken, order),
    .contactCompared(
      ref,
      ContactComparison(step: .afterOpening, word: .opened, before: 0xFFFF, now: 0xFFF7, isSteady: true)),
    .boardProven(
      ProvenBoard(
        board: BoardAddress(bus: 1, board: 2),
        values: BoardValues(
          dialect: .kerong, pulseForm: .own, locks: 16, closedIsOne: true, inverted: 0b1000, ignored: 0x8000,
          answersUnlock: .never, byteOrder: .lowFirst, statusTimeout: 90),
        pulseMilliseconds: 500, answerMilliseconds: 12, unlocks: 15, unlocksAnswered: 0,
        fragment: Digest256(1, 2, 3, 0xFFFF_FFFF_FFFF_FFFF))),
    .boardDoubted(BoardAddress(bus: 1, board: 2), .stuckContact, lock: 3),
    .identifiedByOldDocument(order),
    .reviewOpened(.jammed, 17, order, OperationID(42)),
    .reviewRepeated(88), .reviewClosed(88), .blocked(17, .jammed), .released(17), .noticeQueued(notice),
    .noticeDone(notice), .noticeDropped(notice),
    .backupMade(sequence: 1200, hash: RecordHash(Array(1...32))!),
  ]

  static func record(_ event: Event) -> Record {
    Record(sequence: 1234, time: moment, actor: Actor(role: .staff, user: 1001), event: event)
  }

  static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  @Test func everyKindIsHere() {
    let codes = Self.events.map(\.code)
    #expect(codes == codes.sorted() && Set(codes).count == codes.count)
    #expect(Set(Self.events.map(\.name)).count == codes.count)
    // Every number that reads back as a kind is in the list: no kind is forgotten.
    for code in UInt8.min...UInt8.max where !codes.contains(code) {
      var bytes = Self.record(.safeModeLeft).canonicalBytes
      bytes[1] = code
      #expect(throws: RecordCodingError.unknownKind(code)) { try Record(canonicalBytes: bytes) }
    }
  }

  @Test(arguments: events) func thereAndBack(_ event: Event) throws {
    for actor in [Actor.station, Fixture.citizen, Actor(role: .auditor, user: .max)] {
      let record = Record(sequence: .max, time: Self.moment, actor: actor, event: event)
      #expect(try Record(canonicalBytes: record.canonicalBytes) == record)
      #expect(record.canonicalBytes.count <= Record.canonicalBytesMax)
    }
  }

  @Test(arguments: events) func everyCutAndEveryTailIsRefused(_ event: Event) {
    let bytes = Self.record(event).canonicalBytes
    for count in 0..<bytes.count {
      #expect(throws: RecordCodingError.self) { try Record(canonicalBytes: Array(bytes.prefix(count))) }
    }
    #expect(throws: RecordCodingError.trailingBytes) { try Record(canonicalBytes: bytes + [0]) }
  }

  /// I9: two different byte strings are two different records, or one of them is none.
  @Test(arguments: events) func aChangedByteIsAnotherRecordOrNone(_ event: Event) {
    let record = Self.record(event)
    let bytes = record.canonicalBytes
    for index in bytes.indices {
      for flip in [1, 0x80, 0xFF] as [UInt8] {
        var changed = bytes
        changed[index] ^= flip
        guard let read = try? Record(canonicalBytes: changed) else { continue }
        #expect(read != record && read.canonicalBytes == changed, "byte \(index)")
      }
    }
  }

  @Test func aLayoutOfTheFutureIsNamed() {
    var bytes = Self.record(.safeModeLeft).canonicalBytes
    bytes[0] = 2
    #expect(throws: RecordCodingError.newerLayout(2)) { try Record(canonicalBytes: bytes) }
  }

  @Test func theBytesNeverChange() throws {
    let lines = Self.events.map { "\($0.code) \($0.name) \(Self.hex(Self.record($0).canonicalBytes))" }
    try expectGolden("record_bytes.txt", lines)
  }

  /// I14: no field of an event can carry a person's text. Only a version, the names of invariants and
  /// the station's own words of a declaration are strings.
  @Test func i14RecordsHoldNoText() {
    var withText: [String] = []
    for event in Self.events where Self.containsText(event) { withText.append(event.name) }
    #expect(withText == ["started", "safe_mode_entered", "pin_letter_confirmed", "old_document_lost"])
  }

  private static func containsText(_ value: Any) -> Bool {
    if value is String || value is [String] || value is Character || value is [UInt8] { return true }
    return Mirror(reflecting: value).children.contains { containsText($0.value) }
  }
}

@Suite struct EventNamesTests {
  @Test func whatAnEventNamesIsWhatTheExportShows() {
    let ref = RecordCodingTests.ref
    for event in RecordCodingTests.events {
      if let own = event.ref {
        #expect(own == ref)
        #expect(event.compartment == 17 && event.lock == ref.lock && event.epoch == 4)
      }
      if event.lock != nil { #expect(event.compartment == 17) }
    }
    #expect(RecordCodingTests.events.filter { $0.ref != nil }.count == 18)
    #expect(Event.blocked(3, .staff).compartment == 3)
    #expect(Event.reviewOpened(.missing, nil, nil, nil).compartment == nil)
    #expect(Event.safeModeLeft.epoch == nil)
  }
}
