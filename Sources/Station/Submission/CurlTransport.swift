// HTTPS through curl as a child. What is asked goes through its standard input as a configuration: address, token, secret
// and ciphertext never stand in an argument list, which every process can read, nor in a file.

import Secrets

struct CurlTransport: HTTPTransport {
  /// One request, milliseconds; curl itself gives up two seconds earlier.
  static let requestMilliseconds: Int64 = 30_000
  static let connectSeconds = 10
  static let answerBytesMax = 1 << 20
  /// curl reads lines of its configuration up to 100 KB; quotes may double a piece.
  static let pieceBytesMax = 40_000

  let curl: String
  /// PEM file with the authorities for https; nil: the system's.
  let ca: String?

  init(ca: String?, curl: String = "/usr/bin/curl") {
    self.ca = ca
    self.curl = curl
  }

  func send(_ request: HTTPRequest) throws(SubmissionFault) -> HTTPAnswer {
    let program = Program(
      curl, ["--disable", "--silent", "--config", "-"], milliseconds: Self.requestMilliseconds,
      outputBytesMax: Self.answerBytesMax + 64)
    let result = program.run(input: Self.configuration(request, ca: ca))
    switch result.ending {
    case .exited(0): break
    case .exited(let status): throw Self.fault(status)
    case .timedOut: throw SubmissionFault(.timeout, "curl did not end")
    case .killed(let signal): throw SubmissionFault(.cut, "curl was ended by signal \(signal)")
    case .notStarted(let number):
      throw SubmissionFault(.unreachable, "\(curl) does not start (error \(number))")
    }
    // Behind the body, on a line of its own: status, then Retry-After if there is one.
    guard let end = result.output.lastIndex(of: 0x0A) else {
      throw SubmissionFault(.unreadable, "curl wrote no status")
    }
    let words = String(decoding: result.output[(end + 1)...], as: UTF8.self).split(separator: " ")
    guard let status = words.first.flatMap({ Int($0) }), (100..<600).contains(status) else {
      throw SubmissionFault(.unreadable, "curl wrote no status")
    }
    return HTTPAnswer(
      status: status, body: Array(result.output[..<end]),
      retryAfter: words.count > 1 ? Int(words[1]).map { max(0, $0) } : nil)
  }

  /// What curl's exit statuses mean (curl(1)); only the first few are certain not to have reached the other side.
  static func fault(_ status: Int32) -> SubmissionFault {
    switch status {
    case 5, 6, 7: SubmissionFault(.unreachable, "no connection (curl \(status))")
    case 28: SubmissionFault(.timeout, "no answer in time")
    case 35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91:
      SubmissionFault(.tls, "the other side's certificate or its TLS is not accepted (curl \(status))")
    case 63: SubmissionFault(.unreadable, "the answer has more than \(answerBytesMax) bytes")
    default: SubmissionFault(.cut, "the connection broke (curl \(status))")
    }
  }

  static func configuration(_ request: HTTPRequest, ca: String?) -> Secret {
    var lines: [[UInt8]] = []
    defer {
      for line in lines.indices { for index in lines[line].indices { lines[line][index] = 0 } }
    }
    func add(_ name: String, _ value: [UInt8]) {
      var line = Array("\(name) = \"".utf8)
      for byte in value {
        if byte == 0x22 || byte == 0x5C { line.append(0x5C) }
        line.append(byte)
      }
      lines.append(line + Array("\"\n".utf8))
    }
    func add(_ name: String, _ text: String) { add(name, Array(text.utf8)) }
    func bytes(_ secret: Secret) -> [UInt8] { secret.withSpan { span in span.indices.map { span[$0] } } }
    add("url", request.url)
    add("request", request.method.rawValue)
    add("proto", "=https")
    add("connect-timeout", "\(connectSeconds)")
    add("max-time", "\(requestMilliseconds / 1_000 - 2)")
    add("max-filesize", "\(answerBytesMax)")
    add("header", "Accept: application/json")
    if let bearer = request.bearer { add("header", Array("Authorization: Bearer ".utf8) + bytes(bearer)) }
    if let ca { add("cacert", ca) }
    switch request.body {
    case .none: break
    case .json(let text):
      // Pieces of one `json` follow each other without anything between them, unlike pieces of `data`. A piece that begins
      // with @ would name a file: no piece does, for the first one begins with a brace and a cut is made before no @.
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        var count = min(pieceBytesMax, rest.count)
        while count > 1, count < rest.count, rest[rest.startIndex + count] == UInt8(ascii: "@") { count -= 1 }
        add("json", Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
    case .form(let fields):
      var form: [UInt8] = []
      for field in fields {
        if !form.isEmpty { form.append(UInt8(ascii: "&")) }
        form += Array(field.name.utf8) + [UInt8(ascii: "=")] + encoded(bytes(field.value))
      }
      add("data", form)
    }
    add("write-out", "\\n%{http_code} %header{retry-after}")
    return Secret(lines.joined())
  }

  /// Percent-encoding of all but the unreserved characters (RFC 3986 section 2.3).
  private static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return bytes.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: [byte]
      default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
  }
}
