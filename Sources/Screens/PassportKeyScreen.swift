// What opens the chip of the old passport and is printed in it: its six-digit access number, or number, birth date and
// date of expiry, one question after the other. A scanner that types its second line answers all three at once.

import Handover
import Messages
import Secrets
import Terminal

struct PassportKeyScreen: ScreenPart {
  static let canDigits = 6
  /// No passport is valid longer than this from today (PassV, § 5: ten years), with room for other states.
  static let validYearsMax = 15

  enum Question: Equatable, Sendable { case way, can, number, birth, expiry }

  let set: WaitingSet
  private(set) var question = Question.way
  private var choices = Choices()
  private var can = TypedInput(countMax: PassportKeyScreen.canDigits)
  private var number = DocumentNumberEntry()
  private var birth = DateEntry()
  private var expiry = DateEntry()
  private var error: Text?
  private var isOverfull = false

  init(_ set: WaitingSet, wrong: Bool) {
    self.set = set
    error = wrong ? Text("passkey.error_wrong") : nil
  }

  var screen: CitizenScreen { .passportKey(self) }
  var helpKey: String {
    switch question {
    case .way: "passkey.help"
    case .can: "passcan.help"
    case .number: "passnumber.help"
    case .birth, .expiry: "passdate.help"
    }
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    isOverfull = false
    if key != .ok { error = nil }
    switch question {
    case .way: return pressWay(key)
    case .can: return pressCAN(key)
    case .number: return pressNumber(key)
    case .birth: return pressBirth(key, context)
    case .expiry: return pressExpiry(key, context)
    }
  }

  private mutating func pressWay(_ key: ScreenKey) -> ScreenAnswer {
    if key == .back || key == .erase { return .ask(.back) }
    if let index = choices.press(key, count: 2) {
      question = index == 0 ? .can : .number
      error = nil
    }
    return .stay
  }

  private mutating func pressCAN(_ key: ScreenKey) -> ScreenAnswer {
    switch key {
    case .digit(let digit): isOverfull = !can.append(Ascii.zero + digit)
    case .erase where !can.isEmpty: can.removeLast()
    case .clear: can.wipe()
    case .back, .erase: question = .way
    case .ok:
      guard can.isFull else {
        error = Text("passcan.error_short", .number("count", can.count))
        return .stay
      }
      let secret = can.secret
      wipe()
      return .ask(.passportKey, secret)
    case .up, .down, .right, .left, .plus, .letter, .character, .cell: break
    }
    return .stay
  }

  private mutating func pressNumber(_ key: ScreenKey) -> ScreenAnswer {
    switch key {
    case .digit(let digit): isOverfull = !number.append(Ascii.zero + digit)
    case .letter(let letter): isOverfull = !number.append(letter)
    case .erase where !number.typed.isEmpty: number.removeLast()
    case .clear: number.wipe()
    case .up: isOverfull = !number.pick(forward: false)
    case .down: isOverfull = !number.pick(forward: true)
    case .right: number.endPicking()
    case .back, .erase: question = .way
    case .left, .plus, .character, .cell: break
    case .ok: return confirmNumber()
    }
    return .stay
  }

  private mutating func confirmNumber() -> ScreenAnswer {
    number.endPicking()
    switch number.found {
    case .number: question = .birth
    case .line:
      let secret = number.typed.secret
      wipe()
      return .ask(.passportKey, secret)
    case .firstLine: number.wipe()
    case .short:
      error = Text(number.typed.isEmpty ? "passnumber.error_empty" : "passnumber.error_short")
    case .long: error = Text("passnumber.error_long")
    }
    return .stay
  }

  private mutating func pressBirth(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    switch birth.press(key) {
    case .stay: break
    case .leave: question = .number
    case .confirm:
      switch birth.confirm(latest: context.today) {
      case .wrong(let mistake): error = mistake.text
      case .nextPart: error = nil
      case .whole:
        error = nil
        question = .expiry
      }
    }
    return .stay
  }

  private mutating func pressExpiry(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    switch expiry.press(key) {
    case .stay: break
    case .leave: question = .birth
    case .confirm:
      let year = min(context.today.date.year, 9999 - Self.validYearsMax) + Self.validYearsMax
      let latest = CivilDay(year: year, month: 12, day: 31) ?? context.today
      switch expiry.confirm(latest: latest) {
      case .wrong(.inFuture): error = Text("passdate.error_expiry")
      case .wrong(let mistake): error = mistake.text
      case .nextPart: error = nil
      case .whole:
        let secret = secret
        wipe()
        return .ask(.passportKey, secret)
      }
    }
    return .stay
  }

  /// Number, birth date and expiry as a passport's second line writes them: filled up with `<`, years of two digits.
  private var secret: Secret {
    let number = number.typed
    let dates = [birth.typed, expiry.typed]
    return unsafe Secret(count: DocumentNumberEntry.numberMax + 12) { buffer in
      for index in 0..<DocumentNumberEntry.numberMax {
        unsafe buffer[index] = number.byte(at: index) ?? Ascii.filler
      }
      var place = DocumentNumberEntry.numberMax
      for date in dates {
        for (part, skipped) in [(date.year, 2), (date.month, 0), (date.day, 0)] {
          for digit in 0..<2 {
            let index = digit + skipped - (part.count < 2 && skipped == 0 ? 1 : 0)
            unsafe buffer[place] = index < 0 ? Ascii.zero : part.byte(at: index) ?? Ascii.zero
            place += 1
          }
        }
      }
    }
  }

  /// What was typed is on its way; here nothing of it stays.
  private mutating func wipe() {
    can.wipe()
    number.wipe()
    birth.wipe()
    expiry.wipe()
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .passportKey(set, let wrong) = stage else { return false }
    if wrong {
      wipe()
      question = .way
      error = Text("passkey.error_wrong")
    }
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: title, step: 3, context)
    switch question {
    case .way:
      page.question(Text("passkey.question"))
      page.choices([Text("passkey.can"), Text("passkey.lines")], choices)
      page.note(Text("passkey.purpose"))
    case .can:
      page.question(Text("passcan.question"))
      page.hint(Text("passcan.hint"))
      page.field("passcan.label", .digits(DigitBoxes(count: Self.canDigits, entry: .shown(can.digits))))
    case .number:
      page.question(Text("passnumber.question"))
      page.hint(Text("passnumber.hint"))
      page.field(
        "passnumber.label",
        .line(
          TextLine(
            number.text,
            count: number.typed.count > DocumentNumberEntry.numberMax
              ? DocumentNumberEntry.lineMax : DocumentNumberEntry.numberMax, typing: .letters)))
      page.note(Text("passnumber.letters"))
    case .birth:
      page.question(Text("passdate.birth"))
      page.hint(Text("passdate.as_printed"))
      page.field("birth.label", birth.field)
    case .expiry:
      page.question(Text("passdate.expiry"))
      page.hint(Text("passdate.as_printed"))
      page.field("passdate.expiry_label", expiry.field)
    }
    let isFull = isOverfull || birth.isOverfull || expiry.isOverfull
    page.status(isFull ? PageDraft.fieldIsFull(context) : nil, error: error)
    page.keys(
      question == .way
        ? [.back, .choose, .ok("key.continue"), .end, .help, .language]
        : [.back, .clear, .ok("key.continue"), .end, .help])
    return page
  }

  private var title: String {
    switch question {
    case .way: "passkey.title"
    case .can: "passcan.title"
    case .number: "passnumber.title"
    case .birth, .expiry: "passdate.title"
    }
  }
}
