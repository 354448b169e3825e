// The words of an application: what a person answered is personal, complete and gone afterwards, and whatever the town or
// a person writes, a page stays a page.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct FormWordsTests {
  @Test("AX-71 answers are personal, covered by help and gone at the end, before the station answers")
  func personal() {
    let stages = [
      Fixtures.question(.text(max: 40), typed: ["Geheimrat"]),
      Fixtures.check { $0.rows[0].value = "Geheimrat" },
      Fixtures.check { $0.rows[2].value = "Geheimrat" },
      Fixtures.question(.address, typed: ["A", "1", "12345", "Geheimrat"]),
    ]
    for stage in stages {
      let flow = Fixtures.flow(stage)
      let renderer = PlainRenderer(texts: texts(of: flow), keyMap: .keypad)
      let lines = renderer.lines(of: flow.page).filter { $0.text.contains("Geheimrat") }
      #expect(flow.page.isPersonal && !lines.isEmpty && lines.allSatisfy { $0.privacy == .personal })
      #expect(!String(describing: flow.page).contains("Geheimrat"))
      var help = flow
      help.press([.help])
      #expect(!rendered(help).contains("Geheimrat"))
      var ended = flow
      #expect(ended.press([.end, .end]).first == .send(.end, nil))
      #expect(!rendered(ended).contains("Geheimrat"))
    }
  }

  @Test("AX-02, AX-41 nothing of a long page is cut: every word of it is on one of its sheets and is spoken")
  func longPages() {
    for (name, stage, timer) in Fixtures.longForms {
      let flow = Fixtures.flow(stage, timer: timer)
      let renderer = CellRenderer(texts: texts(of: flow), keyMap: .keypad)
      let spoken = PlainRenderer(texts: texts(of: flow), keyMap: .keypad).lines(of: flow.page)
        .map(\.text).joined(separator: " ")
      for (columns, rows) in frameSizes {
        let first = renderer.frame(of: flow.page, columns: columns, rows: rows)
        var shown = ""
        for sheet in 0..<first.sheetCount {
          let frame = renderer.frame(of: flow.page, columns: columns, rows: rows, sheet: sheet)
          #expect(frame.cells.allSatisfy { Glyphs.has($0.glyph) })
          for row in 3..<frame.rows { shown += frame.text(row: row) }
        }
        let letters = shown.filter { !$0.isWhitespace }
        // The smallest screen has no room for hints; they are spoken.
        let blocks = flow.page.blocks.flatMap { block in
          switch block {
          case .hint(let text): rows >= 16 ? [text] : []
          // What a code is for is said; what it says is drawn in any case.
          case .qr(let code): [code.address]
          default: block.texts
          }
        }
        for text in blocks + flow.page.choices.map(\.text) + flow.page.notes {
          let words = texts(of: flow).resolve(text)
          #expect(spoken.contains(words), "\(name)")
          for word in words.split(separator: " ") {
            #expect(
              letters.contains(word.filter { !$0.isWhitespace }) || word.count > 20,
              "\(name) \(columns) \(word)")
          }
        }
      }
    }
  }

  @Test("Hostile words of content and answers change nothing but glyphs, on every sheet")
  func hostile() {
    // Longer ones are no other case here, and slow.
    let texts = PropertyTests.hostile.map { String($0.prefix(300)) }
    for text in texts + ["שלום עולם", "مرحبا", "a\u{300}\u{301}\u{302}"] {
      let row = FormReview.Row(label: text, value: text, isFixed: false)
      let fixed = FormReview.Row(label: text, value: text, isFixed: true)
      let picture = QRPicture(side: 21, modules: text, text: text)
      let slip = FormSlip(payee: text, iban: text, cents: .max, reference: text, code: picture)
      let stages: [Stage] =
        [FormEntry.text(max: .max), .choice([text, text]), .address, .iban, .date, .email, .digits(max: -5)]
        .map {
          .form(
            .question(
              FormQuestion(
                title: text, number: .max, of: .min, field: text, label: text, question: text, why: text,
                hint: text, entry: $0, isRequired: false, typed: [text, text, text, text], mistake: text)))
        } + [
          .form(
            .check(
              FormReview(
                title: text, rows: Array(repeating: row, count: 9) + [fixed],
                fees: [FormFee(label: text, cents: 1)],
                cents: .min, hasDeclaration: false, isPreparation: false))),
          .form(.declaration(FormDeclaration(title: text, text: text, cents: 1))),
          .form(.done(FormDone(title: text, reference: text, next: text, slip: slip, paper: .open))),
          .form(.handOver(FormHandOver(title: text, text: text, address: picture))),
          .form(.unclear(title: text, reference: text)), .form(.sending(title: text)),
          .card(.consent(CardConsent(provider: text, rights: [text], purpose: text))),
          .form(
            .list(
              InfoList(
                title: .content(text), hint: .content(text),
                entries: [InfoEntry(.content(text), note: .key(text))],
                part: .max, parts: .max))),
        ]
      for stage in stages {
        var flow = Fixtures.flow(stage)
        flow.press([.down, .right, .digit(1), .ok, .digit(0), .ok, .up, .ok])
        let first = frame(flow, columns: 60, rows: 16)
        for sheet in 0..<min(first.sheetCount, 3) {
          let picture = CellRenderer(texts: Fixtures.german, keyMap: .keypad)
            .frame(of: flow.page, columns: 60, rows: 16, sheet: sheet)
          #expect(picture.cells.allSatisfy { Glyphs.has($0.glyph) })
        }
      }
    }
  }
}
