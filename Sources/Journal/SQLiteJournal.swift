// The journal of the product: records, projections and side tables in one SQLite file, one process, one connection.
// Founding stands in Founding.swift, writing in Appending.swift, checks in SliceCheck.swift and Verification.swift.

import Crypto
import GRDB
import Handover

public final class SQLiteJournal: JournalStore {
  /// How many of the last records a start checks; the rest is checked in slices while the station runs.
  public static let startRecordsMax = 256
  /// More records than this are never read at once.
  public static let recordsMax = 10_000

  public let paths: JournalPaths
  /// The station's keys, from its key file.
  public let secrets: StationSecrets
  /// This start has founded the journal; its first record is still to be written.
  public let wasFounded: Bool

  let chain = Chain()
  let lock: FileLock
  let verifier: SignatureVerifier
  var connection: Connection
  /// The head as the last commit left it.
  var last: JournalHead
  /// The same file as pages, once the whole of it is checked.
  var pages: PageFile?
  /// Why nothing is appended until `probe` succeeds.
  var failure: JournalError?

  /// Opens the journal in a directory, or founds one where there is none: `founding` then brings fresh keys.
  /// Takes the lock first. Throws `.busy` when another process has it, and for everything that is not as it should be.
  public convenience init(
    directory: String, founding: () throws -> StationSecrets
  ) throws(JournalError) {
    try self.init(directory: directory, migrations: Migration.all, founding: founding)
  }

  init(
    directory: String, migrations: [Migration], founding: () throws -> StationSecrets
  ) throws(JournalError) {
    paths = JournalPaths(directory: directory)
    lock = try FileLock(paths.lock, .writer)
    wasFounded = try Founding(paths).foundIfNew(founding)
    secrets = try KeyFile.read(paths.key)
    if !fileExists(paths.publicKey) {
      try KeyFile.write(secrets.signing.publicKey, paths.publicKey, in: directory)
    }
    verifier = SignatureVerifier(secrets.signing.publicKey)
    try Migration.run(migrations, paths)
    connection = try Connection(paths.database, .writer)
    last = try connection.access { db in try fetchHead(db) }
    try checkAtStart()
  }

  /// Ends the connection; the lock goes with this object.
  public func close() throws(JournalError) { try connection.close() }

  public func load() throws(JournalError) -> State {
    let state = try connection.access { db in try Projections(db).load() }
    guard state.sequence == last.sequence else {
      throw .corrupt(what: "projections stand at record \(state.sequence), the chain at \(last.sequence)")
    }
    return state
  }

  public func orders(identifier: KeyedHash) throws(JournalError) -> [OrderID] {
    try connection.access { db in try SideTables(db).orders(in: "identifier", identifier) }
  }

  public func orders(serial: KeyedHash) throws(JournalError) -> [OrderID] {
    try connection.access { db in try SideTables(db).orders(in: "serial", serial) }
  }

  public func order(register: KeyedHash) throws(JournalError) -> OrderID? {
    try connection.access { db in try SideTables(db).orders(in: "register", register).first }
  }

  public func personal(_ order: OrderID) throws(JournalError) -> Personal? {
    try connection.access { db in try SideTables(db).personal(order) }
  }

  public func counterSlot(_ identifier: KeyedHash) throws(JournalError) -> Int? {
    try connection.access { db in try SideTables(db).slot(identifier) }
  }

  public func records(from sequence: Int64, limit: Int) throws(JournalError) -> [Handover.Record] {
    try connection.access { db in try fetchRecords(db, from: sequence, limit: limit) }
  }

  public func head() throws(JournalError) -> JournalHead { last }
}

/// The head as it stands in the file, not checked.
func fetchHead(_ db: Database) throws -> JournalHead {
  guard let row = try Row.fetchOne(db, sql: "SELECT station, seq, hash, signature FROM head") else {
    throw JournalError.corrupt(what: "table head is empty")
  }
  var reader = RowReader(row, "head")
  return JournalHead(
    station: try reader.bits(), sequence: try reader.int64(), hash: try reader.bytes(),
    signature: try reader.bytes())
}

/// Records from a sequence number on; each must be canonical and stand under its own number.
func fetchRecords(_ db: Database, from sequence: Int64, limit: Int) throws -> [Handover.Record] {
  let statement = try db.cachedStatement(
    sql: "SELECT seq, canonical FROM record WHERE seq >= ? ORDER BY seq LIMIT ?")
  let count = min(max(limit, 0), SQLiteJournal.recordsMax)
  let rows = try Row.fetchCursor(statement, arguments: [sequence, count])
  var records: [Handover.Record] = []
  while let row = try rows.next() {
    var reader = RowReader(row, "record")
    let number = try reader.int64()
    let record = try decodeRecord(try reader.bytes(), at: number)
    records.append(record)
  }
  return records
}

/// A record from its canonical bytes; damage when they are not exactly the record of that number.
func decodeRecord(_ canonical: [UInt8], at sequence: Int64) throws(JournalError) -> Handover.Record {
  let record: Handover.Record
  do {
    record = try Handover.Record(canonicalBytes: canonical)
  } catch {
    throw .corrupt(what: "record \(sequence) is not canonical: \(error)")
  }
  guard record.sequence == sequence else {
    throw .corrupt(what: "under number \(sequence) stands record \(record.sequence)")
  }
  guard record.canonicalBytes == canonical else {
    throw .corrupt(what: "record \(sequence) is not written in the canonical way")
  }
  return record
}
