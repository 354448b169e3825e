// FIT-Connect as a script: destinations, submissions and events in memory, signed by keys of the test, and faults that come
// when they are asked for. Signatures are made by openssl's own hands, not by the product.

import Crypto
import Foundation
import Handover
import Secrets
import Synchronization

@testable import Configuration
@testable import Station

/// RSA keys of the test, made once by the openssl program.
final class TestRSA: Sendable {
  let path: String
  let kid: String
  let n: String

  static let service = TestRSA("service")
  static let destination = TestRSA("destination")
  static let stranger = TestRSA("stranger")
  static let short = TestRSA("short", bits: 3_072)

  init(_ kid: String, bits: Int = 4_096) {
    self.kid = kid
    var template = Array("/tmp/kiosk-rsa-XXXXXX".utf8CString)
    path = String(cString: mkdtemp(&template)!) + "/key.pem"
    _ = run(["genrsa", "-out", path, "\(bits)"])
    let modulus = run(["rsa", "-in", path, "-noout", "-modulus"])
    let hex = String(decoding: modulus, as: UTF8.self).split(separator: "=")[1].filter(\.isHexDigit)
    n = base64URL(Hex.decode(hex.lowercased())!)
  }

  func jwk(_ use: String, algorithm: String, x5c: [String]? = nil) -> JSONValue {
    var members: [String: JSONValue] = [
      "kty": .text("RSA"), "kid": .text(kid), "alg": .text(algorithm), "key_ops": .list([.text(use)]),
      "n": .text(n), "e": .text("AQAB"),
    ]
    if let x5c { members["x5c"] = .list(x5c.map { .text($0) }) }
    return .members(members)
  }

  /// PS512 over a compact JWS.
  func sign(header: [String: JSONValue], _ payload: JSONValue) -> String {
    let head = base64URL(Array(JSONValue.members(header).written.utf8))
    let text = "\(head).\(base64URL(Array(payload.written.utf8)))"
    let signature = run(
      [
        "dgst", "-sha512", "-sign", path, "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:64",
      ], input: text)
    return "\(text).\(base64URL([UInt8](signature)))"
  }
}

func base64URL(_ bytes: [UInt8]) -> String {
  Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
    "=", with: "")
}

@discardableResult
func run(_ arguments: [String], input: String = "") -> Data {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
  process.arguments = arguments
  let (standardIn, out) = (Pipe(), Pipe())
  process.standardInput = standardIn
  process.standardOutput = out
  process.standardError = FileHandle.nullDevice
  try! process.run()
  try! standardIn.fileHandleForWriting.write(contentsOf: Data(input.utf8))
  try! standardIn.fileHandleForWriting.close()
  let answer = try! out.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return answer
}

final class FitConnectScript: HTTPTransport {
  static let base = "https://fit.example"
  static let destinationID = "879ee109-a690-4db8-ab32-424e2f2d9c2c"

  enum Fault: Equatable, Sendable {
    case status(Int, retryAfter: Int? = nil)
    /// Nothing arrives.
    case unreachable
    /// It was done; the answer is lost.
    case answerLost
  }

  struct Submission: Equatable, Sendable {
    var number: String
    var metadata: String?
    var data: String?
    var events: [String] = []
  }

  struct State: Sendable {
    var submissions: [Submission] = []
    var puts = 0
    var tokens = 0
    var requests: [String] = []
    /// By the beginning of `METHOD path`; each is used up by one request.
    var faults: [(String, Fault)] = []
    var keys = [
      TestRSA.destination.jwk("wrapKey", algorithm: "RSA-OAEP-256"),
      JSONValue.members([
        "kty": .text("RSA"), "kid": .text("destination-sign"), "alg": .text("PS512"),
        "key_ops": .list([.text("verify")]), "n": .text(TestRSA.destination.n), "e": .text("AQAB"),
      ]),
    ]
    var signer = TestRSA.service
    /// What the submit event claims instead of the truth.
    var claims: [String: JSONValue] = [:]
    var header: [String: JSONValue] = [:]
    var tagsOfOthers = false
    var isReceiptWithheld = false
  }

  let state = Mutex(State())

  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
  var submissions: [Submission] { state.withLock { $0.submissions } }

