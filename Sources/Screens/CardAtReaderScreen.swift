// The reader has keys of its own: the secret is typed there, and this program never sees it. The screen says so and
// waits; going away at the reader is no mistake.

import Messages
import Terminal

struct CardAtReaderScreen: ScreenPart {
  let kind: CardSecret

  var screen: CitizenScreen { .cardAtReader(self) }
  var helpKey: String { "atreader.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    key == .back || key == .erase ? .ask(.back) : .stay
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "atreader.title", context)
    page.question(Text(question))
    page.paragraph(Text("atreader.where"))
    page.paragraph(Text("cardsecret.leave"))
    page.status()
    page.keys([.back, .end, .help, .language])
    return page
  }

  private var question: String {
    switch kind {
    case .pin: "atreader.pin"
    case .transportPIN: "atreader.five"
    case .can: "atreader.can"
    case .puk: "atreader.puk"
    }
  }
}
