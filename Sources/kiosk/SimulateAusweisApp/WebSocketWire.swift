// The server's side of a WebSocket (RFC 6455) as bytes: the handshake's answer, frames that come masked, frames that go
// plain. It opens no socket. The station has the client's side from swift-nio; this one shares nothing with it.

import Crypto

struct WebSocketWire {
  /// The longest text, bytes.
  static let textBytesMax = 64 << 10

  enum Event: Equatable {
    /// One whole text.
    case text([UInt8])
    /// To be answered with the same bytes.
    case ping([UInt8])
    /// The other side closes, or broke the rules: the status to close with (RFC 6455 section 7.4.1).
    case closed(UInt16)
  }

  enum Opcode: UInt8 {
    case continuation = 0x0
    case text = 0x1
    case close = 0x8
    case ping = 0x9
    case pong = 0xA
  }

  private var buffer: [UInt8] = []
  /// Fragments of a text that is not whole yet.
  private var fragments: [UInt8]?
  private var isClosed = false

  /// What has come whole with these bytes; nothing after `closed`.
  mutating func take(_ bytes: some Sequence<UInt8>) -> [Event] {
    buffer += bytes
    var events: [Event] = []
    while !isClosed, let event = next() { if let event { events.append(event) } }
    return events
  }

  /// Nil: more bytes are needed. An inner nil: a frame that tells nothing.
  private mutating func next() -> Event?? {
    guard buffer.count >= 2 else { return nil }
    let (first, second) = (buffer[0], buffer[1])
    // Extensions were not agreed on, and a client's frames are masked (sections 5.1, 5.2).
    guard first & 0x70 == 0, second & 0x80 != 0, let opcode = Opcode(rawValue: first & 0x0F) else {
      return fail(1002)
    }
    var length = Int(second & 0x7F)
    var start = 2
    if length >= 126 {
      let more = length == 126 ? 2 : 8
      guard buffer.count >= 2 + more else { return nil }
      guard more == 2 || buffer[2..<6].allSatisfy({ $0 == 0 }) else { return fail(1009) }
      length = buffer[2..<2 + more].reduce(0) { $0 << 8 | Int($1) }
      start += more
    }
    guard length + (fragments?.count ?? 0) <= Self.textBytesMax else { return fail(1009) }
    let isFinal = first & 0x80 != 0
    if opcode.rawValue >= 0x8, !isFinal || length > 125 { return fail(1002) }
    guard buffer.count >= start + 4 + length else { return nil }
    let mask = Array(buffer[start..<start + 4])
    let payload = (0..<length).map { buffer[start + 4 + $0] ^ mask[$0 & 3] }
    buffer.removeSubrange(..<(start + 4 + length))
    return .some(meaning(opcode, isFinal: isFinal, payload))
  }

  private mutating func meaning(_ opcode: Opcode, isFinal: Bool, _ payload: [UInt8]) -> Event? {
    switch opcode {
    case .ping: return .ping(payload)
    case .pong: return nil
    case .close: return fail(1000)
    case .text, .continuation:
      guard (opcode == .continuation) == (fragments != nil) else { return fail(1002) }
      let text = (fragments ?? []) + payload
      fragments = isFinal ? nil : text
      return isFinal ? .text(text) : nil
    }
  }

  private mutating func fail(_ status: UInt16) -> Event {
    isClosed = true
    return .closed(status)
  }

  /// A frame of the server.
  static func frame(_ opcode: Opcode, _ payload: some Collection<UInt8>) -> [UInt8] {
    let head: [UInt8] =
      switch payload.count {
      case ..<126: [UInt8(payload.count)]
      case ...0xFFFF: [126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
      default: [127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
      }
    return [0x80 | opcode.rawValue] + head + payload
  }

  static func closing(_ status: UInt16) -> [UInt8] {
    frame(.close, [UInt8(status >> 8), UInt8(status & 0xFF)])
  }

  /// The answer to a request for a WebSocket; nil where it is none, or one from a page in a browser (it has an Origin).
  static func accept(_ request: LocalRequest) -> [UInt8]? {
    guard request.method == "GET", request.headers["upgrade"]?.lowercased() == "websocket",
      request.headers["sec-websocket-version"] == "13", request.headers["origin"] == nil,
      let key = request.headers["sec-websocket-key"], key.utf8.count == 24
    else { return nil }
    let proof = HashAlgorithm.sha1.digest(of: Array("\(key)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))
    return Array(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(base64(proof))\r\n\r\n"
        .utf8)
  }

  /// RFC 4648 section 4; an encoder of its own, as the station's side is not for other modules.
  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for index in 0...3 { text.append(index <= group.count ? letters[bits >> (18 - 6 * index) & 63] : "=") }
    }
    return text
  }
}
