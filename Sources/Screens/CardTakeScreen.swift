// "Take your card with you": stands while a card is left on the reader after the end of a session. It holds nothing of
// anybody, and goes when the card is gone: a habitual OK does not leave a card behind. Only "End" does, so that a reader
// that sees what nobody can take away does not hold up a pickup.

import Messages
import Terminal

struct CardTakeScreen: ScreenPart {
  var screen: CitizenScreen { .cardTake(self) }
  var helpKey: String { "cardtake.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    .stay
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "cardtake.title", context)
    page.question(Text("cardtake.question"))
    page.paragraph(Text("cardtake.found"))
    page.counterWithHours()
    page.status()
    page.keys([.end, .help, .language, .wall])
    return page
  }
}
