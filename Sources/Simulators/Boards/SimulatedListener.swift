// The ears of simulated boards: collect bytes until they are a request with a right check. A request with a wrong one
// is not heard at all. Modbus boards know a request by the silence around it, the others by its length.

/// Collects bytes until they are a request.
struct SimulatedListener: Hashable, Sendable {
  /// A pause after which a board forgets an unfinished frame, in µs.
  static let forgetMicroseconds: Int64 = 20_000
  /// Bytes of the longest Modbus frame.
  private static let modbusBytesMax = 256

  private var bytes: [UInt8] = []
  private var beganAt: Int64 = .min / 2
  private(set) var lastAt: Int64 = .min / 2

  /// Takes a byte that arrived at `time`; returns the request that it completes. Not for Modbus.
  mutating func take(_ byte: UInt8, at time: Int64, _ dialect: SimulatedDialect) -> [UInt8]? {
    if time - lastAt > Self.forgetMicroseconds { bytes = [] }
    lastAt = time
    bytes.append(byte)
    // What cannot begin a request is skipped, byte by byte.
    while !bytes.isEmpty {
      guard let length = length(dialect) else {
        bytes.removeFirst()
        continue
      }
      guard length > 0, bytes.count >= length else { return nil }
      let frame = Array(bytes[0..<length])
      bytes.removeFirst(length)
      guard dialect != .kerong || frame[length - 2] == 0x03, dialect.isSound(frame) else { continue }
      return frame
    }
    return nil
  }

  /// The length of the request that begins here; 0 while that is open, nil when none begins.
  private func length(_ dialect: SimulatedDialect) -> Int? {
    switch (dialect, bytes[0]) {
    case (.kerong, 0x02):
      guard bytes.count >= 5 else { return 0 }
      switch bytes[2] {
      case 0x30, 0x31, 0x32, 0x33: return 5
      case 0x37: return bytes[3] == 0x03 && dialect.isSound(Array(bytes[0..<5])) ? 5 : 7
      case 0x39, 0x40: return 6
      default: return nil
      }
    case (.xor, 0x80), (.xor, 0x9A), (.xor, 0x9B), (.xor, 0x9D): return 5
    case (.xor, 0x8A):
      guard bytes.count >= 5 else { return 0 }
      // With the seconds of the pulse it is one byte longer.
      return (1...9).contains(bytes[4]) && !dialect.isSound(Array(bytes[0..<5])) ? 6 : 5
    case (.xor, 0x90): return 6
    default: return nil
    }
  }

  // MARK: Modbus

  /// Takes a byte of a Modbus frame that was on the wire from `begin` to `end`; a silence before it begins a new frame.
  mutating func takeModbus(_ byte: UInt8, from begin: Int64, to end: Int64, silence: Int64) {
    if begin - lastAt >= silence {
      bytes = []
      beganAt = begin
    }
    lastAt = end
    if bytes.count < Self.modbusBytesMax { bytes.append(byte) }
  }

  /// The bytes since the last silence.
  var unfinished: [UInt8] { bytes }

  /// At the end of a silence: the request before it, if it is sound and if nothing was on the line right before it
  /// (`lineBusyUntil`). A board hears the others' answers, too.
  mutating func finish(silence: Int64, lineBusyUntil: Int64) -> [UInt8]? {
    defer { bytes = [] }
    guard beganAt - lineBusyUntil >= silence, SimulatedDialect.modbus.isSound(bytes) else { return nil }
    return bytes
  }

  mutating func forget() { bytes = [] }
}
