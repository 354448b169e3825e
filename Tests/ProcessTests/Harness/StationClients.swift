// The two sockets of a station, as its programs use them: the staff socket with questions and answers, the citizen
// socket with its latest snapshot. They speak the real messages and decide nothing.

import Foundation
import Messages
import Secrets

/// A staff connection. Operations that are watched come in between answers and are kept.
final class StaffSocket {
  let socket: StreamSocket
  private var decoder = FrameDecoder(limit: Frame.replyBytesMax)
  private var replies: [StaffReply] = []

  init(_ directory: String, seconds: Double = 20, while isWorthIt: () -> Bool = { true }) throws {
    socket = try StreamSocket("\(directory)/\(SocketName.staff)", seconds: seconds, while: isWorthIt)
    try send(.hello(version: protocolVersion))
  }

  func send(_ request: StaffRequest) throws {
    try socket.send(Frame(json: MessageCoding.encode(request)).bytes)
  }

  /// What has come so far, oldest first.
  func take() throws -> [StaffReply] {
    socket.fill()
    decoder.append(socket.takeBytes())
    while let frame = try decoder.next() {
      guard let reply = MessageCoding.decode(StaffReply.self, from: frame.json) else {
        throw StreamSocket.Lost(description: "no staff reply: \(String(decoding: frame.json, as: UTF8.self))")
      }
      replies.append(reply)
    }
    defer { replies = [] }
    return replies
  }
}

/// A citizen screen without a screen.
final class CitizenSocket {
  let socket: StreamSocket
  private var decoder = FrameDecoder(limit: Frame.replyBytesMax)
  private(set) var snapshot: Snapshot?
  private(set) var snapshots = 0
  private(set) var refused: Refused?

  init(_ directory: String, seconds: Double = 20, while isWorthIt: () -> Bool = { true }) throws {
    socket = try StreamSocket("\(directory)/\(SocketName.citizen)", seconds: seconds, while: isWorthIt)
    try send(.hello(version: protocolVersion))
  }

  func send(_ request: CitizenRequest, _ secret: String? = nil) throws {
    let secret = secret.map { Secret(Array($0.utf8)) }
    try socket.send(Frame(json: MessageCoding.encode(request), secret: secret).bytes)
  }

  func update() throws {
    socket.fill()
    decoder.append(socket.takeBytes())
    while let frame = try decoder.next() {
      switch MessageCoding.decode(CitizenReply.self, from: frame.json) {
      case .snapshot(let new):
        snapshot = new
        snapshots += 1
      case .refused(let new): refused = new
      case .welcome: break
      case nil: throw StreamSocket.Lost(description: "no citizen reply")
      }
    }
  }
}
