// A client for one WebSocket on this machine (RFC 6455): the handshake, text frames both ways, pings, limits. It knows
// nothing of what the texts say, and lives on one event loop, where all its callbacks come.

import Glibc
import Identity
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Secrets
import Synchronization

/// What a connection tells.
enum WebSocketEvent: Equatable, Sendable {
  /// One whole text, UTF-8 or not.
  case text([UInt8])
  /// The last event of a connection.
  case closed(WebSocketFailure)
}

enum WebSocketClient {
  /// How long the handshake may take, milliseconds.
  static let handshakeMilliseconds: Int64 = 5_000
  /// Texts longer than this end the connection, bytes.
  static let textBytesMax = AusweisLimit.messageBytesMax
  /// The name of the handler that goes after the handshake.
  fileprivate static let request = "request"

  /// Connects to a path on 127.0.0.1. `chance` gives the key of the handshake and the masks; events come on the loop.
  static func connect(
    port: Int, path: String = "/eID-Kernel", agent: String = "kiosk", on loop: any EventLoop,
    chance: @escaping @Sendable () -> UInt64, receive: @escaping @Sendable (WebSocketEvent) -> Void
  ) -> EventLoopFuture<WebSocketConnection> {
    let done = loop.makePromise(of: WebSocketConnection.self)
    guard let address = try? SocketAddress(ipAddress: "127.0.0.1", port: port) else {
      done.fail(WebSocketFailure.broken)
      return done.futureResult
    }
    let handshake = Handshake(done, loop: loop, host: "127.0.0.1:\(port)", path: path, agent: agent)
    let upgrader = NIOWebSocketClientUpgrader(
      requestKey: key(chance), maxFrameSize: textBytesMax, automaticErrorHandling: false
    ) { channel, _ in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(WebSocketFrames(chance: chance, receive: receive))
        handshake.succeed(WebSocketConnection(channel: channel, chance: chance))
      }
    }
    ClientBootstrap(group: loop)
      .channelOption(.socketOption(.so_reuseaddr), value: 1)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connectTimeout(.milliseconds(handshakeMilliseconds))
      .channelInitializer { channel in
        channel.pipeline.addHTTPClientHandlers(
          leftOverBytesStrategy: .forwardBytes,
          withClientUpgrade: (
            upgraders: [upgrader],
            completionHandler: { $0.pipeline.removeHandler(name: request, promise: nil) }
          )
        ).flatMap {
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(HandshakeRequest(handshake), name: request)
          }
        }
      }
      .connect(to: address)
      .whenFailure { error in
        if case .connectTimeout = error as? ChannelError { return handshake.fail(.timedOut) }
        handshake.fail((error as? IOError)?.errnoCode == ECONNREFUSED ? .nobodyListens : .broken)
      }
    return done.futureResult
  }

  /// 16 bytes in Base64 (RFC 6455 section 4.1, 7).
  private static func key(_ chance: () -> UInt64) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    // 16 bytes are 21 whole letters and one that holds two bits.
    for _ in 0..<21 { text.append(alphabet[Int(truncatingIfNeeded: chance() >> 13 & 63)]) }
    text.append(alphabet[Int(truncatingIfNeeded: chance() >> 13 & 3) << 4])
    return String(decoding: text, as: UTF8.self) + "=="
  }

  /// Four bytes that make each frame look different (RFC 6455 section 5.3).
  static func mask(_ chance: () -> UInt64) -> WebSocketMaskingKey {
    let number = chance() >> 16
    return [
      UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8),
      UInt8(truncatingIfNeeded: number >> 16), UInt8(truncatingIfNeeded: number >> 24),
    ]
  }
}

/// A connection that stands. To be used on its event loop.
struct WebSocketConnection: Sendable {
  fileprivate let channel: any Channel
  fileprivate let chance: @Sendable () -> UInt64

