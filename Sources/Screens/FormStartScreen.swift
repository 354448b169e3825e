// What one needs, how long it takes and what it costs, before anything is asked (UX-2). Only ways that work now are
// offered: a card reader that is gone leaves typing where that is allowed, else the counter.

import Messages
import Terminal

struct FormStartScreen: ScreenPart {
  private var shown: FormStart
  private var choices = Choices()
  private var error: Text?

  init(shown: FormStart) {
    self.shown = shown
  }

  var screen: CitizenScreen { .formStart(self) }
  var helpKey: String { "formstart.help" }

  /// What leads on, the ID card first.
  private var ways: [FormRequest] {
    guard shown.needsCard else { return [.next] }
    return (shown.isReaderUsable ? [.next] : []) + (shown.canType ? [.typeInstead] : [])
  }

  private var lacksReader: Bool { shown.needsCard && !shown.isReaderUsable }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.back) }
    error = nil
    switch ways.count {
    case 0: return key == .ok ? .ask(.back) : .stay
    case 1: return key == .ok ? .ask(.form(ways[0])) : .stay
    default: return choices.press(key, count: ways.count).map { .ask(.form(ways[$0])) } ?? .stay
    }
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .form(.start(let shown)) = stage else { return false }
    self.shown = shown
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(.data(shown.title), context)
    if ways.isEmpty {
      page.question(Text("formstart.no_reader"))
      page.paragraph(Text("formstart.counter"))
      page.counterWithHours()
      page.status(error: error)
      page.keys([.ok("key.back"), .end, .help, .language, .wall])
      return page
    }
    page.paragraph(.data(shown.summary))
    page.facts(
      [
        Fact(Text(needsNothing ? "formstart.identity" : "formstart.need"), Text(need)),
        Fact(Text("formstart.duration"), Text("formstart.minutes")),
      ]
        + FormWording.fees(shown.fees, sum: nil))
    if lacksReader { page.paragraph(Text("formstart.without_reader")) }
    page.status(paper, error: error)
    if ways.count > 1 {
      page.label(Text("formstart.how"))
      page.choices([Text("formstart.with_card"), Text("formstart.without_card")], choices)
      page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language, .wall])
    } else {
      page.keys([.back, .ok("formstart.begin"), .end, .help, .language, .wall])
    }
    return page
  }

  private var needsNothing: Bool { need == "formstart.need_nothing" }

  private var need: String {
    switch (shown.needsCard, shown.canType || !shown.isReaderUsable) {
    case (false, _): "formstart.need_nothing"
    case (true, false): "formstart.need_card"
    case (true, true): shown.isReaderUsable ? "formstart.need_either" : "formstart.need_nothing"
    }
  }

  /// Said before it matters: whoever needs paper may come again.
  private var paper: Text? {
    switch shown.paper {
    case .noPaper: Text("formstart.no_paper")
    case .failed: Text("formstart.no_printer")
    case .open, .printing, .printed, .mailed, nil: nil
    }
  }
}
