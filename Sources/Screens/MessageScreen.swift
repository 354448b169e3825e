// What the screens share that only tell something: how a pickup ended, or why there is none. OK, Back and End all lead
// to the start; no such page is a dead end, and each says where a person can be found.

import Messages
import Terminal

protocol MessageScreen: ScreenPart {
  var titleKey: String { get }
  /// The name of OK: what happens next, not that something was read.
  var okKey: String { get }
  func tell(_ page: inout PageDraft, _ context: ScreenContext)
}

extension MessageScreen {
  var okKey: String { "key.done" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    key == .ok || key == .back || key == .erase ? .ask(.end) : .stay
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: titleKey, context)
    tell(&page, context)
    page.status()
    page.keys([.ok(okKey), .help, .language, .wall])
    return page
  }
}
