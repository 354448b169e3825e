// The board does not answer, so nobody knows what the door did: the page says what to do in either case.

import Messages
import Terminal

struct BoardSilentScreen: MessageScreen {
  let compartment: Int

  var screen: CitizenScreen { .boardSilent(self) }
  var titleKey: String { "silent.title" }
  var helpKey: String { "silent.help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("silent.unknown", .number("compartment", compartment)))
    page.paragraph(Text("silent.open"))
    page.paragraph(Text("silent.shut"))
    page.paragraph(Text("silent.staff"))
    page.counter()
  }
}
