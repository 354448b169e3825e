// The body of a page as sections: what belongs together, line by line, for a width and a density. Where the sections
// go on the screen, and on which sheet, is decided by `CellRenderer`.

/// How tightly a body is set. The renderer tries them from airy to tight.
struct Density: Equatable {
  /// A free row between choices, so that a finger does not hit two.
  var hasAir = false
  /// A free row between sections.
  var hasGaps = true
  /// Hints are drawn.
  var hasHints = true
  /// It may go on to a second sheet, where the whole grid of letters stands on the first.
  var isParting = false
  /// What stands below fields and choices is drawn.
  var hasNotes = true
  /// The row of languages is drawn; where it does not fit, the key for languages stands in for it.
  var hasLanguages = true
  /// Fields take one line instead of three.
  var isFlat = false
  /// Of a grid of letters only the row with the focus is drawn.
  var isStrip = false
  var wall = WallStyle.grid(rowsMax: WallDrawing.sideMax)
}

/// Lines that belong together.
struct Section: Equatable {
  var lines: [Run]
  /// A free row belongs before it, where there is room.
  var hasGap = true
  /// It stands on every sheet.
  var isPinned = false
  /// It can be parted between lines; otherwise it goes to the next sheet as a whole, if it fits there.
  var isPartable = true
  /// The line with the focus, counted from its own first.
  var focusLine: Int?
}

struct Body {
  let page: Page
  let texts: Texts
  let keyMap: KeyMap
  let width: Int
  let density: Density
  /// The page's code is drawn: what it is called stands on each sheet that shows it.
  var isCodeDrawn = false

  /// The columns that choices, labels and marks stand in.
  private static let choiceIndent = 5
  private static let itemIndent = 2
  private static let linesWithHeading = 2
  private static let besideWidthMin = 14
  private static let besideGap = 3
  private static let factLabelMin = 13
  /// Narrower choices say their number in words, and have no bar.
  private static let barChoiceWidthMin = 40

  /// The sections, from top to bottom.
  func sections(error: Text? = nil) -> [Section] {
    var sections: [Section] = []
    if let error {
      let text = texts.resolve(Text("terminal.error")) + " " + texts.resolve(error)
      sections.append(Section(lines: Run.wrapped(text, width: width, Style(.error, bold: true))))
    }
    var isAdjacent = false
    var isUnderHeading = false
    for block in page.blocks {
      guard var section = section(block) else { continue }
      if case .chart(let chart) = block {
        sections += self.sections(chart)
        isAdjacent = false
        continue
      }
      if case .hint = block { isAdjacent = true }
      if isAdjacent { section.hasGap = false }
      isAdjacent = block.leadsOn
      if isUnderHeading, let heading = sections.popLast() {
        sections += Self.together(heading, section)
      } else {
        sections.append(section)
      }
      if case .facts(let facts) = block { sections += self.sections(facts).dropFirst() }
      isUnderHeading = if case .heading = block { true } else { false }
    }
    for (index, field) in page.fields.enumerated() { sections.append(section(field, index)) }
    sections += choices(isAdjacent: isAdjacent)
    for note in page.notes where density.hasNotes { sections.append(Section(lines: wrap(note))) }
    if density.hasLanguages, let languages { sections.append(languages) }
    return sections
  }

  /// No sheet ends with a heading: the first lines below it stay with it.
  private static func together(_ heading: Section, _ section: Section) -> [Section] {
    let count = section.isPartable ? linesWithHeading : section.lines.count
    let first = heading.lines + section.lines.prefix(count)
    let rest = Array(section.lines.dropFirst(count))
    let top = Section(lines: first, hasGap: heading.hasGap, isPinned: section.isPinned, isPartable: false)
    if rest.isEmpty { return [top] }
    return [top, Section(lines: rest, hasGap: false)]
  }

  private func wrap(_ text: Text, _ style: Style = .plain) -> [Run] {
    Run.wrapped(texts.resolve(text), width: width, style)
  }

