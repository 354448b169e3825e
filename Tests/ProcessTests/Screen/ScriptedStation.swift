// A station in the test's own hands: a socket that welcomes the screen and sends whatever stage the test wants, with
// whatever texts. It decides nothing; it keeps what the screen asked.

import Foundation
import Secrets

@testable import Messages

final class ScriptedStation {
  let path: String
  private let listener: Int32
  private var connection: Int32 = -1
  private var decoder = FrameDecoder(limit: Frame.requestBytesMax)
  var welcome: Welcome
  /// What a screen that connects is told, and what `show` changes.
  private(set) var snapshot: Snapshot
  private(set) var requests: [CitizenRequest] = []
  private(set) var requestCount = 0
  private(set) var secretBytes = 0
  private(set) var connections = 0
  private var outbox: [UInt8] = []

  init(folder: String, welcome: Welcome, snapshot: Snapshot) {
    path = "\(folder)/citizen.sock"
    self.welcome = welcome
    self.snapshot = snapshot
    listener = socket(
      AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_un.named(path)
    let isBound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    precondition(isBound == 0 && listen(listener, 8) == 0, "cannot listen at \(path)")
  }

  deinit {
    close(listener)
    if connection >= 0 { close(connection) }
  }

  var descriptors: [Int32] { connection >= 0 ? [listener, connection] : [listener] }

  var isConnected: Bool { connection >= 0 }

  func forgetRequests() { requests = [] }

  /// The screen is told of another stage now.
  func show(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    send(.snapshot(snapshot))
  }

  func send(_ reply: CitizenReply) {
    outbox += Frame(json: MessageCoding.encode(reply)).bytes
    flush()
  }

  /// Bytes that no station would send.
  func sendRaw(_ bytes: [UInt8]) {
    outbox += bytes
    flush()
  }

  func drop() {
    if connection >= 0 { close(connection) }
    connection = -1
    outbox = []
  }

  private func flush() {
    while connection >= 0, !outbox.isEmpty {
      let count = outbox.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress!, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      guard count > 0 else { return }
      outbox.removeFirst(count)
    }
  }

  /// Takes what has come; called by whoever waits.
  func serve() {
    let accepted = accept(listener, nil, nil)
    if accepted >= 0 {
      _ = fcntl(accepted, F_SETFL, O_NONBLOCK)
      _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
      drop()
      connection = accepted
      connections += 1
      decoder = FrameDecoder(limit: Frame.requestBytesMax)
    }
    flush()
    guard connection >= 0 else { return }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(connection, &chunk, chunk.count)
      if count == 0 { return drop() }
      guard count > 0 else { return }
      decoder.append(chunk[..<count])
      while let frame = try? decoder.next() {
        secretBytes += frame.secret?.count ?? 0
        guard let request = MessageCoding.decode(CitizenRequest.self, from: frame.json) else { continue }
        requests.append(request)
        requestCount += 1
        if case .hello = request {
          send(.welcome(welcome))
          send(.snapshot(snapshot))
        }
      }
    }
  }
}

extension sockaddr_un {
  static func named(_ path: String) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    precondition(path.utf8.count < MemoryLayout.size(ofValue: address.sun_path), "socket path too long")
    withUnsafeMutableBytes(of: &address.sun_path) { room in
      for (index, byte) in path.utf8.enumerated() { room[index] = byte }
    }
    return address
  }
}
