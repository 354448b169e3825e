// Reads a town's content from its folder: every file with its path and its bytes, in the order of the paths. It judges
// nothing but whether a file can be read; names that begin with a point and copies that editors leave are passed over.

import Glibc
import Services

struct ContentFolder {
  /// A folder or file that cannot be read, with the reason in words.
  struct Unreadable: Error {
    var path: String
    var reason: String
  }

  /// Paths from the folder, with `/`, and what the files hold.
  private(set) var files: [(path: String, bytes: [UInt8])] = []

  init(_ folder: String) throws(Unreadable) {
    try walk(folder, below: "", depth: 0)
    files.sort { $0.path < $1.path }
  }

  /// Folders stand in each other: kind, language. What lies deeper is named by the check.
  private static let depthMax = 4

  private mutating func walk(_ folder: String, below prefix: String, depth: Int) throws(Unreadable) {
    guard let names = Self.names(folder) else { throw Unreadable(path: folder, reason: Self.reason(errno)) }
    for name in names where !name.hasPrefix(".") && !name.hasSuffix("~") {
      let path = "\(folder)/\(name)"
      var status = stat()
      guard unsafe stat(path, &status) == 0 else { throw Unreadable(path: path, reason: Self.reason(errno)) }
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        if depth < Self.depthMax { try walk(path, below: "\(prefix)\(name)/", depth: depth + 1) }
      case S_IFREG:
        guard files.count <= ContentLimit.filesMax else { return }
        files.append(("\(prefix)\(name)", try Self.bytes(path)))
      default: break
      }
    }
  }

  private static func names(_ folder: String) -> [String]? {
    guard let directory = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// At most one byte more than a file may have, by which the check tells one that is too large.
  private static func bytes(_ path: String) throws(Unreadable) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw Unreadable(path: path, reason: reason(errno)) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= ContentLimit.fileBytesMax {
      let got = unsafe read(descriptor, &chunk, chunk.count)
      if got < 0 {
        if errno == EINTR { continue }
        throw Unreadable(path: path, reason: reason(errno))
      }
      if got == 0 { break }
      bytes.append(contentsOf: chunk[..<got])
    }
    return Array(bytes.prefix(ContentLimit.fileBytesMax + 1))
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such folder or file"
    case EACCES, EPERM: "this user may not read it"
    case ENOTDIR: "it is no folder"
    default: "it cannot be read (errno \(code))"
    }
  }
}
