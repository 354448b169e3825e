// Closed, and no answer came: nobody knows whether the document was taken, and the page says so. The code stays valid.

import Messages
import Terminal

struct UnconfirmedScreen: MessageScreen {
  let compartment: Int

  var screen: CitizenScreen { .unconfirmed(self) }
  var titleKey: String { "unconfirmed.title" }
  var helpKey: String { "unconfirmed.help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("unconfirmed.closed", .number("compartment", compartment)))
    page.paragraph(Text("unconfirmed.open_question"))
    page.paragraph(Text("unconfirmed.code"))
    page.counter()
  }
}
