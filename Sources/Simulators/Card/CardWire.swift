// The wire between a simulated card and a virtual reader: vpcd's frames (two bytes of length, then data) over TCP to
// pcscd, or over a Unix socket on which a test program plays the reader. One write for each frame: two would cost 40 ms.

import Glibc

/// A connection that speaks vpcd's frames.
final class CardWire {
  let descriptor: Int32
  private var buffer: [UInt8] = []

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The next frames that have arrived whole; nil when the other side has gone.
  func received() -> [[UInt8]]? {
    var bytes = [UInt8](repeating: 0, count: 65_537)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
    if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { return nil }
    if count > 0 { buffer += bytes[..<count] }
    var frames: [[UInt8]] = []
    while buffer.count >= 2 {
      let length = Int(buffer[0]) << 8 | Int(buffer[1])
      guard buffer.count >= 2 + length else { break }
      frames.append(Array(buffer[2..<2 + length]))
      buffer.removeFirst(2 + length)
    }
    return frames
  }

  /// Sends one frame in one write; false when the other side has gone.
  func send(_ bytes: [UInt8]) -> Bool {
    let frame = [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    var sent = 0
    while sent < frame.count {
      let count = unsafe frame.withUnsafeBytes {
        unsafe Glibc.send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// A connection to a reader that listens; nil when nobody does.
  static func connect(host: String, port: UInt16) -> CardWire? {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0 else { return nil }
    defer { unsafe freeaddrinfo(list) }
    var entry = unsafe list
    while let address = unsafe entry {
      let type = unsafe address.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue)
      let descriptor = unsafe socket(address.pointee.ai_family, type, address.pointee.ai_protocol)
      if descriptor >= 0 {
        if unsafe Glibc.connect(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 {
          var yes: Int32 = 1
          _ = unsafe setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
          return CardWire(descriptor)
        }
        close(descriptor)
      }
      unsafe entry = address.pointee.ai_next
    }
    return nil
  }
}

/// A Unix socket on which the card waits for its reader.
final class CardListener {
  let descriptor: Int32
  private let path: String

  init(path: String) throws(SimulatedCardError) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw SimulatedCardError("\(path): a socket path may have 107 bytes; choose a shorter one for --socket")
    }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    var status = stat()
    if unsafe lstat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFSOCK else {
        throw SimulatedCardError("\(path) exists and is no socket; choose another path for --socket")
      }
      unsafe unlink(path)
    }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw SimulatedCardError("no socket to be had (errno \(errno))") }
    let isBound = unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isBound, unsafe chmod(path, 0o600) == 0, listen(descriptor, 4) == 0 else {
      let reason = errno
      close(descriptor)
      throw SimulatedCardError("\(path): cannot listen (errno \(reason)); choose a folder you may write")
    }
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    close(descriptor)
    unsafe unlink(path)
  }

  /// The next reader; call when `descriptor` is readable.
  func accepted() -> CardWire? {
    let connection = accept(descriptor, nil, nil)
    guard connection >= 0 else { return nil }
    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
    return CardWire(connection)
  }
}
