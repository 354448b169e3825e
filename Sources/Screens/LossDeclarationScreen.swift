// "I do not have the old one any more": a declaration, word for word what the journal keeps, so nothing is focused
// beforehand (UX-12). Whoever does not want to declare it goes back.

import Messages
import Terminal

struct LossDeclarationScreen: ScreenPart {
  let set: WaitingSet
  private var choices = Choices(focus: nil)
  private var error: Text?

  init(_ set: WaitingSet) {
    self.set = set
  }

  var screen: CitizenScreen { .declareLoss(self) }
  var helpKey: String { "loss.help" }

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
    return .ask(index == 0 ? .declareLoss : .back)
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "loss.title", step: 4, context)
    page.question(Text("loss.question", .text("document", Wording.oldDocument(set))))
    page.paragraph(Text("loss.police"))
    page.choices([Text("loss.declaration"), Text("loss.no")], choices)
    page.paragraph(Text("loss.hint", .data("version", Self.version(context))))
    page.status(error: error)
    page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language])
    return page
  }

  private static func version(_ context: ScreenContext) -> String {
    context.welcome.texts[context.snapshot.language]?["loss.version"] ?? ""
  }
}
