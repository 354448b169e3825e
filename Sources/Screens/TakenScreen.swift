// The door is seen closed again: "Did you take everything out?" The answer settles or opens again, so nothing is
// focused beforehand (UX-12), and OK without a choice says what is missing.

import Messages
import Terminal

struct TakenScreen: ScreenPart {
  let set: WaitingSet
  let compartment: Int
  private var choices = Choices(focus: nil)
  private var error: Text?

  init(_ set: WaitingSet, compartment: Int) {
    self.set = set
    self.compartment = compartment
  }

  var screen: CitizenScreen { .askTaken(self) }
  var helpKey: String { "taken.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .ok && choices.focus == nil {
      error = Text("error.choose")
      return .stay
    }
    guard let index = choices.press(key, count: 2) else {
      if choices.focus != nil { error = nil }
      return .stay
    }
    return .ask(.answerTaken(index == 0))
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "taken.title", step: 5, context)
    page.question(Text("taken.question"))
    page.paragraph(Text("taken.what", .text("documents", Wording.documents(set.documents))))
    page.choices([Text("taken.yes"), Text("taken.no")], choices)
    page.status(error: error)
    page.keys([.choose, .ok("key.continue"), .end, .help, .language, .wall])
    return page
  }
}
