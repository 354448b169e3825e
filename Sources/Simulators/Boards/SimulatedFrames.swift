// The Kerong frames from the board's side, written from the published tables and not from the product's codec,
// so that both cannot share one mistake.

/// A request that a board understood.
struct SimulatedRequest: Hashable, Sendable {
  var address: UInt8
  var command: UInt8
  var data: [UInt8]

  var board: Int { Int(address / 16) }
  var lock: Int { Int(address % 16) }
}

/// Collects bytes until they are a request.
struct SimulatedAssembler: Hashable, Sendable {
  /// A pause after which a board forgets an unfinished frame, in µs.
  static let forgetMicroseconds: Int64 = 20_000

  private var bytes: [UInt8] = []
  private var lastAt: Int64 = .min / 2

  /// Takes a byte that arrived at `time`; returns the request that it completes.
  mutating func take(_ byte: UInt8, at time: Int64) -> SimulatedRequest? {
    if time - lastAt > Self.forgetMicroseconds { bytes = [] }
    lastAt = time
    bytes.append(byte)
    // What cannot begin a request is skipped, byte by byte.
    while let first = bytes.first {
      guard first == 0x02 else {
        bytes.removeFirst()
        continue
      }
      guard bytes.count >= 5 else { return nil }
      guard let length = length() else {
        bytes.removeFirst()
        continue
      }
      guard bytes.count >= length else { return nil }
      let frame = Array(bytes[0..<length])
      bytes.removeFirst(length)
      guard frame[length - 2] == 0x03, frame[length - 1] == Self.checksum(frame[0..<length - 1]) else {
        continue
      }
      return SimulatedRequest(address: frame[1], command: frame[2], data: Array(frame[3..<length - 2]))
    }
    return nil
  }

  /// The length of the request that begins here; nil when none does.
  private func length() -> Int? {
    switch bytes[2] {
    case 0x30, 0x31, 0x32, 0x33: 5
    case 0x37: bytes[3] == 0x03 && bytes[4] == Self.checksum(bytes[0..<4]) ? 5 : 7
    case 0x39, 0x40: 6
    default: nil
    }
  }

  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    UInt8(bytes.reduce(0) { $0 + Int($1) } & 0xFF)
  }

  /// A whole answer: 02, address, command, data, 03, checksum.
  static func answer(_ address: UInt8, _ command: UInt8, _ data: [UInt8]) -> [UInt8] {
    var frame: [UInt8] = [0x02, address, command]
    frame += data
    frame.append(0x03)
    frame.append(checksum(frame[...]))
    return frame
  }
}
