// "Take your card with you": stands while a card is left on the reader after the end of a session. It holds nothing of
// anybody, and goes when the card is gone.

import Messages
import Terminal

struct CardTakeScreen: ScreenPart {
  var screen: CitizenScreen { .cardTake(self) }
  var helpKey: String { "cardtake.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    key == .ok || key == .back || key == .erase ? .ask(.end) : .stay
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "cardtake.title", context)
    page.question(Text("cardtake.question"))
    page.paragraph(Text("cardtake.found"))
    page.counter()
    page.status()
    page.keys([.ok("key.done"), .help, .language, .wall])
    return page
  }
}
