// Frames over Unix sockets: a connection that cuts what comes into messages, and a listener. Nothing here knows what a
// message means.

import Glibc
import Messages
import Secrets

/// One connected socket. It closes with this object.
final class FrameConnection {
  let descriptor: Int32
  private var decoder = FrameDecoder(limit: Frame.replyBytesMax)

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// Connects to a socket's path.
  convenience init(path: String) throws(BenchProblem) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0, unsafe withAddress(path, { unsafe connect(descriptor, $0, $1) }) == 0 else {
      if descriptor >= 0 { close(descriptor) }
      throw BenchProblem("\(path): nobody listens (errno \(errno))")
    }
    self.init(descriptor)
  }

  deinit { close(descriptor) }

  func send(_ message: some Encodable, secret: Secret? = nil) throws(BenchProblem) {
    try send(bytes: Frame(json: MessageCoding.encode(message), secret: secret).bytes)
  }

  func send(bytes: [UInt8]) throws(BenchProblem) {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.send(descriptor, buffer.baseAddress! + sent, buffer.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        Clock.pause(milliseconds: 1)
        continue
      }
      guard count > 0 else { throw BenchProblem("the other end of a socket has gone (errno \(errno))") }
      sent += count
    }
  }

  /// Takes in what is there; false when the other end has gone. Call it when `poll` says so.
  func take() -> Bool {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      count = max(0, unsafe read(descriptor, buffer.baseAddress!, buffer.count))
    }
    decoder.append(bytes)
    return !bytes.isEmpty
  }

  /// The next whole message that has been taken in.
  func next<Message: Decodable>(_ type: Message.Type) throws(BenchProblem) -> Message? {
    do {
      guard let frame = try decoder.next() else { return nil }
      if let message = MessageCoding.decode(type, from: frame.json) { return message }
    } catch {
      throw BenchProblem(error.message)
    }
    throw BenchProblem("a message that is none of \(type)")
  }

  /// Waits for the next message.
  func receive<Message: Decodable>(
    _ type: Message.Type, milliseconds: Int = 10_000
  ) throws(BenchProblem) -> Message {
    let end = Clock.nanoseconds + Int64(milliseconds) * 1_000_000
    while true {
      if let message = try next(type) { return message }
      try Interruption.check()
      guard Clock.nanoseconds < end else { throw BenchProblem("no answer within \(milliseconds) ms") }
      if isReadable(descriptor, milliseconds: 50), !take() { throw BenchProblem("the station hung up") }
    }
  }
}

/// A listening socket.
final class Listener {
  let descriptor: Int32
  private let path: String

  init(path: String) throws(BenchProblem) {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0, unsafe withAddress(path, { unsafe bind(descriptor, $0, $1) }) == 0,
      listen(descriptor, 4) == 0
    else { throw BenchProblem("\(path): cannot listen there (errno \(errno)); set TMPDIR to a shorter path") }
  }

  deinit {
    close(descriptor)
    unsafe unlink(path)
  }

  func accept() -> FrameConnection? {
    let connected = Glibc.accept(descriptor, nil, nil)
    return connected >= 0 ? FrameConnection(connected) : nil
  }
}

func isReadable(_ descriptor: Int32, milliseconds: Int32) -> Bool {
  var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  return unsafe poll(&polled, 1, milliseconds) > 0
}

private func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let bytes = Array(path.utf8)
  let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer in
    guard bytes.count < buffer.count else { return false }
    unsafe buffer.copyBytes(from: bytes)
    return true
  }
  guard fits else { return -1 }
  return unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
