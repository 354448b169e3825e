// A journal that no station uses: a copy, or the file itself under its own lock. It is read, never written; only a
// transaction that a crash cut short is taken back first, as the station's next start would.

import GRDB
import Glibc
import Handover

public final class ClosedJournal {
  public let file: String
  let connection: Connection
  private let lock: FileLock?

  /// Opens a file for reading. Throws `.busy` when it is the journal of a running station.
  public init(file: String) throws(JournalError) {
    self.file = file
    let path = try ClosedJournal.realPath(file)
    lock = try ClosedJournal.takeLock(path)
    var journal = stat()
    let isCut = unsafe stat("\(path)-journal", &journal) == 0 && journal.st_size > 0
    if isCut, unsafe access(path, W_OK) != 0 {
      throw .readOnly(
        file: "\(path) (with a transaction cut short beside it, which must be taken back first)")
    }
    connection = try Connection(path, isCut ? .recoveringReader : .reader)
    let version = Int(try connection.access { db in try Connection.number(db, "user_version") })
    guard version <= JournalFormat.version else {
      throw .newerDatabase(found: version, known: JournalFormat.version)
    }
    guard version >= 1 else { throw .notAJournal(file: file) }
  }

  public func close() throws(JournalError) { try connection.close() }

  /// Records from a sequence number on, at most `SQLiteJournal.recordsMax`.
  public func records(from sequence: Int64, limit: Int) throws(JournalError) -> [Handover.Record] {
    try connection.access { db in try fetchRecords(db, from: sequence, limit: limit) }
  }

  /// The head as it stands in the file; only `verifyJournal` says whether it is true.
  public func head() throws(JournalError) -> JournalHead {
    try connection.access { db in try fetchHead(db) }
  }

  private static func realPath(_ file: String) throws(JournalError) -> String {
    var status = stat()
    guard unsafe stat(file, &status) == 0 else {
      throw errno == EACCES ? .readOnly(file: file) : .io(what: "\(file): \(systemMessage(errno))")
    }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { throw .notAJournal(file: file) }
    guard let resolved = unsafe realpath(file, nil) else {
      throw .io(what: "\(file): \(systemMessage(errno))")
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Only the file under the journal's own name can be in use; copies beside it are nobody's.
  private static func takeLock(_ path: String) throws(JournalError) -> FileLock? {
    guard let slash = path.lastIndex(of: "/"), path[path.index(after: slash)...] == JournalPaths.databaseName
    else { return nil }
    let paths = JournalPaths(directory: String(path[..<slash]))
    return fileExists(paths.lock) ? try FileLock(paths.lock, .reader) : nil
  }
}
