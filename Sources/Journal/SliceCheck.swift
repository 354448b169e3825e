// Checks that a running station makes of its own journal: the end of the chain at every start, the whole of it in
// slices at night, so that no request waits for long. The check of a closed file stands in Verification.swift.

import Crypto
import GRDB
import Handover

/// What a slice of the nightly check found.
public struct SliceReport: Equatable, Sendable {
  /// Where the next slice begins; nil when the end of the chain was reached.
  public var next: Int64?
  /// What is wrong, in words that name the record; nil when nothing is.
  public var damage: String?
}

extension SQLiteJournal {
  /// Head and chain of the last records: cheap, whatever the journal's age.
  func checkAtStart() throws(JournalError) {
    guard verifier.isValid(last) else {
      throw .corrupt(what: "the head's signature is not by this station's key")
    }
    let first = max(1, last.sequence - Int64(Self.startRecordsMax) + 1)
    let report = try verifySlice(from: first, count: Self.startRecordsMax + 1)
    if let damage = report.damage { throw .corrupt(what: damage) }
    let projected = try connection.access { db in
      try Int64.fetchOne(db, sql: "SELECT seq FROM station") ?? -1
    }
    guard projected == last.sequence else {
      throw .corrupt(what: "projections stand at record \(projected), the chain at \(last.sequence)")
    }
  }

  /// Checks `count` records from `sequence` on (from 1): numbers, canonical bytes, chain, and the head at the end.
  public func verifySlice(from sequence: Int64, count: Int) throws(JournalError) -> SliceReport {
    var unused = State()
    return try verifySlice(from: sequence, count: count, replaying: &unused)
  }

  /// As above; `state` takes each record over.
  func verifySlice(
    from sequence: Int64, count: Int, replaying state: inout State
  ) throws(JournalError) -> SliceReport {
    do {
      return try connection.access { db in
        try slice(db, from: max(1, sequence), count: max(1, count), &state)
      }
    } catch .corrupt(let what) {
      return SliceReport(next: nil, damage: what)
    }
  }

  private func slice(
    _ db: Database, from first: Int64, count: Int, _ state: inout State
  ) throws -> SliceReport {
    var previous = Chain.genesis
    if first > 1 {
      let statement = try db.cachedStatement(sql: "SELECT hash FROM record WHERE seq = ?")
      guard let row = try Row.fetchOne(statement, arguments: [first - 1]) else {
        throw JournalError.corrupt(what: "record \(first - 1) is missing")
      }
      var reader = RowReader(row, "record")
      previous = try hash(try reader.bytes(), first - 1)
    }
    let statement = try db.cachedStatement(
      sql: "SELECT seq, kind, canonical, hash FROM record WHERE seq >= ? ORDER BY seq LIMIT ?")
    let rows = try Row.fetchCursor(statement, arguments: [first, count])
    var expected = first
    while let row = try rows.next() {
      var reader = RowReader(row, "record")
      let number = try reader.int64()
      guard number == expected else {
        throw JournalError.corrupt(what: "record \(expected) is missing")
      }
      let kind = try reader.int64()
      let canonical = try reader.bytes()
      let stored = try hash(try reader.bytes(), number)
      let record = try decodeRecord(canonical, at: number)
      guard kind == Int64(record.event.code) else {
        throw JournalError.corrupt(what: "record \(number) has another kind than its column says")
      }
      guard chain.link(after: previous, canonical) == stored else {
        throw JournalError.corrupt(what: "the chain breaks at record \(number)")
      }
      state.apply(record)
      previous = stored
      expected += 1
    }
    // Records may have been appended since this slice began to be wanted: `last` is what this process wrote.
    if expected <= last.sequence, expected - first == Int64(count) {
      return SliceReport(next: expected, damage: nil)
    }
    guard expected - 1 == last.sequence, previous.bytes == last.hash else {
      throw JournalError.corrupt(
        what: "the chain ends at record \(expected - 1), the head is \(last.sequence)")
    }
    return SliceReport(next: nil, damage: nil)
  }

  /// Has SQLite check the tables that stay small, side tables included, and looks for what was planted beside them;
  /// what is found, one line each.
  public func verifyTables() throws(JournalError) -> [String] {
    try connection.access { db in
      var found = try SchemaCheck.foreign(db)
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'record' ORDER BY name")
      for table in tables {
        found += try String.fetchAll(db, sql: "PRAGMA integrity_check('\(table)')").filter { $0 != "ok" }
      }
      return found
    }
  }

  private func hash(_ bytes: [UInt8], _ sequence: Int64) throws(JournalError) -> Digest32 {
    guard let hash = Digest32(bytes) else {
      throw .corrupt(what: "the hash of record \(sequence) is no hash")
    }
    return hash
  }

  /// Compares the rows of the projections with the state that the station works with. Empty when they agree.
  public func verifyProjections(_ state: State) throws(JournalError) -> [String] {
    try connection.access { db in differences(try Projections(db).load(), state) }
  }
}
