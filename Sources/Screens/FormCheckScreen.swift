// To be drawn.

import Messages
import Terminal

struct FormCheckScreen: ScreenPart {
  let shown: FormReview

  var screen: CitizenScreen { .formCheck(self) }
  var helpKey: String { "idle.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    key == .back || key == .erase ? .ask(.back) : .stay
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "idle.title", context)
    page.status()
    page.keys([.back, .end, .help, .language, .wall])
    return page
  }
}
