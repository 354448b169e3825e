// From one layout of the tables to the next: forward only, one transaction for each step, and a copy first. Records
// are never rewritten; their own layout has a version of its own.

import GRDB
import Glibc
import Handover

struct Migration: Sendable {
  /// The version that the database has afterwards.
  let version: Int
  let apply: @Sendable (Database) throws -> Void

  /// Every step there is, in order. A founding lays out version 1 and makes the same steps.
  static let all: [Migration] = [
    Migration(version: 2) { db in for sql in Schema.version2 { try db.execute(sql: sql) } },
    Migration(version: 3) { db in for sql in Schema.version3 { try db.execute(sql: sql) } },
    Migration(version: 4) { db in for sql in Schema.version4 { try db.execute(sql: sql) } },
  ]

  /// Brings the database up to date. A database from a newer version is refused.
  static func run(_ migrations: [Migration], _ paths: JournalPaths) throws(JournalError) {
    let known = migrations.last?.version ?? JournalFormat.version
    let connection = try Connection(paths.database, .writer)
    let found = Int(try connection.access { db in try Connection.number(db, "user_version") })
    let steps = migrations.filter { $0.version > found }
    guard found <= known else { throw .newerDatabase(found: found, known: known) }
    guard found >= 1 else { throw .notAJournal(file: paths.database) }
    // Before anything is written: a trigger would write with us.
    if let foreign = try connection.access({ db in try SchemaCheck.foreign(db).first }) {
      throw .corrupt(what: foreign)
    }
    try connection.close()
    guard let last = steps.last else { return }
    try copy(paths, beforeVersion: last.version)
    let writer = try Connection(paths.database, .writer)
    for step in steps {
      try writer.transaction { db in
        try step.apply(db)
        try db.execute(sql: "PRAGMA user_version = \(step.version)")
      }
    }
    try writer.close()
  }

  /// A copy without the side tables: personal data must not outlive its deletion in a forgotten file. It verifies
  /// like the journal itself.
  private static func copy(_ paths: JournalPaths, beforeVersion version: Int) throws(JournalError) {
    let finished = paths.copy(beforeVersion: version)
    let unfinished = "\(finished).new"
    for suffix in ["", "-journal"] { _ = unsafe unlink(unfinished + suffix) }
    try createPrivately(unfinished)
    do throws(JournalError) {
      try copyBytes(from: paths.database, to: unfinished)
      let connection = try Connection(unfinished, .writer)
      try connection.transaction { db in try SideTables(db).empty() }
      try connection.access { db in try db.execute(sql: "VACUUM") }
      try connection.close()
      try renameDurably(unfinished, finished, in: paths.directory)
    } catch {
      for suffix in ["", "-journal"] { _ = unsafe unlink(unfinished + suffix) }
      throw error
    }
  }

  private static func copyBytes(from source: String, to target: String) throws(JournalError) {
    let input = unsafe open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw .io(what: "\(source): \(systemMessage(errno))") }
    defer { close(input) }
    let output = unsafe open(target, O_WRONLY | O_CLOEXEC)
    guard output >= 0 else { throw .io(what: "\(target): \(systemMessage(errno))") }
    defer { close(output) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = unsafe read(input, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .io(what: "\(source): \(systemMessage(errno))") }
      if count == 0 { break }
      // A short write to a file means a full disk; the next one would say so.
      guard unsafe write(output, buffer, count) == count else {
        throw errno == EIO ? .io(what: "\(target): \(systemMessage(errno))") : .diskFull
      }
    }
    guard fsync(output) == 0 else { throw .io(what: "\(target): \(systemMessage(errno))") }
  }
}
