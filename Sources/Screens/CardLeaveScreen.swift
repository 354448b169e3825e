// "Leave it lying": the chip is at work. The way out stays open; whoever goes ends the work with the card.

import Messages
import Terminal

struct CardLeaveScreen: ScreenPart {
  let purpose: CardPurpose

  var screen: CitizenScreen { .cardLeave(self) }
  var helpKey: String { "cardleave.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    key == .back || key == .erase ? .ask(.back) : .stay
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "cardleave.title", step: purpose == .passport ? 3 : nil, context)
    page.question(Text(purpose == .passport ? "cardleave.question_passport" : "cardleave.question"))
    page.paragraph(Text("cardleave.moment"))
    page.status()
    page.keys([.back, .end, .help, .language, .wall])
    return page
  }
}
