// The directory in which a station's backups stand: their names, the one that is being written, and which of the older
// ones go. Numbers count up whatever the clock says; nothing older goes before the new one was verified.

import Glibc
import Handover

/// A directory of backups, locked for one writer.
public final class BackupShelf {
  public let directory: String
  private let prefix: String
  private let descriptor: Int32

  /// Locks the directory, which must exist: a disk that is not mounted must not become a directory. Removes what a
  /// backup left behind that was cut short.
  public init(directory: String, station: UInt64) throws(JournalError) {
    self.directory = directory
    prefix = "kiosk-\(OrderID(station))-"
    descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      switch errno {
      case EACCES, EPERM: throw .readOnly(file: directory)
      case ENOENT, ENOTDIR: throw .missing(file: directory)
      default: throw .io(what: "\(directory): \(systemMessage(errno))")
      }
    }
    // Some network file systems cannot lock a directory; then two backups at once are left to the names.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      Glibc.close(descriptor)
      throw .busy(process: nil)
    }
    for suffix in ["", "-journal"] { _ = unsafe unlink(unfinished + suffix) }
  }

  deinit { Glibc.close(descriptor) }

  /// Where the new one is written.
  public var unfinished: String { "\(directory)/\(prefix)unfinished" }

  /// The public key that goes with this station's backups.
  public var publicKeyFile: String { "\(directory)/\(prefix.dropLast()).pub" }

  /// Backups of this station by number, oldest first.
  public func backups() throws(JournalError) -> [(number: Int, name: String)] {
    guard let stream = unsafe opendir(directory) else {
      throw .io(what: "\(directory): \(systemMessage(errno))")
    }
    defer { unsafe closedir(stream) }
    var found: [(number: Int, name: String)] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard name.hasPrefix(prefix), name.hasSuffix(Self.suffix) else { continue }
      let digits = name.dropFirst(prefix.count).dropLast(Self.suffix.count)
      guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else { continue }
      found.append((number, name))
    }
    return found.sorted { $0.number < $1.number }
  }

  /// Gives the unfinished file its name, durably: the next number, or `path` in the same directory.
  public func store(as path: String? = nil) throws(JournalError) -> String {
    let number = (try backups().last?.number ?? 0) + 1
    let digits = String(number)
    let name = prefix + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + Self.suffix
    let final = path ?? "\(directory)/\(name)"
    try renameDurably(unfinished, final, in: directory)
    return final
  }

  /// Removes all but the `keep` newest; the names that are gone.
  public func prune(keep: Int) throws(JournalError) -> [String] {
    let old = try backups().dropLast(max(1, keep)).map(\.name)
    for name in old where unsafe unlink("\(directory)/\(name)") != 0 && errno != ENOENT {
      throw .io(what: "\(directory)/\(name): \(systemMessage(errno))")
    }
    if !old.isEmpty { try syncDirectory(directory) }
    return old
  }

  /// Takes an unfinished file away.
  public func discard() { for suffix in ["", "-journal"] { _ = unsafe unlink(unfinished + suffix) } }

  /// Puts the public key beside the backups where there is none.
  public func keepPublicKey(_ pem: String) throws(JournalError) {
    guard !fileExists(publicKeyFile) else { return }
    let unfinished = "\(publicKeyFile).new"
    let descriptor = unsafe open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .readOnly(file: publicKeyFile) }
    defer { Glibc.close(descriptor) }
    let bytes = Array(pem.utf8)
    guard unsafe write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
      throw .diskFull
    }
    try renameDurably(unfinished, publicKeyFile, in: directory)
  }

  private static let suffix = ".sqlite"
}
