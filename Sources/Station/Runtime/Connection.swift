// One connection: cuts frames out of what comes in, hands requests to the inbox, and counts what waits to go out. It
// decides nothing about requests; whatever garbage comes, the worst that happens is that this connection ends.

import Glibc
import Handover
import Messages
import NIOCore
import Secrets
import Synchronization

/// What a peer may ask, fixed when it connects.
enum Peer: Equatable, Sendable {
  case citizen
  case staff(StaffIdentity)
}

final class Connection: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private struct State {
    var decoder: FrameDecoder
    var channel: (any Channel)?
    var outboundBytes = 0
    var timer: Scheduled<Void>?
    /// Nothing more is read or said.
    var isOver = false
  }

  let id: ConnectionID
  private let peer: Peer
  private let limits: ConnectionLimits
  private let inbox: Inbox
  private let state: Mutex<State>
  private let gone: @Sendable (ConnectionID) -> Void

  init(
    _ id: ConnectionID, _ peer: Peer, limits: ConnectionLimits, inbox: Inbox,
    gone: @escaping @Sendable (ConnectionID) -> Void
  ) {
    self.id = id
    self.peer = peer
    self.limits = limits
    self.inbox = inbox
    self.gone = gone
    let limit = peer == .citizen ? limits.citizenRequestBytesMax : limits.staffRequestBytesMax
    state = Mutex(State(decoder: FrameDecoder(limit: limit)))
  }

  // On the event loop.

  func channelActive(context: ChannelHandlerContext) {
    state.withLock { $0.channel = context.channel }
    if peer == .citizen { inbox.post(.citizenConnected(id)) }
    watchTime(context.eventLoop, isWaiting: true)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    state.withLock { state in
      state.isOver = true
      state.timer?.cancel()
      state.timer = nil
      state.channel = nil
      state.decoder.wipe()
    }
    inbox.post(peer == .citizen ? .citizenGone(id) : .staffGone(id))
    gone(id)
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    var pending = 0
    do throws(FrameError) {
      let (frames, error) = state.withLock { state -> ([Frame], FrameError?) in
        guard !state.isOver else { return ([], nil) }
        state.decoder.append(buffer.readableBytesView)
        var frames: [Frame] = []
        do throws(FrameError) {
          while let frame = try state.decoder.next() { frames.append(frame) }
        } catch { return (frames, error) }
        pending = state.decoder.pendingBytes
        return (frames, nil)
      }
      wipe(buffer)
      for frame in frames { take(frame) }
      if let error { throw error }
      watchTime(context.eventLoop, isWaiting: pending > 0)
    } catch {
      refuse("frame", error.message)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  /// The kernel's bytes may hold a code or a birth date: they are overwritten before the buffer is used again. NIO
  /// would copy a buffer before it is changed; here it is the original that must go.
  private func wipe(_ buffer: ByteBuffer) {
    unsafe buffer.withUnsafeReadableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe explicit_bzero(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  private func take(_ frame: Frame) {
    guard !state.withLock({ $0.isOver }) else { return }
    switch peer {
    case .citizen:
      guard let request = MessageCoding.decode(CitizenRequest.self, from: frame.json) else {
        return refuseMessage()
      }
      if !inbox.post(.citizenRequest(id, request, frame.secret)) { refuseBusy() }
    case .staff(let identity):
      guard let request = MessageCoding.decode(StaffRequest.self, from: frame.json) else {
        return refuseMessage()
      }
      if !inbox.post(.staffRequest(id, identity, request)) { refuseBusy() }
    }
  }

  private func refuseMessage() {
    refuse(
      "message", "this is no request that the station knows: use the kiosk program of the station's version")
  }

  /// Says why and ends the connection.
  private func refuse(_ code: String, _ message: String) {
    say(Refused(code: code, message: message))
    close()
  }

  private func refuseBusy() {
    say(Refused(code: "busy", message: "the station has too many requests waiting: try again in a moment"))
  }

  private func say(_ refused: Refused) {
    switch peer {
    case .citizen: send(MessageCoding.encode(CitizenReply.refused(refused)))
    case .staff: send(MessageCoding.encode(StaffReply.refused(refused)))
    }
  }

  /// Starts or stops the time within which a message must be complete.
  private func watchTime(_ loop: any EventLoop, isWaiting: Bool) {
    state.withLock { state in
      if !isWaiting || state.isOver {
        state.timer?.cancel()
        state.timer = nil
      } else if state.timer == nil {
        state.timer = loop.scheduleTask(in: .milliseconds(limits.halfFrameMilliseconds)) { [weak self] in
          self?.refuse(
            "slow", "a message must be complete within \(self?.limits.halfFrameMilliseconds ?? 0) ms")
        }
      }
    }
  }

  // From any thread.

  /// Sends one message. A reader that lets too much pile up loses its connection.
  func send(_ json: [UInt8]) {
    let bytes = Frame(json: json).bytes
    let (channel, isTooSlow): ((any Channel)?, Bool) = state.withLock { state in
      guard !state.isOver, let channel = state.channel else { return (nil, false) }
      if state.outboundBytes > limits.outboundBytesMax {
        state.isOver = true
        return (channel, true)
      }
      state.outboundBytes += bytes.count
      return (channel, false)
    }
    if isTooSlow {
      // Nobody reads: waiting for the rest to go out would be waiting for ever.
      channel?.close(promise: nil)
      return
    }
    guard let channel else { return }
    let count = bytes.count
    channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenComplete { [weak self] _ in
      self?.state.withLock { $0.outboundBytes -= count }
    }
  }

  /// Ends the connection after what was sent, or after a moment where nobody reads.
  func close() {
    let channel: (any Channel)? = state.withLock { state in
      defer { state.isOver = true }
      return state.isOver ? nil : state.channel
    }
    guard let channel else { return }
    channel.eventLoop.execute {
      channel.writeAndFlush(ByteBuffer()).whenComplete { _ in channel.close(promise: nil) }
      _ = channel.eventLoop.scheduleTask(in: .milliseconds(Self.farewellMilliseconds)) {
        channel.close(promise: nil)
      }
    }
  }

  /// How long a last message may take to go out.
  static let farewellMilliseconds: Int64 = 2000
}
