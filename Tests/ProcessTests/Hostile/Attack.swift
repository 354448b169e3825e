// What a hostile or broken program may send to a socket, as bytes and as behaviour. Nothing here expects an answer.

import Foundation
import Messages
import Secrets

/// A program at a socket that means no good, or does not know better.
enum Attack: CaseIterable {
  case garbage, halfHeader, halfMessage, hundredMegabytes, lyingLength, deepJSON, hugeNumbers, invalidUTF8
  case emptyFrames, wrongVersion, strangeSecrets, unknownRequests, manyRequests, neverReads, slowly

  /// Opens as many connections as it wants and does its worst; they stay open until `connections` go.
  func run(_ path: String, side: Side, connections: inout [Int32]) {
    switch self {
    case .garbage:
      var chance = Seeded(state: 42)
      for _ in 0..<20 {
        let bytes = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &chance) }
        send([bytes], path, &connections)
      }
    case .halfHeader: for count in 1...5 { send([[UInt8](repeating: 0, count: count)], path, &connections) }
    case .halfMessage:
      // Nearly as long as a message may be, on as many connections as there may be.
      let limit = side == .citizen ? 16 << 10 : 1 << 20
      for _ in 0..<32 {
        send([Self.header(limit), [UInt8](repeating: 0x20, count: limit - 1)], path, &connections)
      }
    case .hundredMegabytes:
      let megabyte = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
      send([Self.header(100 << 20)] + Array(repeating: megabyte, count: 100), path, &connections)
      // A line, as somebody sends it who thinks that lines are messages.
      send(Array(repeating: megabyte, count: 100), path, &connections)
    case .lyingLength:
      let hello = MessageCoding.encode(CitizenRequest.hello(version: protocolVersion))
      for length in [0, 1, hello.count - 1, hello.count + 1, 0x7FFF_FFFF, 0xFFFF_FFFF] {
        send([Self.header(length), hello, hello, hello], path, &connections)
      }
    case .deepJSON:
      for depth in [31, 33, 512, 5000] {
        for pair in [("[", "]"), ("{\"a\":", "}")] {
          let text = String(repeating: pair.0, count: depth) + "1" + String(repeating: pair.1, count: depth)
          send([Self.frame(text), Self.frame(String(repeating: pair.0, count: depth))], path, &connections)
        }
      }
    case .hugeNumbers:
      let digits = String(repeating: "9", count: 4000)
      for number in [digits, "-\(digits)", "1e999999999", "1e-999999999", "0.\(digits)", "NaN", "0x10"] {
        send([Self.frame("{\"hello\":{\"version\":\(number)}}")], path, &connections)
        send([Self.frame("{\"export\":{\"from\":\(number)}}")], path, &connections)
      }
      for number in [Int64.min, Int64.max] {
        for request in [
          StaffRequest.export(from: number), .backupSlice(from: number, through: Int64.max),
          .watch(operation: number), .closeReview(item: number, reason: "because"),
          .retrieve(compartment: Int(number)), .extend(order: "x", days: Int(number), reason: "because"),
        ] {
          send([Frame(json: MessageCoding.encode(request)).bytes], path, &connections)
        }
        send(
          [Frame(json: MessageCoding.encode(CitizenRequest.choose([Int(number)]))).bytes], path, &connections)
      }
    case .invalidUTF8:
      for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x00], [0xEF, 0xBB, 0xBF]] {
        let json = Array("{\"language\":{\"_0\":\"".utf8) + bytes + Array("\"}}".utf8)
        send([Self.header(json.count), json], path, &connections)
      }
    case .emptyFrames: send([[UInt8](repeating: 0, count: 6 * 10_000)], path, &connections)
    case .wrongVersion:
      for version in [0, -1, 2, Int.max] {
        send([Self.frame("{\"hello\":{\"version\":\(version)}}")], path, &connections)
      }
    case .strangeSecrets:
      let secret = Secret([UInt8](repeating: UInt8(ascii: "7"), count: 64))
      for request in [CitizenRequest.open, .end, .hello(version: protocolVersion), .code] {
        send([Frame(json: MessageCoding.encode(request), secret: secret).bytes], path, &connections)
      }
      send([Frame(json: MessageCoding.encode(StaffRequest.status), secret: secret).bytes], path, &connections)
      var long = Self.frame("{\"code\":{}}")
      long[4] = 0xFF
      long[5] = 0xFF
      send([long, [UInt8](repeating: UInt8(ascii: "1"), count: 65_535)], path, &connections)
    case .unknownRequests:
      for text in ["{}", "[]", "null", "\"open\"", "{\"openDoor\":{\"_0\":7}}", "{\"open\":{},\"end\":{}}"] {
        send([Self.frame(text)], path, &connections)
      }
    case .manyRequests:
      let pair = Self.hello(side) + Self.question(side)
      let burst = Array(Array(repeating: pair, count: 3000).joined())
      send([burst], path, &connections)
    case .neverReads:
      let burst = Self.hello(side) + Array(repeating: Self.question(side), count: 60).joined()
      for _ in 0..<40 { send([burst], path, &connections) }
    case .slowly:
      // The rest comes from `drip`.
      for _ in 0..<4 { send([Array(Self.header(1000).prefix(1))], path, &connections) }
    }
  }

  enum Side { case citizen, staff }

  static func header(_ length: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + [0, 0]
  }

  static func frame(_ text: String) -> [UInt8] { header(text.utf8.count) + Array(text.utf8) }

  static func hello(_ side: Side) -> [UInt8] { frame("{\"hello\":{\"version\":\(protocolVersion)}}") }

  /// What has a long answer.
  static func question(_ side: Side) -> [UInt8] {
    side == .citizen ? hello(side) : frame("{\"export\":{\"from\":1}}")
  }

  /// Writes without ever waiting long: whoever does not read us is not waited for.
  private func send(_ parts: [[UInt8]], _ path: String, _ connections: inout [Int32]) {
    guard let descriptor = Self.connect(path) else { return }
    connections.append(descriptor)
    for part in parts {
      var sent = 0
      while sent < part.count {
        let count = part.withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
        if count > 0 {
          sent += count
          continue
        }
        guard count < 0, errno == EAGAIN || errno == EINTR else { return }
        var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&polled, 1, 300) > 0 else { return }
      }
    }
  }

  static func connect(_ path: String) -> Int32? {
    let descriptor = socket(
      AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    for _ in 0..<50 {
      let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      if result == 0 { return descriptor }
      // A full queue of connections that wait to be accepted.
      guard errno == EAGAIN else { break }
      _ = poll(nil, 0, 10)
    }
    close(descriptor)
    return nil
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
