// "What is the number of your document?": the serial number that the receipt of the order names, or the number of a
// letter (UX-11). Read as people write it, checked on OK only (UX-6); what is wrong is counted out in words, and the
// number stands there to be compared. What is typed stays in wiping storage and is kept nowhere.

import Messages
import Terminal

struct StatusNumberScreen: ScreenPart {
  /// Characters of a group in which a serial number is read back.
  private static let groupLength = 3

  private var input = PickerInput(.serial)
  private var tries: StatusTries
  /// What is wrong with what is typed; its text is made for the page alone.
  private var fault: DocumentNumber.Fault?
  private var failure: Text?

  init(_ tries: StatusTries) {
    self.tries = tries
  }

  var screen: CitizenScreen { .statusNumber(self) }
  var helpKey: String { "docstatus.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    // What was wrong may be right after the next character.
    fault = nil
    failure = nil
    switch input.press(key) {
    case .stay: return .stay
    case .back: return .ask(.back)
    case .done(let secret):
      if case .failure(let fault) = DocumentNumber.read(secret) {
        self.fault = fault
        return .stay
      }
      return .ask(.documentStatus(.number), secret)
    }
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .documentStatus(.number(let tries)) = stage else { return false }
    self.tries = tries
    return true
  }

  mutating func fail(_ error: Text) { failure = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "docstatus.title", context)
    page.question(Text("docstatus.question"))
    page.hint(Text("docstatus.hint"))
    page.picker(input, label: Text("docstatus.label"))
    page.note(Text("docstatus.privacy"))
    page.note(Self.tries(tries))
    page.status(input.notice, error: failure ?? fault.map(text))
    page.keys(input.caps)
    return page
  }

  /// How often one may still be wrong, and what follows (AX-53).
  static func tries(_ tries: StatusTries) -> Text {
    let minutes = Text.Argument.number("minutes", tries.pauseMinutes)
    switch tries.left {
    case ...0: return Text("docstatus.tries_none", minutes)
    case 1: return Text("docstatus.tries_last", minutes)
    default: return Text("docstatus.tries", .number("tries", tries.left), minutes)
    }
  }

  private func text(_ fault: DocumentNumber.Fault) -> Text {
    switch fault {
    case .empty: Text("docstatus.error_empty")
    case .serialLength(let count): Text("docstatus.error_serial", .number("count", count))
    case .slipLength(let count): Text("docstatus.error_slip", .number("count", count))
    case .character: Text("docstatus.error_character")
    case .checkDigit:
      Text("docstatus.error_check", .text("number", .data(grouped, privacy: .personal)))
    }
  }

  /// What is typed in groups, to be compared with the paper: `L01 X00 T47 1`.
  private var grouped: String {
    input.secret.withSpan { span in
      var text = ""
      for index in span.indices {
        if index > 0, index % Self.groupLength == 0 { text.append(" ") }
        text.unicodeScalars.append(Unicode.Scalar(span[index]))
      }
      return text
    }
  }
}
