// A town's content as a folder: which files there are and what they hold, with limits, so that no folder makes its
// reader wait or grow without end. It judges nothing but whether a file can be read; names that begin with a point and
// copies that editors leave are passed over.

import Glibc
import Services

/// A folder or file that cannot be read, with the reason and the remedy in words.
public struct ContentUnreadable: Error, Equatable, Sendable {
  /// From the content's folder, or the folder itself.
  public var path: String
  public var reason: String

  /// `PATH: what, remedy`.
  public var description: String { ContentText.printable("\(path): \(reason)") }
}

public struct ContentFolder: Sendable {
  /// Folders stand in each other: kind, language. What lies deeper is named by the check.
  static let depthMax = 4
  /// Names in one folder that are looked at.
  static let namesMax = ContentLimit.filesMax

  /// A file as it was found.
  public struct File: Equatable, Sendable {
    /// From the content's folder, with `/`.
    public var path: String
    /// What changes when the file does.
    var stamp: [Int]
  }

  /// The content's folder, without `/` at its end.
  public let path: String
  /// In the order of their paths.
  public private(set) var files: [File] = []
  /// What lies there and is neither a file nor a folder, or leads back to where it stands.
  public private(set) var mistakes: [ContentMistake] = []
  private var above: [[Int]] = []

  /// Looks at every name below `folder`; the folders `without` are passed over.
  public init(_ folder: String, without: [String] = []) throws(ContentUnreadable) {
    path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    try walk(path, below: "", without: without)
    files.sort { $0.path < $1.path }
  }

  /// A number that is the same as long as nothing has changed (FNV-1a over names, sizes, times and numbers of files).
  public var print: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for file in files {
      for byte in file.path.utf8 { mix(byte) }
      for number in file.stamp {
        for shift in stride(from: 0, to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: number >> shift)) }
      }
    }
    for mistake in mistakes { for byte in mistake.file.utf8 { mix(byte) } }
    return hash
  }

  /// The bytes of a file: at most one more than a file may have, by which the check tells one that is too large.
  public func bytes(_ file: String) throws(ContentUnreadable) -> [UInt8] {
    let name = "\(path)/\(file)"
    // A pipe that took the file's place must not be waited for.
    let descriptor = unsafe open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.unreadable(name, errno) }
    defer { close(descriptor) }
    let bytesMax = ContentLimit.fileBytesMax + 1
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.unreadable(name, errno) }
    let wanted = max(1, min(bytesMax, Int(status.st_size) + 1))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(wanted)
    while bytes.count < bytesMax {
      var failure: Int32 = 0
      let room = bytes.isEmpty ? wanted : min(65_536, bytesMax - bytes.count)
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        let got = unsafe read(descriptor, buffer.baseAddress, room)
        failure = got < 0 ? errno : 0
        count = max(0, got)
      }
      if failure == EINTR { continue }
      guard failure == 0 else { throw Self.unreadable(name, failure) }
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }

  // MARK: Walking

  private mutating func walk(
    _ folder: String, below prefix: String, without: [String]
  ) throws(ContentUnreadable) {
    var status = stat()
    guard unsafe stat(folder, &status) == 0 else { throw Self.unreadable(folder, errno) }
    let own = [Int(status.st_dev), Int(bitPattern: UInt(status.st_ino))]
    guard !above.contains(own) else {
      return note(prefix, "the folder leads back to one that it stands in", "remove the link")
    }
    guard let names = Self.names(folder) else { throw Self.unreadable(folder, errno) }
    above.append(own)
    defer { above.removeLast() }
    for name in names where !name.hasPrefix(".") && !name.hasSuffix("~") {
      guard files.count + mistakes.count <= ContentLimit.filesMax else { return }
      let full = "\(folder)/\(name)"
      let below = "\(prefix)\(name)"
      guard unsafe stat(full, &status) == 0 else {
        switch errno {
        case ELOOP: note(below, "the link leads to itself", "remove it")
        case ENOENT where Self.isLink(full):
          note(below, "the link leads nowhere", "remove it, or bring what it leads to")
        // Gone since it was listed: a copy that is under way; the next look sees what came.
        case ENOENT: break
        case let number: throw Self.unreadable(full, number)
        }
        continue
      }
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        if prefix.isEmpty, without.contains(name) { continue }
        if above.count < Self.depthMax {
          try walk(full, below: "\(below)/", without: without)
        } else {
          note(below, "folders stand in each other too deep", "keep to KIND/LANGUAGE")
        }
      case S_IFREG: files.append(File(path: below, stamp: Self.stamp(status)))
      default: note(below, "this is no regular file", "remove it")
      }
    }
  }

  private mutating func note(_ path: String, _ what: String, _ remedy: String) {
    let name = path.hasSuffix("/") ? String(path.dropLast()) : path
    mistakes.append(ContentMistake(file: name, line: 1, what: what, remedy: remedy))
  }

  private static func stamp(_ status: stat) -> [Int] {
    [
      Int(status.st_dev), Int(bitPattern: UInt(status.st_ino)), Int(status.st_size),
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
    ]
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  private static func names(_ folder: String) -> [String]? {
    guard let directory = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while names.count <= namesMax, let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func unreadable(_ path: String, _ number: Int32) -> ContentUnreadable {
    let reason =
      switch number {
      case ENOENT: "there is no such folder or file, name a folder of content"
      case EACCES, EPERM: "this user may not read it, give the right to read"
      case ENOTDIR: "it is no folder, name a folder of content"
      case ELOOP: "the link leads to itself, remove it"
      case EMFILE, ENFILE: "too many files are open, try again later"
      default: "it cannot be read (errno \(number)), check its disk"
      }
    return ContentUnreadable(path: path, reason: reason)
  }
}
