// How the PIN of the card stands, in clear words, and what can be done about it. Whether the PIN has 5 or 6 digits no
// card tells, so it is asked here.

import Messages
import Terminal

struct PinMenuScreen: ScreenPart {
  let standing: PinStanding
  private var choices = Choices()
  private var error: Text?

  init(_ standing: PinStanding) {
    self.standing = standing
  }

  var screen: CitizenScreen { .pinMenu(self) }
  var helpKey: String { standing == .blocked ? "pinmenu.help_blocked" : "pinmenu.help" }

  private var tasks: [(text: String, task: PinTask)] {
    switch standing {
    case .ready, .oneUsed: [("pinmenu.six", .change), ("pinmenu.five", .firstPIN)]
    case .suspended:
      [("pinmenu.resume", .resume), ("pinmenu.change", .change), ("pinmenu.five", .firstPIN)]
    case .blocked: [("pinmenu.unblock", .unblock)]
    }
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.back) }
    error = nil
    return choices.press(key, count: tasks.count).map { .ask(.choosePinTask(tasks[$0].task)) } ?? .stay
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "pinmenu.title", context)
    switch standing {
    case .ready:
      page.good(Text("pinmenu.ready"))
      page.question(Text("pinmenu.question"))
    case .oneUsed:
      page.paragraph(Text("pinmenu.one_used"))
      page.question(Text("pinmenu.question"))
    case .suspended:
      page.question(Text("pinmenu.suspended"))
      page.paragraph(Text("pinmenu.can_first"))
    case .blocked:
      page.question(Text("pinmenu.blocked"))
      page.paragraph(Text("pinmenu.puk"))
      page.note(Text("pinmenu.no_puk"))
    }
    page.choices(tasks.map { Text($0.text) }, choices)
    if standing == .ready || standing == .oneUsed { page.note(Text("pinmenu.forgotten")) }
    page.status(error: error)
    page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language])
    return page
  }
}
