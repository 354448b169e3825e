// "When were you born?": three parts, one after the other, OK goes on to the next (UX-9). An impossible date is named
// with the part to change and the input stays; whose date it is, only the station knows.

import Handover
import Messages
import Terminal

struct BirthDateScreen: ScreenPart {
  private let set: WaitingSet
  private(set) var date = DateEntry()
  private var error: Text?

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
    // What was wrong may be right after the next digit.
    if key != .ok { error = nil }
    switch date.press(key) {
    case .stay: return .stay
    case .leave: return .ask(.back)
    case .confirm: break
    }
    switch date.confirm(latest: context.today) {
    case .wrong(let mistake):
      error = mistake.text
      return .stay
    case .nextPart:
      error = nil
      return .stay
    case .whole:
      error = nil
      return .ask(.birthDate, date.typed.secret)
    }
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .birthDate(let set, let triesLeft, let wrong) = stage, set == self.set else { return false }
    if wrong {
      date.wipe()
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
    page.field("birth.label", date.field)
    page.note(Text("birth.purpose"))
    page.status(date.isOverfull ? PageDraft.fieldIsFull(context) : nil, error: error)
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
}
