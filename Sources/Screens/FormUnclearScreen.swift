// Nobody can say whether the application was kept: the number under which it would be found, and where to ask. It is not
// sent again from here, so that nothing is submitted twice.

import Messages
import Terminal

struct FormUnclearScreen: MessageScreen {
  let title: String
  let reference: String

  var screen: CitizenScreen { .formUnclear(self) }
  var titleKey: String { "formunclear.title" }
  var helpKey: String { "formunclear.help" }

  func tell(_ page: inout PageDraft, _ context: ScreenContext) {
    page.question(Text("formunclear.question"))
    page.facts([
      Fact(Text("formunclear.what"), .data(title)), Fact(Text("formdone.number"), .data(reference)),
    ])
    page.paragraph(Text("formunclear.ask"))
    page.counterWithHours()
  }
}
