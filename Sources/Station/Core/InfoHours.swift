// Opening hours in words: now, in an ordinary week, and where the next days differ. Times are the town's local times;
// who asks brings day and minute.

import Handover
import Messages
import Services

/// Opening hours of one place as its page tells them.
struct InfoHours {
  /// Differing days are told so far ahead.
  static let daysAhead = 14

  let hours: OpeningHours
  let holidays: HolidayCalendar
  let now: LocalMinute
  let texts: InfoTexts

  /// "Jetzt geöffnet bis 16:00 Uhr", "Öffnet morgen, Montag, 8:00 Uhr".
  var status: Words {
    switch hours.status(at: now, holidays: holidays) {
    case .open(nil): return .key("info.open_always")
    case .open(let until?):
      if until.day == now.day { return .key("info.open_until", ["time": texts.time(until.minute)]) }
      if until.minute == 0, until.day == now.day + 1 {
        return .key("info.open_until", ["time": texts.time(1440)])
      }
      return .key("info.open_until_day", ["day": texts.day(until.day), "time": texts.time(until.minute)])
    case .closed(nil): return .key("info.closed")
    case .closed(let opens?):
      let time = texts.time(opens.minute)
      let weekday = texts.say("info.weekday\(opens.day.weekday)")
      switch opens.day.number - now.day.number {
      case 0: return .key("info.opens_today", ["time": time])
      case 1: return .key("info.opens_tomorrow", ["weekday": weekday, "time": time])
      case 2..<7: return .key("info.opens_weekday", ["weekday": weekday, "time": time])
      default: return .key("info.opens_day", ["day": texts.day(opens.day), "time": time])
      }
    }
  }

  /// The ordinary week; days in a row with the same hours share a line.
  var week: [InfoFact] {
    let week = hours.ordinaryWeek
    var facts: [InfoFact] = []
    var first = 0
    for day in 0..<7 where day == 6 || week[day + 1] != week[first] {
      let name = texts.say("info.weekday\(first)")
      let label: Words =
        first == day
        ? .content(name)
        : .key("info.days", ["first": name, "last": texts.say("info.weekday\(day)")])
      facts.append(InfoFact(label, .content(texts.spans(week[first]))))
      first = day + 1
    }
    return facts
  }

  /// Days of the next two weeks that differ from an ordinary week.
  var exceptions: [InfoFact] {
    hours.exceptions(from: now.day, count: Self.daysAhead, holidays: holidays).map { exception in
      let spans = texts.spans(exception.spans)
      let holiday = exception.holiday.map(texts.holiday) ?? ""
      return InfoFact(
        .content(texts.day(exception.day)), .content(holiday.isEmpty ? spans : "\(spans), \(holiday)"))
    }
  }
}

/// The station's own words in one language, for what stands inside of other words.
struct InfoTexts {
  let texts: [String: String]

  func say(_ key: String, _ values: [String: String] = [:]) -> String {
    (try? TextTemplate(texts[key] ?? ""))?.filled(with: values) ?? ""
  }

  /// `8:00 Uhr`; 1440 is the end of the day.
  func time(_ minute: Int) -> String { say("info.time", ["time": clock(minute)]) }

  private func clock(_ minute: Int) -> String {
    let rest = minute % 60
    return "\(minute == 1440 ? 24 : minute / 60 % 24):\(rest < 10 ? "0" : "")\(rest)"
  }

  /// `Mo 23.11.`
  func day(_ day: CivilDay) -> String {
    let date = day.date
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return say(
      "info.day",
      ["weekday": say("clock.day\(day.weekday)"), "day": two(date.day), "month": two(date.month)])
  }

  /// `01.01.2027`
  func date(_ day: CivilDay) -> String {
    let date = day.date
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return say("date.full", ["day": two(date.day), "month": two(date.month), "year": String(date.year)])
  }

  func spans(_ spans: [TimeSpan]) -> String {
    if spans.isEmpty { return say("info.closed_day") }
    if spans.count == 1, spans[0].start == 0, spans[0].end == 1440 { return say("info.all_day") }
    let rows = spans.map {
      say("info.span", ["from": clock($0.start), "until": clock($0.end > 1440 ? $0.end - 1440 : $0.end)])
    }
    return say("info.spans", ["spans": rows.joined(separator: ", ")])
  }

  func holiday(_ holiday: Holiday) -> String {
    say("holiday.\(String(holiday.rawValue.map { $0 == "-" ? "_" : $0 }))")
  }

  /// `9,00 €`, or that it is free; both ends of a span.
  func amount(_ fee: Fee) -> String {
    if let most = fee.amountMax {
      return say("info.euro_span", ["from": digits(fee.amount), "until": digits(most)])
    }
    return fee.amount.cents == 0 ? say("info.free") : say("info.euro", ["euro": digits(fee.amount)])
  }

  private func digits(_ amount: Euro) -> String {
    let cents = amount.cents % 100
    return say(
      "info.amount", ["euro": String(amount.cents / 100), "cents": (cents < 10 ? "0" : "") + String(cents)])
  }
}
