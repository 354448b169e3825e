// One connection to a journal's database, with every setting that its durability rests on set and read back. Rollback
// journal and `synchronous=EXTRA`: when a commit returns, journal file, database and directory are on the disk.
// Not a pool, and no write-ahead log: Debian 12's SQLite can corrupt one that two connections use.

import GRDB
import Handover

final class Connection {
  enum Mode {
    /// The station's.
    case writer
    /// Looks only; the file is not changed.
    case reader
    /// Writes a copy that nobody uses yet: without a rollback journal and without waiting for the disk.
    case copyWriter
    /// Looks only, but may first take back a transaction that a crash cut short.
    case recoveringReader
  }

  let file: String
  private let queue: DatabaseQueue

  init(_ file: String, _ mode: Mode) throws(JournalError) {
    self.file = file
    var configuration = Configuration()
    configuration.label = "journal"
    configuration.readonly = mode == .reader
    configuration.busyMode = .immediateError
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { db in try Connection.prepare(db, mode, file) }
    do {
      queue = try DatabaseQueue(path: file, configuration: configuration)
    } catch {
      throw JournalError(error, file: file)
    }
  }

  /// Runs SQL outside of a transaction; every error comes out as one of ours.
  func access<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    do {
      return try queue.writeWithoutTransaction(body)
    } catch {
      throw JournalError(error, file: file)
    }
  }

  /// Runs SQL in one transaction; durable when it returns, without effect when it throws.
  func transaction(_ body: (Database) throws -> Void) throws(JournalError) {
    try access { db in
      try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
      do {
        try body(db)
        try db.cachedStatement(sql: "COMMIT").execute()
      } catch {
        // SQLite may have rolled back by itself (disk full, I/O error); the first error is the one that tells.
        if db.isInsideTransaction { try? db.execute(sql: "ROLLBACK") }
        throw error
      }
    }
  }

  func close() throws(JournalError) {
    do {
      try queue.close()
    } catch {
      throw JournalError(error, file: file)
    }
  }

  private static func prepare(_ db: Database, _ mode: Mode, _ file: String) throws {
    try db.execute(sql: "PRAGMA trusted_schema = OFF")
    try db.execute(sql: "PRAGMA cell_size_check = ON")
    try db.execute(sql: "PRAGMA temp_store = MEMORY")
    let foreign = JournalError.notAJournal(file: file)
    // First of all: nothing of ours is set on a database that is not ours. A new one is still empty.
    let id = try number(db, "application_id")
    guard try id == Int64(JournalFormat.applicationID) || isEmpty(db) else { throw foreign }
    var wanted: [(String, String)] = [
      ("trusted_schema", "0"), ("cell_size_check", "1"), ("foreign_keys", "1"), ("busy_timeout", "0"),
    ]
    if mode == .writer {
      try db.execute(sql: "PRAGMA journal_mode = DELETE")
      try db.execute(sql: "PRAGMA synchronous = EXTRA")
      // What is erased must leave the file: freed bytes are overwritten.
      try db.execute(sql: "PRAGMA secure_delete = ON")
      wanted += [("journal_mode", "delete"), ("synchronous", "3"), ("secure_delete", "1")]
    } else if mode == .copyWriter {
      try db.execute(sql: "PRAGMA journal_mode = OFF")
      try db.execute(sql: "PRAGMA synchronous = OFF")
      wanted += [("journal_mode", "off"), ("synchronous", "0")]
    } else {
      try db.execute(sql: "PRAGMA query_only = ON")
    }
    for (name, value) in wanted {
      let found = try String.fetchOne(db, sql: "PRAGMA \(name)")
      guard found == value else {
        throw JournalError.io(what: "SQLite sets \(name) to \(found ?? "nothing") instead of \(value)")
      }
    }
  }

  private static func isEmpty(_ db: Database) throws -> Bool {
    try Int64.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
  }

  static func number(_ db: Database, _ pragma: String) throws -> Int64 {
    try Int64.fetchOne(db, sql: "PRAGMA \(pragma)") ?? 0
  }
}

extension JournalError {
  /// What an error of SQLite means for the journal. The texts of SQLite name tables and columns, never values.
  init(_ error: any Error, file: String) {
    switch error {
    case let error as JournalError: self = error
    case let error as DatabaseError:
      let what = "SQLite \(error.extendedResultCode.rawValue), \(error.message ?? "no text")"
      switch error.resultCode {
      case .SQLITE_FULL: self = .diskFull
      case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH: self = .readOnly(file: file)
      case .SQLITE_CORRUPT: self = .corrupt(what: what)
      case .SQLITE_NOTADB: self = .notAJournal(file: file)
      case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(process: nil)
      case .SQLITE_CONSTRAINT: self = .refused(what: what)
      default: self = .io(what: what)
      }
    default: self = .io(what: "\(error)")
    }
  }
}
