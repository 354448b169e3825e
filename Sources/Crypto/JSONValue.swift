// JSON (RFC 8259) as other programs and keys bring it, read with limits on length, depth and number of values. Smaller
// and stricter than a decoder for types: a member that stands twice, a broken string or a rest behind the value is
// refused. Rows of orders have a reader of their own, which says what is wrong and where.

/// A value of JSON.
public enum JSONValue: Equatable, Sendable {
  case null
  case flag(Bool)
  /// A whole number that fits; nil: a fraction, an exponent, or more digits than an Int has.
  case number(Int?)
  case text(String)
  case list([JSONValue])
  case members([String: JSONValue])

  /// How long, how deep and how many a text's values may be.
  public struct Limits: Sendable {
    public let byteCountMax: Int
    /// 0 is a value that holds none.
    public let depthMax: Int
    public let valueCountMax: Int

    public init(byteCountMax: Int, depthMax: Int, valueCountMax: Int) {
      self.byteCountMax = byteCountMax
      self.depthMax = depthMax
      self.valueCountMax = valueCountMax
    }
  }

  /// Reads one value that fills `bytes` but for white space; nil: it is none, or passes a limit.
  public init?(_ bytes: some Collection<UInt8>, within limits: Limits) {
    guard bytes.count <= limits.byteCountMax else { return nil }
    var reader = JSONReader(Array(bytes), limits)
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipSpace()
    guard reader.isAtEnd else { return nil }
    self = value
  }

  /// A member of an object; nil where there is none.
  public subscript(_ name: String) -> JSONValue? {
    if case .members(let members) = self { return members[name] }
    return nil
  }

  public var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  public var flag: Bool? {
    if case .flag(let flag) = self { return flag }
    return nil
  }

  public var number: Int? {
    if case .number(let number) = self { return number }
    return nil
  }

  public var list: [JSONValue]? {
    if case .list(let list) = self { return list }
    return nil
  }

  public var isObject: Bool {
    if case .members = self { return true }
    return false
  }
}

/// Reads from left to right; nil is a refusal everywhere.
private struct JSONReader {
  private let bytes: [UInt8]
  private let limits: JSONValue.Limits
  private var place = 0
  private var count = 0

  init(_ bytes: [UInt8], _ limits: JSONValue.Limits) {
    self.bytes = bytes
    self.limits = limits
  }

  var isAtEnd: Bool { place == bytes.count }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
  }

  mutating func value(depth: Int) -> JSONValue? {
    count += 1
    guard depth <= limits.depthMax, count <= limits.valueCountMax else { return nil }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return members(depth: depth)
    case UInt8(ascii: "["): return list(depth: depth)
    case UInt8(ascii: "\""): return string().map { .text($0) }
    case UInt8(ascii: "t"): return word("true") ? .flag(true) : nil
    case UInt8(ascii: "f"): return word("false") ? .flag(false) : nil
    case UInt8(ascii: "n"): return word("null") ? .null : nil
    default: return number()
    }
  }

  private mutating func word(_ word: StaticString) -> Bool {
    let expected = Array("\(word)".utf8)
    guard bytes[place...].starts(with: expected) else { return false }
    place += expected.count
    return true
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  private mutating func members(depth: Int) -> JSONValue? {
    place += 1
    var members: [String: JSONValue] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return .members(members) }
    while true {
      skipSpace()
      guard let name = string() else { return nil }
      skipSpace()
      guard take(UInt8(ascii: ":")), let value = value(depth: depth + 1) else { return nil }
      // Which of two would hold is anybody's guess.
      guard members.updateValue(value, forKey: name) == nil else { return nil }
      skipSpace()
      if take(UInt8(ascii: "}")) { return .members(members) }
      guard take(UInt8(ascii: ",")) else { return nil }
    }
  }

  private mutating func list(depth: Int) -> JSONValue? {
    place += 1
    var list: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .list(list) }
    while true {
      guard let value = value(depth: depth + 1) else { return nil }
      list.append(value)
      skipSpace()
      if take(UInt8(ascii: "]")) { return .list(list) }
      guard take(UInt8(ascii: ",")) else { return nil }
    }
  }

  // MARK: Numbers

  private mutating func digits() -> Int {
    let start = place
    while let byte = next, (0x30...0x39).contains(byte) { place += 1 }
    return place - start
  }

  private mutating func number() -> JSONValue? {
    let start = place
    _ = take(UInt8(ascii: "-"))
    let whole = place
    let wholeDigits = digits()
    guard wholeDigits > 0, wholeDigits == 1 || bytes[whole] != 0x30 else { return nil }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      guard digits() > 0 else { return nil }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      place += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() > 0 else { return nil }
    }
    return .number(isWhole ? Int(String(decoding: bytes[start..<place], as: UTF8.self)) : nil)
  }

  // MARK: Strings

  private mutating func string() -> String? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    var text: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        text += Array(String(scalar).utf8)
      case ..<0x20: return nil
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return unicode()
    default: return nil
    }
  }

  /// Four hexadecimal digits behind `\u`, or a pair of such escapes for one scalar; half a pair is refused.
  private mutating func unicode() -> Unicode.Scalar? {
    guard let first = unit() else { return nil }
    guard (0xD800...0xDFFF).contains(first) else { return Unicode.Scalar(first) }
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let second = unit(),
      (0xDC00...0xDFFF).contains(second)
    else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private mutating func unit() -> UInt32? {
    guard place + 4 <= bytes.count else { return nil }
    var unit: UInt32 = 0
    for byte in bytes[place..<place + 4] {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 0x30
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - 0x57
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - 0x37
      default: return nil
      }
      unit = unit << 4 | UInt32(digit)
    }
    place += 4
    return unit
  }
}
