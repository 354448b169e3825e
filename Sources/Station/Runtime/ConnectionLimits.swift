// What a connection may cost. Named here so that a test can set them smaller and a reader finds them.

import Messages

struct ConnectionLimits: Sendable {
  /// On each socket; the next one is told so and closed.
  var connectionsMax = 64
  /// Of one user on the staff socket, so that no login shuts out the others. Root and the station's user are exempt.
  var connectionsPerUserMax = 16
  /// Bytes that wait for a reader; one that lets more pile up is disconnected.
  var outboundBytesMax = 4 << 20
  /// A connection that began a message, or never began one, is closed after this.
  var halfFrameMilliseconds: Int64 = 30_000
  /// Requests of citizens are short; a longer one is no request.
  var citizenRequestBytesMax = 16 << 10
  /// An import of many orders is the longest request of staff.
  var staffRequestBytesMax = Frame.requestBytesMax

  init() {}
}
