// When a place is open: the rules of one opening_hours text, asked for a day or a moment. Times are local times of the
// town, in minutes of its day, so that the change to summer time moves nothing; who asks brings the day and the minute.

import Handover

/// A moment in the town's local time.
public struct LocalMinute: Hashable, Comparable, Sendable {
  public var day: CivilDay
  /// Minutes after midnight, 0 to 1439.
  public var minute: Int

  public init(day: CivilDay, minute: Int) {
    self.day = day
    self.minute = minute
  }

  init(absolute: Int) {
    let days = absolute >= 0 ? absolute / 1440 : (absolute - 1439) / 1440
    self.init(day: CivilDay(number: days), minute: absolute - days * 1440)
  }

  var absolute: Int { day.number * 1440 + minute }

  public static func < (left: LocalMinute, right: LocalMinute) -> Bool {
    (left.day, left.minute) < (right.day, right.minute)
  }
}

/// Whether a place is open.
public enum OpenStatus: Equatable, Sendable {
  /// `until` is nil where it stays open for longer than `ContentLimit.openUntilDaysMax` days.
  case open(until: LocalMinute?)
  /// `opens` is nil where it does not open within `ContentLimit.opensAgainDaysMax` days.
  case closed(opens: LocalMinute?)
}

/// Opening hours as they were written, and what they mean.
public struct OpeningHours: Equatable, Sendable {
  /// The text that was read.
  public let source: String
  public let rules: [OpeningRule]

  /// Reads `source`; throws what is wrong with it first.
  public init(_ source: String) throws(OpeningHoursError) {
    var parser = OpeningHoursParser(source)
    rules = try parser.parse()
    self.source = source
  }

  /// When it opens on `day`, in order, without overlaps; a span that begins on the day before is not among them.
  public func spans(on day: CivilDay, holidays: HolidayCalendar) -> [TimeSpan] {
    spans(on: day, isHoliday: holidays.holiday(on: day) != nil)
  }

  private func spans(on day: CivilDay, isHoliday: Bool) -> [TimeSpan] {
    var spans: [TimeSpan] = []
    for rule in rules where rule.days.matches(day, isHoliday: isHoliday) {
      switch rule.effect {
      case .open(let more): spans = rule.isAdditional ? spans + more : more
      case .closed(let gaps): spans = gaps.isEmpty ? [] : gaps.reduce(spans, Self.without)
      }
    }
    return Self.merged(spans)
  }

  /// Whether it is open at `moment`, and until when, or when it opens next.
  public func status(at moment: LocalMinute, holidays: HolidayCalendar) -> OpenStatus {
    let now = moment.absolute
    var openUntil: Int?
    for offset in -1...ContentLimit.opensAgainDaysMax {
      if openUntil != nil, offset > ContentLimit.openUntilDaysMax { return .open(until: nil) }
      let day = moment.day + offset
      for span in spans(on: day, holidays: holidays) {
        let start = day.number * 1440 + span.start
        let end = day.number * 1440 + span.end
        if let until = openUntil {
          guard start <= until else { return .open(until: LocalMinute(absolute: until)) }
          openUntil = max(until, end)
        } else if start <= now, now < end {
          openUntil = end
        } else if start > now {
          return .closed(opens: LocalMinute(absolute: start))
        }
      }
      if let until = openUntil, until < (day.number + 1) * 1440 {
        return .open(until: LocalMinute(absolute: until))
      }
    }
    return openUntil == nil ? .closed(opens: nil) : .open(until: nil)
  }

  /// The seven days of an ordinary week, Monday first: rules about dates, weeks and holidays left out.
  public var ordinaryWeek: [[TimeSpan]] {
    (0..<7).map { weekday in
      var spans: [TimeSpan] = []
      for rule in rules where rule.days.dates.isEmpty && rule.days.weeks.isEmpty {
        let isEvery = rule.days.weekdays.isEmpty && !rule.days.holidays
        let isNamed = rule.days.weekdays.contains { range in
          guard range.places.isEmpty else { return false }
          return range.first <= range.last
            ? (range.first...range.last).contains(weekday) : weekday >= range.first || weekday <= range.last
        }
        guard isEvery || isNamed else { continue }
        switch rule.effect {
        case .open(let more): spans = rule.isAdditional ? spans + more : more
        case .closed(let gaps): spans = gaps.isEmpty ? [] : gaps.reduce(spans, Self.without)
        }
      }
      return Self.merged(spans)
    }
  }

  /// Days from `day` on, `count` of them, on which the hours differ from those of an ordinary week, with their spans.
  public func exceptions(
    from day: CivilDay, count: Int, holidays: HolidayCalendar
  ) -> [(day: CivilDay, holiday: Holiday?, spans: [TimeSpan])] {
    let ordinary = ordinaryWeek
    return (0..<max(0, count)).compactMap { offset in
      let other = day + offset
      let spans = spans(on: other, holidays: holidays)
      guard spans != ordinary[other.weekday] else { return nil }
      return (other, holidays.holiday(on: other), spans)
    }
  }

  /// In order, touching and overlapping ones as one.
  private static func merged(_ spans: [TimeSpan]) -> [TimeSpan] {
    var result: [TimeSpan] = []
    for span in spans.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      if let last = result.last, span.start <= last.end {
        result[result.count - 1].end = max(last.end, span.end)
      } else {
        result.append(span)
      }
    }
    return result
  }

  private static func without(_ spans: [TimeSpan], _ gap: TimeSpan) -> [TimeSpan] {
    spans.flatMap { span -> [TimeSpan] in
      var rest: [TimeSpan] = []
      if span.start < min(span.end, gap.start) {
        rest.append(TimeSpan(start: span.start, end: min(span.end, gap.start)))
      }
      let after = max(span.start, gap.end)
      // What would be left on the next day alone is no span of this day: it ends with the gap.
      if after < span.end, after < 1440 { rest.append(TimeSpan(start: after, end: span.end)) }
      return rest
    }
  }
}
