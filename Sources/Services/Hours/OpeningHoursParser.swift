// Reads opening hours in the part of OpenStreetMap's grammar that towns use: weekdays, their places in a month, dates,
// weeks, Easter, PH, several spans, "off", "24/7", additional rules. What lies outside is refused by its name, never
// read as something else. Comments in quotes are refused too: a page says such things in every language.

/// What is wrong with opening hours.
public struct OpeningHoursError: Error, Equatable, Sendable {
  /// What is wrong, as a sentence without its end.
  public var what: String
  public var remedy: String
}

/// A recursive-descent reader over tokens. It never traps and ends after at most as many steps as there are tokens.
struct OpeningHoursParser {
  private let source: String
  private var tokens: [OpeningHoursToken] = []
  private var at = 0

  init(_ source: String) { self.source = source }

  mutating func parse() throws(OpeningHoursError) -> [OpeningRule] {
    guard source.utf8.count <= ContentLimit.openingHoursBytesMax else {
      throw OpeningHoursError(
        what: "the opening hours are longer than \(ContentLimit.openingHoursBytesMax) letters",
        remedy: "write less rules, for example Mo-Fr instead of five days")
    }
    tokens = try OpeningHoursToken.read(source)
    guard !tokens.isEmpty else {
      throw OpeningHoursError(
        what: "the opening hours are empty", remedy: "write for example Mo-Fr 08:00-12:00")
    }
    var rules = [try rule(isAdditional: false)]
    while at < tokens.count {
      let isAdditional = tokens[at] == .sign(",")
      guard isAdditional || take(";") else {
        throw wrong(tokens[at], "is not understood here", "part rules with ;")
      }
      if isAdditional { at += 1 }
      if at == tokens.count, !isAdditional { break }
      rules.append(try rule(isAdditional: isAdditional))
      guard rules.count <= ContentLimit.openingRulesMax else {
        throw OpeningHoursError(
          what: "there are more than \(ContentLimit.openingRulesMax) rules", remedy: "write less rules")
      }
    }
    try refuseReopenedHolidays(rules)
    return rules
  }

  // MARK: One rule

  private mutating func rule(isAdditional: Bool) throws(OpeningHoursError) -> OpeningRule {
    if case .word("24/7") = current {
      at += 1
      return OpeningRule(
        days: DaySelector(), effect: isOff() ? .closed([]) : .open([TimeSpan(start: 0, end: 1440)]),
        isAdditional: isAdditional)
    }
    let days = try selector()
    let spans = try times()
    if isOff() { return OpeningRule(days: days, effect: .closed(spans), isAdditional: isAdditional) }
    guard !spans.isEmpty else {
      guard let token = current, token != .sign(";") else {
        throw OpeningHoursError(
          what: "a rule of the opening hours has days but no times",
          remedy: "write times such as 08:00-12:00, or off")
      }
      if case .number(let digits) = token {
        throw OpeningHoursError(
          what: "\(ContentText.quoted(digits)) in the opening hours is no time",
          remedy: "write times with minutes, 08:00-12:00")
      }
      throw wrong(token, "is not understood in opening hours", "write times such as 08:00-12:00, or off")
    }
    return OpeningRule(days: days, effect: .open(spans), isAdditional: isAdditional)
  }

  private mutating func isOff() -> Bool {
    guard case .word(let word) = current, word == "off" || word == "closed" else { return false }
    at += 1
    return true
  }

  private mutating func selector() throws(OpeningHoursError) -> DaySelector {
    var days = DaySelector()
    if isDateNext {
      repeat { days.dates.append(contentsOf: try dates()) } while takeComma { $0.isDateNext }
    }
    if case .word("week") = current {
      at += 1
      repeat { days.weeks.append(try week()) } while takeComma { $0.isNumberNext }
    }
    _ = take(":")
    if isWeekdayNext {
      repeat { try weekday(into: &days) } while takeComma { $0.isWeekdayNext }
    }
    _ = take(":")
    return days
  }

  // MARK: Weekdays and weeks

  private static let weekdays = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

  private var isWeekdayNext: Bool {
    guard case .word(let word) = current else { return false }
    return word == "PH" || Self.weekdays.contains(word)
  }

  private mutating func weekday(into days: inout DaySelector) throws(OpeningHoursError) {
    guard case .word(let word) = current else { return }
    at += 1
    if word == "PH" {
      days.holidays = true
      return
    }
    let first = Self.weekdays.firstIndex(of: word) ?? 0
    var range = WeekdayRange(first: first, last: first)
    if current == .sign("-") {
      at += 1
      guard case .word(let end) = current, let last = Self.weekdays.firstIndex(of: end) else {
        throw wrong(current, "ends no range of weekdays", "write for example Mo-Fr")
      }
      at += 1
      range.last = last
    }
    if take("[") {
      repeat {
        let isFromEnd = take("-")
        guard let place = number(1...5) else {
          throw wrong(current, "is no place in a month", "write for example Sa[1] or Sa[-1]")
        }
        range.places.append(isFromEnd ? -place : place)
      } while take(",")
      guard take("]") else { throw wrong(current, "follows an open [", "end it with ]") }
    }
    days.weekdays.append(range)
  }

