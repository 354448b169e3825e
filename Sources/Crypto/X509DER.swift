// A reader for the DER of certificates and signed files: walks over the bytes without copying, since a master list has
// megabytes. Tags of one byte, definite lengths. What is signed is always the bytes as they stand, never a re-encoding.

/// One element.
struct X509Element: Equatable {
  let tag: UInt8
  let content: ArraySlice<UInt8>
  /// Tag, length and content.
  let encoded: ArraySlice<UInt8>

  /// A reader over the content.
  var inside: X509Reader { X509Reader(content) }
}

/// Reads elements one after another.
struct X509Reader {
  static let integer: UInt8 = 0x02
  static let bitString: UInt8 = 0x03
  static let octetString: UInt8 = 0x04
  static let null: UInt8 = 0x05
  static let objectIdentifier: UInt8 = 0x06
  static let boolean: UInt8 = 0x01
  static let sequence: UInt8 = 0x30
  static let set: UInt8 = 0x31

  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isEmpty: Bool { rest.isEmpty }

  /// The next element, whatever it is.
  mutating func next(_ part: String) throws(X509Fault) -> X509Element {
    var index = rest.startIndex
    guard rest.count >= 2, rest[index] & 0x1F != 0x1F else { throw .malformed(part) }
    let tag = rest[index]
    var length = Int(rest[index + 1])
    index += 2
    if length >= 0x80 {
      let count = length - 0x80
      // 80 is the indefinite length of BER, which DER does not have.
      guard (1...4).contains(count), rest.endIndex - index >= count else { throw .malformed(part) }
      length = 0
      for _ in 0..<count {
        length = length << 8 | Int(rest[index])
        index += 1
      }
    }
    guard rest.endIndex - index >= length else { throw .malformed(part) }
    let element = X509Element(
      tag: tag, content: rest[index..<(index + length)], encoded: rest[rest.startIndex..<(index + length)])
    rest = rest[(index + length)...]
    return element
  }

  /// The next element, which must have this tag.
  mutating func next(_ tag: UInt8, _ part: String) throws(X509Fault) -> X509Element {
    guard rest.first == tag else { throw .malformed(part) }
    return try next(part)
  }

  /// The next element if it has this tag.
  mutating func optional(_ tag: UInt8, _ part: String) throws(X509Fault) -> X509Element? {
    rest.first == tag ? try next(part) : nil
  }

  /// Nothing may follow.
  func end(_ part: String) throws(X509Fault) {
    guard rest.isEmpty else { throw .malformed(part) }
  }

  /// The one element of which `bytes` consist.
  static func only(_ tag: UInt8, of bytes: ArraySlice<UInt8>, _ part: String) throws(X509Fault) -> X509Element
  {
    var reader = X509Reader(bytes)
    let element = try reader.next(tag, part)
    try reader.end(part)
    return element
  }
}

extension X509Element {
  /// An object identifier in dotted form.
  func objectIdentifier(_ part: String) throws(X509Fault) -> String {
    guard tag == X509Reader.objectIdentifier, let last = content.last, last < 0x80, content.count <= 32 else {
      throw .malformed(part)
    }
    var arcs: [UInt64] = []
    var arc: UInt64 = 0
    for byte in content {
      guard arc >> 57 == 0 else { throw .malformed(part) }
      arc = arc << 7 | UInt64(byte & 0x7F)
      guard byte < 0x80 else { continue }
      if arcs.isEmpty {
        let first = min(arc / 40, 2)
        arcs = [first, arc - first * 40]
      } else {
        arcs.append(arc)
      }
      arc = 0
    }
    return arcs.map(String.init).joined(separator: ".")
  }

  /// A whole number from 0 to 2^31 - 1.
  func smallInteger(_ part: String) throws(X509Fault) -> Int {
    guard tag == X509Reader.integer, let first = content.first, first < 0x80, content.count <= 4 else {
      throw .malformed(part)
    }
    return content.reduce(0) { $0 << 8 | Int($1) }
  }

  /// The bytes of a number that is not negative, without leading zeros.
  func magnitude(_ part: String) throws(X509Fault) -> [UInt8] {
    guard tag == X509Reader.integer, let first = content.first, first < 0x80 else { throw .malformed(part) }
    return Array(content.drop { $0 == 0 })
  }

  /// The bytes of a bit string without unused bits.
  func wholeBits(_ part: String) throws(X509Fault) -> [UInt8] {
    guard tag == X509Reader.bitString, content.first == 0 else { throw .malformed(part) }
    return Array(content.dropFirst())
  }

  /// The day of a UTCTime or GeneralizedTime; days are what certificates are judged by here.
  func day(_ part: String) throws(X509Fault) -> CivilDate {
    let yearDigits = tag == 0x17 ? 2 : tag == 0x18 ? 4 : 0
    let digits = Array(content)
    // At least hours and minutes stand behind the day; seconds, fractions and zone are not looked at.
    guard yearDigits > 0, digits.count >= yearDigits + 8, digits.count <= 24,
      digits.prefix(yearDigits + 8).allSatisfy({ (0x30...0x39).contains($0) })
    else { throw .malformed(part) }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    var year = number(0..<yearDigits)
    if yearDigits == 2 { year += year >= 50 ? 1900 : 2000 }
    guard
      let day = CivilDate(
        year: year, month: number(yearDigits..<(yearDigits + 2)),
        day: number((yearDigits + 2)..<(yearDigits + 4)))
    else { throw .malformed(part) }
    return day
  }
}
