// All answers before anything binds (UX-13): what the card says stands, each typed answer is changed by its digit, and
// going on is a choice of its own under 0, on every part of a long list. Nothing is focused at first, since going on may
// send (UX-12). The values are personal.

import Messages
import Terminal

struct FormCheckScreen: ScreenPart {
  /// Of seven choices one goes on, and one shows the next part where there are several.
  static let rowsMax = Choices.countMax - 1

  private var shown: FormReview
  private var choices = Choices(focus: nil)
  private var part = 0
  private var error: Text?

  init(shown: FormReview) {
    self.shown = shown
    if shown.isNotSent { error = Text("form.not_sent") }
  }

  private enum Line: Equatable {
    /// Index into the rows.
    case row(Int)
    case more
    case goOn
  }

  var screen: CitizenScreen { .formCheck(self) }
  var helpKey: String { "formcheck.help" }

  /// Indices of the rows that can be changed.
  private var changeable: [Int] { shown.rows.indices.filter { !shown.rows[$0].isFixed } }
  private var rowsPerPart: Int { changeable.count > Self.rowsMax ? Self.rowsMax - 1 : Self.rowsMax }
  private var parts: Int { max(1, (changeable.count + rowsPerPart - 1) / rowsPerPart) }

  private var lines: [Line] {
    let start = min(part, parts - 1) * rowsPerPart
    let rows = changeable.dropFirst(start).prefix(rowsPerPart).map { Line.row($0) }
    return rows + (parts > 1 ? [.more] : []) + [.goOn]
  }

  private var isGoOnFocused: Bool { choices.focus == lines.count - 1 }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    if key == .back { return .ask(.back) }
    if key == .ok && choices.focus == nil {
      error = Text(key: "formcheck.choose", arguments: context.keyNames.arguments)
      return .stay
    }
    // 0 stands for going on, whatever there is to change.
    let pressed =
      switch key {
      case .digit(0): ScreenKey.digit(UInt8(lines.count))
      case .digit(let digit) where Int(digit) == lines.count: ScreenKey.digit(0)
      default: key
      }
    let before = choices
    guard let index = choices.press(pressed, count: lines.count) else {
      if choices != before { error = nil }
      return .stay
    }
    error = nil
    switch lines[index] {
    case .row(let row): return .ask(.form(.change(row)))
    case .goOn: return .ask(.form(.next))
    case .more:
      part = (part + 1) % parts
      choices = Choices(focus: nil)
      return .stay
    }
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .form(.check(let shown)) = stage else { return false }
    let isShorter = shown.rows.count != self.shown.rows.count
    self.shown = shown
    if isShorter { (part, choices) = (0, Choices(focus: nil)) }
    error = shown.isNotSent ? Text("form.not_sent") : nil
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "formcheck.title", context)
    page.question(Text("formcheck.question"))
    let fixed = shown.rows.filter(\.isFixed)
    if part == 0, !fixed.isEmpty {
      page.label(Text("formcheck.from_card"))
      page.facts(fixed.map { Fact(.data($0.label), Self.value($0)) })
    }
    if part == parts - 1 { page.facts(FormWording.fees(shown.fees, sum: shown.cents)) }
    if parts > 1 {
      page.label(Text("formcheck.part", .number("number", part + 1), .number("of", parts)))
    }
    page.choices(lines.map(text), choices, lastDigit: 0)
    page.status(error: error)
    page.keys([.back, .choose, .ok(okKey), .end, .help, .language])
    return page
  }

  /// OK says what it does with what is focused.
  private var okKey: String {
    guard let focus = choices.focus, lines.indices.contains(focus) else { return "key.continue" }
    switch lines[focus] {
    case .row: return "key.change"
    case .more: return "key.continue"
    case .goOn: return sends ? "key.send" : "key.continue"
    }
  }

  private var sends: Bool { !shown.hasDeclaration && !shown.isPreparation }

  private static func value(_ row: FormReview.Row) -> Text {
    row.value.isEmpty ? Text("formcheck.nothing") : .data(row.value, privacy: .personal)
  }

  private func text(_ line: Line) -> Text {
    switch line {
    case .row(let index):
      Text(
        "formcheck.row", .data("label", shown.rows[index].label),
        .text("value", Self.value(shown.rows[index])))
    case .more: Text(part < parts - 1 ? "formcheck.more" : "formcheck.first")
    case .goOn:
      if sends {
        Text("formcheck.send", .text("amount", FormWording.amount(shown.cents)))
      } else {
        Text(shown.isPreparation ? "formcheck.go_on" : "formcheck.declare")
      }
    }
  }
}
