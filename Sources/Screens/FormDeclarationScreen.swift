// The declaration, as the town words it, and the act that it leads to with its fee. It binds, so nothing is focused
// beforehand (UX-12); whoever does not want to declare it goes back to the answers.

import Messages
import Terminal

struct FormDeclarationScreen: ScreenPart {
  private var shown: FormDeclaration
  private var choices = Choices(focus: nil)
  private var error: Text?

  init(shown: FormDeclaration) {
    self.shown = shown
    if shown.isNotSent { error = Text("form.not_sent") }
  }

  var screen: CitizenScreen { .formDeclaration(self) }
  var helpKey: String { "formdeclaration.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back { return .ask(.back) }
    if key == .ok && choices.focus == nil {
      error = Text(key: "formdeclaration.choose", arguments: context.keyNames.arguments)
      return .stay
    }
    let before = choices
    guard let index = choices.press(key, count: 2) else {
      if choices != before { error = nil }
      return .stay
    }
    error = nil
    return .ask(index == 0 ? .form(.declare) : .back)
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .form(.declaration(let shown)) = stage else { return false }
    self.shown = shown
    error = shown.isNotSent ? Text("form.not_sent") : nil
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "formdeclaration.title", context)
    page.paragraph(.data(shown.text))
    page.choices(
      [
        Text("formdeclaration.yes", .text("amount", FormWording.amount(shown.cents))),
        Text("formdeclaration.no"),
      ], choices)
    page.status(error: error)
    page.keys([.back, .choose, .ok(choices.focus == 0 ? "key.send" : "key.continue"), .end, .help, .language])
    return page
  }
}
