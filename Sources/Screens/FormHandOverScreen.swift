// Prepared: where the application itself is made, since another authority must receive it (Führungszeugnis, § 30c BZRG).
// The address stands in letters; the code beside it is for those who can use it. Nothing is focused, so that an Enter too
// many does not throw the address away (UX-12).

import Messages
import Terminal

struct FormHandOverScreen: ScreenPart {
  private var shown: FormHandOver
  private var choices = Choices(focus: nil)
  /// OK was pressed before anything was chosen.
  private var isReminded = false
  private var error: Text?

  init(shown: FormHandOver) {
    self.shown = shown
  }

  var screen: CitizenScreen { .formHandOver(self) }
  var helpKey: String { "formhandover.help" }

  private var canPrint: Bool { FormWording.canPrint(shown.paper) }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.back) }
    error = nil
    isReminded = key == .ok && choices.focus == nil
    let count = canPrint ? 2 : 1
    return choices.press(key, count: count).map { .ask($0 == count - 1 ? .end : .form(.print)) } ?? .stay
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .form(.handOver(let shown)) = stage else { return false }
    if canPrint != FormWording.canPrint(shown.paper) {
      choices = Choices(focus: nil)
      isReminded = false
    }
    self.shown = shown
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "formhandover.title", context)
    page.paragraph(.data(shown.text))
    // Nothing to go on with online: the words say where else.
    if !shown.address.text.isEmpty {
      page.label(Text("formhandover.address"))
      let address = Text.data(shown.address.text)
      if let code = QRDrawing(shown.address, address: address, alternative: Text("formhandover.code")) {
        page.code(code)
      } else {
        page.paragraph(address)
      }
    }
    page.counter()
    let noted = Text("formhandover.noted")
    page.choices(canPrint ? [Text("formhandover.print"), noted] : [noted], choices)
    page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language])
    let reminder = Text(
      key: "formhandover.note_first",
      arguments: context.keyNames.arguments + [.data("digit", canPrint ? "2" : "1")])
    page.status(isReminded ? reminder : FormWording.paper(shown.paper), error: error)
    return page
  }
}
