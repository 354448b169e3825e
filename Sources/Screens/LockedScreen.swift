// Too many wrong tries: how long the pause lasts, and that the document is safe.

import Messages
import Terminal

struct LockedScreen: MessageScreen {
  var minutesLeft: Int
  let hour: Int
  let minute: Int

  var screen: CitizenScreen { .locked(self) }
  var titleKey: String { "locked.title" }
  var helpKey: String { "locked.help" }

  mutating func go(on stage: Stage) -> Bool {
    guard case .locked(let minutesLeft, hour, minute) = stage else { return false }
    self.minutesLeft = minutesLeft
    return true
  }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("locked.tries"))
    page.paragraph(
      minutesLeft == 1
        ? Text("locked.again_one") : Text("locked.again_many", .number("minutes", minutesLeft)))
    page.paragraph(Text("locked.from", .text("time", Wording.time(hour: hour, minute: minute))))
    page.good(Text("locked.safe"))
    page.counter()
  }
}