  private func section(_ block: Block) -> Section? {
    switch block {
    case .question(let text):
      Section(lines: wrap(text, Style(.plain, bold: true)), isPinned: true, isPartable: false)
    case .paragraph(let text): Section(lines: wrap(text))
    case .success(let text): Section(lines: wrap(text, Style(.good, bold: true)))
    case .hint(let text): density.hasHints ? Section(lines: wrap(text)) : nil
    case .label(let text): Section(lines: wrap(text))
    case .heading(let text): Section(lines: wrap(text, Style(.accent, bold: true)), isPartable: false)
    case .item(let mark, let text): Section(lines: item(mark, text), hasGap: false)
    case .facts(let facts): sections(facts).first
    case .wall(let wall): section(wall)
    case .countdown(let countdown): Section(lines: lines(countdown, width: width), isPartable: false)
    case .bigDigits(let digits):
      Section(
        lines: Charts.lines(digits, width: density.isFlat ? 0 : width) + wrap(digits.alternative),
        isPartable: false)
    case .chart(let chart): Section(lines: sections(chart).flatMap(\.lines))
    case .qr(let code):
      Section(
        lines: wrap(code.address, Style(.plain, bold: true)), isPinned: isCodeDrawn, isPartable: false)
    case .spacer: density.hasGaps ? Section(lines: [Run()], hasGap: false) : nil
    }
  }

  /// The words, then each bar with its label, so that no sheet parts the two.
  private func sections(_ chart: Chart) -> [Section] {
    [Section(lines: wrap(chart.alternative))]
      + Charts.bars(chart, texts: texts, width: width).map {
        Section(lines: $0, hasGap: false, isPartable: false)
      }
  }

  /// The mark, and the words beside it in a column of their own.
  private func item(_ mark: String, _ text: Text) -> [Run] {
    let column = max(Self.itemIndent, mark.count + 1)
    let words = Run.wrapped(texts.resolve(text), width: max(1, width - column))
    return words.enumerated().map { index, words in
      var run = Run(index == 0 ? mark : "")
      run.pad(to: column)
      run.append(words)
      return run
    }
  }

  /// Each row by itself, so that no sheet parts a value.
  private func sections(_ facts: [Fact]) -> [Section] {
    rows(facts).enumerated().map { Section(lines: $0.element, hasGap: $0.offset == 0, isPartable: false) }
  }

  private func rows(_ facts: [Fact]) -> [[Run]] {
    let labels = facts.map { Run(texts.resolve($0.label)) }
    let column = max(Self.factLabelMin, labels.map(\.count).max() ?? 0) + 3
    let valueWidth = width - column
    return zip(facts, labels).map { fact, label in
      var result: [Run] = []
      if valueWidth >= width * 2 / 5 {
        let values = Run.wrapped(texts.resolve(fact.value), width: valueWidth)
        for (index, value) in values.enumerated() {
          var run = index == 0 ? label : Run()
          run.pad(to: column)
          run.append(value)
          result.append(run)
        }
      } else {
        if label.count > 0 { result += wrap(fact.label) }
        result += Run.wrapped(texts.resolve(fact.value), width: width - 2).map { $0.indented(by: 2) }
      }
      return result
    }
  }

  private func lines(_ countdown: Countdown, width: Int) -> [Run] {
    Run.wrapped(texts.resolve(countdown.text), width: width) + [
      Charts.bar(
        countdown.secondsLeft, of: countdown.secondsTotal, cells: min(width, Charts.countdownCells))
    ]
  }

  private func section(_ wall: WallDrawing) -> Section {
    let words = wrap(wall.alternative, Style(.plain, bold: true))
    let hasBeside = !wall.beside.isEmpty
    let wholeWidth = WallPicture.wholeWidth(wall)
    let room = width - Self.besideGap - Self.besideWidthMin
    let isBeside = hasBeside && (wholeWidth <= room || wholeWidth > width)
    guard let picture = WallPicture(wall, style: density.wall, width: isBeside ? room : width) else {
      return Section(lines: words + beside(wall, width: width), isPartable: true)
    }
    var drawing = picture.lines
    guard isBeside else {
      return Section(lines: words + drawing + beside(wall, width: width), isPartable: false)
    }
    let pictureWidth = drawing.map(\.count).max() ?? 0
    let column = pictureWidth + Self.besideGap
    for (index, line) in beside(wall, width: width - column).enumerated() {
      while drawing.count <= index { drawing.append(Run()) }
      drawing[index].pad(to: column)
      drawing[index].append(line)
    }
    return Section(lines: words + drawing, isPartable: false)
  }

