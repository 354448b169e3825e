// The old document is not here, and this town wants the counter to see to it: the new one stays safe in its
// compartment.

import Messages
import Terminal

struct OldDocumentMissingScreen: MessageScreen {
  var screen: CitizenScreen { .oldDocumentMissing(self) }
  var titleKey: String { "olddoc.missing_title" }
  var helpKey: String { "olddoc.missing_help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("olddoc.missing"))
    page.paragraph(Text("olddoc.missing_safe"))
    page.counter()
  }
}
