// A connection to the station's socket, for commands: blocking, every wait finite, frames as Messages cuts them. It
// knows no request; what a reply means is the command's business.

import Glibc
import Messages
import Secrets

/// A connected socket. Closed when it goes.
final class StationClient {
  /// How long a connection may take to be accepted.
  static let connectSecondsMax = 2
  /// How long a request may wait for its answer.
  static let replySecondsMax = 10
  /// `sun_path` of unix(7) without its end.
  static let pathBytesMax = 107

  let path: String
  let descriptor: Int32
  /// For a caller with a `poll` of its own: something is there to `fill`.
  var isReadable = false
  private var decoder = FrameDecoder(limit: Frame.replyBytesMax)

  /// Connects to the socket `name` in the folder `directory`.
  init(directory: String, name: String) throws(ClientFailure) {
    let path = directory + "/" + name
    self.path = path
    guard path.utf8.count <= StationClient.pathBytesMax else {
      throw ClientFailure(
        .usage,
        "\(path): der Pfad eines Sockets hat höchstens \(StationClient.pathBytesMax) Bytes: --socket kürzer",
        "\(path): a socket's path has at most \(StationClient.pathBytesMax) bytes: name a shorter --socket")
    }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .system(path, StationClient.reason(errno)) }
    self.descriptor = descriptor
    // Limits connecting too: a station whose queue is full does not accept.
    var limit = timeval(tv_sec: StationClient.connectSecondsMax, tv_usec: 0)
    _ = unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw StationClient.failure(errno, path) }
  }

  deinit { _ = close(descriptor) }

  private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

  private static func failure(_ code: Int32, _ path: String) -> ClientFailure {
    switch code {
    case ENOENT, ECONNREFUSED, ENOTDIR: .notThere(path)
    case EACCES, EPERM: .notAllowed(path)
    case EAGAIN, EINPROGRESS, ETIMEDOUT: .silent(path, seconds: connectSecondsMax)
    default: .system(path, reason(code))
    }
  }

  /// Sends one frame whole.
  func send(_ value: some Encodable, secret: Secret? = nil) throws(ClientFailure) {
    var bytes = Frame(json: MessageCoding.encode(value), secret: secret).bytes
    defer { for index in bytes.indices { bytes[index] = 0 } }
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.send(
          descriptor, buffer.baseAddress.map { unsafe $0 + sent }, buffer.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        throw .silent(path, seconds: StationClient.connectSecondsMax)
      }
      guard count > 0 else { throw .lost(path) }
      sent += count
    }
  }

  /// A frame that has arrived whole already.
  func buffered() throws(ClientFailure) -> Frame? {
    do throws(FrameError) { return try decoder.next() } catch { throw .strange(path) }
  }

  /// Reads what is there; `poll` has said that something is.
  func fill() throws(ClientFailure) {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe chunk.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count < 0 && (errno == EINTR || errno == EAGAIN) { return }
    guard count > 0 else { throw .lost(path) }
    decoder.append(chunk[..<count])
  }

  /// Whether something arrives within `seconds`.
  func waits(seconds: Int) throws(ClientFailure) -> Bool {
    if decoder.pendingBytes > 0 { return true }
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&wait, 1, Int32(seconds) * 1000) > 0
  }

  /// The next frame, within `seconds`.
  func receive(seconds: Int = replySecondsMax) throws(ClientFailure) -> Frame {
    let deadline = Monotonic.milliseconds + Int64(seconds) * 1000
    while true {
      if let frame = try buffered() { return frame }
      let rest = deadline - Monotonic.milliseconds
      guard rest > 0 else { throw .silent(path, seconds: seconds) }
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&wait, 1, Int32(rest))
      if ready > 0 { try fill() }
    }
  }
}

enum Monotonic {
  /// Milliseconds of the clock that never jumps.
  static var milliseconds: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
