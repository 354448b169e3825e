// The shelf of a running station: a file without a name in the state directory. Its pages belong to the system's cache
// and are no memory of the station's own; it is read with pread, so that a bad disk costs an item and never a signal, as a
// mapping would. It goes with the last edition that uses it.

import Glibc
import Services

final class FileShelf: ContentShelf {
  /// What is gathered before it is written.
  private static let bufferBytes = 1 << 18

  private let descriptor: Int32
  /// Touched only while the content is built, by the one who builds.
  private let pending: PendingBytes

  /// Nil: no file can be made there.
  init?(directory: String) {
    descriptor = Self.namelessFile(directory)
    guard descriptor >= 0 else { return nil }
    pending = PendingBytes()
  }

  deinit { close(descriptor) }

  private static func namelessFile(_ directory: String) -> Int32 {
    let flags = O_RDWR | O_CLOEXEC
    // O_TMPFILE of <fcntl.h>, which Swift does not see: __O_TMPFILE | O_DIRECTORY.
    let nameless = unsafe open(directory, flags | 0o20000000 | O_DIRECTORY, 0o600)
    if nameless >= 0 { return nameless }
    // Some file systems cannot; then it has a name for a moment. One station writes in this directory, and builds one
    // content at a time.
    let name = "\(directory)/.content.tmp"
    _ = unsafe unlink(name)
    let named = unsafe open(name, flags | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
    if named >= 0 { _ = unsafe unlink(name) }
    return named
  }

  func append(_ bytes: [UInt8]) -> Bool {
    pending.bytes.append(contentsOf: bytes)
    return pending.bytes.count < Self.bufferBytes || flush()
  }

  /// Puts what is gathered into the file; false: there is no room.
  func flush() -> Bool {
    do throws(FileError) {
      try SmallFile.write(pending.bytes, to: descriptor, path: "")
    } catch {
      return false
    }
    pending.written += pending.bytes.count
    pending.bytes.removeAll(keepingCapacity: true)
    return true
  }

  /// Nothing more will come.
  func finish() -> Bool {
    guard flush() else { return false }
    pending.bytes = []
    return true
  }

  func bytes(from offset: Int, count: Int) -> [UInt8] {
    guard offset >= 0, count > 0 else { return [] }
    // Only what is being built is asked for bytes that are not in the file yet.
    let gathered = offset - pending.written
    if gathered >= 0 {
      guard gathered <= pending.bytes.count - count else { return [] }
      return Array(pending.bytes[gathered..<gathered + count])
    }
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, got in
      got = 0
      while got < count {
        let read = unsafe pread(descriptor, buffer.baseAddress! + got, count - got, off_t(offset + got))
        if read < 0 && errno == EINTR { continue }
        guard read > 0 else { break }
        got += read
      }
    }
    return bytes.count == count ? bytes : []
  }
}

/// See `FileShelf.pending`.
private final class PendingBytes: @unchecked Sendable {
  var bytes: [UInt8] = []
  /// How many bytes are in the file.
  var written = 0
}
