// Reads a file that somebody else brought: only a regular file without other names, not larger than allowed, and the
// same after reading as before.

import Glibc

enum FileReading: Equatable {
  case bytes([UInt8])
  /// Somebody writes it still.
  case changing
  /// It will never be read as it is.
  case refused(RowFault)
}

extension Folder {
  /// The whole file; never waits on a pipe or a device.
  func read(_ name: FileName, bytesMax: Int) -> FileReading {
    let file = unsafe openat(descriptor, name.terminated, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      switch errno {
      case ELOOP:
        return .refused(RowFault("the file is a symbolic link", "bring the file itself, not a link to it"))
      case EACCES, EPERM:
        return .refused(
          RowFault(
            "the station may not read the file",
            "give the station's user read permission, and move it into the inbox again"))
      case let number:
        return .refused(
          RowFault(
            FolderError(call: "the file cannot be opened", number: number).message, "bring it once more"))
      }
    }
    defer { close(file) }
    guard let before = stamp(of: file) else { return .changing }
    if before.isFolder { return .refused(RowFault("this is a folder", "bring the file itself")) }
    guard before.isRegular else {
      return .refused(RowFault("this is no regular file", "bring a file, no pipe and no device"))
    }
    guard before.links == 1 else {
      return .refused(
        RowFault("the file has another name elsewhere (hard link)", "copy the file, and rename the copy"))
    }
    guard before.size <= Int64(bytesMax) else {
      return .refused(RowFault("the file has more than \(bytesMax >> 20) MiB", "split it into smaller files"))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(before.size) + 1)
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= bytesMax {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        return .refused(
          RowFault(
            FolderError(call: "the file cannot be read", number: errno).message, "bring it once more"))
      }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    guard stamp(of: file) == before, Int64(bytes.count) == before.size else { return .changing }
    return .bytes(bytes)
  }

  private func stamp(of file: Int32) -> FileStamp? {
    var status = stat()
    return unsafe fstat(file, &status) == 0 ? FileStamp(status) : nil
  }
}