  func send(_ request: HTTPRequest) throws(SubmissionFault) -> HTTPAnswer {
    let path = request.url.replacing(Self.base, with: "")
    let name = "\(request.method.rawValue) \(path)"
    let result = state.withLock { state -> Result<HTTPAnswer, SubmissionFault> in
      state.requests.append(name)
      var fault: Fault?
      if let index = state.faults.firstIndex(where: { name.hasPrefix($0.0) }) {
        fault = state.faults.remove(at: index).1
      }
      switch fault {
      case .status(let status, let after)?:
        return .success(HTTPAnswer(status: status, body: Array(#"{"title":"no"}"#.utf8), retryAfter: after))
      case .unreachable?: return .failure(SubmissionFault(.unreachable, "no"))
      case .answerLost?:
        _ = answer(request, path, &state)
        return .failure(SubmissionFault(.cut, "broken"))
      case nil: return .success(answer(request, path, &state))
      }
    }
    return try result.get()
  }

  private func answer(_ request: HTTPRequest, _ path: String, _ state: inout State) -> HTTPAnswer {
    func json(_ value: JSONValue, _ status: Int = 200) -> HTTPAnswer {
      HTTPAnswer(status: status, body: Array(value.written.utf8))
    }
    if path == "/token" {
      state.tokens += 1
      return json(.members(["access_token": .text("token-\(state.tokens)"), "expires_in": .number(1_800)]))
    }
    if path == "/.well-known/jwks.json" {
      return json(.members(["keys": .list([TestRSA.service.jwk("verify", algorithm: "PS512")])]))
    }
    guard request.bearer != nil else { return HTTPAnswer(status: 401) }
    if path == "/v2/destinations/\(Self.destinationID)/keys" {
      return json(.members(["keys": .list(state.keys)]))
    }
    if request.method == .post, path == "/v2/submissions" {
      let number = "sub-\(state.submissions.count + 1)"
      state.submissions.append(Submission(number: number))
      return json(.members(["submissionId": .text(number), "caseId": .text("case-\(number)")]), 201)
    }
    if request.method == .put,
      let index = state.submissions.firstIndex(where: { path.hasSuffix("/\($0.number)") }),
      case .json(let text) = request.body,
      let body = JSONValue(
        text.utf8, within: .init(byteCountMax: 1 << 20, depthMax: 4, valueCountMax: 10))
    {
      state.puts += 1
      guard state.submissions[index].data == nil else { return HTTPAnswer(status: 409) }
      state.submissions[index].metadata = body["encryptedMetadata"]?.text
      state.submissions[index].data = body["encryptedData"]?.text
      if !state.isReceiptWithheld { receipt(index, &state) }
      return json(.members([:]))
    }
    if let index = state.submissions.firstIndex(where: {
      path.hasPrefix("/v2/cases/case-\($0.number)/events")
    }) {
      return json(.members(["eventLog": .list(state.submissions[index].events.map { .text($0) })]))
    }
    return HTTPAnswer(status: 404)
  }

  private func receipt(_ index: Int, _ state: inout State) {
    let submission = state.submissions[index]
    func tag(_ text: String?) -> JSONValue {
      .text(state.tagsOfOthers ? "AAAAAAAAAAAAAAAAAAAAAA" : Sealing.tag(of: text ?? ""))
    }
    let body = JSONValue.members([
      "authenticationTags": .members(["metadata": tag(submission.metadata), "data": tag(submission.data)])
    ])
    state.submissions[index].events.append(
      event(
        "submit-submission", submission.number, body, issuer: Self.base, signer: state.signer,
        kid: state.signer.kid,
        claims: state.claims, header: state.header))
  }

  func event(
    _ name: String, _ number: String, _ body: JSONValue = .members([:]), issuer: String, signer: TestRSA,
    kid: String, claims: [String: JSONValue] = [:], header: [String: JSONValue] = [:]
  ) -> String {
    var members: [String: JSONValue] = [
      "jti": .text("jti-\(name)"), "iss": .text(issuer), "iat": .number(1_700_000_000),
      "sub": .text("submission:\(number)"), "txn": .text("case:case-\(number)"),
      "events": .members([EventToken.prefix + name: body]),
    ]
    for (name, value) in claims { members[name] = value }
    var head: [String: JSONValue] = ["alg": .text("PS512"), "typ": .text("secevent+jwt"), "kid": .text(kid)]
    for (name, value) in header { head[name] = value }
    return signer.sign(header: head, .members(members))
  }

  /// The office's word on a submission.
  func verdict(
    _ name: String, _ index: Int, _ body: JSONValue = .members([:]), signer: TestRSA = .destination
  ) {
    state.withLock { state in
      let number = state.submissions[index].number
      state.submissions[index].events.append(
        event(
          name, number, body, issuer: Self.destinationID, signer: signer, kid: "destination-sign"))
    }
  }
}
