// The dates of opening hours: `Dec 24`, `Dec 24-26,31`, `Jun-Aug`, `2026 Dec 24-2027 Jan 3`, `easter -2 days`. The rest
// of the grammar stands in OpeningHoursParser.

import Handover

extension OpeningHoursParser {
  static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Whether what follows is a date: a year, a month or Easter.
  var isDateNext: Bool {
    switch current {
    case .number(let digits): digits.utf8.count == 4
    case .word(let word): word == "easter" || Self.months.contains(word)
    default: false
    }
  }

  /// One range of dates, or several days of one month.
  mutating func dates() throws(OpeningHoursError) -> [DateRange] {
    let year = number(1900...9999)
    guard isDateNext else {
      guard let year else { throw wrong(current, "is no date", Self.dateRemedy) }
      return [try years(from: year)]
    }
    let first = try point(year: year)
    var ranges: [DateRange] = []
    guard case .date(_, let month, _) = first.point, !first.isMonth else {
      return [DateRange(first: first.point, last: try rangeEnd(first, month: nil, year: year))]
    }
    ranges.append(DateRange(first: first.point, last: try rangeEnd(first, month: month, year: year)))
    // `Dec 24,31`: more days of the same month.
    while current == .sign(","), let next = following, case .number(let digits) = next, digits.utf8.count <= 2
    {
      advance()
      let start = try dayOf(month: month, year: year)
      let more = (point: DateRange.Point.date(year: year, month: month, day: start), isMonth: false)
      ranges.append(DateRange(first: more.point, last: try rangeEnd(more, month: month, year: year)))
    }
    return ranges
  }

  private static let dateRemedy = "write for example Dec 24 or Dec 24-26 or 2026 Dec 24"

  private mutating func years(from year: Int) throws(OpeningHoursError) -> DateRange {
    var last = year
    if take("-") {
      guard let end = number(1900...9999), end >= year else {
        throw wrong(current, "ends no range of years", Self.dateRemedy)
      }
      last = end
    }
    return DateRange(
      first: .date(year: year, month: 1, day: 1), last: .date(year: last, month: 12, day: 31))
  }

  /// A day, a month (its first day) or Easter with its offset.
  private mutating func point(
    year: Int?
  ) throws(OpeningHoursError) -> (point: DateRange.Point, isMonth: Bool) {
    guard case .word(let word) = current else { throw wrong(current, "is no date", Self.dateRemedy) }
    advance()
    if word == "easter" { return (.easter(year: year, offset: try easterOffset()), false) }
    guard let index = Self.months.firstIndex(of: word) else {
      throw wrong(.word(word), "is no month", Self.dateRemedy)
    }
    guard case .number(let digits) = current, digits.utf8.count <= 2 else {
      return (.date(year: year, month: index + 1, day: 1), true)
    }
    return (.date(year: year, month: index + 1, day: try dayOf(month: index + 1, year: year)), false)
  }

  /// The last day of the range that begins at `first`: itself where no `-` follows.
  private mutating func rangeEnd(
    _ first: (point: DateRange.Point, isMonth: Bool), month: Int?, year: Int?
  ) throws(OpeningHoursError) -> DateRange.Point {
    guard current == .sign("-") else { return first.isMonth ? Self.endOfMonth(first.point) : first.point }
    advance()
    if let month, case .number(let digits) = current, digits.utf8.count <= 2 {
      let last = try dayOf(month: month, year: year)
      guard case .date(_, _, let start) = first.point, last >= start else {
        throw OpeningHoursError(
          what: "a range of dates in the opening hours ends before it begins", remedy: Self.dateRemedy)
      }
      return .date(year: year, month: month, day: last)
    }
    let endYear = number(1900...9999) ?? year
    guard endYear == nil || year != nil else {
      throw OpeningHoursError(
        what: "a range of dates in the opening hours has a year at its end only",
        remedy: "write the year at both ends")
    }
    let last = try point(year: endYear)
    let end = last.isMonth ? Self.endOfMonth(last.point) : last.point
    if let from = year, let to = endYear, end.lastDay(in: to) < first.point.firstDay(in: from) {
      throw OpeningHoursError(
        what: "a range of dates in the opening hours ends before it begins", remedy: Self.dateRemedy)
    }
    return end
  }

  private static func endOfMonth(_ point: DateRange.Point) -> DateRange.Point {
    guard case .date(let year, let month, _) = point else { return point }
    // Where no year is said, February ends on the 29th; DateRange.Point makes the 28th of it.
    let last = CivilDay.daysInMonth(month, year: year ?? 2024)
    return .date(year: year, month: month, day: last)
  }

  private mutating func dayOf(month: Int, year: Int?) throws(OpeningHoursError) -> Int {
    let last = CivilDay.daysInMonth(month, year: year ?? 2024)
    guard let day = number(1...last) else {
      let name = Self.months[month - 1]
      throw wrong(current, "is no day of \(name)", "write a day from 1 to \(last)")
    }
    return day
  }

  private mutating func easterOffset() throws(OpeningHoursError) -> Int {
    guard current == .sign("+") || current == .sign("-"), let next = following, case .number = next else {
      return 0
    }
    // `easter -2 days` is an offset, `easter-Apr 30` a range.
    let isBefore = current == .sign("-")
    advance()
    guard let days = number(1...365), case .word(let unit) = current, unit == "day" || unit == "days" else {
      throw wrong(current, "is no distance from Easter", "write for example easter -2 days or easter +1 day")
    }
    advance()
    return isBefore ? -days : days
  }
}
