// "Did the letter with your PIN come?": the declaration of §17 PAuswV, asked where no confirmation is on file. What is
// shown here word for word is what the journal keeps, so nothing is focused beforehand (UX-12).

import Messages
import Terminal

struct PinLetterScreen: ScreenPart {
  let set: WaitingSet
  private var choices = Choices(focus: nil)
  private var error: Text?

  init(_ set: WaitingSet) {
    self.set = set
  }

  var screen: CitizenScreen { .pinLetter(self) }
  var helpKey: String { "pinletter.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.back) }
    if key == .ok && choices.focus == nil {
      error = Text("error.choose")
      return .stay
    }
    guard let index = choices.press(key, count: 2) else {
      if choices.focus != nil { error = nil }
      return .stay
    }
    return .ask(.answerPinLetter(index == 0))
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "pinletter.title", step: 3, context)
    page.question(Text("pinletter.question"))
    page.hint(Text("pinletter.hint", .data("version", Self.version(context))))
    page.choices([Text("pinletter.declaration"), Text("pinletter.no")], choices)
    page.status(error: error)
    page.keys([.back, .ok("key.continue"), .end, .help, .language])
    return page
  }

  private static func version(_ context: ScreenContext) -> String {
    context.welcome.texts[context.snapshot.language]?["pinletter.version"] ?? ""
  }
}
