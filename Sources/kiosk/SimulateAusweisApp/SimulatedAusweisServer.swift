// The sockets of the simulated AusweisApp: one listener on 127.0.0.1, its WebSocket at /eID-Kernel and the town's service
// at /back-channel, on one thread. It passes texts on and knows none of them.

import Glibc
import Synchronization

private let wasToldToEnd = Atomic<Bool>(false)

final class SimulatedAusweisServer {
  static let connectionsMax = 8
  /// How often the reader is looked at.
  static let lookMilliseconds: Int32 = 150
  static let path = "/eID-Kernel"

  private final class Connection {
    let descriptor: Int32
    var buffer: [UInt8] = []
    /// It speaks WebSocket now.
    var wire: WebSocketWire?
    var isOver = false

    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
      var sent = 0
      while sent < bytes.count, !isOver {
        let count = unsafe bytes[sent...].withUnsafeBytes {
          unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        // Who does not read for two seconds (SO_SNDTIMEO) is gone.
        if count > 0 { sent += count } else if errno != EINTR { isOver = true }
      }
    }
  }

  private let app: SimulatedAusweisApp
  private let listener: Int32
  let port: Int
  private var connections: [Connection] = []
  private let now: () -> Int64
  private let number: () -> String

  /// Nil: the port is taken, or there is no socket to be had; errno says which. `port` 0 takes a free one.
  init?(_ app: SimulatedAusweisApp, port: Int, now: @escaping () -> Int64, number: @escaping () -> String) {
    self.app = app
    self.now = now
    self.number = number
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0 else { return nil }
    var yes: Int32 = 1
    unsafe setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard let bound = Self.bind(listener, port), listen(listener, 8) == 0 else {
      close(listener)
      return nil
    }
    self.port = bound
  }

  deinit { close(listener) }

  /// Binds to 127.0.0.1 and returns the port; nil with an errno.
  static func bind(_ descriptor: Int32, _ port: Int) -> Int? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    return isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil
  }

  /// Serves until SIGTERM or SIGINT.
  func serve() {
    for number in [SIGTERM, SIGINT] {
      signal(number) { _ in wasToldToEnd.store(true, ordering: .relaxed) }
    }
    signal(SIGPIPE, SIG_IGN)
    while !wasToldToEnd.load(ordering: .relaxed) {
      var waits = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
      waits += connections.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      let ready = unsafe poll(&waits, nfds_t(waits.count), Self.lookMilliseconds)
      if ready > 0 {
        for (wait, connection) in zip(waits.dropFirst(), connections) where wait.revents != 0 {
          read(connection)
        }
        if waits[0].revents != 0 { accept() }
      }
      tell(app.look())
      drop()
    }
  }

  private var client: Connection? { connections.first { $0.wire != nil && !$0.isOver } }

  private func tell(_ messages: [String]) {
    for message in messages { client?.send(WebSocketWire.frame(.text, Array(message.utf8))) }
  }

  private func accept() {
    let descriptor = Glibc.accept(listener, nil, nil)
    guard descriptor >= 0 else { return }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var time = timeval(tv_sec: 2, tv_usec: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    let connection = Connection(descriptor)
    if connections.count < Self.connectionsMax { connections.append(connection) }
  }

  private func drop() {
    let hadClient = connections.contains { $0.wire != nil && $0.isOver }
    connections.removeAll(where: \.isOver)
    if hadClient { app.leave() }
  }

  private func read(_ connection: Connection) {
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    let count = unsafe chunk.withUnsafeMutableBytes {
      unsafe recv(connection.descriptor, $0.baseAddress, $0.count, 0)
    }
    if count < 0, errno == EINTR { return }
    guard count > 0 else {
      connection.isOver = true
      return
    }
    if connection.wire != nil { return frames(connection, chunk[..<count]) }
    connection.buffer += chunk[..<count]
    switch LocalRequest.parse(connection.buffer) {
    case .needsMore: break
    case .malformed: answer(connection, LocalAnswer(code: 400))
    case .request(let request, let used):
      let rest = connection.buffer[used...]
      connection.buffer = []
      serve(request, connection, rest)
    }
  }

  private func serve(_ request: LocalRequest, _ connection: Connection, _ rest: ArraySlice<UInt8>) {
    guard request.path == Self.path else {
      return answer(connection, app.service.answer(request, now: now(), number: number))
    }
    guard let accepted = WebSocketWire.accept(request) else {
      return answer(connection, LocalAnswer(code: 403))
    }
    // One client at a time has the card.
    guard client == nil else { return answer(connection, LocalAnswer(code: 503)) }
    connection.send(accepted)
    connection.wire = WebSocketWire()
    frames(connection, rest)
  }

  private func answer(_ connection: Connection, _ answer: LocalAnswer) {
    connection.send(answer.bytes)
    connection.isOver = true
  }

  private func frames(_ connection: Connection, _ bytes: ArraySlice<UInt8>) {
    for event in connection.wire?.take(bytes) ?? [] {
      switch event {
      case .text(let text): tell(app.take(text))
      case .ping(let payload): connection.send(WebSocketWire.frame(.pong, payload))
      case .closed(let status):
        connection.send(WebSocketWire.closing(status))
        connection.isOver = true
      }
    }
  }
}
