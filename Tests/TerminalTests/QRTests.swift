// QR codes in cells: where they are drawn and where only the address stands. That a reader decodes what is drawn is
// shown with zbar, in the process tests.

import Testing

@testable import Terminal

@Suite("QR codes")
struct QRTests {
  static let full = CellRenderer(texts: Samples.texts, keyMap: .keypad, glyphSet: .full)

  private static func codeCells(_ frame: Frame) -> Int { frame.cells.filter { $0.style.ink == .code }.count }

  @Test("AX-41: a page with a code at 40x12, 60x16, 80x25 and 120x33")
  func golden() {
    for (columns, rows) in Samples.sizes {
      let frame = Self.full.frame(of: SampleCode.page, columns: columns, rows: rows)
      #expect(frame.sheetCount == 1)
      GoldenFile.expect(frame.picture, "qr.\(columns)x\(rows)")
    }
  }

  @Test("The code stands whole beside the text at 80x25 and 120x33, on every sheet")
  func room() throws {
    var page = SampleCode.page
    page.blocks.append(.paragraph(.data(String(repeating: "Sehr viel Text ", count: 80))))
    for (columns, rows, quiet) in [(80, 25, 4), (120, 33, 4)] {
      let side = 25 + 2 * quiet
      for page in [SampleCode.page, page] {
        let count = Self.full.frame(of: page, columns: columns, rows: rows).sheetCount
        for sheet in 0..<count {
          let frame = Self.full.frame(of: page, columns: columns, rows: rows, sheet: sheet)
          #expect(Self.codeCells(frame) == side * ((side + 1) / 2), "\(columns)x\(rows) sheet \(sheet)")
          #expect(frame.words.contains("ms.example/t/a1b2"), "AX-14 the address is beside it on each sheet")
          #expect(frame.cells.allSatisfy { Glyphs.has($0.glyph, in: .full) })
        }
      }
    }
  }

  @Test("At 60x16, at 40x12, on a console and without room only the address is drawn, in glyphs of the font")
  func addressAlone() {
    for (columns, rows) in Samples.sizes + [(80, 20), (65, 33)] {
      let isSmall = columns < 80 || rows < 25
      for glyphSet in [GlyphSet.console] + (isSmall ? [.full] : []) {
        let renderer = CellRenderer(texts: Samples.texts, keyMap: .keypad, glyphSet: glyphSet)
        let frame = renderer.frame(of: SampleCode.page, columns: columns, rows: rows)
        #expect(Self.codeCells(frame) == 0, "\(columns)x\(rows) \(glyphSet)")
        #expect(frame.cells.allSatisfy { Glyphs.has($0.glyph) })
      }
    }
  }

  @Test(
    "A code for a payment, of 41 modules, fits beside the text at 120x33; the title and the status stay free")
  func payment() throws {
    let code = try #require(
      QRDrawing(
        side: 41, modules: (0..<41 * 41).map { $0 % 3 == 0 }, address: .data("GiroCode"),
        alternative: .data("QR")))
    var page = SampleCode.page
    page.blocks = [.qr(code)]
    let frame = Self.full.frame(of: page, columns: 120, rows: 33)
    #expect(Self.codeCells(frame) == 45 * 23)
    let rows = (0..<33).filter { row in (0..<120).contains { frame[row, $0].style.ink == .code } }
    #expect(rows.count == 23 && rows.allSatisfy { $0 > 5 && $0 < 29 })
    #expect(frame.text(row: 5).isEmpty && frame.words.contains("Hund anmelden"))
    page.status = .data("Die Karte liegt auf.")
    #expect(Self.codeCells(Self.full.frame(of: page, columns: 120, rows: 33)) == 0)
  }

  @Test("The address is on the screen in every size, and said with its words (AX-14)")
  func address() {
    for (columns, rows) in Samples.sizes {
      let frame = Self.full.frame(of: SampleCode.page, columns: columns, rows: rows)
      #expect(frame.words.contains("ms.example/t/a1b2"))
    }
    let lines = PlainRenderer(texts: Samples.texts, keyMap: .keypad).lines(of: SampleCode.page).map(\.text)
    #expect(lines.contains("ms.example/t/a1b2"))
    #expect(lines.contains("QR-Code mit der Adresse des Online-Dienstes."))
  }

  @Test("What is no code, or has no words, cannot be made")
  func refusals() {
    let one = Text.data("a")
    func make(_ side: Int, _ count: Int, _ address: Text, _ words: Text) -> QRDrawing? {
      QRDrawing(
        side: side, modules: Array(repeating: true, count: count), address: address, alternative: words)
    }
    #expect(make(21, 441, one, one) != nil && make(177, 177 * 177, one, one) != nil)
    #expect(
      make(22, 484, one, one) == nil && make(17, 289, one, one) == nil
        && make(181, 181 * 181, one, one) == nil)
    #expect(make(21, 440, one, one) == nil && make(21, 441, .data(" "), one) == nil)
    #expect(make(21, 441, one, .data("")) == nil)
  }

  @Test("A code is dark on light in every theme, and choices beside it stay touchable")
  func themes() throws {
    for theme in Theme.all {
      #expect(theme.colour(.code) == Theme.RGB(red: 0, green: 0, blue: 0))
      #expect(theme.groundColour(.code) == Theme.RGB(red: 255, green: 255, blue: 255))
    }
    let frame = Self.full.frame(of: SampleCode.page, columns: 80, rows: 25)
    let row = try #require(frame.cursor).row
    #expect(frame.key(row: row, column: 0) == .digit(1) && frame.key(row: row, column: 30) == .digit(1))
    #expect(frame.key(row: row, column: 60) == nil)
  }
}
