// "Are you still there?": lies over any screen while the station's warning runs (AX-50). It covers what is typed, says
// how long there is, and one simple key goes on.

import Messages
import Terminal

enum WarningScreen {
  static func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "warning.title", context)
    if context.moreTimeLeft > 0 {
      page.question(Text("warning.question"))
      page.paragraph(Text(key: "warning.more", arguments: context.keyNames.arguments))
    } else {
      page.question(Text("warning.last"))
    }
    page.hint(Text("warning.wiped"))
    page.countdown()
    page.status()
    page.keys([.ok(context.moreTimeLeft > 0 ? "key.more_time" : "key.continue"), .end, .language])
    return page
  }
}
