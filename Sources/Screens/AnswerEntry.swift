// What an answer is typed or chosen into, by the kind of the question: a line, a date, an address, or choices. It says
// when an answer is given and what it is; the question around it and what is wrong with it are others' business.

import Handover
import Messages
import Secrets
import Terminal

enum AnswerEntry: Equatable, Sendable {
  case line(PickerInput)
  case date(DateEntry)
  case address(AddressEntry)
  case choices(Choices, [Text])

  enum Outcome: Equatable {
    case stay
    case back
    case wrong(Text)
    /// Nothing was typed.
    case nothing
    /// The parts, UTF-8.
    case given([Secret])
  }

  /// A year outside of these is a typing mistake.
  private static let yearFirst = 1900
  private static let dayLast = CivilDay(year: 2199, month: 12, day: 31)!

  /// Empty, or with what was answered before.
  init(_ entry: FormEntry, typed: [String]) {
    switch entry {
    case .text(let max): self = .line(Self.line(.text(max: max), typed))
    case .digits(let max): self = .line(Self.line(.digits(max: max), typed))
    case .number(let least, let most):
      self = .line(Self.line(.digits(max: max(String(least).count, String(most).count)), typed))
    case .iban: self = .line(Self.line(.iban, typed))
    case .email: self = .line(Self.line(.email, typed))
    case .phone: self = .line(Self.line(.phone, typed))
    case .date:
      var date = DateEntry()
      date.fill(typed)
      self = .date(date)
    case .address: self = .address(AddressEntry(typed))
    case .choice, .yesNo:
      let options = Self.options(entry)
      let before = typed.first.flatMap(Int.init).map { $0 - 1 }
      self = .choices(Choices(focus: before.flatMap { options.indices.contains($0) ? $0 : nil }), options)
    }
  }

  private static func line(_ alphabet: PickerAlphabet, _ typed: [String]) -> PickerInput {
    PickerInput(alphabet, filled: typed.first.map { Secret(Array($0.utf8)) }, beginsAtEnd: true)
  }

  /// What can be chosen, in words; none where something is typed.
  static func options(_ entry: FormEntry) -> [Text] {
    switch entry {
    case .choice(let words): words.map { .data($0) }
    case .yesNo: [Text("formquestion.yes"), Text("formquestion.no")]
    default: []
    }
  }

  /// The same options in another language; what is focused or typed stays. False: it is another kind of question.
  mutating func translate(_ entry: FormEntry) -> Bool {
    guard case .choices(let choices, let old) = self else { return Self.options(entry).isEmpty }
    let options = Self.options(entry)
    guard options.count == old.count else { return false }
    self = .choices(choices, options)
    return true
  }

  /// `isSkippable`: choosing nothing is a choice of its own.
  mutating func press(_ key: ScreenKey, isSkippable: Bool) -> Outcome {
    switch self {
    case .line(var input):
      let answer = input.press(key)
      self = .line(input)
      switch answer {
      case .stay: return .stay
      case .back: return .back
      case .done(let secret): return secret.count == 0 ? .nothing : .given([secret])
      }
    case .date(var date):
      let outcome = Self.press(key, &date)
      self = .date(date)
      return outcome
    case .address(var address):
      let answer = address.press(key)
      self = .address(address)
      switch answer {
      case .stay: return .stay
      case .leave: return .back
      case .wrong(let error): return .wrong(error)
      case .whole: return address.isEmpty ? .nothing : .given(address.secrets)
      }
    case .choices(var choices, let options):
      if key == .back || key == .erase { return .back }
      if key == .ok, choices.focus == nil { return .wrong(Text("error.choose")) }
      let index = choices.press(key, count: options.count + (isSkippable ? 1 : 0))
      self = .choices(choices, options)
      guard let index else { return .stay }
      return index < options.count ? .given([Secret(Array(String(index + 1).utf8))]) : .nothing
    }
  }

  private static func press(_ key: ScreenKey, _ date: inout DateEntry) -> Outcome {
    switch date.press(key) {
    case .stay: return .stay
    case .leave: return .back
    case .confirm: break
    }
    if date.typed.isEmpty { return .nothing }
    switch date.confirm(latest: dayLast, yearsMax: dayLast.date.year - yearFirst) {
    case .wrong(let mistake): return .wrong(mistake.text)
    case .nextPart: return .stay
    case .whole: return .given([date.typed.day.secret, date.typed.month.secret, date.typed.year.secret])
    }
  }

  /// Nothing is typed or chosen.
  var isEmpty: Bool {
    switch self {
    case .line(let input): input.isEmpty
    case .date(let date): date.typed.isEmpty
    case .address(let address): address.isEmpty
    case .choices(let choices, _): choices.focus == nil
    }
  }

  /// There is nothing to take away where typing goes on now.
  var hasNothingToErase: Bool {
    switch self {
    case .line(let input): input.isEmpty
    case .date(let date): date.typed[date.part].isEmpty
    case .address(let address): address.input.isEmpty
    case .choices: true
    }
  }

  /// The same, with another name for what OK does at the end of a line.
  func naming(done text: Text) -> AnswerEntry {
    switch self {
    case .line(var input):
      input.doneText = text
      return .line(input)
    case .address(var address):
      address.nameDone(text)
      return .address(address)
    case .date, .choices: return self
    }
  }

  /// After an answer was refused: where it begins.
  mutating func restart() {
    switch self {
    case .date(var date):
      date.focus(.day)
      self = .date(date)
    case .address(var address):
      address.restart()
      self = .address(address)
    case .line, .choices: break
    }
  }

  /// Why the last key did nothing.
  func notice(_ context: ScreenContext) -> Text? {
    switch self {
    case .line(let input): input.notice
    case .address(let address): address.input.notice
    case .date(let date): date.isOverfull ? PageDraft.fieldIsFull(context) : nil
    case .choices: nil
    }
  }
}
