// Reading, creating and appending to the few small files of a station with plain system calls. No journal, no
// configuration: those have doors of their own.

import Glibc

/// A system call that failed, in words for people.
package struct FileError: Error, Equatable, Sendable {
  var path: String
  var call: String
  var number: Int32

  package init(path: String, call: String, number: Int32) {
    self.path = path
    self.call = call
    self.number = number
  }

  var message: String {
    let words = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    return "\(path): \(call): \(words)"
  }
}

enum SmallFile {
  /// The whole file, at most `bytesMax` bytes of it.
  static func read(_ path: String, bytesMax: Int) throws(FileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, call: "open", number: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while bytes.count < bytesMax {
      var failure: Int32 = 0
      let wanted = min(65_536, bytesMax - bytes.count)
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        let got = unsafe Glibc.read(descriptor, buffer.baseAddress, wanted)
        failure = got < 0 ? errno : 0
        count = max(0, got)
      }
      if failure == EINTR { continue }
      guard failure == 0 else { throw FileError(path: path, call: "read", number: failure) }
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }

  /// Appends and syncs. A new file belongs to this user alone, and its name is synced, too.
  static func append(_ text: String, to path: String) throws(FileError) {
    let isNew = unsafe access(path, F_OK) != 0
    let descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw FileError(path: path, call: "open", number: errno) }
    defer { close(descriptor) }
    try write(Array(text.utf8), to: descriptor, path: path)
    guard fsync(descriptor) == 0 else { throw FileError(path: path, call: "fsync", number: errno) }
    if isNew { try syncDirectory(of: path) }
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
      }
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        throw FileError(path: path, call: "write", number: count == 0 ? ENOSPC : errno)
      }
    }
  }

  static func syncDirectory(of path: String) throws(FileError) {
    let directory = directoryName(path)
    let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: directory, call: "open", number: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileError(path: directory, call: "fsync", number: errno) }
  }

  static func rename(_ old: String, to new: String) throws(FileError) {
    guard unsafe Glibc.rename(old, new) == 0 else {
      throw FileError(path: old, call: "rename", number: errno)
    }
    try syncDirectory(of: new)
  }

  /// The part before the last `/`; `.` where there is none.
  static func directoryName(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
