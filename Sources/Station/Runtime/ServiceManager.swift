// What a station tells systemd, by the protocol of sd_notify(3): a datagram of lines to the socket that the environment
// names. No libsystemd; without such a socket nothing is told. What is said holds numbers and states, never a person.

import CPeer
import Glibc

struct ServiceManager: Sendable {
  /// A longer status is cut.
  static let statusCharactersMax = 200

  /// A path, or `@` and an abstract name.
  let socket: String
  /// After so long without a word the station is killed and started anew; nil: nobody watches.
  let watchdogMicroseconds: Int64?

  init(socket: String, watchdogMicroseconds: Int64? = nil) {
    self.socket = socket
    self.watchdogMicroseconds = watchdogMicroseconds
  }

  /// Reads the environment, and takes the variables out of it: they are for this process and not for its children.
  /// To be called before there are threads.
  static func fromEnvironment() -> ServiceManager? {
    let names = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]
    let words = names.map { name in unsafe getenv(name).map { unsafe String(cString: $0) } }
    for name in names { unsafe unsetenv(name) }
    return ServiceManager(socket: words[0], microseconds: words[1], pid: words[2], own: getpid())
  }

  /// Nil: nobody is to be told. A watchdog for another process (`pid`) is not ours to feed.
  init?(socket: String?, microseconds: String?, pid: String?, own: pid_t) {
    guard let socket, socket.count > 1, socket.hasPrefix("/") || socket.hasPrefix("@") else { return nil }
    self.socket = socket
    let isOurs = pid == nil || pid.flatMap { pid_t($0) } == own
    watchdogMicroseconds = isOurs ? microseconds.flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil } : nil
  }

  /// The sockets serve.
  func ready() { _ = tell(["READY=1"]) }

  /// A clean end has begun.
  func stopping() { _ = tell(["STOPPING=1", "STATUS=stopping"]) }

  /// The loop has done a turn of its work. False: it could not be told now, try again soon.
  func alive(status: String) -> Bool {
    let line = String(PlainLogHandler.harmless(status).prefix(Self.statusCharactersMax))
    return tell(["WATCHDOG=1", "STATUS=\(line)"])
  }

  private func tell(_ lines: [String]) -> Bool {
    let bytes = Array(lines.joined(separator: "\n").utf8)
    return unsafe bytes.withUnsafeBytes { unsafe kiosk_tell(socket, $0.baseAddress, $0.count) } == 0
  }
}
