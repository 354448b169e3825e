// What is written for curl: nothing in the argument list, every quote escaped, long bodies in pieces; and the rules for the
// file with the client's secret.

import Foundation
import Secrets
import Testing

@testable import Station

@Suite struct CurlTransportTests {
  private func text(_ secret: Secret) -> String {
    String(decoding: secret.withSpan { span in span.indices.map { span[$0] } }, as: UTF8.self)
  }

  @Test("a form is percent-encoded, a body keeps its quotes")
  func configuration() {
    let form = HTTPRequest(
      method: .post, url: "https://a.example/token",
      body: .form([.init(name: "client_secret", value: Secret("s&c=r \"\\ü".utf8))]))
    let written = text(CurlTransport.configuration(form, ca: "/ca.pem"))
    #expect(written.contains("data = \"client_secret=s%26c%3Dr%20%22%5C%C3%BC\"\n"))
    #expect(written.contains("cacert = \"/ca.pem\"\n") && written.contains("proto = \"=https\"\n"))
    let json = HTTPRequest(
      method: .put, url: "https://a.example/x", bearer: Secret("abc".utf8), body: .json("{\"a\":\"b\\n\"}"))
    let put = text(CurlTransport.configuration(json, ca: nil))
    #expect(put.contains("json = \"{\\\"a\\\":\\\"b\\\\n\\\"}\"\n"))
    #expect(put.contains("header = \"Authorization: Bearer abc\"\n"))
  }

  @Test("a long body goes in pieces, none of which begins with @")
  func pieces() {
    let body = String(repeating: "@", count: CurlTransport.pieceBytesMax + 1)
    let long = "{\"a\":\"" + String(repeating: "x", count: 100_000) + "@@" + body + "\"}"
    let written = text(
      CurlTransport.configuration(HTTPRequest(method: .put, url: "https://a", body: .json(long)), ca: nil))
    let pieces = written.split(separator: "\n").filter { $0.hasPrefix("json = ") }
    #expect(pieces.count >= 4)
    #expect(written.split(separator: "\n").allSatisfy { $0.utf8.count < 100_000 })
  }

  @Test("the secret's file must be closed to others and hold one line")
  func secretFile() throws {
    let scratch = Scratch()
    let path = "\(scratch.path)/secret"
    func put(_ text: String, _ mode: mode_t) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      chmod(path, mode)
    }
    try put("geheim\n", 0o600)
    #expect(text(try SecretFile.read(path)) == "geheim")
    for (content, mode) in [("geheim", 0o640), ("geheim", 0o604), ("", 0o600), ("a b", 0o600)]
      as [(String, mode_t)]
    {
      try put(content, mode)
      #expect(throws: SubmissionFault.self, "\(content) \(mode)") { try SecretFile.read(path) }
    }
    #expect(throws: SubmissionFault.self) { try SecretFile.read("/nonexistent") }
  }
}
