// The staff socket, for commands: says hello, sends a request, takes its answer. A refusal is a failure with an exit
// status, unless a dialogue wants to hear it.

import Messages

struct StaffClient {
  let connection: StationClient

  /// Connects and says hello.
  init(directory: String) throws(ClientFailure) {
    connection = try StationClient(directory: directory, name: SocketName.staff)
    guard case .welcome = try ask(.hello(version: protocolVersion)) else {
      throw .strange(connection.path)
    }
  }

  /// The answer to `request`; a refusal throws. `unfitting` says what the station's "invalid answer" means here.
  func ask(_ request: StaffRequest, unfitting: ClientFailure? = nil) throws(ClientFailure) -> StaffReply {
    try connection.send(request)
    let reply = try next(seconds: StationClient.replySecondsMax)
    guard case .refused(let refused) = reply else { return reply }
    if refused.code == "invalid-answer", let unfitting { throw unfitting }
    throw ClientFailure(refused)
  }

  /// What the station says next.
  func next(seconds: Int) throws(ClientFailure) -> StaffReply {
    try StaffClient.reply(try connection.receive(seconds: seconds), connection.path)
  }

  static func reply(_ frame: Frame, _ path: String) throws(ClientFailure) -> StaffReply {
    guard let reply = MessageCoding.decode(StaffReply.self, from: frame.json) else { throw .strange(path) }
    return reply
  }
}
