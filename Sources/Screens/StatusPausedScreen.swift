// Too many questions for documents: how long the pause lasts, and who knows more in the meantime. The pickup goes on.

import Messages
import Terminal

struct StatusPausedScreen: MessageScreen {
  let minutesLeft: Int
  let hour: Int
  let minute: Int

  var screen: CitizenScreen { .statusPaused(self) }
  var titleKey: String { "docpause.title" }
  var helpKey: String { "docpause.help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("docpause.why"))
    page.paragraph(
      minutesLeft == 1
        ? Text("locked.again_one") : Text("locked.again_many", .number("minutes", minutesLeft)))
    page.paragraph(Text("locked.from", .text("time", Wording.time(hour: hour, minute: minute))))
    page.paragraph(Text("docpause.pickup"))
    page.counter()
  }
}
