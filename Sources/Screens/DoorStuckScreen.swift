// The door cannot be opened. The document is safe, and that is said first.

import Messages
import Terminal

struct DoorStuckScreen: MessageScreen {
  let compartment: Int

  var screen: CitizenScreen { .doorStuck(self) }
  var titleKey: String { "stuck.title" }
  var helpKey: String { "stuck.help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("stuck.shut", .number("compartment", compartment)))
    page.good(Text("stuck.safe"))
    page.paragraph(Text("stuck.staff"))
    page.counter()
  }
}
