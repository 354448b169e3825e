// Whether bytes are JSON as RFC 8259 writes it, within limits of ours. Asked before Foundation's decoder sees them:
// that one ends the process on some malformed texts (512 brackets and no more), and a peer must never be able to.

enum JSONShape {
  /// Messages nest to 8 at the most.
  static let depthMax = 32
  /// No number of ours has more characters (a 64-bit integer has 20, a double 24).
  static let numberCharactersMax = 32

  /// True for exactly one JSON value in UTF-8 without a byte order mark, no deeper than `depthMax`.
  static func isWellFormed(_ bytes: [UInt8]) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    var scanner = Scanner(bytes)
    return scanner.value(depth: 0) && scanner.isAtEnd()
  }

  private struct Scanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
      while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    mutating func isAtEnd() -> Bool {
      skipSpace()
      return current == nil
    }

    private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
      guard current == UInt8(ascii: wanted) else { return false }
      position += 1
      return true
    }

    mutating func value(depth: Int) -> Bool {
      skipSpace()
      switch current {
      case UInt8(ascii: "{"): return depth < depthMax && object(depth: depth + 1)
      case UInt8(ascii: "["): return depth < depthMax && array(depth: depth + 1)
      case UInt8(ascii: "\""): return string()
      case UInt8(ascii: "t"): return word("true")
      case UInt8(ascii: "f"): return word("false")
      case UInt8(ascii: "n"): return word("null")
      default: return number()
      }
    }

    private mutating func object(depth: Int) -> Bool {
      position += 1
      skipSpace()
      if take("}") { return true }
      while true {
        skipSpace()
        guard string() else { return false }
        skipSpace()
        guard take(":"), value(depth: depth) else { return false }
        skipSpace()
        if take("}") { return true }
        guard take(",") else { return false }
      }
    }

    private mutating func array(depth: Int) -> Bool {
      position += 1
      skipSpace()
      if take("]") { return true }
      while true {
        guard value(depth: depth) else { return false }
        skipSpace()
        if take("]") { return true }
        guard take(",") else { return false }
      }
    }

    private mutating func word(_ word: StaticString) -> Bool {
      for scalar in "\(word)".unicodeScalars { guard take(scalar) else { return false } }
      return true
    }

    private mutating func string() -> Bool {
      guard take("\"") else { return false }
      while let byte = current {
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return true
        case UInt8(ascii: "\\"): guard escape() else { return false }
        case 0..<0x20: return false
        default: break
        }
      }
      return false
    }

    private mutating func escape() -> Bool {
      guard let byte = current else { return false }
      position += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
        UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
        return true
      case UInt8(ascii: "u"):
        guard let unit = hexUnit() else { return false }
        // Half of a pair alone is no character.
        switch unit {
        case 0xD800..<0xDC00:
          guard take("\\"), take("u"), let low = hexUnit() else { return false }
          return (0xDC00..<0xE000).contains(low)
        case 0xDC00..<0xE000: return false
        default: return true
        }
      default: return false
      }
    }

    private mutating func hexUnit() -> UInt32? {
      var unit: UInt32 = 0
      for _ in 0..<4 {
        guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
          return nil
        }
        position += 1
        unit = unit << 4 | UInt32(digit)
      }
      return unit
    }

    private mutating func digits() -> Bool {
      let start = position
      while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
      return position > start
    }

    private mutating func number() -> Bool {
      let start = position
      _ = take("-")
      if !take("0") { guard digits() else { return false } }
      if take(".") { guard digits() else { return false } }
      if take("e") || take("E") {
        _ = take("+") || take("-")
        guard digits() else { return false }
      }
      return position - start <= numberCharactersMax
    }
  }
}
