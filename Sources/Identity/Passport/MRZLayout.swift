// Where the fields of the machine readable zone stand in the three formats of ICAO 9303 (parts 4, 5 and 6), and the
// check digit. It knows places and characters only; correcting and reading are elsewhere.

/// The format of a machine readable zone.
public enum MRZLayout: String, Sendable, CaseIterable {
  /// Cards: three lines of 30 (ICAO 9303-5).
  case td1
  /// Older, larger cards: two lines of 36 (ICAO 9303-6).
  case td2
  /// Passports: two lines of 44 (ICAO 9303-4).
  case td3

  /// How many lines.
  public var lineCount: Int { self == .td1 ? 3 : 2 }
  /// Characters in each line.
  public var lineWidth: Int {
    switch self {
    case .td1: 30
    case .td2: 36
    case .td3: 44
    }
  }
  /// Characters in all lines.
  public var byteCount: Int { lineCount * lineWidth }

  /// The format of so many characters; nil if there is none.
  static func withByteCount(_ count: Int) -> MRZLayout? { allCases.first { $0.byteCount == count } }
}

/// Offsets into the lines written one after another.
struct MRZPlaces: Sendable {
  let code: Range<Int>
  let state: Range<Int>
  let number: Range<Int>
  let numberDigit: Int
  let birth: Range<Int>
  let birthDigit: Int
  let sex: Int
  let expiry: Range<Int>
  let expiryDigit: Int
  let nationality: Range<Int>
  /// Where a document number of more than nine characters goes on; nil where it cannot.
  let numberRest: Range<Int>?
  let optional: Range<Int>
  /// The optional data's own check digit, which only passports have.
  let optionalDigit: Int?
  let names: Range<Int>
  let composite: Int
  let compositeParts: [Range<Int>]

  static func of(_ layout: MRZLayout) -> MRZPlaces {
    switch layout {
    case .td1: td1
    case .td2: td2
    case .td3: td3
    }
  }

  private static let td1 = MRZPlaces(
    code: 0..<2, state: 2..<5, number: 5..<14, numberDigit: 14, birth: 30..<36, birthDigit: 36, sex: 37,
    expiry: 38..<44, expiryDigit: 44, nationality: 45..<48, numberRest: 15..<30, optional: 48..<59,
    optionalDigit: nil, names: 60..<90, composite: 59, compositeParts: [5..<30, 30..<37, 38..<45, 48..<59])
  private static let td2 = MRZPlaces(
    code: 0..<2, state: 2..<5, number: 36..<45, numberDigit: 45, birth: 49..<55, birthDigit: 55, sex: 56,
    expiry: 57..<63, expiryDigit: 63, nationality: 46..<49, numberRest: 64..<71, optional: 64..<71,
    optionalDigit: nil, names: 5..<36, composite: 71, compositeParts: [36..<46, 49..<56, 57..<71])
  private static let td3 = MRZPlaces(
    code: 0..<2, state: 2..<5, number: 44..<53, numberDigit: 53, birth: 57..<63, birthDigit: 63, sex: 64,
    expiry: 65..<71, expiryDigit: 71, nationality: 54..<57, numberRest: nil, optional: 72..<86,
    optionalDigit: 86, names: 5..<44, composite: 87, compositeParts: [44..<54, 57..<64, 65..<87])
}

let mrzFiller = UInt8(ascii: "<")

func isMRZDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
func isMRZLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

/// The check digit of ICAO 9303-3 section 4.9: weights 7, 3, 1; digits count as they are, A to Z as 10 to 35.
struct MRZCheckDigit {
  private var sum = 0
  private var index = 0

  mutating func add(_ byte: UInt8) {
    let value =
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A")) + 10
      default: 0
      }
    sum += value * (index % 3 == 0 ? 7 : index % 3 == 1 ? 3 : 1)
    index += 1
  }

  /// The digit as a character.
  var digit: UInt8 { UInt8(ascii: "0") + UInt8(sum % 10) }

  static func of(_ span: Span<UInt8>, _ parts: [Range<Int>]) -> UInt8 {
    var check = MRZCheckDigit()
    for part in parts { for index in part { check.add(span[index]) } }
    return check.digit
  }
}
