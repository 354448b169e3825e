// A socket that hears what a service tells systemd. Nothing of the product's is used to listen.

import Foundation
import Testing

final class NotifyListener {
  /// As it stands in NOTIFY_SOCKET: a path, or `@` and an abstract name.
  let name: String
  private let descriptor: Int32

  init(_ name: String) throws {
    self.name = name
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name.utf8) }
    var size = socklen_t(MemoryLayout<sockaddr_un>.size)
    if name.hasPrefix("@") {
      address.sun_path.0 = 0
      size = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
    }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    try #require(result == 0)
  }

  deinit { close(descriptor) }

  /// The next message, nil when none comes in time.
  func next(seconds: Double) -> String? {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, Int32(seconds * 1000)) > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes[..<max(0, count)], as: UTF8.self)
  }

  /// Whether a message that begins so comes in time.
  func hears(_ beginning: String, seconds: Double = 20) -> Bool {
    let end = monotonicMilliseconds() + Int64(seconds * 1000)
    while true {
      let rest = Double(end - monotonicMilliseconds()) / 1000
      guard rest > 0, let told = next(seconds: rest) else { return false }
      if told.hasPrefix(beginning) { return true }
    }
  }

  /// A name that nobody else has.
  static func abstractName() -> String { "@kiosk-test-\(getpid())-\(UInt32.random(in: 0 ... .max))" }

  func drop() { while next(seconds: 0) != nil {} }
}
