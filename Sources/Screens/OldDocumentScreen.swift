// "Do you have your old passport with you?" Asked before the door opens, only where the register names an old document
// and the town wants it. Without it the way leads to a declaration or to the counter, never silently on.

import Messages
import Terminal

struct OldDocumentScreen: ScreenPart {
  let set: WaitingSet
  private var choices = Choices(focus: nil)
  private var error: Text?

  init(_ set: WaitingSet) {
    self.set = set
  }

  var screen: CitizenScreen { .oldDocument(self) }
  var helpKey: String { "olddoc.help" }

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
    return .ask(.answerOldDocument(index == 0))
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "olddoc.title", step: 4, context)
    let isProxy = set.birthDateOf == .principal
    page.question(
      Text(
        isProxy ? "olddoc.question_proxy" : "olddoc.question", .text("document", Wording.oldDocument(set))))
    page.paragraph(Text(set.oldDocument?.isSurrendered == true ? "olddoc.surrender" : "olddoc.keep"))
    // Only the holder can say that there is none any more.
    page.choices([Text("olddoc.yes"), Text(isProxy ? "olddoc.no_proxy" : "olddoc.no")], choices)
    page.status(error: error)
    page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language])
    return page
  }
}
