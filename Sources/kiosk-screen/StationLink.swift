// The one socket of the screen: connects to the station, says hello, cuts what comes into replies, and connects anew
// for as long as the screen lives. It knows nothing of screens, and never blocks the main thread.

import Dispatch
import Glibc
import Messages
import Secrets

/// What the link tells its owner.
enum LinkEvent {
  case reply(CitizenReply)
  case lost
}

@MainActor
final class StationLink {
  /// First wait before connecting again, doubled up to the last.
  static let backOffMillisecondsFirst = 200
  static let backOffMillisecondsMax = 2000
  /// The station pushes a snapshot at least each minute; after this long without one it is taken for hung.
  static let silenceMillisecondsMax: Int64 = 90_000
  /// Read at most this much before the main thread sees its other work again.
  private static let readBytesMax = 256 << 10

  private let path: String
  private let onEvent: @MainActor (LinkEvent) -> Void
  private var descriptor: Int32 = -1
  private var source: (any DispatchSourceRead)?
  private var decoder = FrameDecoder(limit: Frame.replyBytesMax)
  private var backOffMilliseconds = StationLink.backOffMillisecondsFirst
  private var heardAt: Int64 = 0

  init(path: String, onEvent: @escaping @MainActor (LinkEvent) -> Void) {
    self.path = path
    self.onEvent = onEvent
  }

  /// Connects now, or tries again later; returns at once.
  func start() {
    guard let connected = Self.connect(to: path) else {
      retryLater()
      return
    }
    descriptor = connected
    decoder = FrameDecoder(limit: Frame.replyBytesMax)
    heardAt = monotonicMilliseconds()
    let source = DispatchSource.makeReadSource(fileDescriptor: connected, queue: .main)
    source.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.readAll() } }
    // Only here may the descriptor be closed: before, the source may still look at it.
    source.setCancelHandler { _ = close(connected) }
    self.source = source
    source.activate()
    send(.hello(version: protocolVersion), secret: nil)
  }

  /// Writes one request and wipes its bytes. A station that does not even read is as good as gone.
  func send(_ request: CitizenRequest, secret: Secret?) {
    guard descriptor >= 0 else { return }
    var bytes = Frame(json: MessageCoding.encode(request), secret: secret).bytes
    let sent = unsafe bytes.withUnsafeMutableBytes { buffer -> Bool in
      defer { if let base = buffer.baseAddress { unsafe explicit_bzero(base, buffer.count) } }
      var offset = 0
      while offset < buffer.count {
        let count = unsafe Glibc.send(
          descriptor, buffer.baseAddress! + offset, buffer.count - offset, Int32(MSG_NOSIGNAL))
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return false }
        offset += count
      }
      return true
    }
    if !sent { drop() }
  }

  /// Blocks for the first replies, at start only, until `isEnough` or the time is over.
  func waitForReply(milliseconds: Int32, until isEnough: () -> Bool) {
    let end = monotonicMilliseconds() + Int64(milliseconds)
    while descriptor >= 0 && !isEnough() {
      let left = end - monotonicMilliseconds()
      var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard left > 0, unsafe poll(&poller, 1, Int32(left)) > 0 else { return }
      readAll()
    }
  }

  /// To be called about once a second: notices a station that holds the connection and says nothing.
  func tick(now: Int64) {
    if descriptor >= 0 && now - heardAt > Self.silenceMillisecondsMax { drop() }
  }

  private func readAll() {
    var total = 0
    while descriptor >= 0 && total < Self.readBytesMax {
      var failure: Int32 = 0
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
        let got = unsafe read(descriptor, buffer.baseAddress!, buffer.count)
        failure = got < 0 ? errno : 0
        count = max(0, got)
      }
      if failure == EINTR { continue }
      if failure == EAGAIN { return }
      if chunk.isEmpty {
        drop()
        return
      }
      total += chunk.count
      heardAt = monotonicMilliseconds()
      decoder.append(chunk)
      deliver()
    }
  }

  private func deliver() {
    do {
      while descriptor >= 0, let frame = try decoder.next() {
        // What cannot be read is not from a station of ours; half-understood is worse than not connected.
        guard let reply = MessageCoding.decode(CitizenReply.self, from: frame.json) else {
          drop()
          return
        }
        if case .snapshot = reply { backOffMilliseconds = Self.backOffMillisecondsFirst }
        onEvent(.reply(reply))
      }
    } catch {
      drop()
    }
  }

  /// Ends the connection and connects again after the back-off.
  func drop() {
    guard descriptor >= 0 else { return }
    descriptor = -1
    source?.cancel()
    source = nil
    onEvent(.lost)
    retryLater()
  }

  private func retryLater() {
    let wait = backOffMilliseconds
    backOffMilliseconds = min(wait * 2, Self.backOffMillisecondsMax)
    DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(wait)) { [weak self] in
      MainActor.assumeIsolated { self?.start() }
    }
  }

  /// A connected, non-blocking socket, or nil.
  private static func connect(to path: String) -> Int32? {
    guard var address = unixAddress(path) else { return nil }
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { return nil }
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      _ = close(descriptor)
      return nil
    }
    return descriptor
  }

  /// False when the path is too long for a socket's name.
  nonisolated static func canName(_ path: String) -> Bool { unixAddress(path) != nil }

  private nonisolated static func unixAddress(_ path: String) -> sockaddr_un? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    return unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer -> Bool in
      guard bytes.count < buffer.count else { return false }
      unsafe buffer.copyBytes(from: bytes)
      return true
    } ? address : nil
  }
}

/// Milliseconds of a clock that never jumps.
func monotonicMilliseconds() -> Int64 {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
