// The demo's card reader: a card lies there while a socket stands at a path, and `kiosk simulate card` answers on it.
// Only a station that `kiosk demo` has started takes it (`demo.reader` in its state directory); no town's station does.

import Dispatch
import Glibc
import Identity
import Messages
import Synchronization

final class SocketCardSource: CardSource {
  /// The file of the state directory that names the socket's path.
  static let marker = "demo.reader"
  /// The longest path of a socket, bytes.
  static let pathBytesMax = 107
  /// How often the reader is looked at.
  static let lookMilliseconds = 200

  private let path: String
  private let queue = DispatchQueue(label: "kiosk.demo-reader")
  private let isStopped = Atomic<Bool>(false)

  init(path: String) { self.path = path }

  /// The demo's reader, if the state directory says that there is one.
  static func ofDemo(state: String) -> SocketCardSource? {
    guard let bytes = try? SmallFile.read("\(state)/\(marker)", bytesMax: pathBytesMax) else { return nil }
    let path = String(decoding: bytes, as: UTF8.self)
    return path.hasPrefix("/") ? SocketCardSource(path: path) : nil
  }

  func watch(_ tell: @escaping @Sendable (ReaderSight) -> Void) { look(nil, tell) }

  func stop() { isStopped.store(true, ordering: .relaxed) }

  private func look(_ last: ReaderSight?, _ tell: @escaping @Sendable (ReaderSight) -> Void) {
    guard !isStopped.load(ordering: .relaxed) else { return }
    let sight = isThere ? ReaderSight.card : .empty
    if sight != last { tell(sight) }
    queue.asyncAfter(deadline: .now() + .milliseconds(Self.lookMilliseconds)) { [weak self] in
      self?.look(sight, tell)
    }
  }

  private var isThere: Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
  }

  func connect() throws(CardError) -> any CardConnection {
    guard isThere else { throw .transport(.noCard) }
    guard let connection = SocketCard(path: path) else { throw .transport(.mute) }
    return connection
  }
}

/// A card behind a socket, in the frames of vpcd: two bytes of length, then data.
public final class SocketCard: CardConnection, Sendable {
  /// No answer after so long.
  static let answerMilliseconds: Int32 = 4_500

  public let commandByteCountMax = shortCommandByteCountMax
  public var pinPad: (any PinPad)? { nil }
  private let descriptor: Int32
  private let path: String
  private let isOver = Atomic<Bool>(false)

  /// Connects and powers the card; nil: there is none.
  public init?(path: String) {
    self.path = path
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    let isConnected = unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isConnected, send([0x01]) else {
      Glibc.close(descriptor)
      return nil
    }
  }

  deinit { Glibc.close(descriptor) }

  public func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
    guard !isOver.load(ordering: .relaxed) else { throw .cancelled }
    guard send(command) else { throw .transport(.removed) }
    guard let head = receive(2) else { throw failure() }
    guard let answer = receive(Int(head[0]) << 8 | Int(head[1])) else { throw failure() }
    guard answer.count >= 2 else { throw .transport(.malformedAnswer) }
    return answer
  }

  func cancel() {
    isOver.store(true, ordering: .relaxed)
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  public func close() {
    if !isOver.load(ordering: .relaxed) { _ = send([0x02]) }
    cancel()
  }

  private func failure() -> CardError {
    isOver.load(ordering: .relaxed) ? .cancelled : .transport(.removed)
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    let frame = [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    let count = unsafe frame.withUnsafeBytes {
      unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    return count == frame.count
  }

  private func receive(_ count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&entry, 1, Self.answerMilliseconds) > 0 else { return nil }
      var part = [UInt8](repeating: 0, count: count - bytes.count)
      let got = unsafe part.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      guard got > 0 else { return nil }
      bytes += part[..<got]
    }
    return bytes
  }
}
