// The card's process on a socket: vpcd's frames, power, taking away and laying down, and a fault that pulls the card.
// These tests run one after another, each with a thread of its own for the card.

import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Simulators

@Suite(.serialized) struct CardRunnerTests {
  /// A test's side of the wire.
  private final class Reader {
    let descriptor: Int32

    /// Connects once the card listens; fails after 5 s.
    init?(_ path: String) {
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
      descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var isConnected = false
      for _ in 0..<500 where !isConnected {
        isConnected =
          withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
              connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
          } == 0
        if !isConnected { usleep(10_000) }
      }
      guard isConnected else { return nil }
      var limit = timeval(tv_sec: 5, tv_usec: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
      let frame = [UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes
      _ = frame.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    /// One frame, which must come in one piece; nil when the card has gone.
    func receive() -> [UInt8]? {
      var bytes = [UInt8](repeating: 0, count: 70_000)
      let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count >= 2 else { return nil }
      let length = Int(bytes[0]) << 8 | Int(bytes[1])
      return count == length + 2 ? Array(bytes[2..<count]) : nil
    }

    func ask(_ bytes: [UInt8]) -> [UInt8]? {
      send(bytes)
      return receive()
    }
  }

  private final class Ending: Sendable {
    let isOver = Atomic<Bool>(false)
  }

  /// Runs a card on a socket for the time of `body`, which gets the socket's path, the card's input and its output.
  private func withCard(_ faults: [CardFault] = [], _ body: (String, Int32, Int32) throws -> Void) throws {
    let path = "/tmp/kiosk-card-\(getpid())-\(faults.count).socket"
    var input: [Int32] = [0, 0]
    var output: [Int32] = [0, 0]
    pipe(&input)
    pipe(&output)
    let (lines, answers) = (input[0], output[1])
    let ending = Ending()
    let ended = DispatchSemaphore(value: 0)
    DispatchQueue(label: "card").async {
      if let card = try? SimulatedCard(profile: .normal, seed: 1) {
        try? runCard(card, reader: .socket(path: path), faults: faults, input: lines, output: answers) {
          ending.isOver.load(ordering: .relaxed)
        }
      }
      ended.signal()
    }
    defer {
      ending.isOver.store(true, ordering: .relaxed)
      ended.wait()
      for descriptor in input + output { close(descriptor) }
    }
    try body(path, input[1], output[0])
  }

  private let select: [UInt8] = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]

  @Test("ATR, power and commands; the next reader finds the card powered off")
  func frames() throws {
    try withCard { path, _, output in
      var line = [UInt8](repeating: 0, count: 4096)
      let count = read(output, &line, line.count)
      #expect(String(decoding: line[..<count], as: UTF8.self).hasPrefix("{\"profile\":\"normal\""))
      let reader = try #require(Reader(path))
      #expect(reader.ask([4])?.first == 0x3B)
      reader.send([1])
      #expect(reader.ask([0x00, 0xB0, 0x9C, 0x00, 0x10])?.count == 18)
      #expect(reader.ask([0x00, 0xB0, 0x00, 0x00, 0x04])?.suffix(2) == [0x90, 0x00])
      reader.send([2])
      #expect(reader.ask([0x00, 0xB0, 0x00, 0x00, 0x04]) == [0x69, 0x86])
      #expect(reader.ask([0x00, 0xB0]) == [0x67, 0x00])
      #expect(reader.ask([7]) == [0x67, 0x00])
    }
  }

  @Test("Taken away by a line: the reader sees the card go; laid down: a new reader finds it")
  func removal() throws {
    try withCard { path, input, _ in
      let reader = try #require(Reader(path))
      #expect(reader.ask(select) == [0x90, 0x00])
      _ = write(input, "remove\n", 7)
      #expect(reader.receive() == nil)
      let next = try #require(Reader(path))
      next.send(select)
      _ = write(input, "insert\n", 7)
      #expect(next.receive() == [0x90, 0x00])
    }
  }

  @Test("Pulled at a command: no answer, and the reader sees the card go")
  func pulled() throws {
    try withCard([CardFault(.pull, at: 2)]) { path, _, _ in
      let reader = try #require(Reader(path))
      #expect(reader.ask(select) == [0x90, 0x00])
      #expect(reader.ask(select) == nil)
    }
  }
}
