// The other end of vpcd's wire (identity.md G.1), as small as can be: a card that answers by a closure and writes down
// what the reader does to it. It is no ID card; `kiosk simulate card` is.

import Foundation
import Synchronization

final class VirtualCard: Sendable {
  /// What happened, in order.
  enum Deed: Equatable, Sendable {
    case powerOff
    case powerOn
    case reset
    case command([UInt8])
  }

  private struct State {
    var deeds: [Deed] = []
    var isGone = false
  }

  /// The answer to reset of a German ID card, whose card capabilities say extended length.
  static let identityCardATR: [UInt8] = [
    0x3B, 0x8A, 0x80, 0x01, 0x80, 0x31, 0xF8, 0x73, 0xF7, 0x41, 0xE0, 0x82, 0x90, 0x00, 0x75,
  ]
  static let passportATR: [UInt8] = [0x3B, 0x80, 0x80, 0x01, 0x01]

  private let descriptor: Int32
  private let state = Mutex(State())
  private let changed = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// Lays a card on a reader. `answer` gives nil to be pulled at that command, an empty answer to stay silent.
  init(
    on rig: PCSCRig, slot: Int = 0, atr: [UInt8] = identityCardATR,
    answer: @escaping @Sendable ([UInt8]) -> [UInt8]? = { _ in [0x90, 0x00] }
  ) throws {
    descriptor = try Self.connect(rig.port + UInt16(slot))
    let thread = Thread { [self] in
      serve(atr, answer)
      state.withLock { $0.isGone = true }
      shutdown(descriptor, Int32(SHUT_RDWR))
      ended.signal()
    }
    thread.start()
  }

  deinit { close(descriptor) }

  var deeds: [Deed] { state.withLock { $0.deeds } }

  /// Takes the card away.
  func remove() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    ended.wait()
    ended.signal()
  }

  /// Waits until the deeds look as wanted.
  func wait(seconds: Double = 5, until isEnough: ([Deed]) -> Bool) -> Bool {
    let deadline = DispatchTime.now() + seconds
    while !isEnough(deeds) {
      if changed.wait(timeout: deadline) == .timedOut { return isEnough(deeds) }
    }
    return true
  }

  private func note(_ deed: Deed) {
    state.withLock { $0.deeds.append(deed) }
    changed.signal()
  }

  private func serve(_ atr: [UInt8], _ answer: ([UInt8]) -> [UInt8]?) {
    while let head = read(2), let message = read(Int(head[0]) << 8 | Int(head[1])) {
      if message.count == 1 {
        switch message[0] {
        case 0: note(.powerOff)
        case 1: note(.powerOn)
        case 2: note(.reset)
        case 4: write(atr)
        default: break
        }
        continue
      }
      note(.command(message))
      guard let bytes = answer(message) else { return }
      if !bytes.isEmpty { write(bytes) }
    }
  }

  private func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress! + done, count - done, 0) }
      guard got > 0 else { return nil }
      done += got
    }
    return bytes
  }

  /// One write for length and data: two would wait for each other (Nagle).
  private func write(_ bytes: [UInt8]) {
    let frame = [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    _ = frame.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  private static func connect(_ port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close(descriptor)
      throw PCSCRig.Failure(description: "vpcd does not listen on \(port): errno \(errno)")
    }
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    return descriptor
  }
}
