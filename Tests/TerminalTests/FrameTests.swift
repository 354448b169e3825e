import Testing

@testable import Terminal

@Suite("Frames")
struct FrameTests {
  @Test("AX-41: random pages at 1x1 to 300x100 stay within the frame and within the font", arguments: 1...12)
  func property(seed: Int) {
    var pages = RandomPages(seed: UInt64(seed))
    for _ in 0..<35 {
      let page = pages.page()
      let keyMap: KeyMap = pages.number(0...1) == 0 ? .keyboard : .keypad
      let glyphSet: GlyphSet = pages.number(0...1) == 0 ? .console : .full
      let renderer = CellRenderer(texts: Samples.texts, keyMap: keyMap, glyphSet: glyphSet)
      let isSmall = pages.number(0...2) == 0
      let columns = pages.number(1...(isSmall ? 45 : 300))
      let rows = pages.number(1...(isSmall ? 14 : 100))
      let first = renderer.frame(of: page, columns: columns, rows: rows)
      for sheet in Set([0, 1, first.sheetCount - 1, -3, Int.max]) {
        let frame = renderer.frame(of: page, columns: columns, rows: rows, sheet: sheet)
        check(frame, columns: columns, rows: rows, glyphSet)
        #expect(frame.sheetCount == first.sheetCount)
      }
    }
  }

  private func check(_ frame: Frame, columns: Int, rows: Int, _ glyphSet: GlyphSet) {
    #expect(frame.columns == columns && frame.rows == rows && frame.cells.count == columns * rows)
    #expect(frame.cells.allSatisfy { Glyphs.has($0.glyph, in: glyphSet) })
    if let cursor = frame.cursor {
      #expect((0..<rows).contains(cursor.row) && (0..<columns).contains(cursor.column))
    }
    for region in frame.regions {
      #expect((0..<rows).contains(region.row))
      #expect(region.columns.lowerBound >= 0 && region.columns.upperBound <= columns)
    }
  }

  @Test("UX-1: at 40x12 the question, the error and the way out stand on every sheet")
  func smallestScreen() {
    let page = Page(
      header: Samples.header, title: Text("pickup"),
      blocks: [
        .question(Text("code.question")), .hint(Text("code.hint")),
        .paragraph(.data(String(repeating: "Sehr viel Text ", count: 40))),
      ],
      error: Text("birth.wrong", .number("day", 31)), keys: Samples.typing)
    let count = Samples.renderer.frame(of: page, columns: 40, rows: 12).sheetCount
    #expect(count > 3)
    for sheet in 0..<count {
      let frame = Samples.renderer.frame(of: page, columns: 40, rows: 12, sheet: sheet)
      let all = frame.words
      #expect(all.contains("Wie lautet Ihr Abholcode?"))
      #expect(all.contains("Fehler: Den 31. Februar"))
      #expect(all.contains("[X] Ende"))
      #expect(all.contains("Seite \(sheet + 1) von \(count)"))
      #expect(!all.contains("6 Ziffern"))
    }
  }

  @Test("AX-41: paging loses no word")
  func paging() {
    let numbers = (1...400).map { "w\($0)" }
    let page = Page(
      header: Samples.header, title: Text("pickup"),
      blocks: [.paragraph(.data(numbers.joined(separator: " ")))],
      keys: Samples.typing)
    for (columns, rows) in Samples.sizes + [(41, 13), (40, 16), (300, 12)] {
      let count = Samples.renderer.frame(of: page, columns: columns, rows: rows).sheetCount
      var words: Set<Substring> = []
      for sheet in 0..<count {
        let frame = Samples.renderer.frame(of: page, columns: columns, rows: rows, sheet: sheet)
        words.formUnion(frame.words.split(separator: " "))
      }
      #expect(numbers.allSatisfy { words.contains(Substring($0)) }, "\(columns)x\(rows)")
    }
  }

