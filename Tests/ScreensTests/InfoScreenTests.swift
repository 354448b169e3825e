// The screens of the information: what each key asks for, that a focus stays where a person put it, and that a long page is
// read sheet by sheet before anything is chosen.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct InfoScreenTests {
  private func show(_ stage: InfoStage, _ flow: inout CitizenFlow, at: Int64 = 1) {
    _ = flow.reduce(.snapshot(Fixtures.snapshot(.info(stage), timer: InfoFixtures.quiet), at: at))
  }

  @Test("AX-20 from the menu to a page and into a form with digits, arrows, OK and back alone")
  func walk() {
    var flow = Fixtures.flow(.info(.menu(InfoFixtures.menu)))
    #expect(flow.type("2").isEmpty)
    #expect(flow.press([.ok]) == [.send(.info(.choose(1)), nil)])
    show(.list(InfoFixtures.letters), &flow)
    #expect(flow.press([.down, .down, .up]).isEmpty)
    #expect(flow.press([.ok]) == [.send(.info(.choose(1)), nil)])
    show(.list(InfoFixtures.long), &flow)
    #expect(flow.press([.ok]) == [.send(.info(.turn(1)), nil)], "the way on has the focus")
    show(.page(InfoFixtures.service), &flow)
    #expect(flow.press([.ok]) == [.send(.info(.apply), nil)])
    show(.page(InfoFixtures.service), &flow)
    flow.wipe()
    flow = Fixtures.flow(.info(.page(InfoFixtures.service)))
    flow.type("3")
    #expect(flow.press([.ok]) == [.send(.info(.choose(1)), nil)])
    flow = Fixtures.flow(.info(.page(InfoFixtures.service)))
    flow.type("4")
    #expect(flow.press([.ok]) == [.send(.info(.print), nil)])
    flow = Fixtures.flow(.info(.page(InfoFixtures.service)))
    #expect(flow.press([.back]) == [.send(.back, nil)])
  }

  @Test("UX-3 every page of the information leads one step back, and help comes and goes")
  func back() {
    for (name, stage, timer) in InfoFixtures.stages {
      var flow = Fixtures.flow(stage, timer: timer)
      #expect(flow.press([.back]) == [.send(.back, nil)], "\(name)")
    }
  }

  @Test("A list without entries and a page without links have OK as the way back")
  func nothing() {
    var flow = Fixtures.flow(.info(.list(InfoList(title: .key("info.situations"), entries: []))))
    #expect(flow.press([.ok]) == [.send(.back, nil)])
    flow = Fixtures.flow(.info(.page(InfoFixtures.place)))
    #expect(flow.press([.ok]) == [.send(.back, nil)])
  }

  @Test("A minute passes: the notes change, the focus stays")
  func minute() {
    var flow = Fixtures.flow(.info(.list(InfoFixtures.places)))
    flow.press([.down])
    var later = InfoFixtures.places
    later.entries[0].note = .key("info.closed")
    show(.list(later), &flow)
    #expect(rendered(flow).contains("Bürgeramt: zurzeit geschlossen"))
    #expect(flow.press([.ok]) == [.send(.info(.choose(1)), nil)])
  }

  @Test("The same stage in another language keeps the focus; another part of the list has its own")
  func language() {
    var flow = Fixtures.flow(.info(.menu(InfoFixtures.menu)))
    flow.press([.down, .down])
    _ = flow.reduce(
      .snapshot(Fixtures.snapshot(.info(.menu(InfoFixtures.menu)), language: "en"), at: 1))
    #expect(flow.press([.ok]) == [.send(.info(.choose(2)), nil)])
    var first = InfoFixtures.long
    first.part = 1
    first.focus = 0
    flow = Fixtures.flow(.info(.list(first)))
    flow.press([.down, .down])
    show(.list(InfoFixtures.long), &flow)
    #expect(flow.page.focus == .choice(6))
  }

  @Test("While a page is printed nothing else changes, and the focus does not jump")
  func printing() {
    var flow = Fixtures.flow(.info(.page(InfoFixtures.service)))
    flow.type("2")
    var later = InfoFixtures.service
    later.paper = .printing
    show(.page(later), &flow)
    #expect(flow.page.focus == .choice(1))
    #expect(rendered(flow).contains("Die Seite wird gedruckt."))
    #expect(!rendered(flow).contains("Diese Seite drucken"))
  }

  @Test("A long page is read before anything is chosen: arrows and OK turn its sheets first")
  func sheets() {
    var flow = Fixtures.flow(.info(.page(InfoFixtures.text)))
    var viewer = Viewer(
      page: flow.page, renderer: CellRenderer(texts: texts(of: flow), keyMap: .keypad), columns: 60, rows: 16)
    #expect(viewer.frame.sheetCount >= 3)
    var turns = 0
    while viewer.frame.sheet != viewer.frame.focusSheet, turns < 9 {
      #expect(viewer.take(.ok) == nil)
      turns += 1
    }
    #expect(turns >= 2)
    #expect(viewer.take(.ok) == .ok)
    #expect(flow.press([.ok]) == [.send(.info(.choose(3)), nil)], "the link that was chosen before")
  }

  @Test(
    "A search is typed with digits or letters, goes out as a secret, and stands there to be mended (UX-6)")
  func search() {
    var flow = Fixtures.flow(.info(.search(isEmptyHanded: false)))
    flow.type("4863")
    #expect(rendered(flow).contains("4863"))
    #expect(flow.press([.ok]) == [.send(.info(.search), Secret("4863"))])
    show(.search(isEmptyHanded: true), &flow)
    #expect(rendered(flow).contains("Nichts gefunden") && rendered(flow).contains("4863"))
    flow.press([.erase])
    #expect(flow.press([.ok]) == [.send(.info(.search), Secret("486"))])
    show(.search(isEmptyHanded: true), &flow)
    flow.press([.clear])
    flow.press("hund".unicodeScalars.map { .character($0) })
    #expect(rendered(flow).lowercased().contains("hund"))
    flow.press([.end])
    #expect(!rendered(flow).lowercased().contains("hund"))
  }

  @Test("UX-6 Back from what was found finds the search word again; the menu, the start and End forget it")
  func searchAgain() {
    func searched() -> CitizenFlow {
      var flow = Fixtures.flow(.info(.search(isEmptyHanded: false)))
      flow.type("4863")
      flow.press([.ok])
      show(.list(InfoList(title: .key("info.results"), entries: [InfoEntry(.content("Hund"))])), &flow)
      return flow
    }
    var flow = searched()
    #expect(!rendered(flow).contains("4863"))
    show(.search(isEmptyHanded: false), &flow)
    #expect(rendered(flow).contains("4863"))
    flow.press([.erase])
    #expect(flow.press([.ok]) == [.send(.info(.search), Secret("486"))])
    flow = searched()
    show(.menu(InfoMenu([InfoEntry(.content("A"))])), &flow)
    #expect(flow.search == nil)
    show(.search(isEmptyHanded: false), &flow)
    #expect(!rendered(flow).contains("4863"))
    flow = searched()
    #expect(flow.search != nil)
    flow.press([.end])
    #expect(flow.search == nil)
    flow = searched()
    _ = flow.reduce(.connectionLost)
    #expect(flow.search == nil)
    flow = searched()
    _ = flow.reduce(.snapshot(Fixtures.snapshot(.idle), at: 1))
    #expect(flow.search == nil)
  }

  @Test("UX-6 a search of one character is named on OK, and the input stays")
  func short() {
    var flow = Fixtures.flow(.info(.search(isEmptyHanded: false)))
    flow.type("4")
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Fehler: Bitte tippen Sie mindestens 2 Zeichen."))
  }

  @Test("AX-41 nothing of a page is cut off: every word stands on one of its sheets, also at 40x12")
  func whole() {
    for stage in [InfoFixtures.service, InfoFixtures.place, InfoFixtures.text] {
      let flow = Fixtures.flow(.info(.page(stage)))
      for (columns, rows) in frameSizes {
        let shown = frameText(flow, columns: columns, rows: rows)
        var words: [Substring] = []
        for block in flow.page.blocks {
          // Of a code that the terminal cannot show the address stands.
          let said = if case .qr(let code) = block { [code.address] } else { block.texts }
          for text in said { words += texts(of: flow).resolve(text).split(separator: " ") }
        }
        for word in words where word.count < columns - 6 {
          #expect(shown.contains(word), "\(word) at \(columns)x\(rows)")
        }
      }
    }
  }

  @Test("Values beyond every limit change nothing but what is drawn")
  func hostile() {
    for text in PropertyTests.hostile {
      let entries = (0..<40).map { _ in InfoEntry(.content(text), note: .key(text, [text: text])) }
      let stages: [InfoStage] = [
        .menu(InfoMenu(entries, focus: .max, step: .min, notice: .content(text))),
        .list(
          InfoList(
            title: .content(text), hint: .key(text), entries: entries,
            chart: (0..<99).map { InfoBar(.content(text), $0 * 1_000_000 - 5) }, part: .max, parts: .max,
            focus: .min)),
        .page(
          InfoPage(
            title: .content(text), blocks: [.item(number: .min, .content(text)), .facts([])], links: entries,
            apply: .key(text), online: QRPicture(side: .max, modules: text, text: text), focus: .min)),
      ]
      for stage in stages {
        var flow = Fixtures.flow(.info(stage))
        flow.press([.down, .up, .digit(7)])
        #expect(flow.page.choices.count <= Choice.countMax)
        for (columns, rows) in frameSizes {
          #expect(frame(flow, columns: columns, rows: rows).cells.allSatisfy { Glyphs.has($0.glyph) })
        }
        flow.press([.ok])
      }
    }
  }
}
