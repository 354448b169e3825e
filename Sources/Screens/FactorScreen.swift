// "How do you show who you are?": birth date, or the old passport at the reader. Asked only where both are possible. A
// passport that is not the order's counts as a wrong try, as a wrong birth date does.

import Messages
import Terminal

struct FactorScreen: ScreenPart {
  let set: WaitingSet
  private var triesLeft: Int
  private var choices = Choices()
  private var error: Text?

  init(_ set: WaitingSet, triesLeft: Int, wrong: Bool) {
    self.set = set
    self.triesLeft = triesLeft
    error = wrong ? Self.wrongText(triesLeft) : nil
  }

  var screen: CitizenScreen { .factor(self) }
  var helpKey: String { "factor.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.back) }
    error = nil
    return choices.press(key, count: 2).map { .ask(.chooseFactor($0 == 0 ? .birthDate : .oldPassport)) }
      ?? .stay
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .factor(set, let triesLeft, let wrong) = stage else { return false }
    self.triesLeft = triesLeft
    if wrong { error = Self.wrongText(triesLeft) }
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  private static func wrongText(_ tries: Int) -> Text {
    tries == 1 ? Text("factor.error_wrong_last") : Text("factor.error_wrong", .number("tries", tries))
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "factor.title", step: 3, context)
    page.question(Text("factor.question"))
    if context.snapshot.moreWaiting > 0 {
      page.paragraph(
        Text(
          "waiting.set", .text("documents", Wording.documents(set.documents)),
          .text("until", Wording.shortDate(set.until))))
    }
    page.choices([Text("factor.birth"), Text("factor.passport")], choices)
    page.note(Text("birth.purpose"))
    page.status(error: error)
    page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language])
    return page
  }
}