  @Test("An error too long for the status line is said whole in the body")
  func longError() {
    let words = (1...60).map { "e\($0)" }
    var page = Samples.code
    page.error = .data(words.joined(separator: " "))
    var seen = ""
    for sheet in 0..<Samples.renderer.frame(of: page, columns: 40, rows: 12).sheetCount {
      seen += Samples.renderer.frame(of: page, columns: 40, rows: 12, sheet: sheet).words + " "
    }
    #expect(words.allSatisfy { seen.contains($0 + " ") })
  }

  @Test(
    "Below 40x12 one sentence asks for a larger window", arguments: [(1, 1), (39, 12), (40, 11), (5, 50)])
  func tooSmall(columns: Int, rows: Int) {
    let frame = Samples.renderer.frame(of: Samples.done, columns: columns, rows: rows)
    #expect(frame.regions.isEmpty)
    #expect(!frame.words.contains("Reisepass"))
    #expect(frame.text(row: 0).hasPrefix("B"))
    #expect(Frame(columns: -4, rows: 0).cells.count == 1)
  }

  @Test(
    "AX-29: the cursor stands on what has the focus, marked and in reverse", arguments: [40, 60, 80, 120])
  func focus(columns: Int) throws {
    let rows = [40: 12, 60: 16, 80: 25, 120: 33][columns] ?? 16
    for index in 0..<4 {
      var page = Samples.idle
      page.focus = .choice(index)
      let frame = Samples.renderer.frame(of: page, columns: columns, rows: rows)
      let cursor = try #require(frame.cursor)
      #expect(frame[cursor.row, cursor.column] == Cell(">", Style(.plain, reverse: true)))
      #expect(frame.text(row: cursor.row).contains("\(index + 1)  "))
      #expect(frame.key(row: cursor.row, column: columns - 1) == .digit(index + 1))
    }
  }

  @Test("AX-43: errors begin with the word, in every size")
  func errorWord() {
    for (columns, rows) in Samples.sizes {
      let frame = Samples.renderer.frame(of: Samples.birthDate, columns: columns, rows: rows)
      #expect(frame.words.contains("Fehler: Den 31. Februar"))
    }
  }

  @Test("Touching a cap or a row is the key it names")
  func touch() {
    let frame = Samples.renderer.frame(of: Samples.code, columns: 60, rows: 16)
    #expect(frame.key(row: 15, column: 1) == .back)
    #expect(frame.key(row: 15, column: 26) == .ok)
    #expect(frame.key(row: 15, column: 39) == .end)
    #expect(frame.key(row: 5, column: 5) == nil)
    #expect(frame.key(row: -1, column: 900) == nil)
  }

  @Test("Key caps are named after the keyboard that is there")
  func caps() {
    let keyboard = CellRenderer(texts: Samples.texts, keyMap: .keyboard)
    let frame = keyboard.frame(of: Samples.code, columns: 60, rows: 16)
    #expect(frame.words.contains("[Enter] Weiter"))
    #expect(frame.words.contains("[?] Hilfe"))
    #expect(frame.text(row: 15).contains("[X] Ende"))
  }

  @Test("Masked digits are neither drawn nor said (AX-11)")
  func masked() {
    var page = Samples.code
    page.fields = [Field(label: Text("code.label"), kind: .digits(DigitBoxes(count: 6, entry: .masked(3))))]
    #expect(Samples.renderer.frame(of: page, columns: 60, rows: 16).words.contains("│ * │ * │ * │ _ │"))
    let lines = PlainRenderer(texts: Samples.texts, keyMap: .keypad).lines(of: page).map(\.text)
    #expect(lines.contains("3 von 6 Ziffern"))
  }
}

extension Frame {
  /// All rows in one string, blanks between the rows.
  var words: String {
    (0..<rows).map { text(row: $0) }.joined(separator: " ").split(separator: " ").joined(separator: " ")
  }
}
