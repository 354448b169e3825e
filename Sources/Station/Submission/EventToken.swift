// A security event token of FIT-Connect (SET, RFC 8417; docs.fitko.de, "Prüfung eines Security Event Token"): what somebody
// says by their signature has happened to one submission. It is believed only whole: form, key, signature and claims.

import Crypto

struct EventToken: Equatable, Sendable {
  enum Kind: String, Sendable {
    case create = "create-submission"
    case submit = "submit-submission"
    case notify = "notify-submission"
    case forward = "forward-submission"
    case accept = "accept-submission"
    case reject = "reject-submission"
    case delete = "delete-submission"
  }

  static let type = "secevent+jwt"
  static let prefix = "https://schema.fitko.de/fit-connect/events/"
  /// Problems of a rejection that are kept, and the longest of them in characters.
  static let problemsMax = 10
  static let problemCharactersMax = 120
  /// So far a clock of the other side may be ahead of ours, seconds.
  static let aheadSecondsMax: Int64 = 600
  private static let limits = JSONValue.Limits(byteCountMax: 65_536, depthMax: 8, valueCountMax: 2_048)

  var kind: Kind
  var issuer: String
  /// Titles of problems, for a rejection.
  var problems: [String] = []

  /// Who may sign what about one submission.
  struct Expectation {
    var submission: String
    var caseID: String
    /// `iss` of the delivery service.
    var service: String
    /// `iss` of the destination: its id.
    var destination: String
    /// Authentication tags of what was sent; nil: it is not here any more.
    var tags: (metadata: String, data: String)?
    /// Wall milliseconds.
    var now: Int64
    /// The key of an issuer by its name; throws when it is none to believe.
    var key: (_ issuer: String, _ name: String) throws(SubmissionFault) -> JWK
  }

  /// Believes `text` or says why not.
  init(_ text: String, _ expected: Expectation) throws(SubmissionFault) {
    func wrong(_ what: String) -> SubmissionFault { SubmissionFault(.eventWrong, what) }
    guard let name = JWS.claimedKeyIdentifier(of: text) else { throw wrong("it names no key") }
    guard let issuer = Self.claimedIssuer(of: text) else { throw wrong("it names no issuer") }
    guard issuer == expected.service || issuer.lowercased() == expected.destination else {
      throw wrong("it is issued by a stranger")
    }
    let key = try expected.key(issuer, name)
    let token: JWS
    do { token = try JWS(text, signedBy: key) } catch { throw wrong(error.description) }
    guard token.type == Self.type else { throw wrong("its type is not \(Self.type)") }
    guard let claims = JSONValue(token.payload, within: Self.limits), claims["iss"]?.text == issuer,
      claims["jti"]?.text?.isEmpty == false, let issued = claims["iat"]?.number
    else { throw wrong("a claim is missing") }
    guard Int64(issued) <= expected.now / 1_000 + Self.aheadSecondsMax else {
      throw wrong("it was issued in the future")
    }
    guard claims["sub"]?.text == "submission:\(expected.submission)" else {
      throw wrong("its sub is another submission")
    }
    guard claims["txn"]?.text == "case:\(expected.caseID)" else { throw wrong("its txn is another case") }
    guard case .members(let events)? = claims["events"], events.count == 1, let (event, body) = events.first
    else { throw wrong("it has not exactly one event") }
    guard event.hasPrefix(Self.prefix), let kind = Kind(rawValue: String(event.dropFirst(Self.prefix.count)))
    else { throw wrong("its event is unknown") }
    // Only the delivery service can say that something has reached it.
    if kind == .submit || kind == .create, issuer != expected.service {
      throw wrong("its issuer cannot say this")
    }
    try Self.checkTags(of: body, kind, expected)
    self.kind = kind
    self.issuer = issuer
    problems = Self.problems(in: body)
  }

  /// A receipt says by its tags what was received. The submit event must have them; others may.
  private static func checkTags(
    of body: JSONValue, _ kind: Kind, _ expected: Expectation
  ) throws(SubmissionFault) {
    guard kind == .submit || kind == .accept || kind == .reject, let tags = expected.tags else { return }
    guard let said = body["authenticationTags"] else {
      if kind == .submit { throw SubmissionFault(.eventWrong, "it does not say what was received") }
      return
    }
    guard said["metadata"]?.text == tags.metadata, said["data"]?.text == tags.data else {
      throw SubmissionFault(.eventWrong, "its tags are of another content")
    }
  }

  private static func problems(in body: JSONValue) -> [String] {
    (body["problems"]?.list ?? []).prefix(problemsMax).map { problem in
      let text = problem["title"]?.text ?? problem["type"]?.text ?? "without a title"
      return String(text.prefix(problemCharactersMax))
    }
  }

  /// Who a token says it is from, to look the key up; not to be believed.
  private static func claimedIssuer(of text: String) -> String? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let payload = JWS.unverifiedPayload(of: text),
      let issuer = JSONValue(payload, within: limits)?["iss"]?.text
    else { return nil }
    return issuer
  }
}
