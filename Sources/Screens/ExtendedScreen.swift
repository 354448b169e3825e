// The set waits longer: until when, and that the code stays as it is.

import Messages
import Terminal

struct ExtendedScreen: MessageScreen {
  /// The new last day (ISO).
  let until: String
  let documents: [String]

  var screen: CitizenScreen { .extended(self) }
  var titleKey: String { "extended.title" }
  var helpKey: String { "extended.help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("extended.until", .text("until", Wording.fullDate(until))))
    page.paragraph(Wording.documents(documents))
    page.good(Text("extended.code"))
    page.counter()
  }
}
