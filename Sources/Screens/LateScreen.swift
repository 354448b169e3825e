// Too late for the compartment: since when, and where it waits now, with the opening hours. Never a dead end.

import Messages
import Terminal

struct LateScreen: MessageScreen {
  let late: Late

  var screen: CitizenScreen { .late(self) }
  var titleKey: String { "late.title" }
  var helpKey: String { "late.help" }

  var moreKeys: [PageDraft.Cap] { late.paper == .open ? [.print] : [] }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .digit(1), late.paper == .open { return .ask(.receipt(.print)) }
    return leave(key, context)
  }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(
      Text(
        "late.until",
        .text("until", Wording.shortDate(late.until)),
        .text("documents", Wording.documents(late.documents))))
    page.label(Text("late.where"))
    page.counterWithHours()
    // On the smallest screen a line about the printer takes the place of the last one.
    if late.paper == nil || late.paper == .open {
      page.paragraph(Text("counter.need"))
    } else {
      page.hint(Text("counter.need"))
    }
    switch late.paper {
    case .printing: page.status(Text("late.printing"))
    case .printed: page.status(Text("late.printed"))
    case .noPaper, .failed: page.status(Text("late.not_printed"))
    case .open, .mailed, nil: break
    }
  }
}
