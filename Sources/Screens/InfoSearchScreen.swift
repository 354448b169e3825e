// What is looked for: digits as the letters of a telephone's keys, letters from the grid or from a keyboard. The station
// answers; what was typed goes to it as a secret part and stands here until the page is left.

import Messages
import Secrets
import Terminal

struct InfoSearchScreen: ScreenPart {
  /// Fewer characters find everything and nothing.
  static let countMin = 2

  private var isEmptyHanded: Bool
  private var input = PickerInput(.search, done: Text("infosearch.go"))
  private var error: Text?

  init(isEmptyHanded: Bool) {
    self.isEmptyHanded = isEmptyHanded
  }

  var screen: CitizenScreen { .infoSearch(self) }
  var helpKey: String { "infosearch.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    error = nil
    switch input.press(key) {
    case .stay: return .stay
    case .back: return .ask(.back)
    case .done(let secret):
      guard input.count >= Self.countMin else {
        error = Text("infosearch.error_short")
        return .stay
      }
      // What was typed stays until the station has an answer: where nothing is found, it can be mended (UX-6).
      isEmptyHanded = false
      return .ask(.info(.search), secret)
    }
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .info(.search(let isEmptyHanded)) = stage else { return false }
    self.isEmptyHanded = isEmptyHanded
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "infosearch.title", context)
    page.question(Text(isEmptyHanded ? "infosearch.nothing" : "infosearch.question"))
    if isEmptyHanded { page.hint(Text("infosearch.try")) }
    page.picker(input, label: Text("infosearch.label"), isPersonal: false)
    page.status(input.notice, error: error)
    page.keys(input.caps)
    return page
  }
}
