// How far a document is: what that means, what comes next, where and until when. No page is a dead end: another number,
// the pickup where it lies here, or the counter. Neither number nor name stands here.

import Messages
import Terminal

struct StatusResultScreen: ScreenPart {
  let shown: DocumentStatus
  let tries: StatusTries
  private var choices = Choices()
  private var error: Text?

  init(_ shown: DocumentStatus, _ tries: StatusTries) {
    self.shown = shown
    self.tries = tries
  }

  var screen: CitizenScreen { .statusResult(self) }
  var helpKey: String { "docresult.help" }

  private var rows: [(text: String, request: CitizenRequest)] {
    (shown.canPickUp ? [("docresult.pickup", .documentStatus(.pickUp))] : [])
      + [("docresult.another", .documentStatus(.begin)), ("docresult.done", .end)]
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    error = nil
    if key == .back || key == .erase { return .ask(.back) }
    return choices.press(key, count: rows.count).map { .ask(rows[$0].request) } ?? .stay
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "docresult.title", context)
    tell(&page)
    page.choices(rows.map { Text($0.text) }, choices)
    if shown.state == .unknown { page.note(StatusNumberScreen.tries(tries)) }
    page.status(error: error)
    page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language])
    return page
  }

  private func tell(_ page: inout PageDraft) {
    switch shown.state {
    case .unknown:
      page.question(Text("docresult.unknown"))
      page.paragraph(Text("docresult.unknown_why"))
      page.counter()
    case .ordered: tell(&page, "docresult.ordered", next: "docresult.ordered_next")
    case .produced: tell(&page, "docresult.produced", next: "docresult.produced_next")
    case .arrived:
      tell(&page, "docresult.arrived", next: "docresult.arrived_next")
      page.counter()
    case .readyHere:
      page.question(headline("docresult.here"))
      if shown.canPickUp {
        if let until = shown.until {
          page.paragraph(Text("docresult.until", .text("day", Wording.shortDate(until))))
        }
        page.paragraph(Text("docresult.here_next"))
      } else {
        // Until when its compartment keeps it helps nobody who stands before a door that does not open.
        page.paragraph(Text("docresult.here_counter"))
        page.counterWithHours()
      }
    case .readyAtCounter:
      page.question(headline("docresult.counter"))
      if let until = shown.until {
        page.paragraph(Text("docresult.was_here", .text("day", Wording.shortDate(until))))
      }
      page.counterWithHours()
      page.hint(Text("counter.need"))
    case .handedOver:
      tell(&page, "docresult.handed", next: "docresult.handed_next")
      page.counter()
    }
  }

  private func tell(_ page: inout PageDraft, _ headline: String, next: String) {
    page.question(self.headline(headline))
    if let since = shown.since {
      page.paragraph(Text("docresult.since", .text("day", Wording.fullDate(since))))
    }
    page.paragraph(Text(next))
  }

  private func headline(_ key: String) -> Text {
    Text(key, .text("documents", Wording.documents(shown.documents)))
  }
}
