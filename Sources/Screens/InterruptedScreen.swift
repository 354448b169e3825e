// The station was restarted in the middle: what was typed is gone, the code stays valid, a door may still be open.

import Messages
import Terminal

struct InterruptedScreen: MessageScreen {

  var screen: CitizenScreen { .interrupted(self) }
  var titleKey: String { "interrupted.title" }
  var helpKey: String { "interrupted.help" }
  var okKey: String { "key.start" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("interrupted.what"))
    page.paragraph(Text("interrupted.door"))
    page.paragraph(Text("interrupted.code"))
    page.counter()
  }
}
