// What somebody with sqlite3 may plant beside the journal's tables: it is named and refused, by the auditor's check and
// by the station's start. What may be missing stays accepted.

import GRDB
import Testing

@testable import Journal

@Suite struct SchemaTests {
  static let planted = [
    (
      "CREATE TRIGGER swallow BEFORE INSERT ON record BEGIN SELECT RAISE(IGNORE); END",
      "trigger swallow is no part of a journal"
    ),
    ("CREATE VIEW everybody AS SELECT * FROM personal", "view everybody is no part of a journal"),
    ("CREATE TABLE shadow (name TEXT)", "table shadow is no part of a journal"),
    ("DROP TABLE note; CREATE VIEW note AS SELECT 1 AS seq", "view note is no part of a journal"),
    ("CREATE TABLE \"a\nb\" (name TEXT)", "table a?b is no part of a journal"),
  ]

  @Test("I9: an auditor is told of a planted trigger, view or table by its name", arguments: planted)
  func verification(_ sql: String, _ what: String) throws {
    let closed = try Closed()
    try closed.change { db in try db.execute(sql: sql) }
    let report = try closed.verify()
    #expect(report.exitStatus == 65)
    #expect(report.problems.map(\.what) == [what])
    #expect(report.text.contains(what))
  }

  @Test("I9: a station does not open a journal with a planted trigger, view or table", arguments: planted)
  func start(_ sql: String, _ what: String) throws {
    let scratch = try written()
    #expect(errorOfOpening(scratch.path) == nil)
    try sqlite(scratch.database, sql)
    #expect(errorOfOpening(scratch.path) == .corrupt(what: what))
    #expect(JournalError.corrupt(what: what).exitStatus == 74)
    #expect(try sqlite(scratch.database, "SELECT count(*) FROM sqlite_schema WHERE type <> 'index'") != ["0"])
  }

  @Test("what is planted while the station runs is found by its nightly check") func nightly() throws {
    let scratch = Scratch()
    let writer = try Writer(scratch.path)
    #expect(try writer.journal.verifyTables() == [])
    try sqlite(scratch.database, SchemaTests.planted[0].0)
    #expect(try writer.journal.verifyTables() == [SchemaTests.planted[0].1])
  }

  @Test func whatSQLiteKeepsForItselfIsNoPlant() throws {
    let scratch = try written()
    try sqlite(scratch.database, "ANALYZE")
    #expect(errorOfOpening(scratch.path) == nil)
  }
}
