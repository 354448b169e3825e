// Done: what was handed over, under which number, when, what became of the old document, and what comes next. A receipt
// is offered where the station can give one; the handover is settled whatever becomes of it. It closes by itself.

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

  private var leaves: CitizenRequest { receipt.moreWaiting > 0 ? .next : .end }

  /// A receipt in each way that there is, or none.
  private var answers: [(text: String, request: CitizenRequest)] {
    switch receipt.state {
    case .printing, .printed, .mailed: return []
    case .open, .noPaper, .failed: break
    }
    guard !receipt.ways.isEmpty else { return [] }
    return receipt.ways.map { ($0 == .print ? "done.print" : "done.email", .receipt($0)) }
      + [("done.none", leaves)]
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.end) }
    let answers = answers
    guard !answers.isEmpty else { return key == .ok ? .ask(leaves) : .stay }
    return choices.press(key, count: answers.count).map { .ask(answers[$0].request) } ?? .stay
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "done.title", context)
    page.facts(facts)
    if let old { page.paragraph(Text(old)) }
    if receipt.oldDocumentRead { page.paragraph(Text("done.old_read")) }
    let hasLetter = receipt.documents.contains {
      DocumentKind(name: $0)?.parts.contains(.passwordLetter) ?? false
    }
    if receipt.moreWaiting > 0 { page.moreWaiting(receipt.moreWaiting) }
    if let said { page.paragraph(said) }
    if hasLetter { page.hint(Text("done.letter")) }
    if answers.isEmpty {
      if receipt.state == .open { page.hint(Text("done.note")) }
      page.keys([.ok(receipt.moreWaiting > 0 ? "key.next" : "key.done"), .end, .help, .language])
    } else {
      page.label(Text("done.receipt"))
      page.choices(answers.map { Text($0.text) }, choices)
      page.keys([.choose, .ok("key.continue"), .end, .help, .language])
    }
    page.status(error: error)
    return page
  }

  /// What became of the old document, as the town's rule words it.
  private var old: String? {
    switch receipt.oldDocumentFate {
    case "surrendered": "done.old_inside"
    case "kept": "done.old_kept"
    case "owed": "done.old_owed"
    case "declared_lost": "done.old_lost"
    default: nil
    }
  }

  /// What became of the receipt.
  private var said: Text? {
    let reference = Text.Argument.data("reference", receipt.reference)
    switch receipt.state {
    case .open: return nil
    case .printing: return Text("done.printing")
    case .printed: return Text("done.printed")
    case .noPaper: return Text("done.no_paper", reference)
    case .failed: return Text("done.no_printer", reference)
    case .mailed: return Text("done.mailed")
    }
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
