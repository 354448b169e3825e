// "Not taken" was said as often as the door may be opened: the document is still inside, and staff know.

import Messages
import Terminal

struct NotTakenScreen: MessageScreen {
  let compartment: Int

  var screen: CitizenScreen { .notTaken(self) }
  var titleKey: String { "nottaken.title" }
  var helpKey: String { "nottaken.help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("nottaken.inside", .number("compartment", compartment)))
    page.paragraph(Text("nottaken.safe"))
    page.paragraph(Text("nottaken.staff"))
    page.counter()
  }
}
