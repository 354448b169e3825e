// The files of a journal and the numbers by which SQLite's own tools know them. docs/journal.md lists the same.

/// What lies in a station's state directory.
public struct JournalPaths: Hashable, Sendable {
  public var directory: String

  public init(directory: String) {
    self.directory = directory
  }

  public static let databaseName = "journal.sqlite"
  static let lockName = "LOCK"

  /// The database.
  public var database: String { "\(directory)/\(Self.databaseName)" }
  /// Locked by the one process that uses the journal; holds its process id.
  public var lock: String { "\(directory)/\(Self.lockName)" }
  /// A station holds the journal of this directory now. Whoever wants it must still try: it may end, or begin.
  public var isHeld: Bool {
    guard fileExists(lock) else { return false }
    do throws(JournalError) { _ = try FileLock(lock, .reader) } catch .busy { return true } catch {}
    return false
  }
  /// The station's keys; for the station alone.
  public var key: String { "\(directory)/station.key" }
  /// The public half as PEM, for auditors.
  public var publicKey: String { "\(directory)/journal.pub" }
  /// A database that is being founded; it is renamed when everything else is there.
  var founding: String { "\(database).new" }
  /// The copy made before a migration to `version`, without the side tables.
  func copy(beforeVersion version: Int) -> String { "\(database).before-v\(version)" }
}

enum JournalFormat {
  /// `KJnl` in the header's application id, so that `file` and this program tell a journal from another database.
  static let applicationID: Int32 = 0x4B4A_6E6C
  /// The layout of the tables (`user_version`).
  static let version = 4
}
