// A server on 127.0.0.1 for one test, in plain sockets: it plays AusweisApp's WebSocket frame by frame, right or wrong,
// and the town's service for identification. It shares no code with the client.

import Crypto
import Foundation
import Glibc

/// Listens on a free port; connections are taken one after the other.
final class LocalServer {
  let port: Int
  private let descriptor: Int32

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && listen(descriptor, 8) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    guard bound else { throw TooLate(what: "a port") }
  }

  deinit { close(descriptor) }

  /// The next connection.
  func accept() throws -> LocalConnection {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&wanted, 1, Int32(patienceMilliseconds)) == 1 else { throw TooLate(what: "a connection") }
    let connection = Glibc.accept(descriptor, nil, nil)
    guard connection >= 0 else { throw TooLate(what: "a connection") }
    return LocalConnection(connection)
  }
}

/// One connection of it.
final class LocalConnection {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private(set) var request = ""

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  func write(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  func write(_ text: String) { write(Array(text.utf8)) }

  /// Waits for so many bytes; nil: the other side has closed.
  private func need(_ count: Int) throws -> Bool {
    while buffer.count < count {
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&wanted, 1, Int32(patienceMilliseconds)) == 1 else { throw TooLate(what: "bytes") }
      var chunk = [UInt8](repeating: 0, count: 4_096)
      let read = Glibc.read(descriptor, &chunk, chunk.count)
      guard read > 0 else { return false }
      buffer += chunk[..<read]
    }
    return true
  }

  private func take(_ count: Int) -> [UInt8] {
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  /// Reads the head of an HTTP request, and its body where it names a length.
  func readRequest() throws -> (head: String, body: [UInt8]) {
    var count = 1
    while !buffer.suffix(4).elementsEqual([13, 10, 13, 10]) {
      if let end = buffer.indices.first(where: { buffer[$0...].starts(with: [13, 10, 13, 10]) }) {
        request = String(decoding: take(end + 4), as: UTF8.self)
        break
      }
      count = buffer.count + 1
      guard try need(count) else { throw TooLate(what: "a request") }
    }
    if request.isEmpty { request = String(decoding: take(buffer.count), as: UTF8.self) }
    let length = header("content-length").flatMap { Int($0) } ?? 0
    guard try need(length) else { throw TooLate(what: "a body") }
    return (request, take(length))
  }

  func header(_ name: String) -> String? {
    for line in request.split(separator: "\r\n").dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == name {
        return parts[1].trimmingCharacters(in: .whitespaces)
      }
    }
    return nil
  }

  /// Answers the handshake of RFC 6455, section 4.2.2.
  func shake(accept wrong: String? = nil) throws {
    _ = try readRequest()
    let key = header("sec-websocket-key") ?? ""
    let digest = HashAlgorithm.sha1.digest(of: Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
    write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: \(wrong ?? Data(digest).base64EncodedString())\r\nServer: AusweisApp2/1.26.2\r\n\r\n"
    )
  }

  /// A frame as a server sends it; `first` is its first byte.
  func frame(_ payload: [UInt8], first: UInt8 = 0x81) {
    let count = payload.count
    let length: [UInt8] =
      count < 126
      ? [UInt8(count)]
      : count < 65_536
        ? [126, UInt8(count >> 8), UInt8(count & 0xFF)]
        : [127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
    write([first] + length + payload)
  }

  func say(_ text: String) { frame(Array(text.utf8)) }

  /// The next frame of the client, unmasked: its first byte and its payload; nil: it has closed.
  func hear() throws -> (first: UInt8, payload: [UInt8])? {
    guard try need(2) else { return nil }
    let head = take(2)
    guard head[1] & 0x80 != 0 else { throw TooLate(what: "a masked frame") }
    var count = Int(head[1] & 0x7F)
    if count == 126 {
      guard try need(2) else { return nil }
      count = take(2).reduce(0) { $0 << 8 | Int($1) }
    }
    guard try need(4 + count) else { return nil }
    let mask = take(4)
    return (head[0], take(count).enumerated().map { $1 ^ mask[$0 % 4] })
  }

  /// The next text of the client.
  func text() throws -> String {
    guard let (first, payload) = try hear(), first == 0x81 else { throw TooLate(what: "a text") }
    return String(decoding: payload, as: UTF8.self)
  }
}
