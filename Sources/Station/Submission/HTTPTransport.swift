// One request over HTTPS and its answer, as values, and the seam through which they go: curl in the product, a script in
// tests. Nothing here knows what is asked.

import Secrets

struct HTTPRequest: Equatable, Sendable {
  enum Method: String, Sendable { case get = "GET", post = "POST", put = "PUT" }

  enum Body: Equatable, Sendable {
    case none
    /// One JSON value.
    case json(String)
    /// Names and values of a form (application/x-www-form-urlencoded).
    case form([Field])
  }

  struct Field: Equatable, Sendable {
    var name: String
    var value: Secret
  }

  var method: Method
  /// https, without blanks and quotes.
  var url: String
  /// An access token.
  var bearer: Secret?
  var body = Body.none
}

struct HTTPAnswer: Equatable, Sendable {
  var status: Int
  var body: [UInt8] = []
  /// `Retry-After` in seconds; nil: it was not there, or no number.
  var retryAfter: Int?

  var isSuccess: Bool { (200..<300).contains(status) }
}

protocol HTTPTransport: Sendable {
  /// Blocks, for a finite time.
  func send(_ request: HTTPRequest) throws(SubmissionFault) -> HTTPAnswer
}
