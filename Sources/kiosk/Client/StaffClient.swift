// The staff socket, for commands: says hello, sends a request, takes its answer. A refusal is a failure with an exit
// status, unless a dialogue wants to hear it.

import Messages
import Station

struct StaffClient {
  let connection: StationClient

  /// Connects and says hello.
  init(directory: String, language: DeskLanguage) throws(ClientFailure) {
    connection = try StationClient(directory: directory, name: SocketName.staff)
    guard case .welcome = try ask(.hello(version: protocolVersion), language) else {
      throw ClientFailure(
        status: .unavailable, message: "\(connection.path) is not a station's staff socket: check --socket")
    }
  }

  /// The answer to `request`; a refusal throws.
  func ask(_ request: StaffRequest, _ language: DeskLanguage) throws(ClientFailure) -> StaffReply {
    try connection.send(request)
    let reply = try next(seconds: StationClient.replySecondsMax)
    guard case .refused(let refused) = reply else { return reply }
    throw ClientFailure(refused, language)
  }

  /// What the station says next.
  func next(seconds: Int) throws(ClientFailure) -> StaffReply {
    try StaffClient.reply(try connection.receive(seconds: seconds), connection.path)
  }

  static func reply(_ frame: Frame, _ path: String) throws(ClientFailure) -> StaffReply {
    guard let reply = MessageCoding.decode(StaffReply.self, from: frame.json) else {
      throw ClientFailure(
        status: .unavailable,
        message:
          "the station at \(path) says something this command does not know: install both from one package")
    }
    return reply
  }
}

extension ClientFailure {
  init(_ refused: Refused, _ language: DeskLanguage) {
    self.init(
      status: refused.code == "role" ? .noPermission : .refused, message: language.sentence(refused))
  }
}
