// The letter picker: where the arrows lead, how it is drawn from 40x12 to 120x33, and what is said of it.

import Testing

@testable import Terminal

@Suite("The letter picker")
struct PickerTests {
  static func picker(_ letters: String, focus: Int = 0, typed: String = "", count: Int = 120) -> LetterPicker
  {
    LetterPicker(
      line: TextLine(typed, count: count, typing: .text),
      cells: letters.map { .character($0) } + [.space, .erase, .done(Text("key.done"))], focus: focus)
  }

  static let serial = "CFGHJKLMNPRTVWXYZ"
  static let search = "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜß"
  static let text = search + "-'.,/"

  static func page(_ picker: LetterPicker, question: Text = .data("Wie heißt Ihre Straße?")) -> Page {
    Page(
      header: Samples.header, title: .data("Hund anmelden"), step: Step(4, of: 12),
      blocks: [.question(question), .hint(.data("Ohne Hausnummer."))],
      fields: [Field(label: .data("Straße"), kind: .picker(picker))], focus: .field(0),
      keys: [
        KeyCap(.back, Text("key.back")), KeyCap(.walk, Text("key.choose")), KeyCap(.ok, .data("Nehmen")),
        KeyCap(.clear, Text("key.clear")), KeyCap(.end, Text("key.end")), KeyCap(.help, Text("key.help")),
      ])
  }

  @Test("AX-41: pickers at 40x12, 60x16, 80x25 and 120x33")
  func golden() {
    let long = String(repeating: "Am Alten Postweg ", count: 5) + "hinter dem Bahnhof"
    let pages: [(String, Page)] = [
      ("picker", Self.page(Self.picker(Self.text, focus: 12, typed: "Am Ho"))),
      ("picker-done", Self.page(Self.picker(Self.search, focus: 32, typed: "PERSONALAUSWEIS"))),
      ("picker-serial", Self.page(Self.picker(Self.serial, typed: "L0"))),
      ("picker-long", Self.page(Self.picker(Self.text, focus: 34, typed: long))),
    ]
    for (name, page) in pages {
      for (columns, rows) in Samples.sizes {
        let frame = Samples.renderer.frame(of: page, columns: columns, rows: rows)
        #expect(frame.sheetCount == 1, "\(name) \(columns)x\(rows)")
        GoldenFile.expect(frame.picture, "\(name).\(columns)x\(rows)")
      }
    }
  }

  @Test("AX-29: the focus is in reverse, marked with > and under the cursor, on every cell and every size")
  func focus() throws {
    for (columns, rows) in Samples.sizes {
      for index in 0..<38 {
        let picker = Self.picker(Self.text, focus: index)
        let frame = Samples.renderer.frame(of: Self.page(picker), columns: columns, rows: rows)
        let cursor = try #require(frame.cursor)
        #expect(frame[cursor.row, cursor.column - 1] == Cell(">", Style(.plain, reverse: true)))
        #expect(frame[cursor.row, cursor.column].style.isReverse)
        #expect(frame.key(row: cursor.row, column: cursor.column) == .cell(index))
        if case .character(let character) = picker.cells[index] {
          #expect(Character(frame[cursor.row, cursor.column].glyph) == character)
        }
      }
    }
  }

  @Test("A long error or question leaves at least the row with the focus, and the line, on the sheet")
  func crowded() throws {
    let words = "Das sind 130 Zeichen, möglich sind 120. Kürzen Sie die Angabe bitte ein wenig."
    for index in 0..<38 {
      var page = Self.page(
        Self.picker(Self.text, focus: index, typed: "Ende"),
        question: .data("Wie lautet der Name der Straße, in der Ihr Hund künftig wohnt?"))
      page.title = .data("Meldebescheinigung, einfach")
      page.error = .data(words)
      let frame = Samples.renderer.frame(of: page, columns: 40, rows: 12)
      #expect(frame.cursor != nil && frame.words.contains("Fehler: Das sind"))
      #expect(frame.words.contains("Ende_"), "\(index)")
      // Longer still, it is read first.
      page.error = .data(words + " " + words)
      let first = Samples.renderer.frame(of: page, columns: 40, rows: 12)
      #expect(first.sheet == 0 && first.words.contains("Fehler: Das sind") && first.focusSheet != 0)
    }
  }