  /// Sends a text. What is left of it in buffers afterwards is masked or wiped.
  func send(_ text: Secret) {
    channel.eventLoop.assertInEventLoop()
    var buffer = channel.allocator.buffer(capacity: text.count)
    text.withSpan { span in for index in span.indices { buffer.writeInteger(span[index]) } }
    channel.writeAndFlush(
      WebSocketFrame(fin: true, opcode: .text, maskKey: WebSocketClient.mask(chance), data: buffer),
      promise: nil)
    // The encoder has masked a copy by now, since this buffer is still held here.
    unsafe buffer.withUnsafeReadableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe explicit_bzero(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Says goodbye and closes.
  func close() {
    let frame = WebSocketFrame(
      fin: true, opcode: .connectionClose, maskKey: WebSocketClient.mask(chance),
      data: ByteBuffer(bytes: [0x03, 0xE8] /* 1000, normal */))
    channel.writeAndFlush(frame, promise: nil)
    channel.close(promise: nil)
  }
}

/// The outcome of a handshake, decided once.
private final class Handshake: Sendable {
  private struct State {
    var promise: EventLoopPromise<WebSocketConnection>?
    var timer: Scheduled<Void>?
  }

  let head: HTTPRequestHead
  private let state: Mutex<State>

  init(
    _ promise: EventLoopPromise<WebSocketConnection>, loop: any EventLoop, host: String, path: String,
    agent: String
  ) {
    // No Origin: whoever sends one is a page in a browser and is refused. The agent's name is what the program shows.
    head = HTTPRequestHead(
      version: .http1_1, method: .GET, uri: path, headers: ["Host": host, "User-Agent": agent])
    state = Mutex(State(promise: promise))
    let timer = loop.scheduleTask(in: .milliseconds(WebSocketClient.handshakeMilliseconds)) { [self] in
      fail(.timedOut)
    }
    state.withLock { $0.timer = timer }
  }

  func succeed(_ connection: WebSocketConnection) {
    // Too late: nobody waits for it any more.
    guard let promise = end() else { return connection.close() }
    promise.succeed(connection)
  }

  func fail(_ failure: WebSocketFailure) { end()?.fail(failure) }

  private func end() -> EventLoopPromise<WebSocketConnection>? {
    state.withLock { state in
      state.timer?.cancel()
      state.timer = nil
      defer { state.promise = nil }
      return state.promise
    }
  }
}

/// Asks for the upgrade, and hears why there is none.
private final class HandshakeRequest: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  private let handshake: Handshake

  init(_ handshake: Handshake) { self.handshake = handshake }

  func channelActive(context: ChannelHandlerContext) {
    context.write(wrapOutboundOut(.head(handshake.head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    let status = Int(head.status.code)
    handshake.fail(status == 101 ? .notAWebSocket : WebSocketFailure(httpStatus: status))
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    handshake.fail(.closed)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    handshake.fail(error is IOError ? .broken : .notAWebSocket)
    context.close(promise: nil)
  }
}

/// Frames to texts: puts fragments together, answers pings, and ends the connection at the first frame that no server
/// may send.
private final class WebSocketFrames: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let chance: @Sendable () -> UInt64
  private let receive: @Sendable (WebSocketEvent) -> Void
  /// A text whose last fragment has not come yet.
  private var fragments: [UInt8]?
  private var isOver = false

  init(chance: @escaping @Sendable () -> UInt64, receive: @escaping @Sendable (WebSocketEvent) -> Void) {
    self.chance = chance
    self.receive = receive
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    guard !isOver else { return }
    guard frame.maskKey == nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else { return end(context, .badFrame) }
    switch frame.opcode {
    case .text:
      guard fragments == nil else { return end(context, .badFrame) }
      take(context, Array(frame.data.readableBytesView), isLast: frame.fin)
    case .continuation:
      guard let begun = fragments else { return end(context, .badFrame) }
      take(context, begun + frame.data.readableBytesView, isLast: frame.fin)
    case .ping:
      let pong = WebSocketFrame(
        fin: true, opcode: .pong, maskKey: WebSocketClient.mask(chance), data: frame.data)
      context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
    case .pong: break
    case .connectionClose: end(context, .closed)
    default: end(context, .badFrame)
    }
  }

  private func take(_ context: ChannelHandlerContext, _ bytes: [UInt8], isLast: Bool) {
    guard bytes.count <= WebSocketClient.textBytesMax else { return end(context, .badFrame) }
    fragments = isLast ? nil : bytes
    if isLast { receive(.text(bytes)) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(context, .closed)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end(context, error is IOError ? .broken : .badFrame)
  }

  private func end(_ context: ChannelHandlerContext, _ failure: WebSocketFailure) {
    guard !isOver else { return }
    isOver = true
    context.close(promise: nil)
    receive(.closed(failure))
  }
}
