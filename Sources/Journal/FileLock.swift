// One process on the journal: flock on a file beside the database, held until the process ends. SQLite's own locks
// come second; they are not held between two transactions.

import Glibc

/// A lock that ends with this object or with the process.
final class FileLock {
  private let descriptor: Int32

  enum Kind {
    /// The station's: it names its process in the file.
    case writer
    /// A reader's of a closed journal: several at a time, never beside the station.
    case reader
  }

  init(_ path: String, _ kind: Kind) throws(JournalError) {
    let flags = kind == .writer ? O_RDWR | O_CREAT | O_CLOEXEC : O_RDONLY | O_CLOEXEC
    descriptor = unsafe open(path, flags, 0o644)
    guard descriptor >= 0 else {
      if errno == EACCES || errno == EROFS || errno == EPERM { throw .readOnly(file: path) }
      throw .io(what: "\(path): \(systemMessage(errno))")
    }
    guard flock(descriptor, (kind == .writer ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
      let code = errno
      let holder = FileLock.process(in: descriptor)
      Glibc.close(descriptor)
      if code == EWOULDBLOCK { throw .busy(process: holder) }
      throw .io(what: "\(path): \(systemMessage(code))")
    }
    if kind == .writer {
      let text = Array("\(getpid())\n".utf8)
      // The number is a help for people; a full disk must not keep the lock from being taken.
      if ftruncate(descriptor, 0) == 0 { _ = unsafe pwrite(descriptor, text, text.count, 0) }
    }
  }

  deinit {
    // Unlocked by name: a child that is just being started holds a copy of the descriptor for a moment.
    flock(descriptor, LOCK_UN)
    Glibc.close(descriptor)
  }

  /// The process that the file names, if it lives.
  private static func process(in descriptor: Int32) -> Int32? {
    var text = [UInt8](repeating: 0, count: 16)
    let count = unsafe pread(descriptor, &text, text.count, 0)
    guard count > 0 else { return nil }
    let digits = text.prefix(count).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard let number = Int32(String(decoding: digits, as: UTF8.self)), number > 0 else { return nil }
    return kill(number, 0) == 0 || errno == EPERM ? number : nil
  }
}

/// What the system says about an error number.
func systemMessage(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text)
}

/// Syncs a directory, so that names in it survive a loss of power.
func syncDirectory(_ path: String) throws(JournalError) {
  let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .io(what: "\(path): \(systemMessage(errno))") }
  defer { close(descriptor) }
  guard fsync(descriptor) == 0 else { throw .io(what: "\(path): \(systemMessage(errno))") }
}

/// Gives a file another name in the same directory, durably.
func renameDurably(_ old: String, _ new: String, in directory: String) throws(JournalError) {
  guard unsafe rename(old, new) == 0 else { throw .io(what: "\(new): \(systemMessage(errno))") }
  try syncDirectory(directory)
}

func fileExists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
