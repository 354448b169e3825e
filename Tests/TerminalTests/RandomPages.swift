// Random pages from a seed: every kind of block, field and choice, with hostile strings among the data. The same seed
// gives the same pages on every machine.

@testable import Terminal

/// SplitMix64, a small generator with a seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

struct RandomPages {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// Strings that a terminal would obey, that have no width, too much width or no end.
  static let hostile = [
    "\u{1B}[2J\u{1B}[31mRot", "\u{1B}]0;Titel\u{07}", "\u{9B}31m", "a\u{202E}cba\u{2066}x\u{2069}",
    "eins\nzwei\r\ndrei\tvier", "\u{0}\u{8}\u{7F}", String(repeating: "x", count: 10_000),
    String(repeating: "Wort ", count: 2_000), "日本語テキスト", "👩‍👩‍👧‍👦 🇩🇪 ❤️", "e\u{301}\u{323}o\u{308}",
    "z" + String(repeating: "\u{308}", count: 500), "\u{200B}\u{FEFF}\u{AD}", "العربية", "%s%n%d", "{name}",
    "Straße ẞ", "", " ", String(repeating: " ", count: 300), "\u{1B}P1$r\u{1B}\\", "\u{2028}\u{2029}\u{85}",
    "\u{E0041}\u{E007F}", "Ngô Thị Ễ", "┏━┓", "\u{FFFF}\u{10FFFF}", "ﷺ",
  ]

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func string() -> String {
    if number(0...2) == 0 { return Self.hostile[number(0...Self.hostile.count - 1)] }
    let words = ["Tür", "Fach", "Reisepass", "öffnen", "Personalausweisbehörde", "7", "ßüö", "und", "die"]
    return (0..<number(0...12)).map { _ in words[number(0...words.count - 1)] }.joined(separator: " ")
  }

  mutating func text() -> Text {
    switch number(0...4) {
    case 0: Text("code.tries", .number("n", number(-3...3)))
    case 1: Text("out.what")
    case 2: Text("key.missing", .data("x", string()))
    default: .data(string(), privacy: number(0...1) == 0 ? .public : .personal)
    }
  }

  mutating func digits() -> [UInt8] { (0..<number(0...14)).map { _ in UInt8(number(0...11)) } }

  mutating func block(depth: Int = 0) -> Block {
    switch number(0...12) {
    case 12: return SampleCode.drawing.map { .qr($0) } ?? .spacer
    case 0: return .question(text())
    case 1: return .hint(text())
    case 2: return .label(text())
    case 3: return .success(text())
    case 4: return .facts((0..<number(0...5)).map { _ in Fact(text(), text()) })
    case 5 where depth == 0:
      let (rows, columns) = (number(-1...110), number(-1...110))
      let place = WallDrawing.Place(row: number(-1...12), column: number(-1...12))
      let beside = (0..<number(0...3)).map { _ in block(depth: 1) }
      let wall = WallDrawing(
        rows: rows, columns: columns, target: place, label: string(), alternative: text(), beside: beside)
      return wall.map { .wall($0) } ?? .spacer
    case 6:
      return .countdown(Countdown(secondsLeft: number(-5...99), secondsTotal: number(-5...99), text: text()))
    case 7:
      return BigDigits(String(number(0...999_999)), alternative: text()).map { .bigDigits($0) } ?? .spacer
    case 8:
      let bars = (0..<number(0...40)).map { _ in Chart.Bar(text(), number(-5...Int.max)) }
      return Chart(bars, alternative: text()).map { .chart($0) } ?? .spacer
    case 9: return .spacer
    default: return .paragraph(text())
    }
  }

  mutating func picker() -> LetterPicker {
    let line = TextLine(string(), count: number(-1...500), typing: .text)
    let letters = (0..<number(0...70)).map { _ in LetterPicker.Cell.character(string().first ?? "A") }
    let named: [LetterPicker.Cell] = [.space, .erase, .done(text())]
    return LetterPicker(line: line, cells: letters + named.prefix(number(0...3)), focus: number(-5...80))
  }

  mutating func field() -> Field {
    let kind: Field.Kind =
      switch number(0...4) {
      case 4: .picker(picker())
      case 0: .digits(DigitBoxes(count: number(-1...20), entry: .shown(digits())))
      case 1: .digits(DigitBoxes(count: number(-1...20), entry: .masked(number(-1...20))))
      case 2:
        .date(
          DateParts(
            day: digits(), month: digits(), year: digits(), part: [.day, .month, .year][number(0...2)]))
      default: .line(TextLine(string(), count: number(-1...60), cursor: number(-5...60)))
      }
    return Field(label: text(), kind: kind, isLabelDrawn: number(0...1) == 0)
  }

  mutating func page() -> Page {
    let names: [KeyCap.Name] = [
      .ok, .back, .clear, .end, .help, .speak, .language, .choose, .move, .digit(number(-5...20)),
      .function(12),
    ]
    let focus: Focus = [.none, .choice(number(-1...9)), .field(number(-1...3))][number(0...2)]
    return Page(
      header: Header(town: text(), clock: text()), title: text(),
      step: number(0...1) == 0 ? nil : Step(number(-9...99), of: number(-9...99)),
      blocks: (0..<number(0...5)).map { _ in block() },
      fields: (0..<max(0, number(-2...3))).map { _ in field() },
      choices: (0..<max(0, number(-3...12))).map { _ in Choice(number(-2...12), text()) },
      notes: (0..<number(0...2)).map { _ in text() }, languages: (0..<number(0...9)).map { _ in text() },
      focus: focus, error: number(0...2) == 0 ? text() : nil, status: number(0...1) == 0 ? text() : nil,
      keys: (0..<number(0...8)).map { _ in KeyCap(names[number(0...names.count - 1)], text()) },
      countdown: number(0...2) == 0
        ? Countdown(secondsLeft: number(0...60), secondsTotal: number(0...60), text: text()) : nil)
  }
}
