// The JSON of a JOSE header or of one JWK (RFC 8259): an object, read strictly, with a limit on length and depth and no
// name twice (RFC 7515 section 4 demands that). It keeps texts, lists of texts and whole numbers; what else stands there
// is read and named, its value is not kept. Not public, and no JSON reader for anything else.

enum JOSEMember: Equatable {
  case text(String)
  case texts([String])
  case number(Int)
  /// Something that no JOSE member of ours is.
  case other
}

struct JOSEJSON {
  /// The longest object in bytes: a JWK of 8192 bits with its certificates is a tenth of it.
  static let byteCountMax = 65_536
  static let depthMax = 8

  private let bytes: [UInt8]
  private var place = 0

  /// The members of the object that `bytes` are; nil if they are none.
  static func members(_ bytes: [UInt8]) -> [String: JOSEMember]? {
    guard bytes.count <= byteCountMax, String(validating: bytes, as: UTF8.self) != nil else { return nil }
    var reader = JOSEJSON(bytes: bytes)
    guard let members = reader.object(depth: 0) else { return nil }
    reader.skipSpace()
    return reader.place == bytes.count ? members : nil
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    skipSpace()
    guard next == character.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func object(depth: Int) -> [String: JOSEMember]? {
    guard depth < Self.depthMax, take("{") else { return nil }
    var members: [String: JOSEMember] = [:]
    if take("}") { return members }
    repeat {
      guard let name = text(), take(":"), let value = value(depth: depth + 1),
        members.updateValue(value, forKey: name) == nil
      else { return nil }
    } while take(",")
    return take("}") ? members : nil
  }

  private mutating func list(depth: Int) -> JOSEMember? {
    guard depth < Self.depthMax, take("[") else { return nil }
    var texts: [String] = []
    var isPlain = true
    if take("]") { return .texts([]) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      if case .text(let text) = value { texts.append(text) } else { isPlain = false }
    } while take(",")
    guard take("]") else { return nil }
    return isPlain ? .texts(texts) : .other
  }

  private mutating func value(depth: Int) -> JOSEMember? {
    skipSpace()
    switch next {
    case UInt8(ascii: "\""): return text().map { .text($0) }
    case UInt8(ascii: "{"): return object(depth: depth) == nil ? nil : .other
    case UInt8(ascii: "["): return list(depth: depth)
    default: return word()
    }
  }

  /// true, false, null or a number.
  private mutating func word() -> JOSEMember? {
    let start = place
    while let byte = next, !" \n\r\t,]}:".utf8.contains(byte) { place += 1 }
    let word = bytes[start..<place]
    for known in ["true", "false", "null"] where word.elementsEqual(known.utf8) { return .other }
    guard
      let grammar = try? /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/.wholeMatch(
        in: String(decoding: word, as: UTF8.self))
    else { return nil }
    return Int(grammar.output.0).map { .number($0) } ?? .other
  }

  private mutating func text() -> String? {
    guard take("\"") else { return nil }
    var scalars = String.UnicodeScalarView()
    var plain: [UInt8] = []
    func flush() {
      scalars.append(contentsOf: String(decoding: plain, as: UTF8.self).unicodeScalars)
      plain = []
    }
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        flush()
        return String(scalars)
      case 0..<0x20: return nil
      case UInt8(ascii: "\\"):
        flush()
        guard let scalar = escape() else { return nil }
        scalars.append(scalar)
      default: plain.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let first = unit() else { return nil }
      guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
      guard take("\\"), next == UInt8(ascii: "u") else { return nil }
      place += 1
      guard let second = unit(), (0xDC00...0xDFFF).contains(second) else { return nil }
      return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    default: return nil
    }
  }

  private mutating func unit() -> UInt32? {
    guard place + 4 <= bytes.count else { return nil }
    var unit: UInt32 = 0
    for byte in bytes[place..<(place + 4)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    place += 4
    return unit
  }
}
