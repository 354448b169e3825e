// Nothing can be picked up now, and why: said at once, with what stays true (the document is safe, the code valid) and
// where to ask. The citizen can do nothing here, so there is no OK.

import Messages
import Terminal

struct OutOfServiceScreen: ScreenPart {
  let reason: OutOfService

  init(_ reason: OutOfService) {
    self.reason = reason
  }

  var screen: CitizenScreen { .outOfService(self) }
  var helpKey: String { "out.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer { .stay }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "out.title", context)
    page.question(Text(reasonKey))
    page.good(Text("out.safe"))
    page.paragraph(Text(reason == .starting ? "out.later" : "out.staff"))
    page.counter()
    page.languages()
    if let minute = context.snapshot.outageMinute, reason != .starting {
      let digits = String(minute % 60)
      let time = "\(minute / 60):\(digits.utf8.count < 2 ? "0" : "")\(digits)"
      page.status(Text("out.since", .data("time", time)))
    } else {
      page.status()
    }
    page.keys([.language, .help, .wall])
    return page
  }

  private var reasonKey: String {
    switch reason {
    case .starting: "out.starting"
    case .boards: "out.boards"
    case .journal: "out.journal"
    case .safeMode: "out.safe_mode"
    }
  }
}
