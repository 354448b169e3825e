// A Unix stream socket seen from the client: connected with a deadline, written whole, read into a buffer. What the
// bytes say is its user's business: frames of the station, or lines of the simulated boards.

import Foundation
import Messages
import Secrets

final class StreamSocket {
  struct Lost: Error, CustomStringConvertible {
    var description: String
  }

  let path: String
  private(set) var descriptor: Int32 = -1
  private var buffer: [UInt8] = []
  private(set) var isAtEnd = false

  /// Connects; tries again until `seconds` are over, since a program that starts makes its socket some time.
  init(_ path: String, seconds: Double, while isWorthIt: () -> Bool = { true }) throws {
    self.path = path
    let deadline = monotonicMilliseconds() + Int64(seconds * 1000)
    let watch = DirectoryWatch((path as NSString).deletingLastPathComponent)
    while true {
      if connectOnce() { return }
      let rest = deadline - monotonicMilliseconds()
      guard rest > 0, isWorthIt() else {
        throw Lost(description: "\(path): nobody listens (\(String(cString: strerror(errno))))")
      }
      // Whoever begins to listen makes a file; a stale one is only seen by trying again.
      watch.wait(milliseconds: Int32(min(rest, 20)))
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private func connectOnce() -> Bool {
    let new = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(new, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      let reason = errno
      close(new)
      errno = reason
      return false
    }
    descriptor = new
    return true
  }

  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress!, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        isAtEnd = true
        throw Lost(description: "\(path): the other end is gone")
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Takes what is there without waiting.
  func fill() {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        buffer += chunk[..<count]
        if count < chunk.count { return }
        continue
      }
      if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
      isAtEnd = true
      return
    }
  }

  /// The next whole line, without its end.
  func line() -> String? {
    guard let end = buffer.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { buffer.removeSubrange(...end) }
    return String(decoding: buffer[..<end], as: UTF8.self)
  }

  /// All bytes so far, for a decoder of its own.
  func takeBytes() -> [UInt8] {
    defer { buffer = [] }
    return buffer
  }

  /// Whether something comes within `milliseconds`.
  func waits(milliseconds: Int32) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&polled, 1, milliseconds) > 0
  }
}

/// Notices files that come to be or go in a directory (inotify(7)).
final class DirectoryWatch {
  struct Change: Equatable {
    var name: String
    var isGone: Bool
  }

  let descriptor: Int32

  init(_ directory: String) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    inotify_add_watch(descriptor, directory, UInt32(IN_CREATE) | UInt32(IN_DELETE) | UInt32(IN_MOVED_TO))
  }

  deinit { close(descriptor) }

  /// What has happened since the last call.
  func changes() -> [Change] {
    var found: [Change] = []
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = read(descriptor, &bytes, bytes.count)
      guard count > 0 else { return found }
      var at = 0
      while at + 16 <= count {
        let (mask, length) = bytes.withUnsafeBytes {
          (
            $0.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self),
            Int($0.loadUnaligned(fromByteOffset: at + 12, as: UInt32.self))
          )
        }
        let name = bytes[(at + 16)..<(at + 16 + length)].prefix { $0 != 0 }
        found.append(
          Change(name: String(decoding: name, as: UTF8.self), isGone: mask & UInt32(IN_DELETE) != 0))
        at += 16 + length
      }
    }
  }

  func wait(milliseconds: Int32) {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&polled, 1, milliseconds)
    _ = changes()
  }
}
