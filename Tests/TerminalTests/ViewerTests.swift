import Testing

@testable import Terminal

@Suite("The viewer: sheets and touches")
struct ViewerTests {
  private func viewer(_ page: Page, _ columns: Int = 40, _ rows: Int = 12) -> Viewer {
    Viewer(page: page, renderer: Samples.renderer, columns: columns, rows: rows)
  }

  private func take(_ key: Key, _ viewer: inout Viewer) -> Key? { viewer.take(key) }

  @Test("Nothing is confirmed that has not been shown: OK and down lead to the choices first")
  func leading() {
    var viewer = viewer(Samples.outOfOrder)
    #expect(viewer.frame.sheetCount == 2 && viewer.frame.sheet == 0)
    #expect(take(.ok, &viewer) == nil)
    #expect(viewer.frame.sheet == 1 && viewer.frame.cursor != nil)
    #expect(take(.ok, &viewer) == .ok)
    #expect(take(.down, &viewer) == .down)
    #expect(take(.up, &viewer) == nil)
    #expect(viewer.frame.sheet == 0)
    #expect(take(.up, &viewer) == .up)
    #expect(take(.end, &viewer) == .end)
  }

  @Test("Another page begins at its first sheet; the same page stays where it is")
  func pages() {
    var viewer = viewer(Samples.late)
    #expect(take(.pageDown, &viewer) == nil)
    #expect(viewer.frame.sheet == 1)
    var later = Samples.late
    later.header.clock = .data("So 22.11.  18:05")
    viewer.show(later)
    #expect(viewer.frame.sheet == 1)
    viewer.show(Samples.outOfOrder)
    #expect(viewer.frame.sheet == 0)
  }

  @Test("The sheet follows the focus")
  func following() {
    var viewer = viewer(Samples.done)
    #expect(viewer.frame.sheet == 0)
    var page = Samples.done
    page.focus = .choice(2)
    viewer.show(page)
    #expect(viewer.frame.sheet == viewer.frame.focusSheet)
    #expect(viewer.frame.cursor != nil)
  }

  @Test("AX-10 what is wrong with a field is seen first, also where it takes sheets of its own")
  func wrong() {
    var page = Samples.code
    page.fields = [Field(label: .data("Zahl"), kind: .digits(DigitBoxes(count: 4, entry: .shown([1, 2]))))]
    var viewer = viewer(page)
    page.error = .data(String(repeating: "Das war nicht richtig. ", count: 40))
    page.fields = [Field(label: .data("Zahl"), kind: .digits(DigitBoxes(count: 4, entry: .shown([]))))]
    viewer.show(page)
    #expect(viewer.frame == self.viewer(page).frame)
  }

  @Test("A touch is the key of what was touched; elsewhere it is nothing")
  func touch() {
    var viewer = viewer(Samples.idle, 60, 16)
    #expect(take(.press(row: 8, column: 30), &viewer) == .digit(3))
    #expect(take(.press(row: 0, column: 0), &viewer) == nil)
    #expect(take(.press(row: 4_000, column: -9), &viewer) == nil)
  }

  @Test("A change of size is drawn at once, down to 1x1 and back")
  func resize() {
    var viewer = viewer(Samples.door(), 60, 16)
    let before = viewer.frame
    for (columns, rows) in [(1, 1), (300, 100), (0, -3), (10_000, 10_000), (60, 16)] {
      #expect(take(.resize(columns: columns, rows: rows), &viewer) == nil)
    }
    #expect(viewer.frame == before)
  }

  @Test("Random keys on random pages never leave the sheets", arguments: 1...6)
  func property(seed: Int) {
    var pages = RandomPages(seed: UInt64(seed) &* 7_919)
    var viewer = viewer(pages.page())
    for _ in 0..<150 {
      switch pages.number(0...7) {
      case 0: viewer.show(pages.page())
      case 1:
        _ = viewer.take(.resize(columns: pages.number(-2...150), rows: pages.number(-2...60)))
      case 2: _ = viewer.take(.press(row: pages.number(-2...70), column: pages.number(-2...160)))
      default:
        _ = viewer.take([.ok, .up, .down, .pageUp, .pageDown, .digit(3), .end, .eof][pages.number(0...7)])
      }
      #expect((0..<viewer.frame.sheetCount).contains(viewer.frame.sheet))
    }
  }
}

@Suite("Sheets of a page without choices")
struct SheetTests {
  private static let page = Page(
    header: Samples.header, title: .data("Öffnungszeiten"),
    blocks: [.paragraph(.data((1...160).map { "w\($0)" }.joined(separator: " ")))],
    keys: [KeyCap(.ok, Text("key.done")), KeyCap(.back, Text("key.back"))])

  @Test("AX-20, AX-41: arrows and OK alone turn forwards and back; OK on the last sheet does what OK does")
  func turning() {
    for (columns, rows) in [(40, 12), (60, 16)] {
      var page = Self.page
      if columns == 60 { page.blocks += page.blocks }
      for (forward, back) in [(Key.down, Key.up), (.ok, .up), (.pageDown, .pageUp)] {
        var viewer = Viewer(page: page, renderer: Samples.renderer, columns: columns, rows: rows)
        let count = viewer.frame.sheetCount
        #expect(count >= 3)
        for sheet in 0..<count {
          #expect(viewer.frame.sheet == sheet)
          #expect(viewer.frame.words.contains("Seite \(sheet + 1) von \(count)"))
          #expect(viewer.frame.words.contains("Blättern"))
          #expect(viewer.frame.words.contains("[↓]") == (sheet + 1 < count))
          #expect(viewer.frame.words.contains("[↑]") == (sheet > 0))
          if sheet + 1 < count { #expect(viewer.take(forward) == nil) }
        }
        #expect(viewer.take(.ok) == .ok)
        for sheet in (0..<count - 1).reversed() {
          #expect(viewer.take(back) == nil)
          #expect(viewer.frame.sheet == sheet)
        }
        #expect(viewer.take(.back) == .back)
      }
    }
  }
}
