// The daily check of a journal in use: damage of every page and every row is found, whatever the page is for, and a
// sound file passes while records are appended.

import Foundation
import GRDB
import Handover
import Testing

@testable import Journal

@Suite struct WholeCheckTests {
  /// A journal with all kinds of pages: several for records, notes and side tables, and some that are free.
  private static func used() throws -> (Scratch, Writer) {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    try writer.pickup()
    for number in 10..<150 {
      try writer.append(
        .announced(OrderID(UInt64(number)), OrderFacts(documents: DocumentSet([.passport]))),
        side: [
          .put(OrderID(UInt64(number)), person(number)),
          .note(login: "meier", reason: String(repeating: "Lieferung ", count: 20)),
        ])
    }
    try writer.append(
      .wrongTry(
        slot: 3,
        TryCounter(
          tries: 1, locks: 0, lockedUntil: nil, needsCounter: false,
          lastTry: Moment(wall: 1, monotonic: 1, boot: 1, day: writer.day))),
      side: [.putCounter(slot: 3, hash("somebody"))])
    try writer.append(.noticeQueued(Notice(order: OrderID(20), kind: .ready, cause: 5)))
    try writer.append(.reviewOpened(.missing, nil, OrderID(21), nil))
    try writer.append(.safeModeEntered(violations: ["I2 x", "I9"]))
    try writer.append(.backupMade(sequence: 3, hash: RecordHash([UInt8](repeating: 1, count: 32))!))
    // Freed pages.
    for number in 60..<140 {
      let order = OrderID(UInt64(number))
      try writer.append(.forgotten(order), side: [.erase(order)])
    }
    return (scratch, writer)
  }

  /// A whole day's check; what it found.
  private static func run(_ writer: Writer, between: () throws -> Void = {}) throws -> String? {
    var check = WholeCheck()
    for _ in 0..<10_000 where !check.isDone {
      if let damage = check.step(writer.journal, durable: writer.state) { return damage }
      try between()
    }
    #expect(check.isDone)
    return nil
  }

  @Test("a sound journal passes, also while it grows")
  func sound() throws {
    let (scratch, writer) = try Self.used()
    defer { withExtendedLifetime(scratch) {} }
    #expect(try Self.run(writer) == nil)
    var more = 0
    #expect(
      try Self.run(writer) {
        more += 1
        if more.isMultiple(of: 3) { try writer.append(.started(version: "meanwhile")) }
      } == nil)
    #expect(more > 15)
  }

  @Test("every page, overwritten, emptied or with its first bytes changed, is found by the next check")
  func everyPage() throws {
    let (scratch, writer) = try Self.used()
    let descriptor = open(scratch.database, O_RDWR)
    // Closed last: SQLite's locks on the file go with any descriptor; nothing is written meanwhile.
    defer { close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    let pages = Int(size) / 4096
    #expect(pages > 40)
    let (count, free) = try PageFile(scratch.database).freePages()
    #expect(count == pages && free.leaves.count > 2 && free.damage == nil)
    #expect(try Self.run(writer) == nil)
    var missed: [String] = []
    for page in 0..<pages {
      var original = [UInt8](repeating: 0, count: 4096)
      #expect(pread(descriptor, &original, 4096, off_t(page * 4096)) == 4096)
      var changed = original
      for index in 0..<16 { changed[(page == 0 ? 100 : 0) + index] ^= 0xFF }
      for (name, bytes) in [
        ("overwritten", [UInt8](repeating: 0xA5, count: 4096)),
        ("emptied", [UInt8](repeating: 0, count: 4096)),
        ("changed", changed),
      ] where bytes != original && (name == "overwritten" || page < 3 || page.isMultiple(of: 3)) {
        #expect(pwrite(descriptor, bytes, 4096, off_t(page * 4096)) == 4096)
        if try Self.run(writer) == nil { missed.append("page \(page + 1) \(name)") }
        #expect(pwrite(descriptor, original, 4096, off_t(page * 4096)) == 4096)
      }
      #expect(try Self.run(writer) == nil, "page \(page + 1) is as it was")
    }
    #expect(missed == [])
    #expect(try Self.run(writer) == nil)
    print("pages: \(pages), free among them: \(free.leaves.count + 1)")
  }

  @Test(
    "a changed row of any table that is evidence is found",
    arguments: [
      "UPDATE record SET canonical = x'00' WHERE seq = 7",
      "UPDATE record SET hash = zeroblob(32) WHERE seq = 9",
      "DELETE FROM record WHERE seq = 30", "UPDATE record SET kind = 1 WHERE seq = 31",
      "UPDATE head SET seq = seq - 1", "UPDATE head SET signature = zeroblob(64)",
      "UPDATE station SET next_operation = next_operation + 1", "UPDATE station SET clock_suspect = 1",
      "DELETE FROM safe_mode_cause WHERE position = 1", "UPDATE compartment SET content = 1 WHERE number = 1",
      "DELETE FROM orders WHERE id = 20", "UPDATE orders SET code_number = 2 WHERE id = 21",
      "INSERT INTO operation SELECT 77, 1, NULL, 2, 0, 0, 1, 1, 2, 7, 1, 1, 0, 0, 0, 0",
      "DELETE FROM review", "UPDATE counter SET tries = 0", "DELETE FROM outbox",
      "UPDATE last_backup SET seq = 9", "DELETE FROM last_backup", "DROP INDEX one_compartment_of_a_unit",
      "CREATE TABLE planted (x INTEGER) STRICT", "DROP TABLE note",
      "PRAGMA foreign_keys = OFF; DELETE FROM personal WHERE order_id = 20",
    ]) func everyTable(_ sql: String) throws
  {
    let (scratch, writer) = try Self.used()
    defer { withExtendedLifetime(scratch) {} }
    try writer.journal.connection.access { db in try db.execute(sql: sql) }
    #expect(try Self.run(writer) != nil, "\(sql)")
  }

  @Test("a file that is cut short is found, and what the station itself believes wrongly")
  func cutFileAndMemory() throws {
    let (scratch, writer) = try Self.used()
    writer.state.nextOperation += 1
    #expect(try Self.run(writer)?.contains("believes something else") == true)
    writer.state.nextOperation -= 1
    let size = try #require(
      try FileManager.default.attributesOfItem(atPath: scratch.database)[.size] as? Int)
    truncate(scratch.database, off_t(size - 4096))
    #expect(try Self.run(writer) != nil)
  }
}
