// The migration to versions 2 to 4: a file of version 1 opens, keeps its records, its persons and its outbox, and verifies;
// so does the copy that is made of it first. And what version 2 brought: contacts and deliveries of notices.

import GRDB
import Handover
import Testing

@testable import Journal

private let order = OrderID(5)
private let notice = Notice(order: order, kind: .removed, cause: 3)

/// Turns a file into one that version 1 wrote.
func makeOld(_ file: String) throws {
  try sqlite(
    file,
    """
    DROP TABLE board_proof; DROP TABLE last_backup; DROP TABLE custodian; DROP TABLE notice_contact; DROP TABLE delivery;
    DROP TABLE document_state;
    ALTER TABLE personal DROP COLUMN register_id; ALTER TABLE personal DROP COLUMN old_serial;
    ALTER TABLE orders DROP COLUMN old_document; ALTER TABLE orders DROP COLUMN old_fate;
    ALTER TABLE orders DROP COLUMN proxy_number; ALTER TABLE orders DROP COLUMN proxy_live;
    ALTER TABLE orders DROP COLUMN person; PRAGMA user_version = 1
    """)
}

@Suite struct MigrationTests {
  @Test func anOldFileOpensKeepsItsRecordsAndVerifies() throws {
    let scratch = try written()
    try Writer(scratch.path).append(
      .announced(order, OrderFacts(documents: DocumentSet([.passport]))), side: [.put(order, person(5))])
    try Writer(scratch.path).append(.noticeQueued(notice))
    let schema = try sqlite(scratch.database, "SELECT sql FROM sqlite_schema ORDER BY name")
    try makeOld(scratch.database)
    let old = try verifyJournal(file: scratch.database, publicKey: scratch.publicKey)
    #expect(old.isAccepted, "an auditor reads files of version 1: \(old.text)")

    do {
      let journal = try SQLiteJournal(directory: scratch.path) {
        throw JournalError.key(what: "not asked for")
      }
      #expect(try journal.load().outbox == [notice])
      #expect(try journal.head().sequence == Int64(old.records))
      #expect(try journal.deliveries() == [:] && journal.contact(notice) == nil)
      let personal = try #require(try journal.personal(order))
      #expect(personal.name == "Name 5" && personal.registerID == nil && personal.custodianBirthDates == [])
      #expect(personal.oldSerial == nil)
      #expect(try journal.verifyTables() == [])
      try journal.close()
    }
    #expect(try sqlite(scratch.database, "PRAGMA user_version") == ["4"])
    let report = try verifyJournal(file: scratch.database, publicKey: scratch.publicKey)
    #expect(report.isAccepted && report.records == old.records, "\(report.text)")
    let now = try sqlite(scratch.database, "SELECT name FROM sqlite_schema ORDER BY name")
    #expect(now.count == schema.count)

    let copy = "\(scratch.database).before-v4"
    let kept = try verifyJournal(file: copy, publicKey: scratch.publicKey)
    #expect(kept.isAccepted && kept.records == old.records, "\(kept.text)")
    for name in ["Name 5", "+49151"] { #expect(run("grep", "-c", name, copy).output == "0\n", "I14") }
    #expect(errorOfOpening(scratch.path, migrations: Migration.all) == nil, "a second start migrates nothing")
  }

  @Test("C10: contact and delivery of a notice outlive a restart, and go with the record that ends it")
  func contactsAndDeliveries() throws {
    let scratch = Scratch()
    var personal = person(5)
    personal.registerID = "VOIS-5-sentinel"
    personal.custodianBirthDates = [hash("1970-01-01"), hash("1971-02-02")].sorted {
      $0.bytes.lexicographicallyPrecedes($1.bytes)
    }
    let delivery = Delivery(
      stage: .sending, channel: .sms, attempts: 2, since: 17, nextAt: 1_795_000_060_000, reason: "exit 75")
    do {
      let writer = try Writer(scratch.path)
      try writer.append(
        .announced(order, OrderFacts(documents: DocumentSet([.passport]))), side: [.put(order, personal)])
      #expect(try writer.journal.personal(order)?.registerID == "VOIS-5-sentinel")
      #expect(try writer.journal.personal(order)?.custodianBirthDates == personal.custodianBirthDates)
      try writer.append(
        .noticeQueued(notice), side: [.keepContact(notice), .eraseClear(order)])
      #expect(try writer.journal.personal(order)?.phone == nil)
      #expect(try writer.journal.personal(order)?.registerID == nil)
      try writer.journal.put(
        Delivery(stage: .waiting, channel: nil, attempts: 0, since: 17, nextAt: 17), of: notice)
      let sequence = try writer.journal.head().sequence
      try writer.journal.put(delivery, of: notice)
      #expect(try writer.journal.head().sequence == sequence, "a try is no record")
    }
    let writer = try Writer(scratch.path)
    let contact = NoticeContact(email: personal.email, phone: personal.phone, language: "de")
    #expect(try writer.journal.contact(notice) == contact, "no register id in a message to a person")
    #expect(try writer.journal.deliveries() == [notice: delivery])
    #expect(run("grep", "-c", "n5@example.org", scratch.database).output == "1\n")
    try writer.append(.noticeDone(notice), side: [.eraseContact(notice)])
    #expect(try writer.journal.contact(notice) == nil && writer.journal.deliveries() == [:])
    #expect(run("grep", "-c", "n5@example.org", scratch.database).output == "0\n", "secure_delete")
    #expect(run("grep", "-c", "sentinel", scratch.database).output == "0\n", "secure_delete")
    run("cp", scratch.database, "\(scratch.path)/copy.sqlite")
    let report = try verifyJournal(file: "\(scratch.path)/copy.sqlite", publicKey: scratch.publicKey)
    #expect(report.isAccepted, "\(report.text)")
  }

  @Test func aConfirmationTakesTheRegistersIdAndNothingElse() throws {
    var personal = person(5)
    personal.registerID = "A-1"
    #expect(personal.contact(for: .confirmation) == NoticeContact(registerID: "A-1", language: "de"))
    #expect(personal.contact(for: .receipt) == NoticeContact(email: personal.email, language: "de"))
    for kind in NoticeKind.allCases where kind != .confirmation {
      #expect(personal.contact(for: kind).registerID == nil)
    }
  }
}
