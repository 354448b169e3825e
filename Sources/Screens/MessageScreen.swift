// What the screens share that only tell something: how a pickup ended, or why there is none. OK, Back and End all lead
// to the start; no such page is a dead end, and each says where a person can be found. Where others wait under the same
// number, OK goes on to them without signing in again.

import Messages
import Terminal

protocol MessageScreen: ScreenPart {
  var titleKey: String { get }
  /// The name of OK: what happens next, not that something was read.
  var okKey: String { get }
  /// Keys besides OK, before the end.
  var moreKeys: [PageDraft.Cap] { get }
  func tell(_ page: inout PageDraft, _ context: ScreenContext)
}

extension MessageScreen {
  var okKey: String { "key.done" }
  var moreKeys: [PageDraft.Cap] { [] }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer { leave(key, context) }

  /// What the keys of every such page do.
  func leave(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    switch key {
    case .ok: .ask(context.snapshot.moreWaiting > 0 ? .next : .end)
    case .back, .erase: .ask(.end)
    default: .stay
    }
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: titleKey, context)
    tell(&page, context)
    page.status()
    let goesOn = context.snapshot.moreWaiting > 0
    if goesOn { page.moreWaiting(context.snapshot.moreWaiting) }
    page.keys(
      (goesOn ? [.ok("key.next")] : [.ok(okKey)]) + moreKeys + (goesOn ? [.end] : []) + [
        .help, .language, .wall,
      ])
    return page
  }
}
