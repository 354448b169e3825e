// "Where is my document?" at the screen: what may be typed and how (UX-11), what is said of a mistake, and that every
// answer has a way on.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct StatusScreenTests {
  private func asked(_ typed: String) -> (answer: ScreenAnswer, page: Page) {
    var part = StatusNumberScreen(Fixtures.tries)
    let context = ScreenContext(
      welcome: Fixtures.welcome(), snapshot: Fixtures.snapshot(.documentStatus(.number(Fixtures.tries))),
      now: 0, timerEnd: nil, isDemo: false, keyNames: KeyNames())
    for scalar in typed.unicodeScalars {
      if case "0"..."9" = scalar {
        _ = part.press(.digit(UInt8(scalar.value - 48)), context)
      } else {
        _ = part.press(.character(scalar), context)
      }
    }
    let answer = part.press(typed.isEmpty ? .cell(18) : .ok, context)
    return (answer, part.page(context).page)
  }

  @Test("UX-11: small letters, blanks and hyphens are taken, O is 0, and a tenth digit must fit")
  func whatIsTaken() {
    for (typed, sent) in [
      ("L01X00T47", "L01X00T47"), ("l01x 00t-47", "L01X00T47"), ("LO1XOOT47", "L01X00T47"),
      ("L01X00T471", "L01X00T471"), ("C01X00T478", "C01X00T478"), ("LZ6311T475", "LZ6311T475"),
      ("L1234567", "L1234567"), ("48 27 11 90", "48271190"), ("4827", "4827"),
    ] {
      guard case .ask(.documentStatus(.number), let secret?) = asked(typed).answer else {
        Issue.record("\(typed) was not sent")
        continue
      }
      #expect(secret == Secret(Array(sent.utf8)), "\(typed)")
    }
  }

  @Test("A mistake says what was counted, and the number is read back where only the check digit can tell")
  func whatIsWrong() {
    for (typed, key) in [
      ("", "docstatus.error_empty"), ("L01X00T4", "docstatus.error_serial"),
      ("L01X00T47CC", "docstatus.error_serial"), ("L01X00T472", "docstatus.error_check"),
      ("123", "docstatus.error_slip"),
    ] {
      let (answer, page) = asked(typed)
      #expect(answer == .stay, "\(typed)")
      guard case .key(let found, let arguments)? = page.error?.content else {
        Issue.record("\(typed): no error")
        continue
      }
      #expect(found == key, "\(typed)")
      if key == "docstatus.error_serial" {
        #expect(arguments == [.number("count", typed.count)])
      }
      if key == "docstatus.error_check" {
        #expect(page.error?.privacy == .personal)
        #expect(arguments == [.text("number", .data("L01 X00 T47 2", privacy: .personal))])
      }
    }
  }

  @Test("AX-29: after an error the letters and the focus stand on the first sheet, in German and in English")
  func errorKeepsLetters() {
    for language in TextFiles.languages {
      let texts = Texts(language: language, templates: TextFiles.all[language] ?? [:])
      for (columns, rows) in [(40, 12), (60, 16), (80, 25)] {
        for typed in ["", "L01X00T4", "4L1001CFG0", "123"] {
          let page = asked(typed).page
          #expect(page.error != nil, "\(typed)")
          let frame = CellRenderer(texts: texts, keyMap: .keypad).frame(
            of: page, columns: columns, rows: rows)
          let cells = frame.regions.filter { if case .cell = $0.key { true } else { false } }.count
          #expect(frame.cursor != nil && cells == 19, "\(language) \(typed) \(columns)x\(rows): \(cells)")
        }
      }
    }
  }

  @Test("What is wrong is not said any more after the next key, and the line is still there")
  func theLineStays() {
    var flow = Fixtures.flow(.documentStatus(.number(Fixtures.tries)))
    flow.type("123")
    flow.press([.ok])
    #expect(flow.page.error != nil)
    flow.type("4")
    #expect(flow.page.error == nil)
    let sent = flow.press([.ok])
    #expect(sent == [.send(.documentStatus(.number), Secret("1234"))])
  }

  @Test("AX-53: how many tries are left, and the pause, stand there before the number is typed")
  func triesAreSaid() {
    for (left, key) in [(3, "docstatus.tries"), (1, "docstatus.tries_last"), (0, "docstatus.tries_none")] {
      let text = StatusNumberScreen.tries(StatusTries(left: left, pauseMinutes: 5))
      guard case .key(let found, _) = text.content else { continue }
      #expect(found == key)
    }
  }

  @Test(
    "Every answer leads on: to the pickup where it lies here, to another number, to the start; or to a person"
  )
  func noDeadEnd() {
    for sample in Fixtures.statuses {
      let flow = Fixtures.flow(sample.stage)
      guard case .documentStatus(.result(let status, _)) = sample.stage else { continue }
      #expect(flow.page.choices.count == (status.canPickUp ? 3 : 2), "\(sample.name)")
      var first = flow
      let asked = first.press([.ok])
      let wanted: CitizenRequest = status.canPickUp ? .documentStatus(.pickUp) : .documentStatus(.begin)
      #expect(asked == [.send(wanted, nil)], "\(sample.name)")
      if [.unknown, .arrived, .readyAtCounter, .handedOver].contains(status.state)
        || status.state == .readyHere && !status.canPickUp
      {
        #expect(
          flow.page.blocks.contains {
            if case .paragraph(let text) = $0, case .key("counter.phone", _) = text.content {
              true
            } else {
              false
            }
          }, "\(sample.name): whom to ask")
      }
    }
  }
}
