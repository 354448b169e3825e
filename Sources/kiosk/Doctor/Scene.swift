// The machine as the doctor sees it: files below a root directory, which is `/` or, for tests and for a disk from another
// machine, any other. It only reads, and no device is ever opened: a look must not disturb a bus.

import Configuration
import Glibc
import Messages

struct Scene {
  /// Longer files are cut.
  static let bytesMax = 1 << 20
  /// Links that lead to links.
  static let linksMax = 8

  /// Without a slash at its end; empty for `/`.
  let root: String
  let configurationPath: String
  let statePath: String
  /// The directory of the sockets as this process sees it, with the root before it.
  let socketPath: String
  let configuration: Result<StationConfiguration, ConfigurationFailure>
  /// What a running station says; nil: none was asked or none answered, `stationSilence` says why.
  let station: StatusReport?
  let stationSilence: String
  let accounts: AccountFiles

  /// The whole machine that runs, not a part of a disk.
  var isRunning: Bool { root.isEmpty }

  var buses: [BusSettings] { (try? configuration.get().buses) ?? [] }

  enum Reading: Equatable {
    case text(String)
    case absent
    case refused(String)
  }

  enum Kind { case file, directory, device, socket, link, other }

  struct Node: Equatable {
    var kind: Kind
    /// The twelve bits of rights.
    var mode: UInt32
    var user: UInt32
    var group: UInt32
    var size: Int64

    var octal: String { String(mode, radix: 8) }
    var isExecutable: Bool { mode & 0o111 != 0 }
    var changesRights: Bool { mode & 0o6000 != 0 }
  }

  enum Look: Equatable {
    case there(Node)
    case absent
    case refused(String)
  }

  /// The text of a file.
  func read(_ path: String) -> Reading { Self.read(root + resolved(path)) }

  func text(_ path: String) -> String? {
    if case .text(let text) = read(path) { return text }
    return nil
  }

  static func read(_ path: String) -> Reading {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      return errno == ENOENT || errno == ENOTDIR ? .absent : .refused(reason(errno))
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < bytesMax {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return .refused(reason(errno)) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return .text(String(decoding: bytes, as: UTF8.self))
  }

  /// What lies at a path; links are followed.
  func look(_ path: String) -> Look { Self.node(root + resolved(path)) }

  /// What lies at a path of the machine that runs, wherever the root is; a link is not followed.
  static func node(_ path: String) -> Look {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      return errno == ENOENT || errno == ENOTDIR ? .absent : .refused(reason(errno))
    }
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFCHR: .device
      case S_IFSOCK: .socket
      case S_IFLNK: .link
      default: .other
      }
    return .there(
      Node(
        kind: kind, mode: status.st_mode & 0o7777, user: status.st_uid, group: status.st_gid,
        size: Int64(status.st_size)))
  }

  func exists(_ path: String) -> Bool {
    if case .there = look(path) { return true }
    return false
  }

  /// The names in a directory, sorted; nil: it cannot be listed.
  func names(_ path: String) -> [String]? {
    guard let directory = unsafe opendir(root + resolved(path)) else { return nil }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// What a link says; nil: it is none.
  func target(_ path: String) -> String? {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let address = buffer.baseAddress else { return nil }
      let count = unsafe readlink(root + path, address, buffer.count)
      guard count > 0 else { return nil }
      return unsafe String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// Where a path leads when its last part is a link, seen from the root.
  func resolved(_ path: String) -> String {
    var path = path
    for _ in 0..<Self.linksMax {
      guard let target = target(path) else { break }
      if target.hasPrefix("/") {
        path = target
      } else {
        var parts = path.split(separator: "/").dropLast().map(String.init)
        for part in target.split(separator: "/") {
          if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
        }
        path = "/" + parts.joined(separator: "/")
      }
    }
    return path
  }

  /// Free space for ordinary users and the whole, in MiB; nil: the disk cannot be asked.
  func space(_ path: String) -> (free: Int, whole: Int)? {
    var disk = statvfs()
    guard unsafe statvfs(root + path, &disk) == 0 else { return nil }
    let block = UInt64(disk.f_frsize)
    return (
      Int(clamping: (UInt64(disk.f_bavail) * block) >> 20),
      Int(clamping: (UInt64(disk.f_blocks) * block) >> 20)
    )
  }

  static func reason(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
}
