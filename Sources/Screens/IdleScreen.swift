// Idle: the only screen that may stand for hours. Nothing moves but the clock; it holds nothing of anybody.

import Messages
import Terminal

struct IdleScreen: ScreenPart {
  private var choices = Choices()

  var screen: CitizenScreen { .idle(self) }
  var helpKey: String { "idle.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    guard context.snapshot.pickupAvailable else { return .stay }
    return choices.press(key, count: 1) == nil ? .stay : .ask(.beginPickup)
  }

  func page(_ context: ScreenContext) -> PageDraft {
    guard context.snapshot.pickupAvailable else { return OutOfServiceScreen(.boards).page(context) }
    var page = PageDraft(title: "idle.title", context)
    page.question(Text("idle.question"))
    page.choices([Text("idle.pickup")], choices)
    page.note(Text("idle.need"))
    page.note(Text("idle.duration"))
    page.languages()
    page.keys([.choose, .ok("key.continue"), .language, .help, .wall])
    return page
  }
}
