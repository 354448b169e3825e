// The database as pages of a file (sqlite.org/fileformat2.html section 1), read beside SQLite and never written. For
// checks only; between two transactions of the same process, so that what is read is whole.

import Glibc

/// Stays open as long as the journal: closing any descriptor of a file gives up the locks that SQLite holds on it.
final class PageFile {
  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws(JournalError) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io(what: "\(path): \(systemMessage(errno))") }
  }

  deinit { close(descriptor) }

  /// The next reads come from the disk.
  func forgetCache() { _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) }

  private func read(at offset: Int, count: Int) throws(JournalError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = unsafe bytes.withUnsafeMutableBytes {
        unsafe pread(descriptor, $0.baseAddress! + filled, count - filled, off_t(offset + filled))
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw .corrupt(what: "\(path), byte \(offset): \(systemMessage(errno))") }
      guard got > 0 else { throw .corrupt(what: "\(path) ends before its page \(offset / pageBytes + 1)") }
      filled += got
    }
    return bytes
  }

  /// Bytes of a page; from the header, once it was read.
  private var pageBytes = 4096

  /// A page, from 1.
  func read(_ page: Int) throws(JournalError) -> [UInt8] {
    try read(at: (page - 1) * pageBytes, count: pageBytes)
  }

  struct Free {
    var leaves: Set<Int> = []
    var damage: String?
  }

  /// How many pages there are, and which are free.
  func freePages() throws(JournalError) -> (count: Int, Free) {
    let header = try read(at: 0, count: 100)
    guard header.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw .corrupt(what: "\(path) does not begin like a database")
    }
    let size = Self.number(header, 16, bytes: 2)
    pageBytes = size == 1 ? 65_536 : size
    guard pageBytes >= 512, pageBytes.nonzeroBitCount == 1 else {
      throw .corrupt(what: "\(path) names \(pageBytes) bytes for a page")
    }
    let count = Self.number(header, 28)
    let expected = Self.number(header, 36)
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, Int(status.st_size) == count * pageBytes else {
      throw .corrupt(what: "\(path) has \(status.st_size) bytes, its header says \(count) pages")
    }
    var free = Free()
    var seen: Set<Int> = []
    var trunk = Self.number(header, 32)
    while trunk != 0 {
      guard (2...count).contains(trunk), seen.insert(trunk).inserted, seen.count <= count else {
        free.damage = "the list of free pages leads to page \(trunk)"
        return (count, free)
      }
      let bytes = try read(trunk)
      let leaves = Self.number(bytes, 4)
      guard leaves <= pageBytes / 4 - 2 else {
        free.damage = "page \(trunk) lists \(leaves) free pages"
        return (count, free)
      }
      for index in 0..<leaves {
        let leaf = Self.number(bytes, 8 + 4 * index)
        guard (2...count).contains(leaf), seen.insert(leaf).inserted else {
          free.damage = "page \(trunk) lists page \(leaf) as free"
          return (count, free)
        }
        free.leaves.insert(leaf)
      }
      trunk = Self.number(bytes, 0)
    }
    if seen.count != expected {
      free.damage = "\(seen.count) pages are free, the header says \(expected)"
    }
    return (count, free)
  }

  /// Big-endian.
  private static func number(_ bytes: [UInt8], _ offset: Int, bytes count: Int = 4) -> Int {
    bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
  }
}
