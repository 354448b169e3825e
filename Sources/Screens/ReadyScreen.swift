// "Open compartment": everything is checked, the door is still shut. The last step that the citizen confirms.

import Messages
import Terminal

struct ReadyScreen: ScreenPart {
  let set: WaitingSet
  let compartment: Int
  let isLow: Bool
  private var error: Text?

  init(_ set: WaitingSet, compartment: Int, isLow: Bool) {
    self.set = set
    self.compartment = compartment
    self.isLow = isLow
  }

  var screen: CitizenScreen { .ready(self) }
  var helpKey: String { "ready.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    switch key {
    case .ok: .ask(.open)
    case .back, .erase: .ask(.back)
    default: .stay
    }
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "ready.title", step: 4, context)
    page.question(Text("ready.question", .number("compartment", compartment)))
    page.paragraph(Wording.place(of: compartment, on: context.welcome.wall))
    if isLow { page.paragraph(Text("wall.low")) }
    page.paragraph(Text("ready.take", .text("documents", Wording.documents(set.documents))))
    page.paragraph(Text("ready.stand"))
    page.status(error: error)
    page.keys([.back, .ok("key.open"), .end, .help, .language, .wall])
    return page
  }
}
