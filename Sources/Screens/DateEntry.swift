// A date that is being typed in three parts, one after the other: OK goes on to the next (UX-9), back to the one before.
// It says which part is wrong and knows nothing of whose date it is, nor of the page around it.

import Handover
import Messages
import Terminal

struct DateEntry: Equatable, Sendable {
  private(set) var typed = TypedBirthDate()
  private(set) var part = DatePart.day
  /// More was typed than the part holds.
  private(set) var isOverfull = false
  /// The first digit typed into a part that was filled before starts that part again.
  private var startsAgain = false

  enum Answer: Equatable {
    case stay
    /// Back, before the first part.
    case leave
    case confirm
  }

  enum Confirmed: Equatable {
    case wrong(BirthDateMistake)
    case nextPart
    case whole
  }

  mutating func press(_ key: ScreenKey) -> Answer {
    isOverfull = false
    switch key {
    case .digit(let digit):
      if startsAgain { typed[part].wipe() }
      startsAgain = false
      isOverfull = !typed[part].append(Ascii.zero + digit)
    case .clear:
      startsAgain = false
      typed[part].wipe()
    case .erase where !typed[part].isEmpty:
      startsAgain = false
      typed[part].removeLast()
    case .back, .erase:
      guard let before = DatePart(rawValue: part.rawValue - 1) else { return .leave }
      focus(before)
    case .ok: return .confirm
    case .up, .down, .right, .left, .plus, .letter, .character, .cell: break
    }
    return .stay
  }

  mutating func focus(_ part: DatePart) {
    self.part = part
    startsAgain = !typed[part].isEmpty
  }

  /// What was answered before: day, month and year in digits; others are left out.
  mutating func fill(_ parts: [String]) {
    wipe()
    for (part, text) in zip(DatePart.allCases, parts) {
      for byte in text.utf8 where Ascii.digits.contains(byte) { _ = typed[part].append(byte) }
    }
    focus(.day)
  }

  /// OK: the part at hand is looked at, with the last one the whole date. `latest`: no date lies after it, and none
  /// `yearsMax` years before it.
  mutating func confirm(latest: CivilDay, yearsMax: Int = TypedBirthDate.ageYearsMax) -> Confirmed {
    let mistake =
      part == .year
      ? typed.mistake(today: latest, yearsMax: yearsMax)
      : typed.mistake(in: part, today: latest, yearsMax: yearsMax)
    if let mistake {
      focus(mistake.part)
      return .wrong(mistake)
    }
    guard let next = DatePart(rawValue: part.rawValue + 1) else { return .whole }
    focus(next)
    return .nextPart
  }

  mutating func wipe() {
    typed.wipe()
    focus(.day)
  }

  var field: Field.Kind {
    .date(
      DateParts(
        day: typed.day.digits, month: typed.month.digits, year: typed.year.digits,
        part: DateParts.Part(rawValue: part.rawValue) ?? .day))
  }
}

extension ScreenContext {
  /// A clock that names no day must not keep people out; the station looks at the date again.
  var today: CivilDay {
    let clock = snapshot.clock
    return CivilDay(year: clock.year, month: clock.month, day: clock.day)
      ?? CivilDay(year: 9999, month: 12, day: 31)!
  }
}

extension BirthDateMistake {
  var text: Text {
    switch self {
    case .missing(.day): Text("birth.error_day_missing")
    case .missing(.month): Text("birth.error_month_missing")
    case .missing(.year): Text("birth.error_year_missing")
    case .noSuchDay(let day): Text("birth.error_day", .number("day", day), privacy: .personal)
    case .noSuchMonth(let month): Text("birth.error_month", .number("month", month), privacy: .personal)
    case .noSuchDate(let day, let month):
      Text(
        "birth.error_date", .number("day", day), .text("month", Text("month.m\(month)")), privacy: .personal)
    case .noLeapDay(let year): Text("birth.error_leap", .number("year", year), privacy: .personal)
    case .yearTooShort: Text("birth.error_year_short")
    case .yearTooEarly(let year): Text("birth.error_year_early", .number("year", year), privacy: .personal)
    case .inFuture: Text("birth.error_future")
    }
  }
}