  private var isNumberNext: Bool {
    if case .number = current { return true }
    return false
  }

  private mutating func week() throws(OpeningHoursError) -> WeekRange {
    guard let first = number(1...53) else {
      throw wrong(current, "is no week", "write weeks from 1 to 53, for example week 1-51/2")
    }
    var range = WeekRange(first: first, last: first, step: 1)
    if take("-") {
      guard let last = number(1...53), last >= first else {
        throw wrong(current, "ends no range of weeks", "write weeks from 1 to 53, the smaller one first")
      }
      range.last = last
      if take("/") {
        guard let step = number(1...53) else {
          throw wrong(current, "is no step of weeks", "write for example /2")
        }
        range.step = step
      }
    }
    return range
  }

  // MARK: Times

  private mutating func times() throws(OpeningHoursError) -> [TimeSpan] {
    var spans: [TimeSpan] = []
    guard case .time = current else { return spans }
    repeat {
      guard case .time(let start) = current else { break }
      at += 1
      guard take("-") else {
        throw OpeningHoursError(
          what: "the opening hours have a time without an end",
          remedy: "write from-to, for example 08:00-12:00")
      }
      guard case .time(let end) = current else {
        throw wrong(current, "is no time", "write from-to, for example 08:00-12:00")
      }
      at += 1
      // An end before the start lies on the next day.
      let last = end > start ? end : end + 1440
      guard start < 1440, last <= 2880, end != start else {
        throw OpeningHoursError(
          what:
            "the opening hours have a span that starts and ends at the same time, or starts after midnight",
          remedy: "write from-to within the day on which it starts")
      }
      spans.append(TimeSpan(start: start, end: last))
    } while takeComma { $0.isTimeNext }
    return spans
  }

  private var isTimeNext: Bool {
    if case .time = current { return true }
    return false
  }

  // MARK: Tokens

  var current: OpeningHoursToken? { at < tokens.count ? tokens[at] : nil }

  mutating func advance() { at += 1 }

  func token(ahead count: Int) -> OpeningHoursToken? { at + count < tokens.count ? tokens[at + count] : nil }

  mutating func take(_ sign: Character) -> Bool {
    guard current == .sign(sign) else { return false }
    at += 1
    return true
  }

  /// A comma, but only if what follows goes on with the same list; else it begins an additional rule.
  private mutating func takeComma(_ goesOn: (OpeningHoursParser) -> Bool) -> Bool {
    guard current == .sign(",") else { return false }
    at += 1
    if goesOn(self) { return true }
    at -= 1
    return false
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int? {
    guard case .number(let digits) = current, let value = Int(digits), range.contains(value) else {
      return nil
    }
    at += 1
    return value
  }

  func wrong(_ token: OpeningHoursToken?, _ what: String, _ remedy: String) -> OpeningHoursError {
    guard let token else {
      return OpeningHoursError(what: "the opening hours end too early", remedy: remedy)
    }
    if case .word(let word) = token, let hint = OpeningHoursToken.hint(word) {
      return OpeningHoursError(what: "\(ContentText.quoted(word)) is not read in opening hours", remedy: hint)
    }
    return OpeningHoursError(what: "\(ContentText.quoted(token.text)) \(what)", remedy: remedy)
  }

  /// Later rules win: a rule for weekdays behind `PH off` opens the holidays again, which nobody means.
  private func refuseReopenedHolidays(_ rules: [OpeningRule]) throws(OpeningHoursError) {
    guard
      let first = rules.firstIndex(where: {
        $0.days.holidays && $0.days.weekdays.isEmpty && $0.days.dates.isEmpty && $0.effect == .closed([])
      })
    else { return }
    let isReopened = rules[(first + 1)...].contains { rule in
      guard case .open = rule.effect else { return false }
      return rule.days.dates.isEmpty && rule.days.weeks.isEmpty && !rule.days.holidays
    }
    let isClosedAgain =
      rules.lastIndex {
        $0.days.holidays && $0.days.dates.isEmpty && $0.days.weeks.isEmpty
      } == rules.count - 1
    if isReopened && !isClosedAgain {
      throw OpeningHoursError(
        what: "a rule for weekdays stands behind PH off and opens the public holidays again",
        remedy: "write PH off behind the weekdays")
    }
  }
}
