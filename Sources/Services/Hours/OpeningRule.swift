// The parts of opening hours in the grammar of OpenStreetMap (opening_hours, version of 2024): which days a rule is
// about, and what it says of them. Values only; OpeningHoursParser reads them, OpeningHours asks them.

import Handover

/// From `start` to `end`, in minutes after midnight of the day on which it begins.
public struct TimeSpan: Hashable, Sendable {
  /// 0 to 1439.
  public var start: Int
  /// More than `start`; beyond 1440 it ends on the next day, 2880 at the most.
  public var end: Int

  public init(start: Int, end: Int) {
    precondition(start >= 0 && start < 1440 && end > start && end <= 2880, "a span outside of its day")
    self.start = start
    self.end = end
  }
}

/// One rule: `Mo-Fr 08:00-12:00,14:00-16:00`.
public struct OpeningRule: Equatable, Sendable {
  public enum Effect: Equatable, Sendable {
    case open([TimeSpan])
    /// No spans: the whole day.
    case closed([TimeSpan])
  }

  public var days: DaySelector
  public var effect: Effect
  /// Follows a comma: it adds to what the rules before say of the same day, instead of replacing it.
  public var isAdditional: Bool
}

/// Which days a rule is about; what is empty selects every day.
public struct DaySelector: Equatable, Sendable {
  public var dates: [DateRange] = []
  public var weeks: [WeekRange] = []
  public var weekdays: [WeekdayRange] = []
  /// `PH`.
  public var holidays = false

  public init() {}

  func matches(_ day: CivilDay, isHoliday: Bool) -> Bool {
    guard dates.isEmpty || dates.contains(where: { $0.contains(day) }) else { return false }
    guard weeks.isEmpty || weeks.contains(where: { $0.contains(ISOWeek.number(of: day)) }) else {
      return false
    }
    if weekdays.isEmpty && !holidays { return true }
    return (holidays && isHoliday) || weekdays.contains { $0.contains(day) }
  }
}

/// `Mo-Fr`, `Sa`, `Th[1]`: Monday is 0.
public struct WeekdayRange: Equatable, Sendable {
  public var first: Int
  /// Less than `first` where the range runs over Sunday.
  public var last: Int
  /// Which ones of the month, 1 to 5, or -1 to -5 from its end; none: all.
  public var places: [Int] = []

  func contains(_ day: CivilDay) -> Bool {
    let weekday = day.weekday
    let isInside = first <= last ? (first...last).contains(weekday) : weekday >= first || weekday <= last
    guard isInside, !places.isEmpty else { return isInside }
    let date = day.date
    let fromStart = (date.day - 1) / 7 + 1
    let fromEnd = -((CivilDay.daysInMonth(date.month, year: date.year) - date.day) / 7 + 1)
    return places.contains(fromStart) || places.contains(fromEnd)
  }
}

/// `week 2-52/2`: ISO 8601 weeks.
public struct WeekRange: Equatable, Sendable {
  public var first: Int
  public var last: Int
  public var step: Int

  func contains(_ week: Int) -> Bool { week >= first && week <= last && (week - first) % step == 0 }
}

/// `Dec 24-26`, `Jun-Aug`, `2026 Dec 24-2027 Jan 3`, `easter -2 days`.
public struct DateRange: Equatable, Sendable {
  /// One end of a range.
  public enum Point: Equatable, Sendable {
    /// Without a year it comes every year; 29 February in a common year is the day after the 28th.
    case date(year: Int?, month: Int, day: Int)
    case easter(year: Int?, offset: Int)

    var year: Int? {
      switch self {
      case .date(let year, _, _), .easter(let year, _): year
      }
    }

    /// The day in `year` on which a range begins: 29 February of a common year is 1 March.
    func firstDay(in year: Int) -> CivilDay {
      switch self {
      case .date(_, let month, let day):
        CivilDay(year: year, month: month, day: day)
          ?? CivilDay(number: (CivilDay(year: year, month: month, day: 28)?.number ?? 0) + day - 28)
      case .easter(_, let offset): Easter.sunday(year) + offset
      }
    }

    /// The day in `year` with which a range ends: 29 February of a common year is the 28th.
    func lastDay(in year: Int) -> CivilDay {
      guard case .date(_, let month, let day) = self else { return firstDay(in: year) }
      let end = min(day, CivilDay.daysInMonth(month, year: year))
      return CivilDay(year: year, month: month, day: end) ?? firstDay(in: year)
    }
  }

  public var first: Point
  public var last: Point

  func contains(_ day: CivilDay) -> Bool {
    if let from = first.year {
      return day >= first.firstDay(in: from) && day <= last.lastDay(in: last.year ?? from)
    }
    let year = day.date.year
    let start = first.firstDay(in: year)
    let end = last.lastDay(in: year)
    // Over New Year's Eve: the end of the year and its beginning.
    return runsOverNewYear(start, end) ? day >= start || day <= end : day >= start && day <= end
  }

  /// By the dates that were written: `Feb 29` alone is empty in a common year, and not the whole year.
  private func runsOverNewYear(_ start: CivilDay, _ end: CivilDay) -> Bool {
    guard case .date(_, let firstMonth, let firstDay) = first,
      case .date(_, let lastMonth, let lastDay) = last
    else { return end < start }
    return (lastMonth, lastDay) < (firstMonth, firstDay)
  }
}

/// Weeks by ISO 8601: week 1 holds the year's first Thursday.
public enum ISOWeek {
  /// 1 to 53.
  public static func number(of day: CivilDay) -> Int {
    let thursday = day + (3 - day.weekday)
    guard let newYear = CivilDay(year: max(1, min(9999, thursday.date.year)), month: 1, day: 1) else {
      return 1
    }
    return (thursday.number - newYear.number) / 7 + 1
  }
}
