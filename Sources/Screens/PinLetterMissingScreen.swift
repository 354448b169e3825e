// The PIN letter did not come: the card is handed over at the counter, where a new letter is ordered.

import Messages
import Terminal

struct PinLetterMissingScreen: MessageScreen {
  var screen: CitizenScreen { .pinLetterMissing(self) }
  var titleKey: String { "pinletter.missing_title" }
  var helpKey: String { "pinletter.missing_help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("pinletter.missing"))
    page.paragraph(Text("pinletter.missing_safe"))
    page.counter()
  }
}
