// Dates of data groups: eight characters of which parts may be unknown, and stay unknown. Unknown is not 1 January.

import Crypto

extension PartialDate {
  /// Reads YYYYMMDD, where unknown parts are blank (TR-03110 part 4; ICAO writes `<`), or zeros. Nil for anything else,
  /// and for a known day of an unknown month.
  init?(cardDigits text: [UInt8]) {
    guard text.count == 8 else { return nil }
    func part(_ range: Range<Int>) -> Int?? {
      let bytes = text[range]
      if bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "<") }) { return .some(nil) }
      guard bytes.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return .none }
      let number = bytes.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      return .some(number == 0 ? nil : number)
    }
    guard let year = part(0..<4), let month = part(4..<6), let day = part(6..<8) else { return nil }
    // A date of which the end is unknown; whether what is known exists, its first day tells.
    guard year != nil || month == nil, month != nil || day == nil else { return nil }
    if let year {
      guard CivilDate(year: year, month: month ?? 1, day: day ?? 1) != nil else { return nil }
    }
    self.init(year: year, month: month, day: day)
  }

  /// ISO 8601 with what is known: `1964-08-12`, `1964-08`, `1964`; nil if nothing is.
  public var isoText: String? {
    guard let year, let first = CivilDate(year: year, month: month ?? 1, day: day ?? 1) else { return nil }
    return String(first.description.prefix(month == nil ? 4 : day == nil ? 7 : 10))
  }
}

extension PartialDate: Encodable {
  /// `isoText`; null if nothing is known.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    if let isoText { try value.encode(isoText) } else { try value.encodeNil() }
  }
}
