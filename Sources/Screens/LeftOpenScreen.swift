// The door stood open past its time: the page asks to close it, staff are called, and a door that is shut after all is
// acknowledged.

import Messages
import Terminal

struct LeftOpenScreen: MessageScreen {
  let compartment: Int
  /// Shut after all: the page says that it was seen.
  let isClosed: Bool

  var screen: CitizenScreen { .leftOpen(self) }
  var titleKey: String { "leftopen.title" }
  var helpKey: String { "leftopen.help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    if isClosed {
      page.question(Text("leftopen.closed", .number("compartment", compartment)))
      page.paragraph(Text("leftopen.thanks"))
      page.counter()
      return
    }
    page.question(Text("leftopen.open", .number("compartment", compartment)))
    page.wall(compartment, beside: [.paragraph(Text("leftopen.close")), .paragraph(Text("leftopen.staff"))])
  }
}
