// A client that speaks frames over a real socket and waits for a limited time.

import Glibc
import Secrets
import Testing

@testable import Messages
@testable import Station

/// A client that gives up after `patienceMilliseconds`.
final class Client {
  let descriptor: Int32
  private var decoder = FrameDecoder(limit: Frame.replyBytesMax)

  init(_ path: String) throws {
    descriptor = try Client.connect(path)
  }

  deinit { close(descriptor) }

  static func connect(_ path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { room in
      for (index, byte) in path.utf8.enumerated() { room[index] = byte }
    }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) }
    }
    guard descriptor >= 0, result == 0 else {
      close(descriptor)
      throw TooLate(what: "connect \(path): errno \(errno)")
    }
    return descriptor
  }

  func write(_ bytes: [UInt8]) throws {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(descriptor, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw TooLate(what: "write: errno \(errno)") }
      done += count
    }
  }

  func ask(_ request: CitizenRequest, _ secret: String? = nil) throws {
    try write(Frame(json: MessageCoding.encode(request), secret: secret.map { Secret(Array($0.utf8)) }).bytes)
  }

  func ask(_ request: StaffRequest) throws { try write(Frame(json: MessageCoding.encode(request)).bytes) }

  /// The next frame; nil at the end of the connection.
  func frame() throws -> Frame? {
    while true {
      if let frame = try decoder.next() { return frame }
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, Int32(patienceMilliseconds)) > 0 else { throw TooLate(what: "a reply") }
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 || (count < 0 && errno == ECONNRESET) { return nil }
      guard count > 0 else { throw TooLate(what: "read: errno \(errno)") }
      decoder.append(buffer[..<count])
    }
  }

  func citizen() throws -> CitizenReply? {
    guard let frame = try frame() else { return nil }
    guard let reply = MessageCoding.decode(CitizenReply.self, from: frame.json) else {
      throw TooLate(what: "a reply that can be read")
    }
    return reply
  }

  func staff() throws -> StaffReply? {
    guard let frame = try frame() else { return nil }
    guard let reply = MessageCoding.decode(StaffReply.self, from: frame.json) else {
      throw TooLate(what: "a reply that can be read")
    }
    return reply
  }

  /// Snapshots until one has a stage as wanted.
  func stage(_ wanted: (Stage) -> Bool) throws -> Stage {
    while true {
      guard let reply = try citizen() else { throw TooLate(what: "a stage: the connection ended") }
      if case .snapshot(let snapshot) = reply, wanted(snapshot.stage) { return snapshot.stage }
    }
  }

  /// Replies until an operation has a phase.
  func phase(_ wanted: String) throws -> OperationView {
    while true {
      guard let reply = try staff() else { throw TooLate(what: "phase \(wanted): the connection ended") }
      if case .operation(let view) = reply, view.phase == wanted { return view }
      if case .refused(let refused) = reply { throw TooLate(what: "phase \(wanted): \(refused)") }
    }
  }
}
