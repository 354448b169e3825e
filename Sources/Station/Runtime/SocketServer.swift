// The two sockets: accepts, asks the kernel who is there, counts, and keeps the connections by number. One event loop
// thread serves all of them.

import CPeer
import Dispatch
import Glibc
import Handover
import Messages
import NIOCore
import NIOPosix
import Synchronization

final class SocketServer: Sendable {
  private struct State {
    var lastID = 0
    var connections: [ConnectionID: Connection] = [:]
    var counts = [0, 0]
    /// Connections of each user that is counted.
    var users: [uid_t: Int] = [:]
    var isStopping = false
  }

  private let group: MultiThreadedEventLoopGroup
  private let queue = DispatchQueue(label: "sockets")
  private let state = Mutex(State())
  private let limits: ConnectionLimits
  private let inbox: Inbox
  private let identify: @Sendable (Int32) -> StaffIdentity?
  private let listeners = Mutex<[Listener]>([])

  /// Dispatch sources may be used from any thread; only their Swift type does not say so.
  private struct Listener: @unchecked Sendable {
    let socket: ListeningSocket
    let source: any DispatchSourceRead
  }

  private enum Side: Int {
    case citizen = 0
    case staff = 1
  }

  /// Listens at once. `identify` says who is behind the descriptor of a staff connection.
  init(
    citizen: ListeningSocket, staff: ListeningSocket, limits: ConnectionLimits, inbox: Inbox,
    identify: @escaping @Sendable (Int32) -> StaffIdentity?
  ) {
    self.limits = limits
    self.inbox = inbox
    self.identify = identify
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    listen(citizen, .citizen)
    listen(staff, .staff)
  }

  private func listen(_ socket: ListeningSocket, _ side: Side) {
    let source = DispatchSource.makeReadSource(fileDescriptor: socket.descriptor, queue: queue)
    source.setEventHandler { [weak self] in self?.accept(socket.descriptor, side) }
    source.setCancelHandler { Glibc.close(socket.descriptor) }
    let listener = Listener(socket: socket, source: source)
    listeners.withLock { $0.append(listener) }
    source.resume()
  }

  private func accept(_ listener: Int32, _ side: Side) {
    while true {
      let descriptor = kiosk_accept(listener)
      guard descriptor >= 0 else {
        if errno == EINTR || errno == ECONNABORTED { continue }
        // Out of descriptors: the source fires again, after those that end have freed some.
        if errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM {
          usleep(10_000)
        }
        return
      }
      serve(descriptor, side)
    }
  }

  private func serve(_ descriptor: Int32, _ side: Side) {
    let peer: Peer
    /// Whose connections are counted: not those of whoever could end the station anyway.
    var user: uid_t?
    switch side {
    case .citizen: peer = .citizen
    case .staff:
      guard let identity = identify(descriptor) else {
        return turnAway(descriptor, side, "identity", "the kernel does not say who connects: connect locally")
      }
      peer = .staff(identity)
      if identity.user != 0, identity.user != geteuid() { user = identity.user }
    }
    let counted = user
    if let counted, state.withLock({ $0.users[counted, default: 0] >= limits.connectionsPerUserMax }) {
      return turnAway(
        descriptor, side, "busy",
        "\(limits.connectionsPerUserMax) programs of this login are connected, no more are served: end one")
    }
    let connection: Connection? = state.withLock { state in
      guard !state.isStopping, state.counts[side.rawValue] < limits.connectionsMax else { return nil }
      state.counts[side.rawValue] += 1
      if let counted { state.users[counted, default: 0] += 1 }
      state.lastID += 1
      let id = ConnectionID(state.lastID)
      let connection = Connection(id, peer, limits: limits, inbox: inbox) { [weak self] id in
        self?.forget(id, side, counted)
      }
      state.connections[id] = connection
      return connection
    }
    guard let connection else {
      return turnAway(
        descriptor, side, "busy",
        "\(limits.connectionsMax) programs are connected, no more are served: end one")
    }
    ClientBootstrap(group: group)
      .channelInitializer { channel in channel.pipeline.addHandler(connection) }
      .withConnectedSocket(descriptor)
      .whenFailure { [weak self] _ in self?.forget(connection.id, side, counted) }
  }

  /// Tells a peer why, without waiting for it, and closes.
  private func turnAway(_ descriptor: Int32, _ side: Side, _ code: String, _ message: String) {
    let refused = Refused(code: code, message: message)
    let json =
      side == .citizen
      ? MessageCoding.encode(CitizenReply.refused(refused))
      : MessageCoding.encode(StaffReply.refused(refused))
    let bytes = Frame(json: json).bytes
    _ = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    Glibc.close(descriptor)
  }

  private func forget(_ id: ConnectionID, _ side: Side, _ user: uid_t?) {
    state.withLock { state in
      guard state.connections.removeValue(forKey: id) != nil else { return }
      state.counts[side.rawValue] -= 1
      guard let user, let count = state.users[user] else { return }
      state.users[user] = count > 1 ? count - 1 : nil
    }
  }

  /// The connection of a number, while it lasts.
  func connection(_ id: ConnectionID) -> Connection? { state.withLock { $0.connections[id] } }

  /// Accepts no more and removes the sockets; those who are connected stay.
  func stopListening() {
    state.withLock { $0.isStopping = true }
    let all = listeners.withLock { listeners in
      defer { listeners = [] }
      return listeners
    }
    for listener in all {
      listener.socket.remove()
      listener.source.cancel()
    }
    // Whoever was being accepted is with the event loop by now.
    queue.sync {}
  }

  /// Ends every connection and the event loop.
  func stop() {
    stopListening()
    // What was sent last is on its way; the loop closes every channel and then ends.
    try? group.syncShutdownGracefully()
  }
}
