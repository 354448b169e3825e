// "Open compartment": everything is checked, the door is still shut. The last step that the citizen confirms: OK opens,
// also where a longer time is offered beside it.

import Messages
import Terminal

struct ReadyScreen: ScreenPart {
  let set: WaitingSet
  let compartment: Int
  let isLow: Bool
  private var choices = Choices()
  private var error: Text?

  init(_ set: WaitingSet, compartment: Int, isLow: Bool) {
    self.set = set
    self.compartment = compartment
    self.isLow = isLow
  }

  var screen: CitizenScreen { .ready(self) }
  var helpKey: String { "ready.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.back) }
    guard set.extendUntil != nil else { return key == .ok ? .ask(.open) : .stay }
    switch choices.press(key, count: 2) {
    case 0: return .ask(.open)
    case 1: return .ask(.askExtension)
    default: return .stay
    }
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "ready.title", step: 4, context)
    page.question(Text("ready.question", .number("compartment", compartment)))
    page.paragraph(Wording.place(of: compartment, on: context.welcome.wall))
    if isLow { page.paragraph(Text("wall.low")) }
    page.paragraph(Text("ready.take", .text("documents", Wording.documents(set.documents))))
    if let old = set.oldDocument, old.isSurrendered {
      page.paragraph(Text("ready.old", .text("document", Wording.oldDocument(set))))
    }
    page.paragraph(Text("ready.stand"))
    if let day = set.extendUntil {
      page.choices(
        [Text("ready.open_now"), Text("ready.extend", .text("until", Wording.shortDate(day)))], choices)
      page.status(error: error)
      page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language, .wall])
      return page
    }
    page.status(error: error)
    page.keys([.back, .ok("key.open"), .end, .help, .language, .wall])
    return page
  }
}