  @Test("AX-21: to the right goes through every cell and back to the first; up undoes down among letters")
  func arrows() {
    for letters in [Self.serial, Self.search, Self.text, "", "A"] {
      var picker = Self.picker(letters)
      var seen: [Int] = []
      for _ in picker.cells {
        seen.append(picker.focus)
        picker = Self.picker(letters, focus: picker.focus(after: .right))
      }
      #expect(picker.focus == 0 && seen == Array(picker.cells.indices))
      for index in picker.cells.indices {
        var walked = Self.picker(letters, focus: index)
        var rows: Set<Int> = []
        for _ in walked.rows {
          rows.insert(walked.rows.firstIndex { $0.contains(walked.focus) } ?? -1)
          walked = Self.picker(letters, focus: walked.focus(after: .down))
        }
        #expect(rows == Set(walked.rows.indices))
      }
    }
    let twoRows = Self.picker(Self.search, focus: 3)
    #expect(twoRows.rows == [0..<15, 15..<30, 30..<33])
    #expect(twoRows.focus(after: .down) == 18)
    #expect(Self.picker(Self.search, focus: 18).focus(after: .up) == 3)
    #expect(twoRows.focus(after: .up) == 30)
    #expect(Self.picker(Self.search, focus: 29).focus(after: .down) == 32)
    #expect(LetterPicker(line: TextLine("", count: 9), cells: [], focus: 7).focus(after: .down) == 0)
  }

  @Test("The grid is at most 38 columns wide, whatever its letters")
  func widths() {
    for count in 1...64 {
      let cells = (0..<count).map { _ in LetterPicker.Cell.character("W") }
      let picker = LetterPicker(line: TextLine("", count: 9), cells: cells, focus: 0)
      let picture = PickerPicture(
        picker: picker, isFocused: true, texts: Samples.texts, width: 38, hasAir: false, isStrip: false)
      #expect(picture.lines.allSatisfy { $0.count <= 38 } && picture.lines.count == (count + 17) / 18)
    }
  }

  @Test("AX-02, AX-12: said are the line and the focused cell, not the grid; both are personal")
  func plain() {
    let renderer = PlainRenderer(texts: Samples.texts, keyMap: .keypad)
    let expected = [
      (10, "Buchstabe K, 11 von 38"), (29, "Buchstabe ß, 30 von 38"), (30, "Bindestrich, 31 von 38"),
      (35, "Leerzeichen, 36 von 38"), (36, "Löschen, 37 von 38"), (37, "Fertig, 38 von 38"),
    ]
    for (focus, words) in expected {
      let lines = renderer.lines(of: Self.page(Self.picker(Self.text, focus: focus, typed: "Am Ho")))
        .filter { $0.role == .field }
      #expect(lines.map(\.text) == ["Straße", "Am Ho", words])
      #expect(lines.map(\.privacy) == [.public, .personal, .personal])
    }
  }

  @Test("A line longer than the screen shows its end and says with … that there is more")
  func longLine() {
    let letters = String(repeating: "abcdefghi ", count: 30)
    for cursor in [0, 5, 150, 300] {
      let field = Field(
        label: .data("L"), kind: .line(TextLine(letters, count: 300, cursor: cursor)))
      let lines = FieldPicture(
        field: field, isFocused: true, texts: Samples.texts, width: 38, isFlat: true
      ).lines.map(\.text)
      #expect(lines.count == 1 && lines[0].unicodeScalars.count <= 38)
      #expect(lines[0].filter { $0 == "…" }.count == 1)
    }
  }

  @Test("A picker does not say what is typed when it is printed")
  func unprintable() {
    let page = Self.page(Self.picker(Self.text, focus: 10, typed: "Erika"))
    #expect(!String(reflecting: page).contains("Erika") && !String(reflecting: page).contains("focus: 10"))
  }
}
