// Done: what was handed over, under which number, when, and what comes next. There is no receipt to offer yet, so
// none is drawn. It closes by itself after the station's time.

import Handover
import Messages
import Terminal

struct DoneScreen: ScreenPart {
  let receipt: Receipt
  private var choices = Choices()
  private var error: Text?

  init(_ receipt: Receipt) {
    self.receipt = receipt
  }

  var screen: CitizenScreen { .done(self) }
  var helpKey: String { "done.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if receipt.moreWaiting == 0 { return key == .ok || key == .back || key == .erase ? .ask(.end) : .stay }
    guard let index = choices.press(key, count: 2) else { return .stay }
    return index == 0 ? .ask(.next) : .ask(.end)
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
      page.choices([Text("done.next"), Text("done.finish")], choices)
      if hasLetter { page.hint(Text("done.letter")) }
      page.keys([.choose, .ok("key.continue"), .end, .help, .language])
    } else {
      if hasLetter { page.paragraph(Text("done.letter")) }
      page.hint(Text("done.note"))
      page.keys([.ok("key.done"), .help, .language])
    }
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
          .text("time", Wording.time(hour: receipt.hour, minute: receipt.minute)))))
    return rows
  }
}
