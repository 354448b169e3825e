// Pages as lines of words, for plain mode and for speech: everything that the screen says, in reading order, without
// places, frames or colours. Each line keeps its privacy, so that speech can hold it back (AX-12).

/// Turns a page into lines that can be read or spoken one after another.
public struct PlainRenderer: Equatable, Sendable {
  /// What a line is, in the order in which lines come.
  public enum Role: Equatable, Sendable {
    case header, title, step, error, text, field, choice, status, languages, time, keys
  }

  /// One line.
  public struct Line: Equatable, Sendable {
    public let role: Role
    public let text: String
    public let privacy: Text.Privacy
  }

  public var texts: Texts
  public var keyMap: KeyMap

  public init(texts: Texts, keyMap: KeyMap) {
    self.texts = texts
    self.keyMap = keyMap
  }

  /// The page in lines. What is typed into a shown field is a personal line of its own; masked digits are counted,
  /// never said (AX-11).
  public func lines(of page: Page) -> [Line] {
    var lines = [line(.header, page.header.town), line(.header, page.header.clock), line(.title, page.title)]
    if let step = page.step { lines.append(line(.step, step.text)) }
    if let error = page.error {
      let words = texts.resolve(Text("terminal.error")) + " " + texts.resolve(error)
      lines.append(Line(role: .error, text: words, privacy: error.privacy))
    }
    lines += page.blocks.flatMap(self.lines(of:))
    for field in page.fields { lines += self.lines(of: field) }
    for (index, choice) in page.choices.enumerated() {
      let mark = page.focus == .choice(index) ? "> " : "  "
      lines.append(line(.choice, choice.text, before: mark + String(choice.digit) + "  "))
    }
    lines += page.notes.map { line(.text, $0) }
    if !page.languages.isEmpty {
      let names = ([Text("terminal.languages")] + page.languages).map(texts.resolve)
      lines.append(Line(role: .languages, text: names.joined(separator: " "), privacy: .public))
    }
    if page.error == nil, let status = page.status { lines.append(line(.status, status)) }
    if let countdown = page.countdown { lines.append(line(.time, countdown.text)) }
    lines += page.keys.map {
      line(.keys, $0.text, before: "[" + keyMap.cap($0.name, typing: page.typing) + "] ")
    }
    return lines.flatMap(Self.split).filter { !$0.text.isEmpty }
  }

  private func line(_ role: Role, _ text: Text, before: String = "") -> Line {
    Line(role: role, text: before + texts.resolve(text), privacy: text.privacy)
  }

  private func lines(of block: Block) -> [Line] {
    switch block {
    case .question(let text), .paragraph(let text), .success(let text), .hint(let text), .label(let text):
      return [line(.text, text)]
    case .heading(let text): return [line(.text, text)]
    case .item(let mark, let text): return [line(.text, text, before: mark + " ")]
    case .facts(let facts):
      return facts.map { fact in
        let words = [fact.label, fact.value].map(texts.resolve).filter { !$0.isEmpty }
        let isPersonal = fact.label.privacy == .personal || fact.value.privacy == .personal
        return Line(
          role: .text, text: words.joined(separator: "  "), privacy: isPersonal ? .personal : .public)
      }
    case .wall(let wall):
      return [line(.text, wall.alternative)] + labels(wall) + wall.beside.flatMap(self.lines(of:))
    case .countdown(let countdown): return [line(.time, countdown.text)]
    case .bigDigits(let digits):
      return [Line(role: .text, text: digits.digits, privacy: .public), line(.text, digits.alternative)]
    case .chart(let chart):
      return [line(.text, chart.alternative)]
        + chart.bars.map { bar in
          Line(
            role: .text, text: texts.resolve(bar.label) + "  " + String(bar.value),
            privacy: bar.label.privacy)
        }
    case .qr(let code): return [line(.text, code.alternative), line(.text, code.address)]
    case .spacer: return []
    }
  }

  /// The rows of a wall on which more doors than the target carry a label.
  private func labels(_ wall: WallDrawing) -> [Line] {
    let labelled = wall.labels.filter { !$0.isEmpty }.count
    guard labelled > (wall.target == nil ? 0 : 1) else { return [] }
    return (0..<wall.rows).map { row in
      let labels = (0..<wall.columns).map { wall.label(row, $0).isEmpty ? "-" : wall.label(row, $0) }
      return Line(role: .text, text: labels.joined(separator: " "), privacy: .public)
    }
  }

  private func lines(of field: Field) -> [Line] {
    let privacy: Text.Privacy = field.isPersonal ? .personal : .public
    var lines = [line(.field, field.label)]
    switch field.kind {
    case .digits(let boxes):
      let counted = Text("terminal.entered", .number("number", boxes.filled), .number("of", boxes.count))
      lines.append(line(.field, counted))
      if case .shown(let digits) = boxes.entry, !digits.isEmpty {
        lines.append(Line(role: .field, text: Self.spelled(digits, by: " "), privacy: privacy))
      }
    case .date(let date):
      let names = [Text("terminal.day"), Text("terminal.month"), Text("terminal.year")]
      for (part, name) in zip(DateParts.Part.allCases, names) {
        let digits = date.digits(of: part)
        let value = digits.isEmpty ? texts.resolve(Text("terminal.empty")) : Self.spelled(digits, by: "")
        let isOpen = digits.isEmpty
        lines.append(
          Line(
            role: .field, text: texts.resolve(name) + " " + value, privacy: isOpen ? .public : privacy))
      }
    case .line(let entry): lines.append(self.line(entry, privacy))
    case .picker(let picker):
      lines.append(self.line(picker.line, privacy))
      // Letter by letter the focus tells what is typed, so it is as personal as that.
      if let cell = picker.focused {
        let place = Text(
          "terminal.cell", .text("cell", name(of: cell)), .number("number", picker.focus + 1),
          .number("of", picker.cells.count))
        lines.append(Line(role: .field, text: texts.resolve(place), privacy: privacy))
      }
    }
    return lines
  }

  private func line(_ entry: TextLine, _ privacy: Text.Privacy) -> Line {
    let value = entry.text.isEmpty ? texts.resolve(Text("terminal.empty")) : entry.text
    return Line(role: .field, text: value, privacy: entry.text.isEmpty ? .public : privacy)
  }

  /// A cell in words; speech passes over a sign that stands alone.
  private func name(of cell: LetterPicker.Cell) -> Text {
    switch cell {
    case .space: return Text("terminal.space")
    case .erase: return Text("terminal.erase")
    case .done(let text): return text
    case .character(let character):
      if let sign = Self.signs[character] { return Text("terminal.sign_\(sign)") }
      if character.isLetter { return Text("terminal.letter", .data("letter", String(character))) }
      return Text("terminal.sign", .data("sign", String(character)))
    }
  }

  private static let signs: [Character: String] = [
    "-": "hyphen", "'": "apostrophe", ".": "dot", ",": "comma", "/": "slash", "_": "underscore", "@": "at",
    "+": "plus",
  ]

  private static func spelled(_ digits: [UInt8], by separator: String) -> String {
    digits.map { String($0) }.joined(separator: separator)
  }

  private static func split(_ line: Line) -> [Line] {
    line.text.split(separator: "\n").map { Line(role: line.role, text: String($0), privacy: line.privacy) }
  }
}
