// The wire protocols that simulated boards speak, and what tells them apart on the wire. Written from the published
// tables and not from the product's codecs, so that both cannot share one mistake.

/// A wire protocol of simulated boards.
public enum SimulatedDialect: String, Hashable, Sendable, CaseIterable {
  /// Kerong KR-CU16 and its kin: `02 ADDR CMD DATA 03 SUM`.
  case kerong
  /// The generic "8A/80" boards: `8A ADDR LOCK 11 XOR`, 8 to 50 channels.
  case xor
  /// Modbus RTU relay boards with inputs.
  case modbus

  /// Addresses that a board can have.
  public var addresses: ClosedRange<Int> {
    switch self {
    case .kerong: 0...14
    case .xor: 1...31
    case .modbus: 1...247
    }
  }

  /// Boards that one wire takes.
  public var boardsMax: Int { min(addresses.count, 31) }

  /// What is wrong with this number of channels; nil when such boards exist.
  func problem(locks: Int) -> String? {
    switch self {
    case .kerong where (1...16).contains(locks): nil
    case .kerong: "locks \(locks): use 1...16"
    case .xor where [8, 12, 18, 24, 36, 50].contains(locks): nil
    case .xor: "locks \(locks): such boards have 8, 12, 18, 24, 36 or 50 channels"
    case .modbus where (8...32).contains(locks): nil
    case .modbus: "locks \(locks): use 8...32"
    }
  }

  public var defaultLocks: Int {
    switch self {
    case .kerong, .modbus: 16
    case .xor: 24
    }
  }

  /// Bits a second from the factory.
  public var defaultBaud: Int { self == .kerong ? 19200 : 9600 }

  /// The pulse in ms where the request names none.
  public var defaultPulseMilliseconds: Int {
    switch self {
    case .kerong: 500
    case .xor: 300
    case .modbus: 1000
    }
  }

  /// Where in an answer the address stands, and what makes it the next board's.
  var addressIndex: Int { self == .modbus ? 0 : 1 }
  var addressStep: UInt8 { self == .kerong ? 16 : 1 }

  /// The frame with its check: a sum, an XOR, or a CRC with its low byte first.
  func sealed(_ frame: [UInt8]) -> [UInt8] {
    switch self {
    case .kerong: return frame + [UInt8(frame.reduce(0) { $0 + Int($1) } & 0xFF)]
    case .xor: return frame + [frame.reduce(0, ^)]
    case .modbus:
      let crc = Self.crc(frame)
      return frame + [UInt8(crc & 0xFF), UInt8(crc >> 8)]
    }
  }

  /// Whether a received frame carries its right check.
  func isSound(_ frame: [UInt8]) -> Bool {
    let checkBytes = self == .modbus ? 2 : 1
    return frame.count > checkBytes && sealed(Array(frame.dropLast(checkBytes))) == frame
  }

  /// CRC-16 of Modbus over serial line 1.02, section 6.2.2: polynomial A001, start FFFF.
  private static func crc(_ bytes: [UInt8]) -> UInt16 {
    var crc: UInt16 = 0xFFFF
    for byte in bytes {
      crc ^= UInt16(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xA001 : crc >> 1 }
    }
    return crc
  }
}

/// How a Modbus relay board times a pulse by itself.
public enum SimulatedPulseForm: String, Hashable, Sendable, CaseIterable {
  /// FC05 at 0200+n, so many times 100 ms (Waveshare).
  case flash
  /// FC06 at register n+1, value 0500, one second (Eletechsup).
  case momentary
}
