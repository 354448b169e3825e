// "Keep it longer?": which set and until when, confirmed once. The last day shown is the station's word.

import Messages
import Terminal

struct ExtendScreen: ScreenPart {
  let set: WaitingSet
  private var choices = Choices(focus: nil)
  private var error: Text?

  init(_ set: WaitingSet) {
    self.set = set
  }

  var screen: CitizenScreen { .extend(self) }
  var helpKey: String { "extend.help" }

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
    return .ask(index == 0 ? .confirmExtension : .back)
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "extend.title", step: 4, context)
    page.question(
      Text("extend.question", .text("until", Wording.fullDate(set.extendUntil ?? set.until))))
    page.paragraph(
      Text(
        "extend.what", .text("documents", Wording.documents(set.documents)),
        .text("until", Wording.shortDate(set.until))))
    page.choices([Text("extend.yes"), Text("extend.no")], choices)
    page.status(error: error)
    page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language])
    return page
  }
}
