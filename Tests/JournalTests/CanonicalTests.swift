// One record of each kind: its canonical bytes as they must stay for ever (Golden/canonical.txt), read back to the
// same record, and listed in docs/journal.md.

import Crypto
import Foundation
import Handover
import Testing

private let ref = OperationRef(
  operation: OperationID(42), attempt: 2, compartment: 17, lock: LockAddress(bus: 1, board: 2, lock: 3),
  epoch: 5)
private let order = OrderID(0x0123_4567_89AB_CDEF)
private let day = CivilDay(year: 2026, month: 11, day: 22)!
private let moment = Moment(
  wall: 1_795_369_445_123, monotonic: 86_400_001, boot: 0xFEDC_BA98_7654_3210, day: day)
private let notice = Notice(order: order, kind: .reminder, cause: 99)
private let facts = OrderFacts(
  documents: DocumentSet([.idCard, .passport]), size: .medium, wantsLowDoor: true, counterOnly: false,
  pinLetterConfirmed: true)

/// Every kind once, in the order of the codes.
let sampleEvents: [Event] = [
  .founded(station: 0x1111_2222_3333_4444), .started(version: "1.2.3 ü"),
  .compartmentConfigured(
    CompartmentPlan(
      number: 17, lock: ref.lock, size: .large, isLow: true, row: 2, column: 6, hasItemSensor: true), epoch: 5
  ),
  .compartmentRemoved(17), .clockSuspected(true), .safeModeEntered(violations: ["I2 x", ""]), .safeModeLeft,
  .announced(order, facts), .withdrawn(order), .overdue(order), .reminded(order),
  .extended(order, deadline: day),
  .codeRenewed(order, number: 3), .letterShown(order), .identified(order), .erased(order), .forgotten(order),
  .wrongTry(
    slot: 7, TryCounter(tries: 4, locks: 1, lockedUntil: moment, needsCounter: false, lastTry: moment)),
  .triesCleared(slot: 7), .pinLetterConfirmed(order, version: "1", wording: "Ja, erhalten."),
  .oldDocumentNamed(order, .passport), .identifiedAs(order, .custodian),
  .proxyReleased(order, number: 2),
  .proxyWithdrawn(order), .oldDocumentLost(order, .idCard, version: "1", wording: "Ich erkläre den Verlust."),
  .oldDocumentSettled(ref, order, .surrendered), .oldDocumentCollected(ref, order, wasInside: true),
  .intent(Intent(ref: ref, purpose: .handover, order: order, before: .closed, itemBefore: .present)),
  .unlockSent(ref, complete: true), .unlockNotSent(ref, .coolingDown), .opened(ref, .seen),
  .closed(ref, .recovered),
  .noMovement(ref), .uncommandedOpening(17, ref.lock, epoch: 5, .alreadyOpen),
  .uncommandedClosing(17, ref.lock, epoch: 5, .seen), .taken(ref, order, .itemSensor), .notTaken(ref, order),
  .deposited(
    ref,
    DepositContent(order: order, parts: DocumentSet([.idCard]).parts, deadline: day, witness: 1002)),
  .notDeposited(ref, order), .retrieved(ref, order, until: day), .leftInside(ref), .foundEmpty(ref, order),
  .emptyConfirmed(ref, newEpoch: 6, .staff), .contentUnclear(17, OperationID(42)),
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
  .reviewOpened(.notTaken, 17, order, OperationID(42)),
  .reviewRepeated(12), .reviewClosed(12), .blocked(17, .leftOpen), .released(17), .noticeQueued(notice),
  .noticeDone(notice), .noticeDropped(notice),
  .backupMade(sequence: 40, hash: RecordHash(Array(1...32))!),
]

let samples = sampleEvents.enumerated().map { index, event in
  Record(
    sequence: Int64(index + 1), time: moment,
    actor: Actor(role: .staff, user: index.isMultiple(of: 2) ? 1001 : nil),
    event: event)
}

@Suite struct CanonicalTests {
  let here = URL(filePath: #filePath).deletingLastPathComponent()

  @Test func canonicalBytesNeverChange() throws {
    let golden = here.appending(path: "Golden/canonical.txt")
    let now = samples.map { "\($0.event.code) \($0.event.name) \(Hex.encode($0.canonicalBytes))\n" }.joined()
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(now.utf8).write(to: golden)
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == now)
  }

  @Test func canonicalBytesReadBackAndInOneWayOnly() throws {
    for record in samples {
      let bytes = record.canonicalBytes
      #expect(bytes.count <= Record.canonicalBytesMax)
      #expect(try Record(canonicalBytes: bytes) == record)
      for count in 0..<bytes.count {
        #expect(throws: RecordCodingError.self) { try Record(canonicalBytes: Array(bytes.prefix(count))) }
      }
      #expect(throws: RecordCodingError.trailingBytes) { try Record(canonicalBytes: bytes + [0]) }
      for position in bytes.indices {
        var changed = bytes
        changed[position] ^= 0x41
        // Other bytes are another record or none.
        if let other = try? Record(canonicalBytes: changed) {
          #expect(other != record)
          #expect(other.canonicalBytes == changed)
        }
      }
    }
  }

  @Test func everyKindIsSampledOnceAndDocumented() throws {
    let codes = samples.map(\.event.code)
    #expect(codes == codes.sorted() && Set(codes).count == codes.count)
    // A code that decodes to something is a kind; those without a sample would be missing here.
    for code in UInt8.min...UInt8.max where !codes.contains(code) {
      var bytes = samples[0].canonicalBytes
      bytes[1] = code
      #expect(throws: RecordCodingError.unknownKind(code)) { try Record(canonicalBytes: bytes) }
    }
    let document = here.deletingLastPathComponent().deletingLastPathComponent().appending(
      path: "docs/journal.md")
    let rows = try String(contentsOf: document, encoding: .utf8).split(separator: "\n").compactMap {
      line -> String? in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard line.hasPrefix("|"), cells.count >= 3, let code = UInt8(cells[0]) else { return nil }
      return "\(code) \(cells[1].replacingOccurrences(of: "`", with: ""))"
    }
    #expect(rows == samples.map { "\($0.event.code) \($0.event.name)" })
  }
}
