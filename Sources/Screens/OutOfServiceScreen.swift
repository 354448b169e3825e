// Nothing can be picked up now, and why: said at once, with what stays true (the document is safe, the code valid) and
// where to ask. What still works is offered: information, applications, the PIN of a card.

import Messages
import Terminal

struct OutOfServiceScreen: ScreenPart {
  let reason: OutOfService
  private var choices = Choices()

  init(_ reason: OutOfService) {
    self.reason = reason
  }

  var screen: CitizenScreen { .outOfService(self) }
  var helpKey: String { "out.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    let kinds = offered(context)
    return choices.press(key, count: kinds.count).map { .ask(IdleScreen.request(kinds[$0])) } ?? .stay
  }

  /// What works besides; while the station starts, it answers nobody.
  private func offered(_ context: ScreenContext) -> [Offer.Kind] {
    reason == .starting ? [] : IdleScreen.open(context).filter { $0 != .pickup }
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "out.title", context)
    page.question(Text(reasonKey))
    page.good(Text("out.safe"))
    page.paragraph(Text(reason == .starting ? "out.later" : "out.staff"))
    page.counter()
    let kinds = offered(context)
    page.choices(kinds.map(IdleScreen.name), choices)
    page.languages()
    if let minute = context.snapshot.outageMinute, reason != .starting {
      let digits = String(minute % 60)
      let time = "\(minute / 60):\(digits.utf8.count < 2 ? "0" : "")\(digits)"
      page.status(Text("out.since", .data("time", time)))
    } else {
      page.status()
    }
    page.keys((kinds.isEmpty ? [] : [.choose, .ok("key.continue")]) + [.language, .help, .wall])
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
