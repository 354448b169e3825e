// The one line that `kiosk demo --headless` prints when it serves: where its sockets and files are, who can pick up, and
// which cards there are. For programs; people get the card.

struct DemoReady: Codable {
  var ready = true
  var socket: String
  var control: String
  var truth: String
  var state: String
  var config: String
  var log: String
  var demo: Int32
  var boards: Int32?
  var station: Int32?
  var citizens: [DemoCitizen]
  var cards: [DemoCardReady]
  /// A card lies on the reader while this name points to its socket.
  var reader: String
  /// The socket of each card.
  var cardSockets: [String: String]
}
