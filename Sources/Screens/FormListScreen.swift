// What can be applied for here. A list without entries is no dead end: it says so and where a person is.

import Messages
import Terminal

struct FormListScreen: ScreenPart {
  private var entries: EntryList
  private var error: Text?

  init(list: InfoList) {
    entries = EntryList(list)
  }

  var screen: CitizenScreen { .formList(self) }
  var helpKey: String { "formlist.help" }

  private var isEmpty: Bool { entries.list.entries.isEmpty }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.back) }
    if isEmpty { return key == .ok ? .ask(.back) : .stay }
    error = nil
    switch entries.press(key) {
    case .stay: return .stay
    case .choose(let index): return .ask(.form(.choose(index)))
    case .turn(let step): return .ask(.form(.turn(step)))
    }
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .form(.list(let list)) = stage else { return false }
    entries.show(list)
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(entries.list.title.text, context)
    if isEmpty {
      page.question(entries.list.hint?.text ?? Text("form.none"))
      page.paragraph(Text("formlist.counter"))
      page.counterWithHours()
      page.status(error: error)
      page.keys([.ok("key.back"), .end, .help, .language, .wall])
      return page
    }
    page.question(Text("formlist.question"))
    if let hint = entries.list.hint { page.hint(hint.text) }
    entries.draw(on: &page)
    page.status(error: error)
    page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language, .wall])
    return page
  }
}
