// "What is your number?": the mobile number that the message went to, or the letter's number. What people type is
// taken as they type it (UX-8), shown in groups (UX-10), and checked on OK only (UX-6).

import Messages
import Terminal

struct NumberScreen: ScreenPart {
  /// Shorter numbers are typing mistakes: a letter's number has more digits.
  static let digitsMin = 5
  /// ITU-T E.164 allows 15 digits; some room for a prefix typed twice.
  static let charactersMax = 20
  /// With the spaces between the groups.
  static let columnsMax = 30

  private var typed = TypedInput(countMax: NumberScreen.charactersMax)
  private var error: Text?
  private var isOverfull = false

  var screen: CitizenScreen { .number(self) }
  var helpKey: String { "number.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    isOverfull = false
    // What was wrong may be right after the next digit.
    if key != .ok { error = nil }
    switch key {
    case .digit(let digit): isOverfull = !typed.append(Ascii.zero + digit)
    case .plus: if typed.isEmpty { _ = typed.append(Ascii.plus) }
    case .erase where typed.isEmpty: return .ask(.back)
    case .erase: typed.removeLast()
    case .clear: typed.wipe()
    case .back: return .ask(.back)
    case .ok: return confirm()
    case .up, .down, .right, .left, .letter, .character, .cell: break
    }
    return .stay
  }

  private mutating func confirm() -> ScreenAnswer {
    let digits = typed.count - (typed.byte(at: 0) == Ascii.plus ? 1 : 0)
    if digits < Self.digitsMin {
      error = Text(digits == 0 ? "number.error_empty" : "number.error_short")
      return .stay
    }
    error = nil
    return .ask(.number, typed.secret)
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "number.title", step: 1, context)
    page.question(Text("number.question"))
    page.hint(Text("number.hint"))
    page.field("number.label", .line(TextLine(Self.grouped(typed), count: Self.columnsMax)))
    page.note(Text("number.purpose"))
    page.status(isOverfull ? PageDraft.fieldIsFull(context) : nil, error: error)
    page.keys([.back, .clear, .ok("key.continue"), .end, .help])
    return page
  }

  /// What is typed as it is shown: the only text that is made of it, for the page that is being typed.
  static func grouped(_ typed: TypedInput) -> String {
    var text = ""
    var index = 0
    for group in groups(typed) {
      if index > 0 { text.append(" ") }
      for place in index..<index + group {
        text.unicodeScalars.append(Unicode.Scalar(typed.byte(at: place) ?? Ascii.space))
      }
      index += group
    }
    return text
  }

  /// Lengths of the groups in which the number is shown: `0170 12 34 56 7`, `+49 17 01 23`, `48 27 11 90`.
  static func groups(_ typed: TypedInput) -> [Int] {
    let first =
      switch typed.byte(at: 0) {
      case Ascii.plus: 3
      case Ascii.zero: 4
      default: 2
      }
    var groups: [Int] = []
    var rest = typed.count
    while rest > 0 {
      let group = min(rest, groups.isEmpty ? first : 2)
      groups.append(group)
      rest -= group
    }
    return groups
  }
}
