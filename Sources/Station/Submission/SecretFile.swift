// A small file with a secret of the station, such as the one of its API client: it is read only where nobody else could
// have read it.

import Glibc
import Secrets

enum SecretFile {
  static let bytesMax = 1_000

  /// The text of the file without blanks and line ends around it; a regular file of our own user or of root, closed to
  /// others (mode 0600 or less).
  static func read(_ path: String) throws(SubmissionFault) -> Secret {
    func fault(_ what: String) -> SubmissionFault { SubmissionFault(.secretFile, "\(path): \(what)") }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw fault(errno == ENOENT ? "there is no such file" : "it cannot be read (errno \(errno))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw fault("it is no file")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw fault("it is open to others: run 'chmod 600 \(path)'")
    }
    guard status.st_uid == geteuid() || status.st_uid == 0 else { throw fault("it belongs to another user") }
    guard (1...Self.bytesMax).contains(Int(status.st_size)) else { throw fault("it is empty or too long") }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    defer { for index in bytes.indices { bytes[index] = 0 } }
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
    }
    guard count > 0 else { throw fault("it cannot be read (errno \(errno))") }
    let isBlank = { (byte: UInt8) in byte <= 0x20 }
    let text = bytes.prefix(count).drop(while: isBlank)
    let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? text.startIndex
    let secret = text[text.startIndex..<end]
    guard !secret.isEmpty, secret.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw fault("it holds no secret: one line of printable characters")
    }
    return Secret(secret)
  }
}
