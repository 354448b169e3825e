// Every way a journal can refuse, with what to do about it. None of them lets a door open.

public enum JournalError: Error, Hashable, Sendable {
  case diskFull
  case readOnly(file: String)
  case corrupt(what: String)
  /// Another process holds the journal.
  case busy(process: Int32?)
  case newerDatabase(found: Int, known: Int)
  case notAJournal(file: String)
  case io(what: String)
  case key(what: String)
  /// The key is there, the database is not.
  case missing(file: String)
  /// The batch breaks a rule that the database keeps (a unique index): a defect of this program.
  case refused(what: String)
  /// What the caller believes and what the file holds are two things; a restart reads the file anew.
  case outOfStep(believed: Int64, found: Int64)

  /// What is wrong and what to do.
  public var message: String {
    switch self {
    case .diskFull: "the disk of the journal is full: free space on it; nothing is opened until then"
    case .readOnly(let file): "\(file) cannot be written: check its owner, its mode and the mount of its disk"
    case .corrupt(let what):
      "the journal is damaged (\(what)): keep the file, run 'kiosk journal verify' on a copy and restore a backup"
    case .busy(let process):
      "another process holds the journal\(process.map { " (process \($0))" } ?? ""): one station has one process, "
        + "ask the running one or stop it"
    case .newerDatabase(let found, let known):
      "the journal has version \(found), this program knows up to \(known): install the newer kiosk package"
    case .notAJournal(let file): "\(file) is not a journal of a kiosk station: check the path"
    case .io(let what): "the journal cannot be read or written (\(what)): check its disk and 'journalctl -k'"
    case .key(let what): "the station's key \(what)"
    case .missing(let file):
      "\(file) is missing, but the station's key is there: restore the journal from its backup; to found a new "
        + "station, move station.key away first"
    case .refused(let what):
      "the journal refused to write what breaks its rules (\(what)): nothing was written; report this with the journal"
    case .outOfStep(let believed, let found):
      "the journal ends at record \(found), the station believed \(believed): restart the station"
    }
  }

  /// The exit status of a program that ends with it (sysexits.h).
  public var exitStatus: Int32 {
    switch self {
    case .busy: 75
    case .diskFull, .io, .corrupt: 74
    case .readOnly, .key: 77
    case .newerDatabase, .notAJournal, .missing: 78
    case .refused, .outOfStep: 70
    }
  }
}
