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
    }
  }

  /// The exit status of a program that ends with it (sysexits.h).
  public var exitStatus: Int32 {
    switch self {
    case .busy: 75
    case .diskFull, .io, .corrupt: 74
    case .readOnly, .key: 77
    case .newerDatabase, .notAJournal: 78
    }
  }
}
