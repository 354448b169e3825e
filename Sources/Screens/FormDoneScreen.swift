// Kept: the reference number, what happens next, what is to be paid and how, and where a person can be asked (UX-14). On
// paper where a printer is ready; all of it stands on the screen in any case (AX-15). Nothing is focused, so that an Enter
// too many does not throw the number away (UX-12).

import Messages
import Terminal

struct FormDoneScreen: ScreenPart {
  private var shown: FormDone
  private var choices = Choices(focus: nil)
  /// OK was pressed before anything was chosen.
  private var isReminded = false
  private var error: Text?

  init(shown: FormDone) {
    self.shown = shown
  }

  var screen: CitizenScreen { .formDone(self) }
  var helpKey: String { "formdone.help" }

  private var canPrint: Bool { FormWording.canPrint(shown.paper) }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.end) }
    error = nil
    isReminded = key == .ok && choices.focus == nil
    let count = canPrint ? 2 : 1
    return choices.press(key, count: count).map { .ask($0 == count - 1 ? .end : .form(.print)) } ?? .stay
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .form(.done(let shown)) = stage else { return false }
    if canPrint != FormWording.canPrint(shown.paper) {
      choices = Choices(focus: nil)
      isReminded = false
    }
    self.shown = shown
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "formdone.title", context)
    page.good(Text("formdone.kept"))
    // Large, where nothing else has to be noted.
    if shown.slip == nil, let digits = BigDigits(shown.reference, alternative: Text("formdone.reference")) {
      page.bigDigits(digits)
    } else {
      page.facts([Fact(Text("formdone.number"), .data(shown.reference))])
    }
    if let slip = shown.slip { tell(slip, &page) }
    page.paragraph(.data(shown.next))
    page.counter()
    let print = Text(shown.slip == nil ? "formdone.print" : "formdone.print_slip")
    let noted = Text(shown.slip == nil ? "formdone.noted" : "formdone.noted_all")
    page.choices(canPrint ? [print, noted] : [noted], choices)
    // Where the code has no room on the screen, or the terminal no signs for it, the paper has it.
    if canPrint, shown.slip?.code != nil { page.note(Text("formdone.code_on_paper")) }
    page.keys([.choose, .ok("key.continue"), .end, .help, .language])
    page.status(isReminded ? reminder(context) : FormWording.paper(shown.paper), error: error)
    return page
  }

  private func reminder(_ context: ScreenContext) -> Text {
    Text(
      key: shown.slip == nil ? "formdone.note_first" : "formdone.note_all_first",
      arguments: context.keyNames.arguments + [.data("digit", canPrint ? "2" : "1")])
  }

  private func tell(_ slip: FormSlip, _ page: inout PageDraft) {
    page.label(Text("formdone.pay"))
    var facts = [
      Fact(Text("formdone.payee"), .data(slip.payee)), Fact(Text("formdone.iban"), .data(slip.iban)),
      Fact(Text("formdone.amount"), FormWording.amount(slip.cents)),
    ]
    let reference = Fact(Text("formdone.purpose"), .data(slip.reference))
    let code = slip.code.flatMap {
      QRDrawing(
        $0, address: Text("formdone.reference_line", .data("reference", slip.reference)),
        alternative: Text("formdone.code"))
    }
    if code == nil { facts.append(reference) }
    page.facts(facts)
    if let code { page.code(code) }
  }
}
