// To be drawn.

import Messages
import Terminal

struct FormUnclearScreen: ScreenPart {
  let title: String
  let reference: String

  var screen: CitizenScreen { .formUnclear(self) }
  var helpKey: String { "idle.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    key == .ok ? .ask(.end) : .stay
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "idle.title", context)
    page.status()
    page.keys([.ok("key.done"), .end, .help, .language])
    return page
  }
}
