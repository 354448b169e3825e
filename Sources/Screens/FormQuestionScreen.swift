// One question of an application: what is asked, how it is answered, and why it is asked (UX-4). Answers are looked at by
// the station on OK only (UX-6): a mistake is said, and what was typed stays. What need not be answered is marked so and
// can be skipped (UX-5).

import Messages
import Secrets
import Terminal

struct FormQuestionScreen: ScreenPart {
  private var shown: FormQuestion
  private var entry: AnswerEntry
  private var error: Text?
  /// "Erase" was pressed where nothing is typed: said, and no step back, since a key that repeats would make many.
  private var erasedNothing = false
  /// What was sent last, and what the station would not take: the same is not asked twice.
  private var sent: Secret?
  private var refused: Secret?

  init(shown: FormQuestion) {
    self.shown = shown
    entry = AnswerEntry(shown.entry, typed: shown.typed)
    error = Self.mistake(shown)
  }

  var screen: CitizenScreen { .formQuestion(self) }
  var helpKey: String {
    switch entry {
    case .choices: "formquestion.help_choices"
    case .line(let input) where !input.hasLetters: "formquestion.help"
    case .date: "formquestion.help"
    case .line, .address: "formquestion.help_letters"
    }
  }

  /// Skipping is a choice where there is room for one; elsewhere OK skips while nothing is answered.
  private var hasSkipChoice: Bool {
    guard case .choices(_, let options) = entry, !shown.isRequired else { return false }
    return options.count < Choices.countMax
  }

  private var skipsOnOK: Bool { !shown.isRequired && !hasSkipChoice && entry.isEmpty }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key != .ok { error = nil }
    erasedNothing = key == .erase && entry.hasNothingToErase
    if erasedNothing { return .stay }
    if case .choices = entry, key == .ok, skipsOnOK { return .ask(.form(.skip)) }
    switch entry.press(key, isSkippable: hasSkipChoice) {
    case .stay:
      if key == .ok { error = nil }
      return .stay
    case .back: return .ask(.back)
    case .wrong(let text):
      error = text
      return .stay
    case .nothing where !shown.isRequired: return .ask(.form(.skip))
    case .nothing:
      error = Text("formquestion.missing")
      return .stay
    case .given(let parts): return send(.joined(parts))
    }
  }

  private mutating func send(_ answer: Secret) -> ScreenAnswer {
    if let refused, refused == answer, let mistake = Self.mistake(shown) {
      error = mistake
      return .stay
    }
    error = nil
    sent = answer
    return .ask(.form(.answer), answer)
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .form(.question(let new)) = stage, new.field == shown.field, new.isAlike(shown),
      entry.translate(new.entry)
    else { return false }
    let isAnswer = new.mistake != nil && sent != nil
    shown = new
    error = Self.mistake(new)
    if isAnswer {
      refused = sent
      sent = nil
      entry.restart()
    }
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  /// A mistake may say a part of what was typed.
  private static func mistake(_ shown: FormQuestion) -> Text? {
    shown.mistake.map { .data($0, privacy: .personal) }
  }

  func page(_ context: ScreenContext) -> PageDraft {
    let step = shown.of > 1 ? Step(shown.number, of: shown.of, key: "form.step") : nil
    var page = PageDraft(.data(shown.title), step: step, context)
    page.question(.data(shown.question))
    if let hint = shown.hint, !hint.isEmpty { page.hint(.data(hint)) }
    let label = Text.data(shown.label)
    switch named {
    case .line(let input): page.picker(input, label: label)
    case .date(let date): page.field(Field(label: label, kind: date.field))
    case .address(let address): draw(address, &page)
    case .choices(let choices, let options):
      let skip = hasSkipChoice ? [Text("formquestion.skip")] : []
      page.choices(options + skip, choices)
    }
    if case .number(let least, let most) = shown.entry {
      page.note(Text("formquestion.range", .data("least", "\(least)"), .data("most", "\(most)")))
    }
    if !shown.why.isEmpty { page.note(.data(shown.why)) }
    if !shown.isRequired, !hasSkipChoice {
      page.note(Text("formquestion.optional"))
    }
    let nothing = Text(key: "formquestion.nothing_typed", arguments: context.keyNames.arguments)
    page.status(erasedNothing ? nothing : entry.notice(context), error: error)
    page.keys(caps)
    return page
  }

  private func draw(_ address: AddressEntry, _ page: inout PageDraft) {
    if !address.others.isEmpty { page.facts(address.others) }
    let part = address.part
    var field = address.input.field(
      Text(
        "address.part", .number("number", part.rawValue + 1), .number("of", AddressEntry.Part.allCases.count),
        .text("name", part.name)))
    field.isLabelDrawn = true
    page.field(field)
  }

  /// OK says what it does: it takes a letter, goes on, or skips.
  private var caps: [PageDraft.Cap] {
    switch named {
    case .line(let input): return input.caps
    case .address(let address): return address.input.caps
    case .date: return [.back, .clear, .ok(okKey), .end, .help]
    case .choices: return [.back, .choose, .ok(okKey), .end, .help, .language]
    }
  }

  private var okKey: String { skipsOnOK ? "formquestion.skip_key" : "key.continue" }
  private var named: AnswerEntry { entry.naming(done: Text(okKey)) }
}

extension FormQuestion {
  /// The same question, perhaps in another language.
  fileprivate func isAlike(_ other: FormQuestion) -> Bool {
    switch (entry, other.entry) {
    case (.choice(let here), .choice(let there)): here.count == there.count
    default: entry == other.entry
    }
  }
}

extension PickerInput {
  /// Letters are picked or typed here.
  fileprivate var hasLetters: Bool { !alphabet.cells.isEmpty }
}
