// A writer of DER (X.690) for the test PKI, and the little reading that it needs of its own certificates. Written apart
// from everything that checks: a mistake here must be seen there. It is no general ASN.1 library.

/// Encodings as arrays of bytes, innermost first.
enum PKIDER {
  static func tlv(_ tag: [UInt8], _ value: [UInt8]) -> [UInt8] {
    let count = value.count
    switch count {
    case 0..<0x80: return tag + [UInt8(count)] + value
    case 0x80..<0x100: return tag + [0x81, UInt8(count)] + value
    case 0x100..<0x10000: return tag + [0x82, UInt8(count >> 8), UInt8(count & 0xFF)] + value
    default: return tag + [0x83, UInt8(count >> 16), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)] + value
    }
  }

  static func sequence(_ parts: [UInt8]...) -> [UInt8] { tlv([0x30], parts.flatMap { $0 }) }

  static func sequence(of parts: [[UInt8]]) -> [UInt8] { tlv([0x30], parts.flatMap { $0 }) }

  /// The value of a SET OF: its parts in the order of their encodings (X.690 section 11.6).
  static func setValue(of parts: [[UInt8]]) -> [UInt8] {
    parts.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
  }

  static func set(of parts: [[UInt8]]) -> [UInt8] { tlv([0x31], setValue(of: parts)) }

  /// A number that is not negative, most significant byte first.
  static func integer(_ bytes: [UInt8]) -> [UInt8] {
    var digits = Array(bytes.drop { $0 == 0 })
    if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
    return tlv([0x02], digits)
  }

  static func integer(_ value: UInt8) -> [UInt8] { integer([value]) }

  static func octets(_ bytes: [UInt8]) -> [UInt8] { tlv([0x04], bytes) }

  static func bits(_ bytes: [UInt8], unused: UInt8 = 0) -> [UInt8] { tlv([0x03], [unused] + bytes) }

  static let yes: [UInt8] = [0x01, 0x01, 0xFF]

  static let null: [UInt8] = [0x05, 0x00]

  static func utf8(_ text: String) -> [UInt8] { tlv([0x0C], Array(text.utf8)) }

  static func printable(_ text: String) -> [UInt8] { tlv([0x13], Array(text.utf8)) }

  /// The constructed context tag of that number.
  static func context(_ number: UInt8, _ value: [UInt8]) -> [UInt8] { tlv([0xA0 | number], value) }

  /// An object identifier from its dotted text.
  static func objectIdentifier(_ dotted: String) -> [UInt8] {
    tlv([0x06], objectIdentifierValue(dotted))
  }

  static func objectIdentifierValue(_ dotted: String) -> [UInt8] {
    let arcs = dotted.split(separator: ".").compactMap { UInt32($0) }
    precondition(arcs.count >= 2, "an object identifier has two arcs at least")
    var bytes: [UInt8] = []
    for arc in [arcs[0] * 40 + arcs[1]] + arcs.dropFirst(2) {
      var groups = [UInt8(arc & 0x7F)]
      var rest = arc >> 7
      while rest > 0 {
        groups.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
        rest >>= 7
      }
      bytes += groups
    }
    return bytes
  }

  /// The elements inside the value of a constructed encoding, each with tag and length; nil when they do not fit.
  /// One-byte tags and definite lengths alone, as this writer makes them.
  static func elements(_ value: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    var found: [ArraySlice<UInt8>] = []
    var rest = value
    while !rest.isEmpty {
      guard let (head, count) = header(rest), rest.count >= head + count else { return nil }
      found.append(rest.prefix(head + count))
      rest = rest.dropFirst(head + count)
    }
    return found
  }

  /// The elements inside the first element of `bytes`.
  static func inside(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
    guard let (head, count) = header(bytes), bytes.count >= head + count else { return nil }
    return elements(bytes.dropFirst(head).prefix(count))
  }

  private static func header(_ bytes: ArraySlice<UInt8>) -> (head: Int, count: Int)? {
    guard let first = bytes.dropFirst().first else { return nil }
    if first < 0x80 { return (2, Int(first)) }
    let digits = Int(first & 0x7F)
    guard (1...3).contains(digits), bytes.count >= 2 + digits else { return nil }
    return (2 + digits, bytes.dropFirst(2).prefix(digits).reduce(0) { $0 << 8 | Int($1) })
  }
}
