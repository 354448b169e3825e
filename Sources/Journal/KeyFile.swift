// The station's key file and the public key beside it. The key file belongs to the station and to nobody else: one
// that others could read is refused, since whoever read it can write a journal of their own.

import Crypto
import Glibc

enum KeyFile {
  /// Reads the keys. Refuses a file of another owner and one that group or others may read.
  static func read(_ path: String) throws(JournalError) -> StationSecrets {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw .key(
        what: errno == ENOENT
          ? "is missing (\(path)): restore it from its backup; without it nobody can write this journal"
          : "cannot be read (\(path): \(systemMessage(errno))): check its owner and mode")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .key(what: "is no file (\(path)): restore it from its backup")
    }
    guard status.st_uid == geteuid() else {
      throw .key(what: "belongs to user \(status.st_uid) (\(path)): give it to user \(geteuid()) with chown")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw .key(
        what: "can be read by others (\(path), mode \(String(status.st_mode & 0o7777, radix: 8))): "
          + "run 'chmod 600 \(path)' and ask whether somebody copied it")
    }
    guard status.st_size == StationSecrets.fileByteCount else {
      throw .key(what: "is damaged (\(path), \(status.st_size) bytes): restore it from its backup")
    }
    let keys = try unsafe StationSecrets { (buffer) throws(JournalError) in
      var filled = 0
      while filled < buffer.count {
        let got = unsafe Glibc.read(descriptor, buffer.baseAddress! + filled, buffer.count - filled)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { throw .key(what: "cannot be read (\(path)): check its disk") }
        filled += got
      }
    }
    guard let keys else { throw .key(what: "is damaged (\(path)): restore it from its backup") }
    return keys
  }

  /// Writes the keys once; never over another key file.
  static func write(_ keys: StationSecrets, _ path: String, in directory: String) throws(JournalError) {
    try unsafe keys.withFileBytes { (bytes) throws(JournalError) in
      try unsafe writeFile(bytes, path, mode: 0o600, in: directory)
    }
  }

  /// Writes the public key as PEM.
  static func write(_ publicKey: PublicKey, _ path: String, in directory: String) throws(JournalError) {
    let text = Array(publicKey.pem.utf8)
    try unsafe text.withUnsafeBufferPointer { (bytes) throws(JournalError) in
      try unsafe writeFile(bytes, path, mode: 0o644, in: directory)
    }
  }

  private static func writeFile(
    _ bytes: UnsafeBufferPointer<UInt8>, _ path: String, mode: mode_t, in directory: String
  ) throws(JournalError) {
    let unfinished = "\(path).new"
    _ = unsafe unlink(unfinished)
    let descriptor = unsafe open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw writingFailed(path) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = unsafe Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw writingFailed(path) }
      written += count
    }
    guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else { throw writingFailed(path) }
    try renameDurably(unfinished, path, in: directory)
  }

  private static func writingFailed(_ path: String) -> JournalError {
    switch errno {
    case ENOSPC, EDQUOT: .diskFull
    case EACCES, EROFS, EPERM: .readOnly(file: path)
    default: .io(what: "\(path): \(systemMessage(errno))")
    }
  }
}
