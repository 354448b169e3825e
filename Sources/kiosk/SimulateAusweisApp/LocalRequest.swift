// Requests of HTTP/1.1 as they come to the simulated AusweisApp, read from bytes: a line, headers, a body of a stated
// length. It opens no socket, and knows no transfer codings: whoever asks here is the station or curl.

/// One request.
struct LocalRequest: Equatable {
  /// The longest head and the longest body, bytes.
  static let headBytesMax = 8 << 10
  static let bodyBytesMax = 16 << 10

  var method: String
  var path: String
  /// By names in small letters.
  var headers: [String: String]
  var body: [UInt8]

  enum Parsed: Equatable {
    case needsMore
    /// A whole request, and how many bytes it took.
    case request(LocalRequest, used: Int)
    case malformed
  }

  /// What stands at the beginning of `bytes`.
  static func parse(_ bytes: [UInt8]) -> Parsed {
    guard let end = headEnd(bytes) else { return bytes.count > headBytesMax ? .malformed : .needsMore }
    guard end <= headBytesMax, let head = String(validating: bytes[..<end], as: UTF8.self) else {
      return .malformed
    }
    var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2] == "HTTP/1.1", words[1].hasPrefix("/") else { return .malformed }
    var headers: [String: String] = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else { return .malformed }
      let name = line[..<colon].lowercased()
      guard headers.updateValue(trimmed(line[line.index(after: colon)...]), forKey: name) == nil else {
        return .malformed
      }
    }
    guard headers["transfer-encoding"] == nil, let length = Int(headers["content-length"] ?? "0"),
      (0...bodyBytesMax).contains(length)
    else { return .malformed }
    let start = end + 4
    guard bytes.count >= start + length else { return .needsMore }
    return .request(
      LocalRequest(
        method: String(words[0]), path: String(words[1]), headers: headers,
        body: Array(bytes[start..<start + length])), used: start + length)
  }

  private static func headEnd(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (0...min(bytes.count - 4, headBytesMax)).first { bytes[$0...].starts(with: [13, 10, 13, 10]) }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

/// One answer.
struct LocalAnswer: Equatable {
  var code: Int
  var body = ""

  /// The bytes for the wire; the connection ends with them.
  var bytes: [UInt8] {
    let type = body.isEmpty ? "" : "Content-Type: application/json\r\n"
    return Array(
      "HTTP/1.1 \(code) \(Self.words[code] ?? "Error")\r\n\(type)Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        .utf8)
  }

  private static let words = [
    200: "OK", 201: "Created", 202: "Accepted", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
    410: "Gone", 503: "Service Unavailable",
  ]
}
