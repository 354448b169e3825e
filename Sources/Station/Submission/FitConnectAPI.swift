// The calls of FIT-Connect's API v2 that a sender needs: token, keys of the destination and of the delivery service,
// announcement, submission, events. It keeps the token and nothing else, and decides nothing about an application.

import Configuration
import Crypto
import Secrets
import Synchronization

final class FitConnectAPI: Sendable {
  /// Events of one case that are read; a submission has a handful.
  static let eventsMax = 100
  /// A token is renewed so long before its end, milliseconds.
  static let tokenEarlyMilliseconds: Int64 = 30_000
  static let tokenSecondsMax = 86_400
  static let tokenBytesMax = 16_384
  private static let limits = JSONValue.Limits(byteCountMax: 1 << 20, depthMax: 12, valueCountMax: 10_000)

  struct Numbers: Equatable, Sendable {
    var submission: String
    var caseID: String
  }

  private struct Token: Sendable {
    var text: Secret
    var until: Int64
  }

  let settings: DestinationSettings.FitConnect
  private let transport: any HTTPTransport
  private let readSecret: @Sendable (String) throws(SubmissionFault) -> Secret
  private let token = Mutex<Token?>(nil)

  init(
    _ settings: DestinationSettings.FitConnect, transport: any HTTPTransport,
    readSecret: @escaping @Sendable (String) throws(SubmissionFault) -> Secret
  ) {
    self.settings = settings
    self.transport = transport
    self.readSecret = readSecret
  }

  // MARK: Calls

  /// All keys of the destination.
  func destinationKeys(now: Int64) throws(SubmissionFault) -> [JSONValue] {
    let answer = try call(
      .get, "\(settings.destinationAPI)/v2/destinations/\(settings.destinationID)/keys", now: now)
    return try Self.keys(try Self.successful(answer))
  }

  /// The delivery service's own keys. Public: no token.
  func serviceKeys() throws(SubmissionFault) -> [JSONValue] {
    let answer = try transport.send(
      HTTPRequest(method: .get, url: "\(settings.submissionAPI)/.well-known/jwks.json"))
    return try Self.keys(try Self.successful(answer))
  }

  func announce(
    title: String, leika: String?, now: Int64
  ) throws(SubmissionFault) -> Result<Numbers, Refused> {
    var members: [String: JSONValue] = [
      "destinationId": .text(settings.destinationID), "announcedAttachments": .list([]),
      "region": .text("DE\(settings.region)"),
    ]
    if let leika {
      members["publicService"] = .members([
        "name": .text(title), "identifier": .text(FitConnectMetadata.identifier(leika)),
      ])
    }
    let answer = try call(
      .post, "\(settings.submissionAPI)/v2/submissions", .json(JSONValue.members(members).written), now: now)
    if let refused = Refused(answer) { return .failure(refused) }
    let value = JSONValue(try Self.successful(answer), within: Self.limits)
    guard let submission = value?["submissionId"]?.text, let caseID = value?["caseId"]?.text,
      Self.isNumber(submission), Self.isNumber(caseID)
    else { throw SubmissionFault(.unreadable, "the announcement's answer has no submissionId and caseId") }
    return .success(Numbers(submission: submission, caseID: caseID))
  }

  func submit(
    _ numbers: Numbers, _ content: SpoolEntry.Content, now: Int64
  ) throws(SubmissionFault) -> Result<Void, Refused> {
    let body = JSONValue.members([
      "encryptedMetadata": .text(content.metadata ?? ""), "encryptedData": .text(content.data),
    ])
    let answer = try call(
      .put, "\(settings.submissionAPI)/v2/submissions/\(numbers.submission)", .json(body.written), now: now)
    if let refused = Refused(answer) { return .failure(refused) }
    _ = try Self.successful(answer)
    return .success(())
  }

  /// Event tokens of a case, as they came. Nil: the delivery service does not know the case.
  func events(_ numbers: Numbers, now: Int64) throws(SubmissionFault) -> [String]? {
    let answer = try call(
      .get,
      "\(settings.submissionAPI)/v2/cases/\(numbers.caseID)/events?offset=0&limit=\(Self.eventsMax)", now: now
    )
    if answer.status == 404 { return nil }
    guard let log = JSONValue(try Self.successful(answer), within: Self.limits)?["eventLog"]?.list,
      case let texts = log.compactMap(\.text), texts.count == log.count
    else { throw SubmissionFault(.unreadable, "the answer has no eventLog") }
    return texts
  }

  /// The other side refuses this request for what it is: the same again earns the same.
  struct Refused: Error, Equatable {
    var status: Int
    var words: String

