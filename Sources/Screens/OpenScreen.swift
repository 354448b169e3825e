// The door is open: where it is, in words and as a picture, what to do, and how long there is. Only closing the door
// leads on; "End" says so (the station would not listen to it either).

import Messages
import Terminal

struct OpenScreen: ScreenPart {
  let set: WaitingSet
  let compartment: Int

  var screen: CitizenScreen { .open(self) }
  var helpKey: String { "open.help" }
  var staysBecause: String? { "status.close_first" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    key == .ok && context.moreTimeLeft > 0 ? .ask(.moreTime) : .stay
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "open.title", step: 5, context)
    var beside: [Block] = [
      .paragraph(Text("open.take", .text("documents", Wording.documents(set.documents)))),
      .paragraph(Text("open.close")),
    ]
    let old = Text(set.birthDateOf == .custodian ? "open.old_child" : "open.old")
    if set.oldDocument?.isSurrendered == true { beside.insert(.paragraph(old), at: 1) }
    if let countdown = page.countdownBlock { beside += [.spacer, countdown] }
    page.wall(compartment, beside: beside)
    if !page.isTimeShort { page.status(Text("status.door_open")) }
    page.keys([.moreTime, .stuck, .language, .wall])
    return page
  }
}
