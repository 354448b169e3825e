// The session ended by itself: everything is wiped, and nothing of anybody stands here.

import Messages
import Terminal

struct TimedOutScreen: MessageScreen {

  var screen: CitizenScreen { .timedOut(self) }
  var titleKey: String { "timedout.title" }
  var helpKey: String { "timedout.help" }
  var okKey: String { "key.start" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("timedout.wiped"))
    switch context.trace {
    case .pickup, nil: page.paragraph(Text("timedout.code"))
    case .filling: page.paragraph(Text("timedout.not_sent"))
    case .reading, .sending, .done: break
    }
    page.paragraph(Text("timedout.again"))
  }
}
