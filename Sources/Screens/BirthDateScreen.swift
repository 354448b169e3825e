// "When were you born?": three parts, one after the other, OK goes on to the next (UX-9). An impossible date is named
// with the part to change and the input stays; whose date it is, only the station knows.

import Handover
import Messages
import Terminal

struct BirthDateScreen: ScreenPart {
  private let set: WaitingSet
  private var typed = TypedBirthDate()
  private(set) var part = DatePart.day
  /// The first digit typed into a part that was filled before starts that part again.
  private var startsAgain = false
  private var error: Text?
  private var isOverfull = false

  init(_ set: WaitingSet, triesLeft: Int, wrong: Bool) {
    self.set = set
    error = wrong ? Self.wrongText(triesLeft) : nil
  }

  var screen: CitizenScreen { .birthDate(self) }
  var helpKey: String {
    switch set.birthDateOf {
    case .holder: "birth.help"
    case .custodian: "birth.help_custodian"
    case .principal: "birth.help_proxy"
    }
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    isOverfull = false
    // What was wrong may be right after the next digit.
    if key != .ok { error = nil }
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
      guard let before = DatePart(rawValue: part.rawValue - 1) else { return .ask(.back) }
      focus(before)
    case .ok: return confirm(context)
    case .up, .down, .plus: break
    }
    return .stay
  }

  private mutating func focus(_ part: DatePart) {
    self.part = part
    startsAgain = !typed[part].isEmpty
  }

  private mutating func confirm(_ context: ScreenContext) -> ScreenAnswer {
    let clock = context.snapshot.clock
    // A clock that names no day must not keep people out; the station looks at the date again.
    let today =
      CivilDay(year: clock.year, month: clock.month, day: clock.day)
      ?? CivilDay(year: 9999, month: 12, day: 31)!
    let isLast = part == .year
    let mistake = isLast ? typed.mistake(today: today) : typed.mistake(in: part, today: today)
    if let mistake {
      error = Self.text(mistake)
      focus(mistake.part)
      return .stay
    }
    error = nil
    if let next = DatePart(rawValue: part.rawValue + 1) {
      focus(next)
      return .stay
    }
    return .ask(.birthDate, typed.secret)
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .birthDate(let set, let triesLeft, let wrong) = stage, set == self.set else { return false }
    if wrong {
      typed.wipe()
      focus(.day)
      error = Self.wrongText(triesLeft)
    }
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "birth.title", step: 3, context)
    page.question(Text(question))
    // Of several, each is asked for with its own person's date.
    if context.snapshot.moreWaiting > 0 {
      page.paragraph(
        Text(
          "waiting.set", .text("documents", Wording.documents(set.documents)),
          .text("until", Wording.shortDate(set.until))))
    }
    page.hint(Text("birth.hint"))
    page.field(
      "birth.label",
      .date(
        DateParts(
          day: typed.day.digits, month: typed.month.digits, year: typed.year.digits,
          part: DateParts.Part(rawValue: part.rawValue) ?? .day)))
    page.note(Text("birth.purpose"))
    page.status(isOverfull ? PageDraft.fieldIsFull(context) : nil, error: error)
    page.keys([.back, .clear, .ok("key.continue"), .end, .help])
    return page
  }

  /// A minor's document opens for a custodian; a proxy is asked for the birth date of whoever sent them.
  private var question: String {
    switch set.birthDateOf {
    case .holder:
      set.documents.contains(DocumentKind.under16Card.name) ? "birth.question_child" : "birth.question"
    case .custodian: "birth.question_custodian"
    case .principal: "birth.question_proxy"
    }
  }

  private static func wrongText(_ tries: Int) -> Text {
    tries == 1 ? Text("birth.error_wrong_last") : Text("birth.error_wrong", .number("tries", tries))
  }

  private static func text(_ mistake: BirthDateMistake) -> Text {
    switch mistake {
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
