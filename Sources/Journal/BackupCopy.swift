// A copy of a journal in the making: records come in their order, chain, head and projections are made anew from them,
// and side tables stay empty. Whether the copy is true is said by opening it again, as a stranger would.

import Crypto
import GRDB
import Glibc
import Handover

/// Writes a journal's copy into a new file. Not a journal that a station could use while it is written.
public final class BackupCopy {
  public let file: String
  private let connection: Connection
  private let chain = Chain()
  private var state = State()
  private var hash = Chain.genesis

  /// Makes the file, which must not exist.
  public init(file: String) throws(JournalError) {
    self.file = file
    try createPrivately(file)
    connection = try Connection(file, .copyWriter)
    try connection.transaction { db in
      for sql in Schema.journal + Schema.projections + Schema.side + Schema.later {
        try db.execute(sql: sql)
      }
      try db.execute(
        sql: "INSERT INTO station VALUES (1, 0, NULL, 0, 0, 0, 1, ?)", arguments: [SQLValue.of([])])
      try db.execute(sql: "PRAGMA application_id = \(JournalFormat.applicationID)")
      try db.execute(sql: "PRAGMA user_version = \(JournalFormat.version)")
    }
  }

  /// The number of the next record.
  public var next: Int64 { state.sequence + 1 }

  /// Takes canonical bytes of records over, the next ones in their order.
  public func take(_ records: [[UInt8]]) throws(JournalError) {
    try connection.transaction { db in
      for canonical in records {
        let record = try decodeRecord(canonical, at: next)
        hash = chain.link(after: hash, canonical)
        try db.run(
          "INSERT INTO record (seq, kind, canonical, hash) VALUES (?, ?, ?, ?)",
          [.of(record.sequence), .of(record.event.code), .of(canonical), .of(hash.bytes)])
        state.apply(record)
      }
    }
  }

  /// Writes projections and head, and waits until all of it is on the disk. Throws `.corrupt` when the records do not
  /// end in this head.
  public func finish(_ head: JournalHead) throws(JournalError) {
    guard state.sequence == head.sequence, hash.bytes == head.hash else {
      throw .corrupt(
        what: "the records do not end in the signed head, first seen at record \(state.sequence)")
    }
    let rows = Touched(everythingOf: state)
    try connection.transaction { db in
      try Projections(db).move(from: State(), to: state, touched: rows)
      try db.run(
        "INSERT INTO head (one, station, seq, hash, signature) VALUES (1, ?, ?, ?, ?)",
        [.of(bits: head.station), .of(head.sequence), .of(head.hash), .of(head.signature)])
    }
    try connection.close()
    try Self.sync(file)
  }

  /// To the disk, and out of memory: what is verified is then read from the disk.
  private static func sync(_ file: String) throws(JournalError) {
    let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io(what: "\(file): \(systemMessage(errno))") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw errno == ENOSPC || errno == EDQUOT ? .diskFull : .io(what: "\(file): \(systemMessage(errno))")
    }
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
  }

  /// Opens a finished copy and checks all of it: records, chain, signature, projections, the head it must end in, and
  /// that nothing personal is in it. `anchors`: what a log says beside it.
  public static func verify(
    _ file: String, head: JournalHead, publicKey: PublicKey, anchors: AnchorLog = AnchorLog()
  ) throws(JournalError) -> VerificationReport {
    var report = try verifyJournal(file: file, publicKey: publicKey, anchors: anchors)
    if report.head != head {
      report.note("the copy ends in another head than the station named", remedy: Self.again)
    }
    guard report.isAccepted else { return report }
    let copy = try ClosedJournal(file: file)
    defer { try? copy.close() }
    for table in Schema.sideTables {
      let rows = try copy.connection.access { db in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? -1
      }
      if rows != 0 { report.note("the copy holds personal data in \(table)", remedy: Self.again) }
    }
    return report
  }

  private static let again = "Run 'kiosk backup' again; if it happens once more, check the target's disk."
}

extension Touched {
  /// Every row that a state has.
  init(everythingOf state: State) {
    self.init()
    compartments = Set(state.compartments.keys)
    orders = Set(state.orders.keys)
    operations = Set(state.operations.keys)
    reviews = Set(state.reviews.keys)
    counters = Set(state.counters.keys)
    notices = Set(state.outbox)
    boards = Set(state.proofs.keys)
  }
}
