// The control socket of simulated boards, as its client: one command a line, one answer a line, and the events of
// those who watch. It is the demo's hands; nothing of the station passes here.

import Glibc
import Messages

/// A door as it truly is.
struct TrueDoor: Equatable {
  var compartment: Int
  var isOpen: Bool
  var hasItem: Bool
  var isJammed: Bool
}

final class BoardControl {
  /// The boards answer between two bytes of their wire.
  static let answerMillisecondsMax: Int32 = 2_000
  static let lineBytesMax = 1 << 20

  let descriptor: Int32
  private var buffer: [UInt8] = []
  /// True when an event came in that nobody has asked about yet.
  private(set) var hasNews = false

  /// Connects; nil when nobody listens there.
  init?(path: String) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    self.descriptor = descriptor
    guard result == 0 else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private struct State: Decodable {
    struct Board: Decodable {
      struct Lock: Decodable {
        var lock: Int
        var door: String
        var item: Bool
        var jammed: Bool
      }
      var board: Int
      var locks: [Lock]
    }
    var boards: [Board]
    var faults: [String]
  }

  /// All doors by compartment, and the faults that are on; nil when the boards do not answer.
  func state() -> (doors: [TrueDoor], faults: [String])? {
    guard let line = ask("state"), let state = MessageCoding.decode(State.self, from: line) else {
      return nil
    }
    hasNews = false
    let doors = state.boards.prefix(DemoTown.boards).flatMap { board in
      board.locks.map { lock in
        TrueDoor(
          compartment: DemoTown.compartment(board: board.board, lock: lock.lock),
          isOpen: lock.door == "open", hasItem: lock.item, isJammed: lock.jammed)
      }
    }
    return (doors, state.faults)
  }

  /// A hand at a door; false when it could not.
  @discardableResult
  func hand(_ word: String, _ compartment: Int) -> Bool {
    let (board, lock) = DemoTown.wire(compartment)
    return command("\(word) \(board) \(lock)")
  }

  private struct Answer: Decodable {
    var ok: Bool
  }

  @discardableResult
  func command(_ line: String) -> Bool {
    guard let answer = ask(line) else { return false }
    return MessageCoding.decode(Answer.self, from: answer)?.ok == true
  }

  /// Sends a line and returns the answer; events that come before it are noted.
  private func ask(_ line: String) -> [UInt8]? {
    let bytes = Array((line + "\n").utf8)
    let sent = unsafe bytes.withUnsafeBytes { buffer in
      unsafe send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
    }
    guard sent == bytes.count else { return nil }
    let deadline = Monotonic.milliseconds + Int64(Self.answerMillisecondsMax)
    while true {
      while let line = nextLine() {
        if isAnswer(line) { return line }
        hasNews = true
      }
      let rest = deadline - Monotonic.milliseconds
      guard rest > 0 else { return nil }
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&wait, 1, Int32(rest))
      if ready > 0, !fill() { return nil }
    }
  }

  /// Reads the events that are there; false when the boards are gone.
  func readEvents() -> Bool {
    guard fill() else { return false }
    while nextLine() != nil { hasNews = true }
    return true
  }

  private func fill() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    let count = unsafe chunk.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count < 0 && (errno == EINTR || errno == EAGAIN) { return true }
    guard count > 0, buffer.count + count <= Self.lineBytesMax else { return false }
    buffer += chunk[..<count]
    return true
  }

  private func nextLine() -> [UInt8]? {
    guard let end = buffer.firstIndex(of: 0x0A) else { return nil }
    let line = Array(buffer[..<end])
    buffer.removeSubrange(...end)
    return line
  }

  /// Answers begin with `ok`, events with the time.
  private func isAnswer(_ line: [UInt8]) -> Bool { line.starts(with: Array("{\"ok\"".utf8)) }
}
