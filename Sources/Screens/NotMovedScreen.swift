// The door did not move in time: once more, or help. Each attempt is the station's to count.

import Messages
import Terminal

struct NotMovedScreen: ScreenPart {
  let compartment: Int
  let attemptsLeft: Int
  private var choices = Choices()
  private var error: Text?

  init(compartment: Int, attemptsLeft: Int) {
    self.compartment = compartment
    self.attemptsLeft = attemptsLeft
  }

  var screen: CitizenScreen { .notMoved(self) }
  var helpKey: String { "notmoved.help" }

  private var requests: [(text: String, request: CitizenRequest)] {
    let stuck = (text: "notmoved.stuck", request: CitizenRequest.reportStuck)
    return attemptsLeft > 0 ? [("notmoved.again", .tryAgain), stuck] : [stuck]
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.back) }
    return choices.press(key, count: requests.count).map { .ask(requests[$0].request) } ?? .stay
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "notmoved.title", step: 5, context)
    page.question(Text("notmoved.question", .number("compartment", compartment)))
    page.paragraph(Text("notmoved.press"))
    page.choices(requests.map { Text($0.text) }, choices)
    page.status(error: error)
    page.keys([.choose, .ok("key.continue"), .end, .help, .language, .wall])
    return page
  }
}
