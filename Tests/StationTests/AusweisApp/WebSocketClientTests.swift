// The WebSocket's client against a server that does everything right, and everything wrong.

import NIOPosix
import Secrets
import Synchronization
import Testing

@testable import Station

@Suite(.serialized) struct WebSocketClientTests {
  /// A client and the server's side of its connection.
  private final class Pair {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let server: LocalServer
    private let log = Log()

    private final class Log: Sendable {
      let events = Mutex<[WebSocketEvent]>([])
    }

    init() throws { server = try LocalServer() }

    deinit { try? group.syncShutdownGracefully() }

    /// Connects; `answer` plays the server's side of the handshake.
    func connect(
      _ answer: (LocalConnection) throws -> Void
    ) throws -> (Result<WebSocketConnection, any Error>, LocalConnection) {
      let log = log
      let outcome = Mutex<Result<WebSocketConnection, any Error>?>(nil)
      let number = Mutex<UInt64>(0x1234_5678_9ABC_DEF0)
      WebSocketClient.connect(
        port: server.port, on: group.next(),
        chance: {
          number.withLock {
            $0 = $0 &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return $0
          }
        }
      ) { event in log.events.withLock { $0.append(event) } }
      .whenComplete { result in outcome.withLock { $0 = result } }
      let connection = try server.accept()
      try answer(connection)
      try wait(for: "the handshake") { outcome.withLock { $0 != nil } }
      return (try #require(outcome.withLock { $0 }), connection)
    }

    func stand() throws -> (WebSocketConnection, LocalConnection) {
      let (result, connection) = try connect { try $0.shake() }
      return (try result.get(), connection)
    }

    func send(_ text: String, on connection: WebSocketConnection) {
      group.next().execute { connection.send(Secret(Array(text.utf8))) }
    }

    func waitForEvents(_ count: Int) throws -> [WebSocketEvent] {
      try wait(for: "\(count) events") { log.events.withLock { $0.count >= count } }
      return log.events.withLock { $0 }
    }
  }

  @Test func textsGoBothWaysAndAreMasked() throws {
    let pair = try Pair()
    let (connection, server) = try pair.stand()
    #expect(server.request.hasPrefix("GET /eID-Kernel HTTP/1.1\r\n"))
    #expect(server.header("host") == "127.0.0.1:\(pair.server.port)")
    #expect(server.header("user-agent") == "kiosk")
    #expect(server.header("origin") == nil)
    #expect(server.header("sec-websocket-key")?.count == 24)
    pair.send(#"{"cmd":"GET_INFO"}"#, on: connection)
    #expect(try server.text() == #"{"cmd":"GET_INFO"}"#)
    let long = String(repeating: "x", count: 300)
    pair.send(long, on: connection)
    #expect(try server.text() == long)
    server.say(#"{"msg":"AUTH"}"#)
    #expect(try pair.waitForEvents(1) == [.text(Array(#"{"msg":"AUTH"}"#.utf8))])
    group(pair, connection)
    #expect(try server.hear()?.first == 0x88)
  }

  private func group(_ pair: Pair, _ connection: WebSocketConnection) {
    pair.group.next().execute { connection.close() }
  }

  @Test func fragmentsPingsAndPongs() throws {
    let pair = try Pair()
    let (_, server) = try pair.stand()
    server.frame(Array("ab".utf8), first: 0x01)
    server.frame(Array("ping".utf8), first: 0x89)
    server.frame([], first: 0x8A)
    server.frame(Array("cd".utf8), first: 0x00)
    server.frame(Array("ef".utf8), first: 0x80)
    let pong = try server.hear()
    #expect(pong?.first == 0x8A && pong?.payload == Array("ping".utf8))
    #expect(try pair.waitForEvents(1) == [.text(Array("abcdef".utf8))])
    server.frame([0x03, 0xE8], first: 0x88)
    #expect(try pair.waitForEvents(2).last == .closed(.closed))
  }

  @Test(
    "each way to be turned away is a failure of its own",
    arguments: [
      (403, WebSocketFailure.forbidden), (409, .busy), (429, .occupied), (503, .disabled),
      (404, .status(404)),
      (200, .status(200)),
    ])
  func statuses(_ status: Int, _ failure: WebSocketFailure) throws {
    let pair = try Pair()
    // 1.26.2 answers so: HTTP/1.0, no body.
    let (result, _) = try pair.connect { server in
      _ = try server.readRequest()
      server.write(
        "HTTP/1.0 \(status) Something\r\nContent-Length: 0\r\nServer: AusweisApp2/1.26.2 (TR-03124-1/1.3)\r\n\r\n"
      )
    }
    #expect(throws: failure) { try result.get() }
  }

  @Test func answersThatAreNoHandshake() throws {
    for (answer, failure) in [
      ("SSH-2.0-OpenSSH\r\n\r\n", WebSocketFailure.notAWebSocket), ("", .closed),
      ("HTTP/1.1 101 Switching Protocols\r\n\r\n", .notAWebSocket),
    ] {
      let pair = try Pair()
      let (result, _) = try pair.connect { server in
        _ = try server.readRequest()
        server.write(answer)
        if answer.isEmpty { server.end() }
      }
      #expect(throws: failure, "\(answer)") { try result.get() }
    }
    let pair = try Pair()
    let (result, _) = try pair.connect { try $0.shake(accept: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=") }
    #expect(throws: WebSocketFailure.notAWebSocket) { try result.get() }
  }

  @Test func nobodyListens() throws {
    let pair = try Pair()
    let free = try LocalServer().port
    let future = WebSocketClient.connect(port: free, on: pair.group.next(), chance: { 7 }) { _ in }
    #expect(throws: WebSocketFailure.nobodyListens) { try future.wait() }
  }

  @Test(
    "a frame that no server may send ends the connection",
    arguments: [
      [0x82, 0x01, 0x00], [0x81, 0x81, 1, 2, 3, 4, 5], [0x80, 0x01, 0x41], [0xC1, 0x01, 0x41], [0x83, 0x00],
      [0x09, 0x00], [0x81, 127, 0, 0, 1, 0, 0, 0, 0, 0], [0x81, 127, 0, 0, 0, 0, 0, 16, 0, 0],
      [0x01, 0x01, 0x41, 0x81, 0x01, 0x41],
    ] as [[UInt8]])
  func badFrames(_ bytes: [UInt8]) throws {
    let pair = try Pair()
    let (_, server) = try pair.stand()
    server.write(bytes)
    #expect(try pair.waitForEvents(1) == [.closed(.badFrame)])
  }

  @Test func aTextInTooManyPiecesIsTooLong() throws {
    let pair = try Pair()
    let (_, server) = try pair.stand()
    let piece = [UInt8](repeating: 0x20, count: 60_000)
    server.frame(piece, first: 0x01)
    for _ in 0..<6 { server.frame(piece, first: 0x00) }
    #expect(try pair.waitForEvents(1) == [.closed(.badFrame)])
  }
}
