// JSON lines: one object a line, read strictly by RFC 8259 and one rule more, that no field stands twice.
// Which fields there may be, and what they mean, is judged in OrderFields.swift.

/// Takes each line apart.
func readJSONRows(_ lines: ImportLines) -> [ImportRow] {
  lines.lines.map { line in
    let fields = line.text.flatMap { text -> Result<[String: ImportValue], RowFault> in
      var reader = JSONRowReader(text)
      do throws(RowFault) {
        return .success(try reader.readRow())
      } catch {
        return .failure(error)
      }
    }
    return ImportRow(line: line.number, fields: fields)
  }
}

/// Reads one JSON object. What no field of ours takes (numbers, objects, mixed lists) is checked and passed
/// over.
private struct JSONRowReader {
  /// Lists and objects inside one another; an order needs one level.
  static let depthMax = 8
  static let noObject = RowFault(
    "the row is not a JSON object", "write one object {\"id\": …} on each line, without commas between")

  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func readRow() throws(RowFault) -> [String: ImportValue] {
    let fields = try readObject(depth: 0)
    skipBlanks()
    guard index == bytes.count else { throw Self.noObject }
    return fields
  }

  private mutating func skipBlanks() {
    while index < bytes.count, " \t\r\n".utf8.contains(bytes[index]) { index += 1 }
  }

  /// Skips blanks and takes `character` if it is next.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func need(_ character: Unicode.Scalar) throws(RowFault) {
    guard take(character) else { throw Self.noObject }
  }

  private mutating func readObject(depth: Int) throws(RowFault) -> [String: ImportValue] {
    var fields: [String: ImportValue] = [:]
    try need("{")
    if take("}") { return fields }
    repeat {
      try need("\"")
      let name = try readText()
      try need(":")
      let value = try readValue(depth: depth + 1)
      guard fields.updateValue(value, forKey: name) == nil else {
        throw RowFault("the row has a field twice", "write each field once")
      }
    } while take(",")
    try need("}")
    return fields
  }

  private mutating func readValue(depth: Int) throws(RowFault) -> ImportValue {
    guard depth <= Self.depthMax else { throw Self.noObject }
    if take("\"") { return .text(try readText()) }
    if take("[") { return try readList(depth: depth) }
    guard index < bytes.count else { throw Self.noObject }
    if bytes[index] == UInt8(ascii: "{") {
      _ = try readObject(depth: depth)
      return .other
    }
    let word = bytes[index...].prefix { !" \t\r\n,]}".utf8.contains($0) }
    index = word.endIndex
    switch String(decoding: word, as: UTF8.self) {
    case "true": return .flag(true)
    case "false": return .flag(false)
    // An absent field.
    case "null": return .text("")
    default:
      guard Self.isNumber(word) else { throw Self.noObject }
      return .other
    }
  }

  private mutating func readList(depth: Int) throws(RowFault) -> ImportValue {
    var texts: [String] = []
    var isMixed = false
    if take("]") { return .list([]) }
    repeat {
      if case .text(let text) = try readValue(depth: depth + 1) { texts.append(text) } else { isMixed = true }
    } while take(",")
    try need("]")
    return isMixed ? .other : .list(texts)
  }

  /// The rest of a text whose opening quote has been taken.
  private mutating func readText() throws(RowFault) -> String {
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text.append(contentsOf: Array(String(try readEscape()).utf8))
      case 0x00..<0x20: throw Self.noObject
      default: text.append(byte)
      }
    }
    throw Self.noObject
  }

  private mutating func readEscape() throws(RowFault) -> Unicode.Scalar {
    guard index < bytes.count else { throw Self.noObject }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let unit = try readUnit()
      if let scalar = Unicode.Scalar(UInt32(unit)) { return scalar }
      // A character outside the basic plane is written as a pair.
      guard UTF16.isLeadSurrogate(unit), bytes[index...].starts(with: "\\u".utf8) else { throw Self.noObject }
      index += 2
      let second = try readUnit()
      guard UTF16.isTrailSurrogate(second),
        let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
      else { throw Self.noObject }
      return scalar
    default: throw Self.noObject
    }
  }

  private mutating func readUnit() throws(RowFault) -> UInt16 {
    let digits = bytes[index...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw Self.noObject }
    index += 4
    return unit
  }

  /// RFC 8259 section 6.
  private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
    func digits(_ rest: inout ArraySlice<UInt8>) -> Int {
      let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    var rest = word.first == UInt8(ascii: "-") ? word.dropFirst() : word
    let first = rest.first
    let whole = digits(&rest)
    guard whole == 1 || (whole > 1 && first != UInt8(ascii: "0")) else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits(&rest) > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard digits(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }
}
