// The dates of a machine readable zone: six characters, a year of two digits, unknown parts of a birth date as `<<`
// (ICAO 9303-3 section 4.8); and what people type instead. Which century is meant is decided against a given day.

import Crypto

/// A date of birth, of which month or day may be unknown, as may the whole date.
public struct PartialDate: Hashable, Sendable {
  /// Four digits; nil if unknown.
  public let year: Int?
  /// 1 to 12; nil if unknown.
  public let month: Int?
  /// 1 to 31; nil if unknown.
  public let day: Int?

  public init(year: Int?, month: Int?, day: Int?) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day, if no part is unknown.
  public var civilDate: CivilDate? {
    guard let year, let month, let day else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }
}

/// The six characters as numbers; the year has two digits.
struct MRZDate: Equatable {
  var year: Int?
  var month: Int?
  var day: Int?

  init(year: Int?, month: Int?, day: Int?) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Six characters of a zone: two digits or `<<` for each part; nil if they are anything else.
  init?(_ span: Span<UInt8>, at range: Range<Int>) {
    func part(_ offset: Int) -> Int?? {
      let high = span[range.lowerBound + offset]
      let low = span[range.lowerBound + offset + 1]
      if high == mrzFiller && low == mrzFiller { return .some(nil) }
      guard isMRZDigit(high), isMRZDigit(low) else { return nil }
      return Int(high - 48) * 10 + Int(low - 48)
    }
    guard range.count == 6, let year = part(0), let month = part(2), let day = part(4) else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// A date as people type it: `YYMMDD` as in the zone, eight digits, or day, month and year with `.`, `-` or `/`
  /// between them (the year first if it has four digits). A year of four digits must be between 1900 and 2099.
  /// - Parameter fullYear: gets the four digits if they were typed.
  init?(typed span: Span<UInt8>, fullYear: inout Int?) {
    var parts: [(value: Int, digits: Int)] = [(0, 0)]
    for index in 0..<span.count {
      let byte = span[index]
      if isMRZDigit(byte) {
        guard parts[parts.count - 1].digits < 8 else { return nil }
        parts[parts.count - 1].value = parts[parts.count - 1].value * 10 + Int(byte - 48)
        parts[parts.count - 1].digits += 1
      } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") {
        parts.append((0, 0))
      } else {
        return nil
      }
    }
    let years = 1900...2099
    let whole: (year: Int, month: Int, day: Int)
    switch parts.count {
    case 1 where parts[0].digits == 6:
      self.init(span, at: 0..<6)
      return
    case 1 where parts[0].digits == 8:
      let value = parts[0].value
      whole =
        years.contains(value % 10_000)
        ? (value % 10_000, value / 10_000 % 100, value / 1_000_000)
        : (value / 10_000, value / 100 % 100, value % 100)
    case 3 where parts[0].digits == 4:
      whole = (parts[0].value, parts[1].value, parts[2].value)
    case 3 where parts[2].digits == 4:
      whole = (parts[2].value, parts[1].value, parts[0].value)
    case 3 where parts.allSatisfy({ (1...2).contains($0.digits) }):
      self.init(year: parts[2].value, month: parts[1].value, day: parts[0].value)
      unknownForZero()
      return
    default: return nil
    }
    guard years.contains(whole.year), whole.month < 100, whole.day < 100,
      parts.allSatisfy({ $0.digits > 0 })
    else { return nil }
    fullYear = whole.year
    self.init(year: whole.year % 100, month: whole.month, day: whole.day)
    unknownForZero()
  }

  /// A part that a document shows as unknown and that is typed as 00 stands as `<<` in the zone.
  private mutating func unknownForZero() {
    if month == 0 { month = nil }
    if day == 0 { day = nil }
  }

  /// The characters of the zone.
  func write(to buffer: UnsafeMutableBufferPointer<UInt8>, at index: Int) {
    for (offset, part) in [year, month, day].enumerated() {
      unsafe buffer[index + 2 * offset] = part.map { UInt8(48 + $0 / 10) } ?? mrzFiller
      unsafe buffer[index + 2 * offset + 1] = part.map { UInt8(48 + $0 % 10) } ?? mrzFiller
    }
  }

  /// The date of birth: in the latest century in which it is not after `today`; nil if there is no such day.
  func birthDate(today: CivilDate) -> PartialDate? {
    // Some states write an unknown month or day as 00.
    let month = self.month == 0 ? nil : self.month
    let day = self.day == 0 ? nil : self.day
    guard month.map({ (1...12).contains($0) }) ?? true, day.map({ (1...31).contains($0) }) ?? true else {
      return nil
    }
    guard let year else {
      return month == nil && day == nil ? PartialDate(year: nil, month: nil, day: nil) : nil
    }
    for whole in [today.year / 100 * 100 + year, today.year / 100 * 100 - 100 + year] {
      if let month, let day {
        guard let date = CivilDate(year: whole, month: month, day: day) else { continue }
        if date <= today { return PartialDate(year: whole, month: month, day: day) }
      } else if whole < today.year || (whole == today.year && (month ?? 1) <= today.month) {
        return PartialDate(year: whole, month: month, day: day)
      }
    }
    return nil
  }

  /// The date of expiry: in the century that brings its year nearest to `today`; nil if there is no such day.
  func expiryDate(today: CivilDate) -> CivilDate? {
    guard let year, let month, let day else { return nil }
    let base = today.year / 100 * 100 + year
    let nearest = [base - 100, base, base + 100].min { abs($0 - today.year) < abs($1 - today.year) } ?? base
    return CivilDate(year: nearest, month: month, day: day)
  }
}
