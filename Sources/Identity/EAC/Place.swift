// A place as the card knows it (TR-03110 part 4, GeneralPlace): an address in parts, a text, or the statement that there
// is none. The parts are what the register has; nothing is guessed from a text.

/// Where somebody was born or lives.
public enum Place: Hashable, Sendable {
  case structured(StructuredPlace)
  case text(String)
  /// No place, in the register's words: `keine Hauptwohnung in Deutschland`.
  case none(String)

  /// GeneralPlace: SEQUENCE, [1] or [2].
  init(_ object: TLV) throws(TLVError) {
    switch object.tag {
    case DER.sequence: self = .structured(try StructuredPlace(object))
    case 0xA1, 0x81: self = .text(try CardText.tagged(object))
    case 0xA2, 0x82: self = .none(try CardText.tagged(object))
    default: throw .missing(DER.sequence)
    }
  }

  /// The address line by line, as an envelope has it.
  public var lines: [String] {
    switch self {
    case .structured(let place): place.lines
    case .text(let text), .none(let text): [text]
    }
  }
}

/// A place in parts; only the city is always there.
public struct StructuredPlace: Hashable, Sendable {
  public let street: String?
  public let city: String
  public let state: String?
  /// Letters as in the MRZ: `D`, `FRA`.
  public let country: String?
  public let postcode: String?

  public init(
    street: String? = nil, city: String, state: String? = nil, country: String? = nil, postcode: String? = nil
  ) {
    self.street = street
    self.city = city
    self.state = state
    self.country = country
    self.postcode = postcode
  }

  init(_ object: TLV) throws(TLVError) {
    let parts = try object.children()
    guard Set(parts.map(\.tag)).count == parts.count else { throw .duplicate(object.tag) }
    func part(_ number: UInt32) throws(TLVError) -> String? {
      guard let part = parts.first(where: { $0.tag == 0xA0 + number || $0.tag == 0x80 + number }) else {
        return nil
      }
      let text = try CardText.tagged(part)
      return text.isEmpty ? nil : text
    }
    street = try part(10)
    city = try part(11) ?? ""
    state = try part(12)
    country = try part(13)
    postcode = try part(14)
  }

  var lines: [String] {
    let town = [postcode, city].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    return [street, town, state, country].compactMap { $0 }.filter { !$0.isEmpty }
  }
}

/// Texts of data groups: UTF8String, PrintableString, NumericString, IA5String.
enum CardText {
  /// The longest text in bytes.
  static let byteCountMax = 4096

  static let tags: [UInt32] = [0x0C, 0x12, 0x13, 0x16]

  /// A text with its own type around it.
  static func read(_ object: TLV) throws(TLVError) -> String {
    guard tags.contains(object.tag) else { throw .missing(0x0C) }
    return try decode(object.value)
  }

  /// A text behind a context tag: explicit (constructed, as German cards have it) or implicit.
  static func tagged(_ object: TLV) throws(TLVError) -> String {
    guard object.isConstructed else { return try decode(object.value) }
    let children = try object.children()
    guard children.count == 1 else { throw .value }
    return try read(children[0])
  }

  static func decode(_ bytes: [UInt8]) throws(TLVError) -> String {
    guard bytes.count <= byteCountMax else { throw .lengthTooLong }
    guard let text = String(validating: bytes, as: UTF8.self), isPrintable(text) else { throw .value }
    return text
  }

  /// Control characters could move a terminal's cursor: texts of cards have none but line ends.
  static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) || scalar == "\n" || scalar == "\r"
    }
  }
}
