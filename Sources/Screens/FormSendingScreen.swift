// The application is being encrypted and kept. Until the station says that it is, or is not, nothing can be pressed but
// help: nobody may walk away without the number.

import Messages
import Terminal

struct FormSendingScreen: ScreenPart {
  let title: String

  var screen: CitizenScreen { .formSending(self) }
  var helpKey: String { "formsending.help" }
  var staysBecause: String? { "formsending.wait" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer { .stay }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "formsending.title", context)
    page.question(Text("formsending.question"))
    page.paragraph(Text("formsending.wait"))
    page.paragraph(.data(title))
    page.status()
    page.keys([.help, .language])
    return page
  }
}
