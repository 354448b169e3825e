// "What is your pickup code?": six boxes. A wrong number and a wrong code get the same words; the tries that are
// left, and that a pause follows, are said before they are used up (AX-53).

import Messages
import Terminal

struct CodeScreen: ScreenPart {
  /// A pickup code is a number below 10^6, with leading zeros.
  static let digits = 6

  private var typed = TypedInput(countMax: CodeScreen.digits)
  private var triesLeft: Int
  private var error: Text?
  private var isOverfull = false

  init(triesLeft: Int, wrong: Bool) {
    self.triesLeft = triesLeft
    error = wrong ? Self.wrongText(triesLeft) : nil
  }

  var screen: CitizenScreen { .code(self) }
  var helpKey: String { "code.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    isOverfull = false
    // What was wrong may be right after the next digit.
    if key != .ok { error = nil }
    switch key {
    case .digit(let digit): isOverfull = !typed.append(Ascii.zero + digit)
    case .erase where typed.isEmpty: return .ask(.back)
    case .erase: typed.removeLast()
    case .clear: typed.wipe()
    case .back: return .ask(.back)
    case .ok: return confirm()
    case .up, .down, .right, .left, .plus, .letter, .character, .cell: break
    }
    return .stay
  }

  private mutating func confirm() -> ScreenAnswer {
    guard typed.isFull else {
      error =
        typed.isEmpty ? Text("code.error_empty") : Text("code.error_short", .number("count", typed.count))
      return .stay
    }
    error = nil
    return .ask(.code, typed.secret)
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .code(let triesLeft, let wrong) = stage else { return false }
    self.triesLeft = triesLeft
    if wrong {
      typed.wipe()
      error = Self.wrongText(triesLeft)
    }
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  private static func wrongText(_ tries: Int) -> Text {
    tries == 1 ? Text("code.error_wrong_last") : Text("code.error_wrong", .number("tries", tries))
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "code.title", step: 2, context)
    page.question(Text("code.question"))
    page.hint(Text("code.hint"))
    page.field("code.label", .digits(DigitBoxes(count: Self.digits, entry: .shown(typed.digits))))
    let minutes = Text.Argument.number("minutes", context.welcome.lockMinutes)
    page.note(
      triesLeft == 1 ? Text("tries.one", minutes) : Text("tries.many", .number("tries", triesLeft), minutes))
    page.status(isOverfull ? PageDraft.fieldIsFull(context) : nil, error: error)
    page.keys([.back, .clear, .ok("key.continue"), .end, .help])
    return page
  }
}
