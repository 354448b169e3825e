// The pages of an application around its questions: what each key asks for, what binds and what does not, and how few
// screens it takes.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct FormScreenTests {
  private func show(_ stage: Stage, on flow: inout CitizenFlow, language: String = "de") {
    _ = flow.reduce(.snapshot(Fixtures.snapshot(stage, language: language), at: 1))
  }

  @Test("AX-20 a Meldebescheinigung needs at most 12 screens, with digits, OK and nothing else")
  func fewScreens() {
    var flow = Fixtures.flow(.form(.list(Fixtures.formList)))
    // The idle screen stands before them.
    var screens = 2
    func next(_ stage: Stage, _ keys: String, _ expected: CitizenEffect) {
      flow.type(keys)
      #expect(flow.press([.ok]) == [expected])
      show(stage, on: &flow)
      screens += 1
    }
    next(.form(.start(Fixtures.formStart)), "3", .send(.form(.choose(2)), nil))
    next(.card(.lay(.identity)), "", .send(.form(.next), nil))
    show(.card(.consent(Fixtures.consent)), on: &flow)
    screens += 1
    next(.card(.secret(.pin, .none)), "", .send(.form(.allowReading), nil))
    next(.card(.leave(.identity)), "123456", .send(.cardSecret, Secret("123456")))
    show(Fixtures.question(.choice(["Einfach", "Erweitert"])), on: &flow)
    screens += 1
    var second = Fixtures.question(.choice(["Elektronisch", "Auf Papier"]))
    if case .form(.question(var question)) = second {
      question.field = "delivery"
      second = .form(.question(question))
    }
    next(second, "1", .send(.form(.answer), Secret("1")))
    next(.form(.check(Fixtures.review)), "2", .send(.form(.answer), Secret("2")))
    let declaration = FormDeclaration(title: "", text: "Meine Angaben sind richtig.", cents: 900)
    next(.form(.declaration(declaration)), "0", .send(.form(.next), nil))
    // That it is being kept is seen for a moment only and asks for nothing.
    next(Fixtures.done(Fixtures.slip, nil), "1", .send(.form(.declare), nil))
    #expect(screens <= 12)
    #expect(flow.press([.digit(1), .ok]) == [.send(.end, nil)])
  }

  @Test(
    "UX-2 the start says what is needed, how long it takes, what it costs, and offers only ways that work")
  func start() {
    func flow(_ card: Bool, _ typing: Bool, _ reader: Bool) -> CitizenFlow {
      Fixtures.flow(
        Fixtures.start { ($0.needsCard, $0.canType, $0.isReaderUsable) = (card, typing, reader) })
    }
    var both = flow(true, true, true)
    #expect(rendered(both).contains("9,00 EUR  Meldebescheinigung auf Papier"))
    #expect(rendered(both).contains("etwa 5 Minuten"))
    both.type("2")
    #expect(both.press([.ok]) == [.send(.form(.typeInstead), nil)])
    var card = flow(true, false, true)
    #expect(card.press([.ok]) == [.send(.form(.next), nil)])
    var typed = flow(true, true, false)
    #expect(rendered(typed).contains("geht es auch ohne Ausweis") && typed.page.choices.isEmpty)
    #expect(typed.press([.ok]) == [.send(.form(.typeInstead), nil)])
    var none = flow(true, false, false)
    #expect(rendered(none).contains("0999 123-0"))
    #expect(none.press([.ok]) == [.send(.back, nil)])
    var plain = flow(false, false, false)
    #expect(!rendered(plain).contains("Kartenleser"))
    #expect(plain.press([.ok]) == [.send(.form(.next), nil)])
  }

  @Test("Fees are written as each language writes amounts, several with their sum")
  func fees() {
    let amounts =
      [(0, "kostenlos", "free of charge"), (900, "9,00 EUR", "EUR 9.00"), (5, "0,05 EUR", "EUR 0.05")]
      + [(123_456, "1234,56 EUR", "EUR 1234.56"), (Int.min, "kostenlos", "free of charge")]
    for (cents, german, english) in amounts {
      let stage = Fixtures.check {
        $0.hasDeclaration = false
        $0.cents = cents
      }
      #expect(rendered(Fixtures.flow(stage)).contains("Antrag absenden, \(german)"))
      #expect(rendered(Fixtures.flow(stage, language: "en")).contains("send the application, \(english)"))
    }
    let several = Fixtures.check {
      $0.fees = [Fixtures.paperFee, FormFee(label: "Porto", cents: 185), FormFee(label: "Mappe", cents: 300)]
      $0.cents = 1385
    }
    #expect(rendered(Fixtures.flow(several)).contains("Zusammen 13,85 EUR"))
  }

  @Test("The consent says who reads what and what for; OK allows, Back does not")
  func consent() {
    var flow = Fixtures.flow(.card(.consent(Fixtures.consent)))
    let text = rendered(flow)
    for words in ["Stadt Musterstadt, Bürgeramt", "Antrag auf eine Meldebescheinigung", "Erlauben"]
      + ["Familienname, Vornamen, Geburtsdatum, Geburtsort, Anschrift"]
    { #expect(text.contains(words)) }
    #expect(flow.press([.back]) == [.send(.back, nil)])
    var allowed = Fixtures.flow(.card(.consent(Fixtures.consent)))
    #expect(allowed.press([.ok]) == [.send(.form(.allowReading), nil)])
    let all = rendered(Fixtures.flow(Fixtures.longForms.first { $0.name == "form-long-consent" }!.stage))
    #expect(!all.contains("‹") && all.contains("NewRight") && !all.contains("FamilyName"))
  }

  @Test("UX-13 each typed answer is changed by its digit, what the card says is not, and 0 goes on")
  func check() {
    let stage = Stage.form(.check(Fixtures.review))
    var flow = Fixtures.flow(stage)
    #expect(flow.press([.ok]).isEmpty, "UX-12: nothing is focused")
    #expect(rendered(flow).contains("Fehler: Bitte wählen Sie 0 und dann [OK]."))
    flow.type("2")
    #expect(flow.press([.ok]) == [.send(.form(.change(1)), nil)])
    for keys: [Key] in [[.digit(0)], [.up], [.down, .down, .down]] {
      var on = Fixtures.flow(stage)
      on.press(keys)
      #expect(on.press([.ok]) == [.send(.form(.next), nil)])
    }
    var third = Fixtures.flow(stage)
    third.type("3")
    #expect(third.press([.ok]).isEmpty)
    let text = rendered(flow)
    #expect(text.contains("Familienname Mustermann") && !text.contains("Familienname: "))
    for index in flow.page.choices.indices { #expect(flow.page.choices[index].digit < 8) }
  }

  @Test("UX-1, UX-13 a long list is parted, every answer stands on one part, and going on stands on each")
  func parts() {
    let sample = Fixtures.longForms.first { $0.name == "form-long-check" }!
    var flow = Fixtures.flow(sample.stage)
    var seen: [Int] = []
    for part in 1...8 {
      #expect(rendered(flow).contains("Teil \(part) von 8"))
      #expect(flow.page.choices.count <= Choices.countMax && flow.page.choices.last?.digit == 0)
      for digit in flow.page.choices.dropLast(2).map(\.digit) {
        var chosen = flow
        chosen.press([.digit(digit)])
        guard case .send(.form(.change(let row)), nil)? = chosen.press([.ok]).first else {
          Issue.record("\(digit) changes nothing")
          return
        }
        seen.append(row)
      }
      flow.press([.digit(flow.page.choices.count - 1), .ok])
    }
    #expect(seen == (0..<40).filter { ($0 + 1) % 10 != 0 })
    #expect(rendered(flow).contains("Teil 1 von 8"))
  }

  @Test(
    "What binds is focused by nobody beforehand (UX-12), names act and fee, and what was not sent is said")
  func declaration() {
    let declaration = FormDeclaration(title: "Hund", text: "Alles stimmt.", cents: 900)
    var flow = Fixtures.flow(.form(.declaration(declaration)))
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Erklären und Antrag absenden, 9,00 EUR"))
    flow.type("1")
    #expect(flow.press([.ok]) == [.send(.form(.declare), nil)])
    var back = Fixtures.flow(.form(.declaration(declaration)))
    back.type("2")
    #expect(back.press([.ok]) == [.send(.back, nil)])
    var notSent = declaration
    notSent.isNotSent = true
    show(.form(.sending(title: "Hund")), on: &flow)
    #expect(flow.press([.ok, .back, .end, .erase, .clear, .digit(1)]).isEmpty)
    show(.form(.declaration(notSent)), on: &flow)
    #expect(rendered(flow).contains("Fehler: Ihr Antrag ist nicht aufgenommen."))
    #expect(flow.press([.ok]).isEmpty)
  }

  @Test(
    "UX-14, AX-15 the end says number, what comes next, what to pay; paper is asked for, and who noted it leaves"
  )
  func done() {
    var flow = Fixtures.flow(Fixtures.done(Fixtures.slip, .open))
    let lines = PlainRenderer(texts: texts(of: flow), keyMap: .keypad).lines(of: flow.page).map(\.text)
    let text = lines.joined(separator: "\n")
    for words in ["4827-1190", "Das Bürgeramt prüft", "Stadt Musterstadt", "DE02 1203 0000 0000 2020 51"]
      + ["9,00 EUR", "RF18 5390 0754 7034", "GiroCode", "0999 123-0"]
    { #expect(text.contains(words), "\(words)") }
    #expect(flow.press([.digit(1), .ok]) == [.send(.form(.print), nil)])
    show(Fixtures.done(Fixtures.slip, .printed), on: &flow)
    #expect(flow.press([.digit(1), .ok]) == [.send(.end, nil)])
    var none = Fixtures.flow(Fixtures.done(nil, nil))
    #expect(none.press([.back]) == [.send(.end, nil)])
    var over = Fixtures.flow(Fixtures.handOver(.open))
    #expect(rendered(over).contains("musterstadt.de/fz"))
    over.type("2")
    #expect(over.press([.ok]) == [.send(.end, nil)])
    let unclear = Fixtures.forms.first { $0.name == "form-unclear" }!
    #expect(rendered(Fixtures.flow(unclear.stage)).contains("4827-1190"))
  }
}
