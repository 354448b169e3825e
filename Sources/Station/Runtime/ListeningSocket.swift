// A Unix socket that the station listens on: made with its rights before anybody can connect, replacing a file that a
// dead station left, never a living one.

import CPeer
import Glibc

/// Why a socket could not be made.
enum SocketError: Error, Equatable, Sendable {
  /// Somebody answers at this path.
  case inUse(path: String)
  /// The path is longer than a socket address takes.
  case tooLong(path: String)
  /// Something that is no socket lies there.
  case notASocket(path: String)
  case failed(FileError)

  var message: String {
    switch self {
    case .inUse(let path):
      "\(path): another station answers here: one station has one process, stop it or use another --socket directory"
    case .tooLong(let path):
      "\(path): a socket's path has at most 107 bytes: use a shorter --socket directory"
    case .notASocket(let path): "\(path) is not a socket: remove it or use another --socket directory"
    case .failed(let error): "\(error.message): check the --socket directory and its owner"
    }
  }

  /// As sysexits.h has it.
  var exitStatus: Int32 {
    switch self {
    case .inUse: 75
    case .tooLong, .notASocket: 78
    case .failed: 73
    }
  }
}

/// A socket that listens; closes and removes its file when it is closed.
final class ListeningSocket: Sendable {
  static let pathBytesMax = 107
  /// Connections that wait to be accepted.
  static let backlog: Int32 = 64

  let path: String
  let descriptor: Int32

  /// `groups` may connect besides this user. Where the station may not give the file to a group, an access list
  /// does; where neither works, this user alone.
  init(path: String, groups: [gid_t]) throws(SocketError) {
    self.path = path
    try Self.clear(path)
    descriptor = kiosk_socket(Int32(SOCK_STREAM.rawValue))
    guard descriptor >= 0 else { throw .failed(FileError(path: path, call: "socket", number: errno)) }
    // The mode of the new file is 0600 whatever the process's mask is; nobody can connect before `listen`.
    let mask = umask(0o177)
    let failure = unsafe kiosk_bind(descriptor, path)
    umask(mask)
    guard failure == 0 else {
      close(descriptor)
      if failure == EADDRINUSE { throw .inUse(path: path) }
      throw .failed(FileError(path: path, call: "bind", number: failure))
    }
    Self.admit(groups, to: path)
    guard listen(descriptor, Self.backlog) == 0 else {
      let number = errno
      close(descriptor)
      _ = unsafe unlink(path)
      throw .failed(FileError(path: path, call: "listen", number: number))
    }
  }

  /// What would keep a socket from being made at `path`, asked before anything else is touched.
  static func check(path: String) throws(SocketError) {
    guard path.utf8.count <= pathBytesMax else { throw .tooLong(path: path) }
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
    guard try !answers(path) else { throw .inUse(path: path) }
  }

  /// Whether somebody listens. Only a refused connection proves that nobody does; a full backlog (EAGAIN) does not.
  private static func answers(_ path: String) throws(SocketError) -> Bool {
    let trial = kiosk_socket(Int32(SOCK_STREAM.rawValue))
    guard trial >= 0 else { throw .failed(FileError(path: path, call: "socket", number: errno)) }
    defer { close(trial) }
    let answer = unsafe kiosk_connect(trial, path)
    return answer != ECONNREFUSED && answer != ENOENT
  }

  func remove() { _ = unsafe unlink(path) }

  /// Removes what a station that is gone left behind.
  private static func clear(_ path: String) throws(SocketError) {
    try check(path: path)
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw .failed(FileError(path: path, call: "unlink", number: errno))
    }
  }

  private static func admit(_ groups: [gid_t], to path: String) {
    guard let first = groups.first else { return }
    let isGiven = unsafe chown(path, uid_t.max, first) == 0
    if isGiven { _ = unsafe chmod(path, 0o660) }
    guard !isGiven || groups.count > 1 else { return }
    let list = AccessList(groups: isGiven ? Array(groups.dropFirst()) : groups, ownsGroup: isGiven).bytes
    _ = unsafe list.withUnsafeBytes { unsafe kiosk_set_access_list(path, $0.baseAddress, $0.count) }
  }
}

/// An access list that lets some groups read and write, as `setfacl -m g:NAME:rw` makes one (acl(5); the layout is
/// that of linux/posix_acl_xattr.h: version 2, then tag, rights and id of each entry, little-endian).
struct AccessList {
  private enum Tag {
    static let userOwner: UInt16 = 0x01
    static let groupOwner: UInt16 = 0x04
    static let group: UInt16 = 0x08
    static let mask: UInt16 = 0x10
    static let others: UInt16 = 0x20
  }

  private(set) var bytes: [UInt8] = []

  /// `ownsGroup`: the file's own group has rights, too.
  init(groups: [gid_t], ownsGroup: Bool) {
    let readWrite: UInt16 = 6
    put(UInt32(2))
    put(Tag.userOwner, readWrite, .max)
    put(Tag.groupOwner, ownsGroup ? readWrite : 0, .max)
    for group in Set(groups).sorted() { put(Tag.group, readWrite, group) }
    put(Tag.mask, readWrite, .max)
    put(Tag.others, 0, .max)
  }

  private mutating func put(_ tag: UInt16, _ rights: UInt16, _ id: UInt32) {
    put(tag)
    put(rights)
    put(id)
  }

  private mutating func put<Value: FixedWidthInteger>(_ value: Value) {
    for index in 0..<Value.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> Value(index * 8))) }
  }
}
