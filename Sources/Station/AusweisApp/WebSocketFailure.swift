// What can be wrong with the WebSocket of AusweisApp: each way in which it turns a client away (SDK, "Desktop"), and each
// way in which a connection breaks.

/// Why there is no connection, or none any more.
public enum WebSocketFailure: Error, Equatable, Sendable {
  /// Nobody listens on that port.
  case nobodyListens
  /// No answer in time.
  case timedOut
  /// 403: a client with an Origin. We send none.
  case forbidden
  /// 409: a run of somebody else's is under way.
  case busy
  /// 429: another client is connected; the program takes one.
  case occupied
  /// 503: the program runs without its WebSocket.
  case disabled
  /// Any other status of HTTP.
  case status(Int)
  /// An answer that is no answer of a WebSocket (RFC 6455 section 4.1).
  case notAWebSocket
  /// A frame that a server must not send (RFC 6455 section 5): masked, binary, out of turn, or longer than any message.
  case badFrame
  /// The other side ended it.
  case closed
  /// An error of the system.
  case broken

  init(httpStatus: Int) {
    switch httpStatus {
    case 403: self = .forbidden
    case 409: self = .busy
    case 429: self = .occupied
    case 503: self = .disabled
    default: self = .status(httpStatus)
    }
  }
}
