// Writing: one transaction for a batch of records, their side changes, the rows they change and the signed head. And
// the way back after a failure.

import Crypto
import GRDB
import Handover

extension SQLiteJournal {
  public func append(_ batch: [Entry], before: State, after: State) throws(JournalError) {
    if let failure { throw failure }
    guard let final = batch.last else { return }
    // Whatever goes wrong from here on, nothing is appended before a probe has looked at the file again.
    do throws(JournalError) {
      try write(batch, upTo: final.record.sequence, before, after)
    } catch {
      failure = error
      throw error
    }
  }

  private func write(
    _ batch: [Entry], upTo sequence: Int64, _ before: State, _ after: State
  ) throws(JournalError) {
    guard before.sequence == last.sequence, after.sequence == sequence else {
      throw .outOfStep(believed: before.sequence, found: last.sequence)
    }
    guard let start = Digest32(last.hash) else { throw .corrupt(what: "the head's hash is no hash") }
    var links: [(entry: Entry, canonical: [UInt8], hash: Digest32)] = []
    links.reserveCapacity(batch.count)
    var touched = Touched()
    var hash = start
    for (index, entry) in batch.enumerated() {
      guard entry.record.sequence == last.sequence + Int64(index) + 1 else {
        throw .outOfStep(believed: entry.record.sequence - 1, found: last.sequence + Int64(index))
      }
      let canonical = entry.record.canonicalBytes
      guard canonical.count <= Handover.Record.canonicalBytesMax else {
        throw .refused(what: "record \(entry.record.sequence) has \(canonical.count) bytes")
      }
      hash = chain.link(after: hash, canonical)
      links.append((entry, canonical, hash))
      touched.formUnion(entry.record.event.touched(in: before, sequence: entry.record.sequence))
    }
    let head = try JournalHead(
      station: after.station ?? 0, sequence: sequence, hash: hash, signedBy: secrets.signing)
    try connection.transaction { db in
      let side = SideTables(db)
      for link in links {
        let record = link.entry.record
        try db.run(
          "INSERT INTO record (seq, kind, canonical, hash) VALUES (?, ?, ?, ?)",
          [.of(record.sequence), .of(record.event.code), .of(link.canonical), .of(link.hash.bytes)])
        for change in link.entry.side { try side.apply(change, sequence: record.sequence) }
      }
      try Projections(db).move(from: before, to: after, touched: touched)
      try db.run(
        "UPDATE head SET station = ?, seq = ?, hash = ?, signature = ?",
        [.of(bits: head.station), .of(head.sequence), .of(head.hash), .of(head.signature)])
    }
    last = head
  }

  /// Bytes of the trial row: more pages than a pickup's records need.
  static let trialByteCount = 64 * 1024

  /// Writes a trial row and takes it away again, durably. After a failure the file is opened anew first, since what
  /// an earlier connection believed of it may be wrong; a head that has moved meanwhile is refused.
  public func probe() throws(JournalError) {
    if failure != nil {
      try? connection.close()
      connection = try Connection(paths.database, .writer)
      let found = try connection.access { db in try fetchHead(db) }
      guard found == last else { throw .outOfStep(believed: last.sequence, found: found.sequence) }
    }
    try connection.transaction { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO trial (one, filler) VALUES (1, zeroblob(?))",
        arguments: [Self.trialByteCount])
    }
    try connection.transaction { db in try db.execute(sql: "DELETE FROM trial") }
    failure = nil
  }
}
