// "Lay your card on the reader": what lies there now is said in words, and the station goes on by itself when a card
// answers. Nothing is typed here.

import Messages
import Terminal

struct CardLayScreen: ScreenPart {
  let purpose: CardPurpose

  var screen: CitizenScreen { .cardLay(self) }
  var helpKey: String {
    switch purpose {
    case .pin: "cardlay.help"
    case .passport: "cardlay.help_passport"
    case .identity: "cardlay.help_identity"
    }
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    key == .back || key == .erase ? .ask(.back) : .stay
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "cardlay.title", step: purpose == .passport ? 3 : nil, context)
    let isPassport = purpose == .passport
    switch context.snapshot.reader {
    case .empty, .card, .none:
      page.question(Text(isPassport ? "cardlay.question_passport" : "cardlay.question"))
      page.paragraph(Text(isPassport ? "cardlay.how_passport" : "cardlay.how"))
      page.paragraph(Text("cardlay.stay"))
    case .mute:
      page.question(Text(isPassport ? "cardlay.mute_passport" : "cardlay.mute"))
      page.paragraph(Text(isPassport ? "cardlay.turn_passport" : "cardlay.turn"))
    case .busy:
      page.question(Text("cardlay.busy"))
      page.paragraph(Text("cardlay.wait"))
    case .outOfOrder:
      page.question(Text("cardlay.broken"))
      page.paragraph(Text("cardlay.staff"))
      page.counterWithHours()
    }
    page.status()
    page.keys([.back, .end, .help, .language, .wall])
    return page
  }
}
