// The door is seen closed again: "Did you take everything out?" The answer settles or opens again, so nothing is
// focused beforehand (UX-12), and OK without a choice says what is missing. Where an old document is to be laid in, the
// same answer says whether it was: the last confirmation.

import Messages
import Terminal

struct TakenScreen: ScreenPart {
  let set: WaitingSet
  let compartment: Int
  private var choices = Choices(focus: nil)
  private var error: Text?

  init(_ set: WaitingSet, compartment: Int) {
    self.set = set
    self.compartment = compartment
  }

  var screen: CitizenScreen { .askTaken(self) }
  var helpKey: String { takesOld ? "taken.help_old" : "taken.help" }

  private var takesOld: Bool { self.set.oldDocument?.isSurrendered == true }

  private var answers: [(text: String, request: CitizenRequest)] {
    takesOld
      ? [
        ("taken.both", .answerTakenWithOld(laidIn: true)), ("taken.no", .answerTaken(false)),
        ("taken.not_old", .answerTakenWithOld(laidIn: false)),
      ] : [("taken.yes", .answerTaken(true)), ("taken.no", .answerTaken(false))]
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .ok && choices.focus == nil {
      error = Text("error.choose")
      return .stay
    }
    guard let index = choices.press(key, count: answers.count) else {
      if choices.focus != nil { error = nil }
      return .stay
    }
    return .ask(answers[index].request)
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "taken.title", step: 5, context)
    page.question(Text(takesOld ? "taken.question_old" : "taken.question"))
    let what = Text("taken.what", .text("documents", Wording.documents(set.documents)))
    // Three answers on the smallest screen leave no line for it.
    if takesOld { page.hint(what) } else { page.paragraph(what) }
    page.choices(answers.map { Text($0.text) }, choices)
    page.status(error: error)
    page.keys([.choose, .ok("key.continue"), .end, .help, .language, .wall])
    return page
  }
}
