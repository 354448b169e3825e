// A file of nothing on the journal's disk, given up when the disk is full, so that what has begun can be ended. It
// decides nothing: the disk floor refuses new operations.

import Glibc

/// The ballast and how much room is left. Belongs to the station's executor.
final class Ballast {
  static let name = "ballast.bin"

  private let path: String
  private let directory: String
  private let megabytes: Int
  private let floorMegabytes: Int
  /// Given up since the start and not made again: so much less counts as free.
  private(set) var isGivenUp = false
  private(set) var isThere = false

  init(directory: String, megabytes: Int, floorMegabytes: Int) {
    self.directory = directory
    self.megabytes = megabytes
    self.floorMegabytes = floorMegabytes
    path = "\(directory)/\(Self.name)"
  }

  /// Makes the file where there is room for it above the floor. What is wrong, if it could not.
  func lay() -> FileError? {
    guard megabytes > 0 else { return nil }
    let wanted = off_t(megabytes) << 20
    var status = stat()
    if unsafe stat(path, &status) == 0, status.st_size == wanted {
      isThere = true
      isGivenUp = false
      return nil
    }
    unlink(path)
    guard let free = Self.freeMegabytes(of: directory), free >= floorMegabytes + megabytes else {
      return FileError(path: path, call: "posix_fallocate", number: ENOSPC)
    }
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return FileError(path: path, call: "open", number: errno) }
    defer { close(descriptor) }
    let failure = posix_fallocate(descriptor, 0, wanted)
    guard failure == 0 else {
      unlink(path)
      return FileError(path: path, call: "posix_fallocate", number: failure)
    }
    isThere = true
    isGivenUp = false
    return nil
  }

  /// Gives the room to the journal. False: there is none to give.
  func giveUp() -> Bool {
    guard isThere, unlink(path) == 0 else { return false }
    isThere = false
    isGivenUp = true
    return true
  }

  /// Free space in MiB that counts: a ballast that was given up is missing from it. Lays the ballast again where there
  /// is room. Nil: the disk cannot be asked.
  func measure() -> Int? {
    guard let free = Self.freeMegabytes(of: directory) else { return nil }
    guard isGivenUp else { return free }
    if lay() == nil { return Self.freeMegabytes(of: directory) }
    return max(0, free - megabytes)
  }

  @discardableResult
  private func unlink(_ path: String) -> Int32 { unsafe Glibc.unlink(path) }

  static func freeMegabytes(of directory: String) -> Int? {
    var disk = statvfs()
    guard unsafe statvfs(directory, &disk) == 0 else { return nil }
    return Int(clamping: (UInt64(disk.f_bavail) * UInt64(disk.f_frsize)) >> 20)
  }
}
