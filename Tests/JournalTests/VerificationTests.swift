// What an auditor is told: a true journal is accepted, with its side tables or without; every change of a record, of
// the chain or of the head is refused and named; a cut tail shows against an anchor.

import Crypto
import Foundation
import GRDB
import Handover
import Testing

@testable import Journal

/// A closed copy of a journal with one pickup, for changing.
final class Closed {
  let scratch = Scratch()
  let file: String
  let head: JournalHead
  let records: [Handover.Record]
  let key: PublicKey

  init(_ more: (Writer) throws -> Void = { _ in }) throws {
    file = "\(scratch.path)/copy.sqlite"
    key = scratch.publicKey
    let writer = try Writer(scratch.path)
    try writer.pickup()
    try more(writer)
    head = try writer.journal.head()
    records = try writer.journal.records(from: 1, limit: 10_000)
    run("cp", scratch.database, file)
  }

  /// Changes the copy; nothing is synced.
  func change(_ body: (Database) throws -> Void) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: file, configuration: configuration)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = OFF")
      try body(db)
    }
    try queue.close()
  }

  func verify(_ anchors: AnchorLog = AnchorLog(), key other: PublicKey? = nil) throws -> VerificationReport {
    try verifyJournal(file: file, publicKey: other ?? key, anchors: anchors)
  }

  func firstBad(_ report: VerificationReport) -> Int64? { report.problems.compactMap(\.sequence).min() }
}

@Suite struct VerificationTests {
  @Test func aTrueJournalIsAccepted() throws {
    let closed = try Closed()
    let report = try closed.verify()
    #expect(report.isAccepted && report.exitStatus == 0, "\(report.text)")
    #expect(report.records == closed.head.sequence)
    #expect(report.head == closed.head)
    #expect(report.station == 0xABCD_EF01_2345_6789)
  }

  @Test(.enabled(if: run("openssl", "version").status == 0, "needs the openssl program"))
  func opensslAgrees() throws {
    let closed = try Closed()
    let line = anchorLine(closed.head)
    let text = line.components(separatedBy: " signature=")[0]
    let path = closed.scratch.path
    try Data(text.utf8).write(to: URL(filePath: "\(path)/head.txt"))
    try Data(closed.head.signature).write(to: URL(filePath: "\(path)/head.sig"))
    let result = run(
      "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "\(path)/journal.pub", "-rawin", "-in",
      "\(path)/head.txt", "-sigfile", "\(path)/head.sig")
    #expect(result.status == 0, "\(result.output)")
    let byHand = try sqlite(
      closed.file,
      "SELECT 'kiosk-anchor station=' || printf('%016x', station) || ' seq=' || seq || ' hash=' || lower(hex(hash)) FROM head"
    )
    #expect(byHand == [text])
  }

  @Test func sideTablesCanBeEmptiedOrGone() throws {
    let closed = try Closed()
    try closed.change { db in for table in Schema.sideTables { try db.execute(sql: "DELETE FROM \(table)") } }
    #expect(try closed.verify().isAccepted)
    try closed.change { db in
      for table in Schema.sideTables { try db.execute(sql: "DROP TABLE \(table)") }
      try db.execute(sql: "VACUUM")
    }
    #expect(try closed.verify().isAccepted)
    for name in ["Name 1", "meier", "Lieferung", "+49151", "example.org"] {
      #expect(run("grep", "-c", name, closed.file).output == "0\n", "I14: \(name)")
    }
  }

  @Test("I9: a change of any byte of any record is refused, and the record is named")
  func everyByteCounts() throws {
    let closed = try Closed()
    var dice = Dice(state: 20_261_122)
    var tried = 0
    for record in closed.records {
      for column in ["canonical", "hash"] {
        let count = column == "hash" ? 32 : record.canonicalBytes.count
        for position in 0..<count {
          var original = Data()
          try closed.change { db in
            original = try Data.fetchOne(
              db, sql: "SELECT \(column) FROM record WHERE seq = ?", arguments: [record.sequence])!
            var changed = original
            changed[position] ^= UInt8.random(in: 1...255, using: &dice)
            try db.execute(
              sql: "UPDATE record SET \(column) = ? WHERE seq = ?", arguments: [changed, record.sequence])
          }
          let report = try closed.verify()
          #expect(!report.isAccepted && report.exitStatus != 0)
          #expect(closed.firstBad(report) == record.sequence, "\(column) \(position): \(report.text)")
          tried += 1
          try closed.change { db in
            try db.execute(
              sql: "UPDATE record SET \(column) = ? WHERE seq = ?", arguments: [original, record.sequence])
          }
        }
      }
    }
    #expect(tried > 2000)
    #expect(try closed.verify().isAccepted)
  }

