// Too late for the compartment: since when, and where it waits now, with the opening hours. Never a dead end.

import Messages
import Terminal

struct LateScreen: MessageScreen {
  let late: Late

  var screen: CitizenScreen { .late(self) }
  var titleKey: String { "late.title" }
  var helpKey: String { "late.help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(
      Text(
        "late.until",

        .text("until", Wording.shortDate(late.until)),
        .text("documents", Wording.documents(late.documents))))
    page.label(Text("late.where"))
    page.counterWithHours()
    page.paragraph(Text("counter.need"))
  }
}
