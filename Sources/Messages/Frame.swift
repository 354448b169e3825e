// How messages cross a socket: a header of two lengths, one line of JSON, and an optional secret part that is read
// straight into a `Secret`. It knows nothing of what the JSON says.

import FoundationEssentials
import Secrets

/// One message on a socket.
public struct Frame: Sendable {
  /// A request is no longer than this; a longer one ends the connection.
  public static let requestBytesMax = 1 << 20
  /// What a station sends is no longer than this (the texts of all languages are the longest).
  public static let replyBytesMax = 8 << 20
  /// A secret (number, code, birth date, PIN, a passport's line, an answer of a form) is no longer than this.
  public static let secretBytesMax = 1024
  /// JSON length (4 bytes, big-endian), secret length (2 bytes, big-endian).
  static let headerBytes = 6

  public var json: [UInt8]
  public var secret: Secret?

  public init(json: [UInt8], secret: Secret? = nil) {
    self.json = json
    self.secret = secret
  }

  /// The bytes on the wire. Where there is a secret the caller wipes them after sending.
  public var bytes: [UInt8] {
    let count = json.count
    let secretCount = secret?.count ?? 0
    precondition(count <= Frame.replyBytesMax && secretCount <= Frame.secretBytesMax)
    var out: [UInt8] = []
    out.reserveCapacity(Frame.headerBytes + count + secretCount)
    for shift in [24, 16, 8, 0] { out.append(UInt8(truncatingIfNeeded: count >> shift)) }
    out.append(UInt8(secretCount >> 8))
    out.append(UInt8(secretCount & 0xFF))
    out.append(contentsOf: json)
    secret?.withSpan { span in for index in span.indices { out.append(span[index]) } }
    return out
  }
}

/// Why a peer's bytes cannot be read; the connection ends with it.
public enum FrameError: Error, Equatable, Sendable {
  case tooLong(Int, limit: Int)
  case secretTooLong(Int)

  public var message: String {
    switch self {
    case .tooLong(let count, let limit):
      "message of \(count) bytes refused, at most \(limit) are read: connect with a kiosk program of this version"
    case .secretTooLong(let count):
      "secret of \(count) bytes refused, at most \(Frame.secretBytesMax) are read"
    }
  }
}

/// Cuts frames out of a stream of bytes, whatever pieces it comes in.
public struct FrameDecoder: Sendable {
  private var buffer: [UInt8] = []
  private let limit: Int

  /// `limit` is the longest JSON part that is read.
  public init(limit: Int) {
    self.limit = limit
  }

  /// Bytes that wait for the rest of their frame.
  public var pendingBytes: Int { buffer.count }

  public mutating func append(_ bytes: some Collection<UInt8>) {
    let wanted = buffer.count + bytes.count
    if buffer.capacity < wanted {
      // Growing leaves the old bytes behind; they may be half a secret.
      var grown: [UInt8] = []
      grown.reserveCapacity(max(wanted, buffer.count * 2))
      grown.append(contentsOf: buffer)
      wipe()
      buffer = grown
    }
    buffer.append(contentsOf: bytes)
  }

  /// Overwrites and forgets what waits.
  public mutating func wipe() {
    for index in buffer.indices { buffer[index] = 0 }
    buffer.removeAll(keepingCapacity: true)
  }

  /// The next whole frame, or nil when more bytes are needed.
  public mutating func next() throws(FrameError) -> Frame? {
    guard buffer.count >= Frame.headerBytes else { return nil }
    let jsonCount = buffer[0..<4].reduce(0) { $0 << 8 | Int($1) }
    let secretCount = Int(buffer[4]) << 8 | Int(buffer[5])
    guard jsonCount <= limit else { throw .tooLong(jsonCount, limit: limit) }
    guard secretCount <= Frame.secretBytesMax else { throw .secretTooLong(secretCount) }
    let end = Frame.headerBytes + jsonCount + secretCount
    guard buffer.count >= end else { return nil }
    let json = Array(buffer[Frame.headerBytes..<Frame.headerBytes + jsonCount])
    let secret = secretCount == 0 ? nil : Secret(buffer[Frame.headerBytes + jsonCount..<end])
    // What is cut off is overwritten: it may hold a secret.
    let rest = buffer.count - end
    for index in 0..<rest { buffer[index] = buffer[end + index] }
    for index in rest..<buffer.count { buffer[index] = 0 }
    buffer.removeLast(end)
    return Frame(json: json, secret: secret)
  }
}

/// JSON of messages: keys in a fixed order, so that equal messages have equal bytes.
public enum MessageCoding {
  public static func encode(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("a message of ours cannot be written as JSON")
    }
    return Array(data)
  }

  /// Nil when the bytes are not such a message.
  public static func decode<Value: Decodable>(_ type: Value.Type, from json: [UInt8]) -> Value? {
    guard JSONShape.isWellFormed(json) else { return nil }
    return try? JSONDecoder().decode(type, from: Data(json))
  }
}
