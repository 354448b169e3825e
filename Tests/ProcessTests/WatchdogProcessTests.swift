// The station as systemd sees it: what it tells a notify socket over its life, with a wall that is unplugged, with the
// whole process held by a signal, and through an abstract socket. Nothing of the product's is used to listen.

import Foundation
import Testing

/// Listens where systemd would.
private final class Listener {
  let name: String
  private let descriptor: Int32

  /// `name` as it stands in NOTIFY_SOCKET: a path, or `@` and an abstract name.
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

  func drop() { while next(seconds: 0) != nil {} }
}

@Suite(.serialized, .timeLimit(.minutes(3)))
struct WatchdogProcessTests {
  @Test("C16: ready, alive, alive with the wall unplugged, silent while it is held, stopping")
  func life() throws {
    let stand = try Stand("watchdog")
    let systemd = try Listener(stand.scratch.file("notify"))
    stand.environment = ["NOTIFY_SOCKET": systemd.name, "WATCHDOG_USEC": "1000000"]
    try stand.launch()
    #expect(systemd.hears("READY=1", seconds: 40))
    try stand.connect()
    try stand.waitForService()
    for _ in 0..<3 { #expect(systemd.hears("WATCHDOG=1\nSTATUS=")) }
    #expect(systemd.hears("WATCHDOG=1\nSTATUS=in-service: 1 of 1 boards answer"))

    // Unplugged: the boards fall silent, the work goes on.
    stand.wall.process.kill()
    #expect(systemd.hears("WATCHDOG=1\nSTATUS=boards-silent: 0 of 1 boards answer"))
    for _ in 0..<4 { #expect(systemd.hears("WATCHDOG=1")) }
    #expect(stand.station?.isRunning == true)

    // Held: nothing feeds in its place.
    stand.station?.signal(SIGSTOP)
    _ = systemd.next(seconds: 0.3)
    systemd.drop()
    #expect(systemd.next(seconds: 2.5) == nil)
    stand.station?.signal(SIGCONT)
    #expect(systemd.hears("WATCHDOG=1"))

    #expect(stand.stopStation() == 0)
    #expect(systemd.hears("STOPPING=1"))
  }

  @Test("an abstract socket is told as well; a watchdog of another process is not fed")
  func abstract() throws {
    let stand = try Stand("abstract")
    let systemd = try Listener("@kiosk-test-\(getpid())-\(UInt32.random(in: 0 ... .max))")
    stand.environment = ["NOTIFY_SOCKET": systemd.name, "WATCHDOG_USEC": "200000", "WATCHDOG_PID": "1"]
    try stand.launch()
    #expect(systemd.hears("READY=1", seconds: 40))
    #expect(systemd.next(seconds: 1) == nil)
    #expect(stand.stopStation() == 0)
    #expect(systemd.hears("STOPPING=1"))
  }
}
