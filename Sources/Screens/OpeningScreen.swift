// The unlock is on its way or sent, and the door is not seen open yet. Nothing can be pressed but help: what the door
// does is not known, and nobody may leave it half open.

import Messages
import Terminal

struct OpeningScreen: ScreenPart {
  let compartment: Int

  var screen: CitizenScreen { .opening(self) }
  var helpKey: String { "opening.help" }
  var staysBecause: String? { "status.wait_door" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer { .stay }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "opening.title", step: 5, context)
    page.question(Text("opening.question", .number("compartment", compartment)))
    page.paragraph(Wording.place(of: compartment, on: context.welcome.wall))
    page.paragraph(Text("opening.wait"))
    page.keys([.help, .language, .wall])
    return page
  }
}