    /// 401 and 403 are about us, 404 about an address, 408, 425 and 429 about time.
    init?(_ answer: HTTPAnswer) {
      guard [400, 405, 406, 409, 410, 411, 413, 414, 415, 416, 417, 422].contains(answer.status) else {
        return nil
      }
      status = answer.status
      words = FitConnectAPI.words(of: answer)
    }

    var fault: SubmissionFault { SubmissionFault(.refused, words) }
  }

  // MARK: One call

  private func call(
    _ method: HTTPRequest.Method, _ url: String, _ body: HTTPRequest.Body = .none, now: Int64
  ) throws(SubmissionFault) -> HTTPAnswer {
    let (bearer, isFresh) = try access(now: now)
    let request = HTTPRequest(method: method, url: url, bearer: bearer, body: body)
    let answer = try transport.send(request)
    guard answer.status == 401, !isFresh else { return answer }
    // It may have been withdrawn before its time: once more with a new one.
    token.withLock { $0 = nil }
    var again = request
    again.bearer = try access(now: now).token
    return try transport.send(again)
  }

  private func access(now: Int64) throws(SubmissionFault) -> (token: Secret, isFresh: Bool) {
    if let known = token.withLock({ $0 }), now < known.until,
      known.until - now <= Int64(Self.tokenSecondsMax) * 1_000
    {
      return (known.text, false)
    }
    func field(_ name: String, _ value: Secret) -> HTTPRequest.Field { .init(name: name, value: value) }
    let answer = try transport.send(
      HTTPRequest(
        method: .post, url: settings.tokenAddress,
        body: .form([
          field("grant_type", Secret("client_credentials".utf8)),
          field("client_id", Secret(settings.clientID.utf8)),
          field("client_secret", try readSecret(settings.secretFile)),
        ])))
    // RFC 6749 section 5.2: 400 and 401 are a wrong client or secret.
    if [400, 401, 403].contains(answer.status) {
      throw SubmissionFault(.tokenRefused, "client id or secret are not accepted (\(answer.status))")
    }
    let value = JSONValue(try Self.successful(answer), within: Self.limits)
    guard let text = value?["access_token"]?.text, (1...Self.tokenBytesMax).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw SubmissionFault(.unreadable, "the token's answer has no access_token") }
    let seconds = min(max(0, value?["expires_in"]?.number ?? 300), Self.tokenSecondsMax)
    let made = Token(
      text: Secret(text.utf8), until: now + Int64(seconds) * 1_000 - Self.tokenEarlyMilliseconds)
    token.withLock { $0 = made }
    return (made.text, true)
  }

  /// The body of a successful answer; every other status as what it is.
  private static func successful(_ answer: HTTPAnswer) throws(SubmissionFault) -> [UInt8] {
    switch answer.status {
    case 200..<300: return answer.body
    case 401, 403: throw SubmissionFault(.rights, words(of: answer))
    case 429: throw RetryAfter.fault(.tooManyRequests, answer)
    case 500..<600: throw RetryAfter.fault(.serverError, answer)
    case 408, 425: throw SubmissionFault(.timeout, words(of: answer))
    default: throw SubmissionFault(.unreadable, words(of: answer))
    }
  }

  private static func keys(_ body: [UInt8]) throws(SubmissionFault) -> [JSONValue] {
    let value = JSONValue(body, within: limits)
    guard let keys = value?["keys"]?.list ?? value?.list else {
      throw SubmissionFault(.unreadable, "the answer has no keys")
    }
    return keys
  }

  /// Status and the title of a problem (RFC 9457), nothing else of what came.
  static func words(of answer: HTTPAnswer) -> String {
    let problem = JSONValue(answer.body, within: limits)
    let title = problem?["title"]?.text ?? problem?["type"]?.text
    return "status \(answer.status)\(title.map { ", \($0)" } ?? "")"
  }

  /// Goes into an address: a UUID has these characters.
  private static func isNumber(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || byte == 0x2D
      }
  }
}

/// A wait that the other side asks for travels inside the fault.
enum RetryAfter {
  /// Longer ones are not believed, milliseconds.
  static let millisecondsMax: Int64 = 86_400_000

  static func fault(_ code: SubmissionFault.Code, _ answer: HTTPAnswer) -> SubmissionFault {
    var fault = SubmissionFault(code, FitConnectAPI.words(of: answer))
    fault.afterMilliseconds = answer.retryAfter.map { min(Int64($0), millisecondsMax / 1_000) * 1_000 }
    return fault
  }
}
