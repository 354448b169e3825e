// The few steps by which a folder of the spool, or a folder of an office, is read and written; a seam, so that a test can
// lose the power between any two of them. A name is one file in the folder; names that begin with a point are nobody's
// but the station's.

import Glibc

package protocol SpoolDisk: Sendable {
  /// All names, in no order.
  func names() throws(FileError) -> [String]
  /// Nil: there is no such file.
  func read(_ name: String, bytesMax: Int) throws(FileError) -> [UInt8]?
  /// A file with these bytes; what was there before is replaced. Neither is durable yet.
  func write(_ name: String, _ bytes: [UInt8]) throws(FileError)
  /// Makes a file's bytes durable, not its name.
  func sync(_ name: String) throws(FileError)
  /// In one step; a file that has the new name is replaced. Not durable yet.
  func rename(_ old: String, to new: String) throws(FileError)
  /// A name that is not there is no failure. Not durable yet.
  func remove(_ name: String) throws(FileError)
  /// Makes names durable.
  func syncNames() throws(FileError)
}

/// A folder of this machine.
struct FolderDisk: SpoolDisk {
  /// Names that are looked at in one listing.
  static let namesMax = 20_000

  let path: String
  /// Rights of new files.
  let mode: mode_t

  func names() throws(FileError) -> [String] {
    guard let stream = unsafe opendir(path) else { throw failure("open") }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while names.count < Self.namesMax, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  func read(_ name: String, bytesMax: Int) throws(FileError) -> [UInt8]? {
    do throws(FileError) {
      return try SmallFile.read("\(path)/\(name)", bytesMax: bytesMax)
    } catch {
      if error.number == ENOENT, error.call == "open" {
        // A folder that is not there is no empty folder.
        guard SmallFile.exists(path) else { throw failure("open", ENOENT) }
        return nil
      }
      throw error
    }
  }

  func write(_ name: String, _ bytes: [UInt8]) throws(FileError) {
    let file = unsafe open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode)
    guard file >= 0 else { throw failure("write") }
    // The process's mask must not shut out whom the folder is for.
    _ = fchmod(file, mode)
    defer { close(file) }
    try SmallFile.write(bytes, to: file, path: path)
  }

  func sync(_ name: String) throws(FileError) {
    let file = unsafe open("\(path)/\(name)", O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { throw failure("sync") }
    defer { close(file) }
    guard fsync(file) == 0 else { throw failure("sync") }
  }

  func rename(_ old: String, to new: String) throws(FileError) {
    guard unsafe Glibc.rename("\(path)/\(old)", "\(path)/\(new)") == 0 else { throw failure("rename") }
  }

  func remove(_ name: String) throws(FileError) {
    guard unsafe unlink("\(path)/\(name)") == 0 || errno == ENOENT else { throw failure("remove") }
  }

  func syncNames() throws(FileError) {
    let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw failure("sync") }
    defer { close(folder) }
    // Some network file systems cannot, and say EINVAL.
    guard fsync(folder) == 0 || errno == EINVAL else { throw failure("sync") }
  }

  private func failure(_ call: String, _ number: Int32? = nil) -> FileError {
    FileError(path: path, call: call, number: number ?? errno)
  }
}

extension SpoolDisk {
  /// The whole of a file, durable under its name, or what was there before.
  func replace(_ name: String, _ bytes: [UInt8]) throws(FileError) {
    try writeAside(name, bytes)
    try rename(Self.aside(name), to: name)
    try syncNames()
  }

  /// The whole of a file, durable under a name that nobody reads.
  func writeAside(_ name: String, _ bytes: [UInt8]) throws(FileError) {
    try write(Self.aside(name), bytes)
    try sync(Self.aside(name))
  }

  static func aside(_ name: String) -> String { ".\(name).tmp" }
}
