// An opened folder and what is done in it: every path is one name below a descriptor, links are never followed, and
// what is written is durable under its name or not there. It knows nothing of orders.

import Glibc

/// A system call in a folder that failed.
struct FolderError: Error, Equatable, Sendable {
  var call: String
  var number: Int32

  /// Without any name: names of files may name people.
  var message: String {
    let words = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    return "\(call): \(words)"
  }
}

/// What can change about a file while somebody writes it.
struct FileStamp: Equatable, Sendable {
  var device: UInt64
  var inode: UInt64
  var mode: UInt32
  var links: UInt64
  var size: Int64
  var modified: [Int]

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    mode = UInt32(status.st_mode)
    links = UInt64(status.st_nlink)
    size = Int64(status.st_size)
    modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
  }

  var isRegular: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
  var isFolder: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFDIR) }
  var isLink: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFLNK) }
}

final class Folder {
  /// Names that are looked at in one listing.
  static let namesMax = 20_000

  let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The folder itself may be reached through links: it is configuration.
  static func open(_ path: String) throws(FolderError) -> Folder {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FolderError(call: "the folder cannot be opened", number: errno) }
    return Folder(descriptor)
  }

  /// A folder below this one, made where it is missing.
  func folder(_ name: String) throws(FolderError) -> Folder {
    let isNew = unsafe mkdirat(descriptor, name, 0o770) == 0
    let below = unsafe openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard below >= 0 else { throw FolderError(call: "its folder \(name) cannot be opened", number: errno) }
    let folder = Folder(below)
    if isNew {
      // The process's mask must not shut out the group; the group itself comes from the folder above (setgid).
      var status = stat()
      if unsafe fstat(below, &status) == 0 { _ = fchmod(below, status.st_mode & S_ISGID | 0o770) }
      try sync()
    }
    return folder
  }

  /// The names in it, sorted by their bytes.
  func names() throws(FolderError) -> [FileName] {
    let copy = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = unsafe fdopendir(copy) else {
      let number = errno
      if copy >= 0 { close(copy) }
      throw FolderError(call: "the folder cannot be read", number: number)
    }
    defer { unsafe closedir(stream) }
    var names: [FileName] = []
    while names.count < Self.namesMax, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
          unsafe Array(UnsafeBufferPointer(start: bytes, count: Int(strlen(pointer))))
        }
      }
      if name != [0x2E], name != [0x2E, 0x2E] { names.append(FileName(name)) }
    }
    return names.sorted()
  }

  /// What stands under a name; nil: nothing.
  func stamp(_ name: FileName) throws(FolderError) -> FileStamp? {
    var status = stat()
    if unsafe fstatat(descriptor, name.terminated, &status, AT_SYMLINK_NOFOLLOW) == 0 {
      return FileStamp(status)
    }
    if errno == ENOENT { return nil }
    throw FolderError(call: "a file cannot be looked at", number: errno)
  }

  /// Moves a file by one atomic step. A name that is taken is refused (EEXIST); nobody but the station makes names in
  /// its folders, so that nothing comes between the look and the move.
  func move(_ name: FileName, to other: Folder, as new: FileName) throws(FolderError) {
    if try other.stamp(new) != nil { throw FolderError(call: "a file cannot be moved", number: EEXIST) }
    guard unsafe renameat(descriptor, name.terminated, other.descriptor, new.terminated) == 0 else {
      throw FolderError(call: "a file cannot be moved", number: errno)
    }
  }

  /// Writes a file so that it is there whole and durably, or not at all. A file of that name is replaced.
  func write(_ bytes: [UInt8], as name: String, mode: mode_t = 0o640) throws(FolderError) {
    let temporary = try writeAside(bytes, name, mode)
    guard unsafe renameat(descriptor, temporary, descriptor, name) == 0 else {
      let number = errno
      _ = unsafe unlinkat(descriptor, temporary, 0)
      throw FolderError(call: "a file cannot be written", number: number)
    }
    try sync()
  }

  /// Names that are tried for a new file.
  static let numbersMax = 1_000

  /// The same, and nothing is ever replaced: what stands under the name with the same bytes is left as it is, beside
  /// anything else the file gets a number (`NAME-2.json`). The name that it has.
  func writeNew(_ bytes: [UInt8], as name: String, mode: mode_t = 0o640) throws(FolderError) -> String {
    let temporary = try writeAside(bytes, name, mode)
    defer { _ = unsafe unlinkat(descriptor, temporary, 0) }
    let (stem, ending) = name.lastIndex(of: ".").map { (name[..<$0], name[$0...]) } ?? (name[...], "")
    for number in 1...Self.numbersMax {
      let name = number == 1 ? name : "\(stem)-\(number)\(ending)"
      if try link(temporary, as: name) {
        _ = unsafe unlinkat(descriptor, temporary, 0)
        try sync()
        return name
      }
      if case .bytes(bytes) = read(FileName(name), bytesMax: bytes.count) {
        try sync()
        return name
      }
    }
    throw FolderError(call: "a file cannot be written", number: EEXIST)
  }

  /// Gives a file a name; false: it is taken, also by a link that leads nowhere.
  private func link(_ temporary: String, as name: String) throws(FolderError) -> Bool {
    if unsafe linkat(descriptor, temporary, descriptor, name, 0) == 0 { return true }
    switch errno {
    case EEXIST: return false
    case EPERM, EOPNOTSUPP, ENOSYS, EMLINK, EACCES, EINVAL:
      // A file system without hard links (shares, FAT): nobody but the station makes such names in its folder.
      guard try stamp(FileName(name)) == nil else { return false }
      if unsafe renameat(descriptor, temporary, descriptor, name) == 0 { return true }
      fallthrough
    default: throw FolderError(call: "a file cannot be written", number: errno)
    }
  }

  /// The whole of a file, on the disk, under a name that nobody reads; that name.
  private func writeAside(_ bytes: [UInt8], _ name: String, _ mode: mode_t) throws(FolderError) -> String {
    let temporary = ".\(name).tmp"
    _ = unsafe unlinkat(descriptor, temporary, 0)
    let file = unsafe openat(
      descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard file >= 0 else { throw FolderError(call: "a file cannot be written", number: errno) }
    // Whoever fetches the file belongs to the folder's group; the process's mask would shut them out.
    _ = fchmod(file, mode)
    var number: Int32 = 0
    do throws(FileError) {
      try SmallFile.write(bytes, to: file, path: "")
      if fsync(file) != 0 { number = errno }
    } catch {
      number = error.number
    }
    if close(file) != 0, number == 0 { number = errno }
    guard number == 0 else {
      _ = unsafe unlinkat(descriptor, temporary, 0)
      throw FolderError(call: "a file cannot be written", number: number)
    }
    return temporary
  }

  func remove(_ name: FileName) { _ = unsafe unlinkat(descriptor, name.terminated, 0) }

  /// Makes the names in this folder durable.
  func sync() throws(FolderError) {
    // Some network file systems cannot, and say EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw FolderError(call: "the folder cannot be synced", number: errno)
    }
  }
}
