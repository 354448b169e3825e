// Done: what was handed over, under which number, when, and what comes next. There is no receipt to offer yet, so
// none is drawn. It closes by itself after the station's time.

import Handover
import Messages
import Terminal

struct DoneScreen: ScreenPart {
  let receipt: Receipt
  private var error: Text?

  init(_ receipt: Receipt) {
    self.receipt = receipt
  }

  var screen: CitizenScreen { .done(self) }
  var helpKey: String { "done.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    switch key {
    case .ok: .ask(receipt.moreWaiting > 0 ? .next : .end)
    case .back, .erase: .ask(.end)
    default: .stay
    }
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "done.title", context)
    page.facts(facts)
    let hasLetter = receipt.documents.contains {
      DocumentKind(name: $0)?.parts.contains(.passwordLetter) ?? false
    }
    if receipt.moreWaiting > 0 {
      page.question(
        receipt.moreWaiting == 1
          ? Text("done.next_one") : Text("done.next_many", .number("count", receipt.moreWaiting)))
    }
    if hasLetter { page.hint(Text("done.letter")) }
    page.hint(Text("done.note"))
    page.keys([.ok(receipt.moreWaiting > 0 ? "key.next" : "key.done"), .end, .help, .language])
    page.status(error: error)
    return page
  }

  /// What was received, one row for each kind, then the number and the time of the handover.
  private var facts: [Fact] {
    var rows = Wording.documentRows(receipt.documents).enumerated().map { row in
      Fact(row.offset == 0 ? Text("done.received") : .data(""), row.element)
    }
    rows.append(Fact(Text("done.reference"), .data(receipt.reference)))
    rows.append(
      Fact(
        Text("done.when"),
        Text(
          "done.time", .text("date", Wording.fullDate(receipt.day)),
          .number("hour", receipt.hour), .data("minute", Wording.twoDigits(receipt.minute)))))
    return rows
  }
}