  @Test("I9: removed, swapped, added and renumbered rows are refused")
  func rowsCount() throws {
    for (sql, bad) in [
      ("DELETE FROM record WHERE seq = 9", 9), ("DELETE FROM record WHERE seq = 1", 1),
      ("UPDATE record SET kind = kind + 1 WHERE seq = 4", 4),
      (
        "UPDATE record SET seq = -5 WHERE seq = 5; UPDATE record SET seq = 5 WHERE seq = 6;"
          + "UPDATE record SET seq = 6 WHERE seq = -5", 5
      ),
      ("INSERT INTO record SELECT seq + 100, kind, canonical, hash FROM record WHERE seq = 3", nil),
      ("INSERT INTO record SELECT -1, kind, canonical, hash FROM record WHERE seq = 3", -1),
      ("DELETE FROM record WHERE seq = (SELECT max(seq) FROM record)", nil),
      ("UPDATE record SET canonical = x'' WHERE seq = 7", 7),
      ("UPDATE record SET hash = x'00' WHERE seq = 7", 7),
      ("DELETE FROM record", nil), ("DELETE FROM head", nil), ("DROP TABLE head", nil),
      ("UPDATE head SET seq = seq - 1", nil), ("UPDATE head SET station = 1", nil),
      ("UPDATE head SET hash = (SELECT hash FROM record WHERE seq = 2)", nil),
      ("UPDATE head SET signature = zeroblob(64)", nil), ("UPDATE head SET signature = x'01'", nil),
    ] as [(String, Int64?)] {
      let closed = try Closed()
      try closed.change { db in try db.execute(sql: sql) }
      let report = try closed.verify()
      #expect(!report.isAccepted, "\(sql)")
      if let bad { #expect(closed.firstBad(report) == bad, "\(sql): \(report.text)") }
    }
  }

  @Test func projectionsThatSaySomethingElseAreRefused() throws {
    for (sql, what) in [
      ("UPDATE compartment SET content = 1 WHERE number = 1", "compartment 1"),
      ("DELETE FROM orders", "order 1122334455667788"),
      ("UPDATE station SET next_operation = 1", "next operation"),
      ("INSERT INTO operation SELECT 77, 2, NULL, 2, 0, 0, 1, 1, 1, NULL, 1, 1, 0, 0, 0, 0", "0000-0077"),
      ("UPDATE station SET clock_suspect = 1", "clock"),
      ("INSERT INTO outbox VALUES (1, 5, 1, 1)", "outbox"),
    ] {
      let closed = try Closed()
      try closed.change { db in try db.execute(sql: sql) }
      let report = try closed.verify()
      #expect(report.problems.contains { $0.what.contains(what) }, "\(sql): \(report.text)")
    }
  }

  @Test("I9: a chain computed anew without the key is refused")
  func recomputedChain() throws {
    let closed = try Closed()
    // Another clerk in record 10, and everything after it hashed anew, as somebody with the file but no key would.
    try closed.change { db in
      var hash = Digest32.zero
      for var record in closed.records {
        if record.sequence == 10 { record.actor.user = 4711 }
        let canonical = record.canonicalBytes
        hash = SHA256.digest(of: hash.bytes + canonical)
        try db.execute(
          sql: "UPDATE record SET canonical = ?, hash = ? WHERE seq = ?",
          arguments: [Data(canonical), Data(hash.bytes), record.sequence])
      }
      try db.execute(sql: "UPDATE head SET hash = ?", arguments: [Data(hash.bytes)])
    }
    var report = try closed.verify()
    #expect(report.problems.count == 1 && report.problems[0].what.contains("not signed by this key"))
    // Signed with a key of their own.
    let forger = try testKeys(99)
    try closed.change { db in
      var head = try fetchHead(db)
      head.signature = try forger.signing.sign(Array(head.anchorText.utf8))
      try db.execute(sql: "UPDATE head SET signature = ?", arguments: [Data(head.signature)])
    }
    report = try closed.verify()
    #expect(!report.isAccepted)
    #expect(try closed.verify(key: forger.signing.publicKey).isAccepted, "the test forges well")
    report = try closed.verify(anchors(anchorLine(closed.head)), key: forger.signing.publicKey)
    #expect(!report.isAccepted, "the true station's anchor is no anchor of this key")
  }

  @Test func aDamagedFileIsRefusedAndNeverATrap() throws {
    let closed = try Closed()
    let whole = try Data(contentsOf: URL(filePath: closed.file))
    var dice = Dice(state: 5)
    var refused = 0
    let used = whole.indices.filter { whole[$0] != 0 }
    for _ in 0..<300 {
      var bytes = whole
      bytes[used.randomElement(using: &dice)!] ^= UInt8.random(in: 1...255, using: &dice)
      try bytes.write(to: URL(filePath: closed.file))
      do throws(JournalError) {
        if try !verifyJournal(file: closed.file, publicKey: closed.key).isAccepted { refused += 1 }
      } catch {
        #expect(error.exitStatus != 0)
        refused += 1
      }
    }
    // The text of the schema and the side tables are not the chain's; the rest is noticed.
    #expect(refused > 150, "\(refused)")
    try whole.prefix(whole.count / 2).write(to: URL(filePath: closed.file))
    let report = try? closed.verify()
    #expect(report?.isAccepted != true)
  }

  @Test func reportsNameTheRecordAndTheRemedy() throws {
    let closed = try Closed()
    try closed.change { db in try db.execute(sql: "DELETE FROM record WHERE seq = 9") }
    let report = try closed.verify()
    #expect(report.text.contains("record 9: record 9 is missing"), "\(report.text)")
    #expect(report.json.contains("\"accepted\":false") && report.json.contains("\"first_bad\":9"))
    let parsed = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
    #expect((parsed["problems"] as? [Any])?.isEmpty == false)
  }

  @Test func exportLinesAreJSON() throws {
    let closed = try Closed()
    for record in closed.records + samples {
      let parsed = try #require(
        try JSONSerialization.jsonObject(with: Data(exportLine(record).utf8)) as? [String: Any])
      for key in ["seq", "kind", "op", "attempt", "compartment", "board", "lock", "epoch", "time"] {
        #expect(parsed[key] != nil, "\(key) in \(record.event.name)")
      }
    }
    let intent = try #require(closed.records.first { $0.event.code == 30 })
    #expect(
      exportLine(intent).contains("\"kind\":\"intent\",\"op\":1,\"attempt\":1,\"compartment\":1,\"board\":0"))
  }
}
