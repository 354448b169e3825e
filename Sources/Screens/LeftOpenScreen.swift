// The door stood open past its time. It is still open: the page asks to close it, and staff are called.

import Messages
import Terminal

struct LeftOpenScreen: MessageScreen {
  let compartment: Int

  var screen: CitizenScreen { .leftOpen(self) }
  var titleKey: String { "leftopen.title" }
  var helpKey: String { "leftopen.help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("leftopen.open", .number("compartment", compartment)))
    page.wall(compartment, beside: [.paragraph(Text("leftopen.close")), .paragraph(Text("leftopen.staff"))])
  }
}
