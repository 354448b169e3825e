// Locked for good: the counter helps, and the page says where it is, when it is open and what to bring.

import Messages
import Terminal

struct AskAtCounterScreen: MessageScreen {

  var screen: CitizenScreen { .askAtCounter(self) }
  var titleKey: String { "ask.title" }
  var helpKey: String { "ask.help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("ask.tries"))
    page.label(Text("ask.counter"))
    page.counterWithHours()
    page.paragraph(Text("counter.need"))
    page.good(Text("ask.safe"))
  }
}