  private func beside(_ wall: WallDrawing, width: Int) -> [Run] {
    let body = Body(page: page, texts: texts, keyMap: keyMap, width: width, density: density)
    var result: [Run] = []
    for block in wall.beside {
      if case .wall = block { continue }
      guard let section = body.section(block) else { continue }
      if section.hasGap, !result.isEmpty, density.hasGaps { result.append(Run()) }
      result += section.lines
      if case .facts(let facts) = block { result += body.sections(facts).dropFirst().flatMap(\.lines) }
    }
    return result
  }

  private func section(_ field: Field, _ index: Int) -> Section {
    let isFocused = page.focus == .field(index)
    let indent = page.fields.count > 1 ? 2 : 0
    let picture = FieldPicture(
      field: field, isFocused: isFocused, texts: texts, width: width - indent, isFlat: density.isFlat,
      hasAir: density.hasAir, isStrip: density.isStrip)
    var lines = picture.lines.map { $0.indented(by: indent) }
    if isFocused, indent > 0 {
      for index in lines.indices where lines[index].cursor != nil {
        lines[index].cells[0] = Cell(">", Style(.plain, reverse: true))
      }
    }
    if field.isLabelDrawn { lines = wrap(field.label) + lines }
    return Section(
      lines: lines, isPartable: false, focusLine: isFocused ? lines.firstIndex { $0.cursor != nil } : nil)
  }

  private func choices(isAdjacent: Bool) -> [Section] {
    let bars = choiceBars
    return page.choices.enumerated().map { index, choice in
      let isFocused = page.focus == .choice(index)
      let key: Key? = (0...9).contains(choice.digit) ? .digit(choice.digit) : nil
      var lines: [Run] = []
      let words = bars?[index] ?? Run.wrapped(texts.resolve(choice.text), width: choiceWidth)
      for (number, words) in words.enumerated() {
        var run = Run(number == 0 ? (isFocused ? "> " : "  ") + String(choice.digit) : "")
        run.pad(to: Self.choiceIndent)
        run.append(words)
        run.pad(to: width)
        if isFocused { run = run.reversed() }
        if isFocused && number == 0 { run.cursor = 0 }
        lines.append(run.touchable(key))
      }
      return Section(
        lines: lines, hasGap: index == 0 ? !isAdjacent : density.hasAir, isPartable: false,
        focusLine: isFocused ? 0 : nil)
    }
  }

  private var choiceWidth: Int { width - Self.choiceIndent - 1 }

  /// The choices' words with their bars, where all have one and the width is enough.
  private var choiceBars: [[Run]]? {
    let bars = page.choices.compactMap(\.bar)
    guard !bars.isEmpty, bars.count == page.choices.count, choiceWidth >= Self.barChoiceWidthMin else {
      return nil
    }
    let most = page.blocks.reduce(0) { most, block in
      if case .chart(let chart) = block { max(most, chart.most) } else { most }
    }
    return Chart(bars, alternative: page.title, most: most).map {
      Charts.bars($0, texts: texts, width: choiceWidth)
    }
  }

  private var languages: Section? {
    var lines: [Run] = []
    for text in page.languages {
      let name = texts.resolve(text)
      guard Glyphs.canShow(name) else { continue }
      let word = Run(name).touchable(.language)
      if var last = lines.last, last.count + 3 + word.count <= width {
        last.append("   ")
        last.append(word)
        lines[lines.count - 1] = last
      } else {
        lines.append(word.indented(by: 2))
      }
    }
    return lines.isEmpty ? nil : Section(lines: lines)
  }
}
