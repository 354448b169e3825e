// Prepared: where the application itself is made, since another authority must receive it (Führungszeugnis, § 30c BZRG).
// The address stands in letters; the code beside it is for those who can use it.

import Messages
import Terminal

struct FormHandOverScreen: ScreenPart {
  private var shown: FormHandOver
  private var choices = Choices()
  private var error: Text?

  init(shown: FormHandOver) {
    self.shown = shown
  }

  var screen: CitizenScreen { .formHandOver(self) }
  var helpKey: String { "formhandover.help" }

  private var canPrint: Bool { FormWording.canPrint(shown.paper) }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.back) }
    guard canPrint else { return key == .ok ? .ask(.end) : .stay }
    error = nil
    return choices.press(key, count: 2).map { .ask($0 == 0 ? .form(.print) : .end) } ?? .stay
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .form(.handOver(let shown)) = stage else { return false }
    self.shown = shown
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "formhandover.title", context)
    page.paragraph(.data(shown.text))
    page.label(Text("formhandover.address"))
    let address = Text.data(shown.address.text)
    if let code = QRDrawing(shown.address, address: address, alternative: Text("formhandover.code")) {
      page.code(code)
    } else {
      page.paragraph(address)
    }
    page.counter()
    if canPrint {
      page.choices([Text("formhandover.print"), Text("formhandover.no_print")], choices)
      page.keys([.back, .choose, .ok("key.continue"), .end, .help, .language])
    } else {
      page.keys([.back, .ok("key.done"), .end, .help, .language])
    }
    page.status(FormWording.paper(shown.paper), error: error)
    return page
  }
}
