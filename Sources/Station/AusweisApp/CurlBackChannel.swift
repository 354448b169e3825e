// The back channel over HTTPS (HTTP to this machine alone), through curl as a child: addresses, numbers and answers go through pipes, never through
// argument lists, which every process can read. It blocks; what the texts mean is `BackChannelText`'s matter.

import Configuration
import Identity

/// The town's service for online identification at an address (docs/backchannel.md).
public struct CurlBackChannel: IdentityBackChannel {
  /// One call, milliseconds; curl itself gives up two seconds earlier.
  static let callMilliseconds: Int64 = 20_000

  private let base: String
  private let curl: String
  /// A file with the station's client certificate and key, PEM; nil: it has none.
  private let credentials: String?
  /// A file with the certificates that the service's own must lead to, PEM; nil: the system's.
  private let ca: String?
  private let protocols: String

  /// `base` is an https address, or one of this machine (`OwnAddress`), without a slash at its end. Nil: it is
  /// none.
  public init?(
    base: String, credentials: String? = nil, ca: String? = nil, curl: String = "/usr/bin/curl"
  ) {
    self.init(
      base: base, credentials: credentials, ca: ca, curl: curl,
      protocols: OwnAddress.isOne(base) ? "=http" : "=https")
  }

  /// `protocols` as curl takes them; other ones than https are for tests.
  init?(base: String, credentials: String?, ca: String? = nil, curl: String, protocols: String) {
    for path in [credentials, ca].compactMap({ $0 }) where !path.utf8.allSatisfy(Self.isPlain) { return nil }
    guard base.contains("://"), !base.hasSuffix("/"),
      base.utf8.allSatisfy(Self.isPlain)
    else { return nil }
    self.base = base
    self.credentials = credentials
    self.ca = ca
    self.curl = curl
    self.protocols = protocols
  }

  /// Needs no escape in a quoted word of curl's configuration.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && byte != 0x22 && byte != 0x5C
  }

  public func begin(_ request: IdentityRequest) throws(BackChannelFailure) -> IdentitySession {
    let (status, body) = try call("/sessions", BackChannelText.begin(request))
    return try BackChannelText.session(status: status, body: body)
  }

  public func result(of session: IdentitySession) throws(BackChannelFailure) -> IdentityResult {
    let (status, body) = try call("/sessions/\(session.id)/result", [])
    return try BackChannelText.result(status: status, body: body)
  }

  private func call(_ path: String, _ body: [UInt8]) throws(BackChannelFailure) -> (Int, [UInt8]) {
    // Texts here are of characters that need no escape in a quoted word of curl's configuration, but for the body's quotes.
    let data = String(decoding: body, as: UTF8.self).split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\\\"")
    var lines = [
      "url = \"\(base)\(path)\"", "request = \"POST\"", "header = \"Content-Type: application/json\"",
      "data = \"\(data)\"", "proto = \"\(protocols)\"", "max-filesize = \(AusweisLimit.messageBytesMax)",
      "max-time = \(Self.callMilliseconds / 1_000 - 2)", "noproxy = \"*\"",
      // Behind the body, on a line of its own.
      "write-out = \"\\n%{http_code}\"",
    ]
    if let credentials { lines.append("cert = \"\(credentials)\"") }
    if let ca { lines.append("cacert = \"\(ca)\"") }
    let program = Program(
      curl, ["--disable", "--silent", "--config", "-"], milliseconds: Self.callMilliseconds,
      outputBytesMax: AusweisLimit.messageBytesMax + 16)
    let result = program.run(input: Array((lines.joined(separator: "\n") + "\n").utf8))
    switch result.ending {
    case .exited(0): break
    // curl's own limits: time, size.
    case .exited(28), .timedOut: throw .timedOut
    case .exited(63): throw .unreadable
    default: throw .unreachable
    }
    guard let end = result.output.lastIndex(of: 0x0A),
      let status = Int(String(decoding: result.output[(end + 1)...], as: UTF8.self))
    else { throw .unreadable }
    return (status, Array(result.output[..<end]))
  }
}
