// The new PIN, typed twice; both stay here until they are the same. The old one is no matter of this page.

import Messages
import Terminal

struct NewPinScreen: ScreenPart {
  static let digits = 6

  private var first = TypedInput(countMax: NewPinScreen.digits)
  private var second = TypedInput(countMax: NewPinScreen.digits)
  private var isRepeating = false
  private var error: Text?
  private var isOverfull = false

  var screen: CitizenScreen { .newPin(self) }
  var helpKey: String { "newpin.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    isOverfull = false
    if key != .ok { error = nil }
    switch key {
    case .digit(let digit): isOverfull = !change { $0.append(Ascii.zero + digit) }
    case .erase where !typed.isEmpty: change { $0.removeLast() }
    case .clear: change { $0.wipe() }
    case .back, .erase:
      guard isRepeating else { return .ask(.back) }
      again()
    case .ok: return confirm()
    case .up, .down, .right, .left, .plus, .letter, .character, .cell: break
    }
    return .stay
  }

  private var typed: TypedInput { isRepeating ? second : first }

  @discardableResult
  private mutating func change<Result>(_ body: (inout TypedInput) -> Result) -> Result {
    isRepeating ? body(&second) : body(&first)
  }

  private mutating func again() {
    first.wipe()
    second.wipe()
    isRepeating = false
  }

  private mutating func confirm() -> ScreenAnswer {
    guard typed.isFull else {
      error = Text("newpin.error_short", .number("count", typed.count))
      return .stay
    }
    guard isRepeating else {
      isRepeating = true
      return .stay
    }
    guard first.secret == second.secret else {
      again()
      error = Text("newpin.error_other")
      return .stay
    }
    let secret = first.secret
    again()
    return .ask(.newPIN, secret)
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "newpin.title", context)
    page.question(Text(isRepeating ? "newpin.again" : "newpin.question"))
    page.hint(Text("newpin.hint"))
    page.field(
      "newpin.label", .digits(DigitBoxes(count: Self.digits, entry: .masked(typed.count))))
    page.note(Text("cardsecret.leave"))
    page.status(isOverfull ? PageDraft.fieldIsFull(context) : nil, error: error)
    page.keys([.back, .clear, .ok("key.continue"), .end, .help])
    return page
  }
}
