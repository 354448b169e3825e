// What a reader says it can do beside carrying APDUs (PC/SC part 10, sections 2.2 and 2.6.14): PIN pad functions and
// the length of commands. Pure decoding of bytes that a driver gave; what is not understood is not there.

/// Control codes and properties of one reader.
struct ReaderFeatures: Equatable, Sendable {
  /// EXECUTE_PACE: the reader runs PACE by itself.
  var executePACE: UInt32?
  /// MODIFY_PIN_DIRECT: the reader asks for a new PIN by itself.
  var modifyPIN: UInt32?
  /// TLV_PROPERTIES.
  var properties: UInt32?
  /// dwMaxAPDUDataSize: the most data bytes of a command; nil when the reader does not say.
  var commandDataByteCountMax: Int?

  /// CM_IOCTL_GET_FEATURE_REQUEST is function 3400 (PC/SC part 10 section 2.2); pcsc-lite adds 0x42000000.
  static let request: UInt32 = 0x4200_0000 + 3400

  init() {}

  /// Tag, length 4, control code big-endian; anything else ends the list.
  init(_ answer: [UInt8]) {
    for (tag, value) in Self.objects(answer) where value.count == 4 {
      let code = value.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      switch tag {
      case 0x07: modifyPIN = code
      case 0x12: properties = code
      case 0x20: executePACE = code
      default: break
      }
    }
  }

  /// Reads the TLV properties; their numbers are little-endian. Tag 0A is dwMaxAPDUDataSize.
  mutating func readProperties(_ answer: [UInt8]) {
    for (tag, value) in Self.objects(answer) where tag == 0x0A && value.count == 4 {
      commandDataByteCountMax = value.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
  }

  private static func objects(_ bytes: [UInt8]) -> [(UInt8, [UInt8])] {
    var rest = bytes[...]
    var objects: [(UInt8, [UInt8])] = []
    while rest.count >= 2 {
      let (tag, length) = (rest[rest.startIndex], Int(rest[rest.startIndex + 1]))
      rest = rest.dropFirst(2)
      guard rest.count >= length else { break }
      objects.append((tag, Array(rest.prefix(length))))
      rest = rest.dropFirst(length)
    }
    return objects
  }
}

/// Whether commands longer than 261 bytes may be sent (ISO 7816-3 section 12.1).
public enum ExtendedLength: Equatable, Sendable {
  /// As the reader says. If it has no such property at all, as the card's answer to reset says.
  case automatic
  /// The card's EF.ATR/INFO or the configuration says so: commands of so many bytes.
  case upTo(commandByteCount: Int)
  case never

  /// Long enough for every certificate and signature of the standards; a silent reader is not asked for more.
  static let silentReaderDataByteCount = 1500
  /// 4 bytes of header, 3 of Lc, 2 of Le.
  private static let overhead = 9
  private static let dataByteCountMax = 65_535

  /// The longest command in bytes.
  func commandByteCountMax(_ features: ReaderFeatures, atr: [UInt8], kind: SmartCardProtocol) -> Int {
    // T=0 has no extended length but in an envelope.
    if kind == .t0 { return shortCommandByteCountMax }
    switch self {
    case .never: return shortCommandByteCountMax
    case .upTo(let count):
      return min(max(count, shortCommandByteCountMax), Self.dataByteCountMax + Self.overhead)
    case .automatic:
      if let most = features.commandDataByteCountMax {
        return most > 256 ? min(most, Self.dataByteCountMax) + Self.overhead : shortCommandByteCountMax
      }
      let isSilent = features.properties == nil
      return isSilent && AnswerToReset.saysExtendedLength(atr)
        ? Self.silentReaderDataByteCount + Self.overhead : shortCommandByteCountMax
    }
  }
}

/// The answer to reset, as far as this program reads it.
enum AnswerToReset {
  /// The card capabilities (compact TLV 73 in the historical bytes, ISO 7816-4 section 12.1.1.9): third byte, bit 7.
  static func saysExtendedLength(_ atr: [UInt8]) -> Bool {
    var rest = historicalBytes(atr)[...]
    guard rest.first == 0x80 || rest.first == 0x00 else { return false }
    rest = rest.dropFirst()
    while let head = rest.first {
      let value = rest.dropFirst().prefix(Int(head & 0xF))
      guard value.count == Int(head & 0xF) else { return false }
      if head == 0x73 { return value[value.startIndex + 2] & 0x40 != 0 }
      rest = rest.dropFirst(1 + value.count)
    }
    return false
  }

  /// What follows the interface bytes (ISO 7816-3 section 8.2).
  static func historicalBytes(_ atr: [UInt8]) -> [UInt8] {
    guard atr.count >= 2 else { return [] }
    let count = Int(atr[1] & 0xF)
    var (index, indicator) = (2, atr[1] >> 4)
    while true {
      let interfaceBytes = (0..<4).filter { indicator & (1 << $0) != 0 }.count
      let hasNext = indicator & 0x8 != 0
      index += interfaceBytes
      guard index <= atr.count else { return [] }
      guard hasNext else { break }
      indicator = atr[index - 1] >> 4
    }
    guard atr.count >= index + count else { return [] }
    return Array(atr[index..<index + count])
  }
}
