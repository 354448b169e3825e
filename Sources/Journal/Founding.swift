// How a journal comes to be: database, key and public key, in an order in which a crash at any point leaves either
// nothing, or something that the next start completes. A missing database beside a key is never founded anew.

import Crypto
import GRDB
import Glibc
import Handover

struct Founding {
  private let paths: JournalPaths

  init(_ paths: JournalPaths) {
    self.paths = paths
  }

  /// True when the journal was founded, or its founding completed, now.
  func foundIfNew(_ makeKeys: () throws -> StationSecrets) throws(JournalError) -> Bool {
    if fileExists(paths.database) {
      // A database that lost its content is not a new one.
      guard try size(paths.database) > 0 else { throw .notAJournal(file: paths.database) }
      return false
    }
    if fileExists(paths.key) {
      // The key is written after the database: only then can there be one that waits for its name.
      guard fileExists(paths.founding) else { throw .missing(file: paths.database) }
      try finish()
      return true
    }
    try found(makeKeys)
    return true
  }

  private func found(_ makeKeys: () throws -> StationSecrets) throws(JournalError) {
    for suffix in ["", "-journal"] { _ = unsafe unlink(paths.founding + suffix) }
    let keys: StationSecrets
    do {
      keys = try makeKeys()
    } catch {
      throw .key(what: "cannot be made: \(error)")
    }
    try createPrivately(paths.founding)
    let head = try JournalHead(station: 0, sequence: 0, hash: Chain.genesis, signedBy: keys.signing)
    let connection = try Connection(paths.founding, .writer)
    try connection.transaction { db in
      for sql in Schema.journal + Schema.projections + Schema.side { try db.execute(sql: sql) }
      try db.execute(
        sql: "INSERT INTO station VALUES (1, 0, NULL, 0, 0, 0, 1, ?)", arguments: [SQLValue.of([])])
      try db.execute(
        sql: "INSERT INTO head VALUES (1, 0, 0, ?, ?)",
        arguments: [SQLValue.of(head.hash), SQLValue.of(head.signature)])
      for sql in Schema.later { try db.execute(sql: sql) }
      try db.execute(sql: "PRAGMA application_id = \(JournalFormat.applicationID)")
      try db.execute(sql: "PRAGMA user_version = \(JournalFormat.version)")
    }
    try connection.close()
    try KeyFile.write(keys, paths.key, in: paths.directory)
    try KeyFile.write(keys.signing.publicKey, paths.publicKey, in: paths.directory)
    try finish()
  }

  private func finish() throws(JournalError) {
    try renameDurably(paths.founding, paths.database, in: paths.directory)
  }

  private func size(_ path: String) throws(JournalError) -> Int {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw .io(what: "\(path): \(systemMessage(errno))") }
    return status.st_size
  }
}

/// An empty file that only the station may read; SQLite gives its rollback journal the same mode.
func createPrivately(_ path: String) throws(JournalError) {
  let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else {
    switch errno {
    case EACCES, EROFS, EPERM: throw .readOnly(file: path)
    case ENOSPC, EDQUOT: throw .diskFull
    default: throw .io(what: "\(path): \(systemMessage(errno))")
    }
  }
  close(descriptor)
}
