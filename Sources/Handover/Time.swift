// When something happened: a moment comes in with every input, so that nothing here asks a clock.
// Days are civil days of the town (Europe/Berlin); the station computes them, this module knows no time zone.

/// A civil day, counted from 1 January 1970 (day 0), in the town's time zone.
public struct CivilDay: Hashable, Comparable, Sendable {
  /// Days since 1 January 1970; negative before.
  public var number: Int

  public init(number: Int) {
    self.number = number
  }

  /// The day of a proleptic Gregorian date, or nil when there is no such date (31 February).
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDay.daysInMonth(month, year: year)
    else { return nil }
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  /// Days in a month, 28 to 31.
  public static func daysInMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    default: 31
    }
  }

  /// Year, month (1 to 12) and day (1 to 31).
  public var date: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// Monday is 0, Sunday is 6.
  public var weekday: Int { ((number + 3) % 7 + 7) % 7 }

  public static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }
  public static func + (day: CivilDay, days: Int) -> CivilDay { CivilDay(number: day.number + days) }
}

extension CivilDay: CustomStringConvertible {
  /// ISO 8601: `2026-11-22`.
  public var description: String {
    let (year, month, day) = date
    func padded(_ value: Int, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

/// The clocks at one instant.
public struct Moment: Hashable, Sendable {
  /// Milliseconds since 1970 UTC by the wall clock, which may jump.
  public var wall: Int64
  /// Milliseconds since the machine started, which never jump.
  public var monotonic: Int64
  /// Which start of the machine `monotonic` counts from.
  public var boot: UInt64
  /// The civil day in the town's time zone.
  public var day: CivilDay

  public init(wall: Int64, monotonic: Int64, boot: UInt64, day: CivilDay) {
    self.wall = wall
    self.monotonic = monotonic
    self.boot = boot
    self.day = day
  }
}
