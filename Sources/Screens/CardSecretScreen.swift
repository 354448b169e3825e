// One secret of the card at a time: PIN, five-digit PIN of the letter, CAN, PUK. PIN and PUK are drawn as stars; where
// the CAN stands is said. Full length is never sent by itself (AX-26): OK confirms.

import Messages
import Terminal

struct CardSecretScreen: ScreenPart {
  let kind: CardSecret
  private var typed: TypedInput
  private var hint: SecretHint
  private var error: Text?
  private var isOverfull = false

  init(_ kind: CardSecret, _ hint: SecretHint) {
    self.kind = kind
    typed = TypedInput(countMax: kind.digits)
    self.hint = hint
    error = Self.text(kind, hint)
  }

  var screen: CitizenScreen { .cardSecret(self) }
  var helpKey: String { "\(section).help" }

  private var section: String {
    switch kind {
    case .pin: "cardpin"
    case .transportPIN: "cardfive"
    case .can: "cardcan"
    case .puk: "cardpuk"
    }
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    isOverfull = false
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
      error = Text(
        key: "\(section).error_short", arguments: [.number("count", typed.count)], privacy: .personal)
      return .stay
    }
    error = nil
    let secret = typed.secret
    // It is on its way; here nothing of it stays.
    typed.wipe()
    return .ask(.cardSecret, secret)
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .card(.secret(kind, let hint)) = stage else { return false }
    typed.wipe()
    self.hint = hint
    error = Self.text(kind, hint)
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "\(section).title", context)
    page.question(Text(key: "\(section).question", arguments: []))
    if isLastTry { page.paragraph(Text("cardpin.last_try")) }
    page.hint(Text(key: "\(section).hint", arguments: []))
    let entry: DigitBoxes.Entry = kind == .can ? .shown(typed.digits) : .masked(typed.count)
    page.field("\(section).label", .digits(DigitBoxes(count: kind.digits, entry: entry)))
    if kind == .puk { page.note(Text("pinmenu.no_puk")) }
    page.note(Text("cardsecret.leave"))
    page.status(isOverfull ? PageDraft.fieldIsFull(context) : good, error: error)
    page.keys([.back, .clear, .ok("key.continue"), .end, .help])
    return page
  }

  /// AX-53: said before the last try, while it can still be left alone.
  private var isLastTry: Bool {
    switch (kind, hint) {
    // A card asks for the CAN only before the last try of its PIN.
    case (.pin, .canAccepted), (.transportPIN, .canAccepted): true
    case (.pin, .wrong(1)), (.transportPIN, .wrong(1)): true
    default: false
    }
  }

  private var good: Text? {
    switch hint {
    case .canAccepted: Text("cardpin.after_can")
    case .unblocked: Text("cardpin.after_puk")
    case .none, .wrong, .pinWrong, .otherCard, .unclear: nil
    }
  }

  /// What is wrong; what is good stands in the status line.
  private static func text(_ kind: CardSecret, _ hint: SecretHint) -> Text? {
    let left: Int?
    switch hint {
    case .none, .canAccepted, .unblocked: return nil
    case .pinWrong: return Text(kind == .puk ? "cardpuk.pin_wrong" : "cardcan.pin_wrong")
    case .otherCard:
      let isPIN = kind == .pin || kind == .transportPIN
      return Text(isPIN ? "cardsecret.other_card" : "cardsecret.other_digits")
    case .unclear: return Text("cardsecret.unclear")
    case .wrong(let tries): left = tries
    }
    switch (kind, left) {
    case (.pin, 2), (.transportPIN, 2): return Text("cardpin.wrong_two")
    case (.pin, 1), (.transportPIN, 1): return Text("cardpin.wrong_one")
    case (.pin, _), (.transportPIN, _): return Text("cardpin.wrong")
    case (.can, _): return Text("cardcan.wrong")
    case (.puk, _): return Text("cardpuk.wrong")
    }
  }
}
