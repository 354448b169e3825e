// Everything that can keep an application from its destination, by a code that docs/failures.md explains, and a detail
// for staff. A detail holds numbers, names of keys and words of the other side's answers, never anything of an application.

/// docs/failures.md has a heading for each.
enum SubmissionFaultCode: String, CaseIterable, Sendable {
  case unreachable
  case timeout
  case tls
  case cut
  case serverError = "server-error"
  case tooManyRequests = "too-many-requests"
  case tokenRefused = "token-refused"
  case rights
  case refused
  case unreadable
  case secretFile = "secret-file"
  case keyMissing = "key-missing"
  case keyWrong = "key-wrong"
  case keyOld = "key-old"
  case eventWrong = "event-wrong"
  case submissionUnknown = "submission-unknown"
  case folder
  case spool
  case damaged
  case notConfigured = "not-configured"
  case givenUp = "given-up"
  case noVerdict = "no-verdict"
  case unclear
  case rejected
}

struct SubmissionFault: Error, Equatable, Sendable {
  typealias Code = SubmissionFaultCode

  /// The longest detail in characters.
  static let detailCharactersMax = 200

  var code: Code
  var detail: String
  /// The other side wants no request before; nil: it did not say.
  var afterMilliseconds: Int64?

  init(_ code: Code, _ detail: String) {
    self.code = code
    let clean = detail.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : $0 }
    var text = ""
    text.unicodeScalars.append(contentsOf: clean)
    self.detail = String(text.prefix(Self.detailCharactersMax))
  }

  var text: String { detail.isEmpty ? code.rawValue : "\(code.rawValue): \(detail)" }

  /// It is the destination's trouble, not one application's: the others need not try meanwhile.
  var isOfDestination: Bool {
    switch code {
    case .unreachable, .timeout, .tls, .serverError, .tooManyRequests, .tokenRefused, .rights, .secretFile,
      .folder:
      true
    case .cut, .refused, .unreadable, .keyMissing, .keyWrong, .keyOld, .eventWrong, .submissionUnknown,
      .spool,
      .damaged, .notConfigured, .givenUp, .noVerdict, .unclear, .rejected:
      false
    }
  }
}
