// The questions of an application: what is typed and what is sent, what is skipped, what is wrong, and that nothing is
// confirmed by itself.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct FormQuestionTests {
  private func answer(_ parts: String...) -> [CitizenEffect] {
    [.send(.form(.answer), Secret(parts.joined(separator: "\u{1F}")))]
  }

  private func show(_ stage: Stage, on flow: inout CitizenFlow, language: String = "de") {
    _ = flow.reduce(.snapshot(Fixtures.snapshot(stage, language: language), at: 1))
  }

  @Test("Each kind of question sends what was typed, part by part; what is not answered is said on OK (UX-6)")
  func kinds() {
    func check(_ entry: FormEntry, _ keys: (inout CitizenFlow) -> Void, _ expected: [CitizenEffect]) {
      var flow = Fixtures.flow(Fixtures.question(entry))
      #expect(flow.press([.ok]).isEmpty)
      #expect(rendered(flow).contains("Fehler:"), "\(entry)")
      keys(&flow)
      #expect(!rendered(flow).contains("Fehler:"), "\(entry)")
      #expect(flow.press([.ok]) == expected, "\(entry)")
      #expect(flow.press([.ok]).isEmpty, "twice")
    }
    check(.text(max: 40), { $0.write("Bello vom Hof 3") }, answer("Bello vom Hof 3"))
    check(.digits(max: 15), { $0.type("276098123456789") }, answer("276098123456789"))
    check(.number(min: 0, max: 20), { $0.type("17") }, answer("17"))
    check(.choice(Fixtures.options), { $0.type("3") }, answer("3"))
    check(.yesNo, { $0.press([.down, .down]) }, answer("2"))
    check(.iban, { $0.write("de02 1203 0000 0000 2020 51") }, answer("DE02120300000000202051"))
    check(.email, { $0.write("Erika@Beispiel.de") }, answer("erika@beispiel.de"))
    check(.phone, { $0.write("0170 123 45 67") }, answer("01701234567"))
    check(
      .date,
      {
        for part in ["1", "11"] {
          $0.type(part)
          $0.press([.ok])
        }
        $0.type("2040")
      }, answer("1", "11", "2040"))
    check(
      .address,
      {
        for part in ["Am Markt", "12 b", "12345"] {
          $0.write(part)
          $0.press([.ok])
        }
        $0.write("Musterstadt")
      }, answer("Am Markt", "12 b", "12345", "Musterstadt"))
  }

  @Test("An address goes on part by part, says what is missing, and back goes a part back")
  func address() {
    var flow = Fixtures.flow(Fixtures.question(.address))
    #expect(rendered(flow).contains("Wie lautet Ihre Antwort?"))
    flow.write("Am Markt")
    flow.press([.ok])
    flow.write("1")
    flow.press([.ok])
    #expect(rendered(flow).contains("Straße Am Markt") && rendered(flow).contains("Hausnummer 1"))
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Fehler: Postleitzahl fehlt."))
    flow.type("1234")
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Fehler: Die Postleitzahl hat 5 Ziffern."))
    #expect(flow.press([.back]).isEmpty)
    #expect(flow.press([.back]).isEmpty)
    #expect(flow.press([.back]) == [.send(.back, nil)])
  }

  @Test("UX-5 what need not be answered is marked and skipped by name")
  func skip() {
    for entry in [FormEntry.digits(max: 9), .date, .phone, .number(min: 1, max: 9)] {
      var flow = Fixtures.flow(Fixtures.question(entry, required: false))
      #expect(rendered(flow).contains("Freiwillig") && rendered(flow).contains("Überspringen"))
      #expect(flow.press([.ok]) == [.send(.form(.skip), nil)])
      var typed = Fixtures.flow(Fixtures.question(entry, required: false))
      typed.type("5")
      #expect(!rendered(typed).contains("Überspringen"))
    }
    var letters = Fixtures.flow(Fixtures.question(.text(max: 40), required: false))
    // The focus begins on the last cell.
    #expect(rendered(letters).contains("[ok] Überspringen"))
    #expect(frameText(letters, columns: 60, rows: 16).contains(">Überspringen"))
    #expect(letters.press([.ok]) == [.send(.form(.skip), nil)])
    var choice = Fixtures.flow(Fixtures.question(.choice(Fixtures.options), required: false))
    #expect(choice.press([.ok]).isEmpty, "UX-12")
    choice.type("5")
    #expect(choice.press([.ok]) == [.send(.form(.skip), nil)])
    let seven = FormEntry.choice((1...7).map(String.init))
    var full = Fixtures.flow(Fixtures.question(seven, required: false))
    #expect(full.page.choices.count == Choices.countMax)
    #expect(full.press([.ok]) == [.send(.form(.skip), nil)])
    var address = Fixtures.flow(Fixtures.question(.address, required: false))
    #expect(address.press([.ok]) == [.send(.form(.skip), nil)])
  }

  @Test("UX-6 a mistake is said and what was typed stays; the same answer is not sent twice; another is")
  func mistake() {
    var flow = Fixtures.flow(Fixtures.question(.iban))
    flow.write("DE03120300000000202051")
    #expect(flow.press([.ok]) == answer("DE03120300000000202051"))
    show(
      Fixtures.question(.iban, typed: ["DE03120300000000202051"], mistake: "Ein Zeichen ist falsch."),
      on: &flow)
    #expect(rendered(flow).contains("Fehler: Ein Zeichen ist falsch."))
    #expect(rendered(flow).contains("DE03 1203 0000 0000 2020 51") || flow.page.fields.count == 1)
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Fehler: Ein Zeichen ist falsch."))
    flow.press([.erase])
    #expect(!rendered(flow).contains("Fehler"))
    flow.type("1")
    #expect(flow.press([.ok]).isEmpty, "the same again")
    flow.press([.erase])
    flow.type("2")
    #expect(flow.press([.ok]) == answer("DE03120300000000202052"))
  }

  @Test("What was answered before fills the field; another language keeps what is typed")
  func before() {
    var date = Fixtures.flow(Fixtures.question(.date, typed: ["17", "3", "1985"]))
    #expect(date.press([.ok, .ok, .ok]) == answer("17", "3", "1985"))
    var choice = Fixtures.flow(Fixtures.question(.choice(Fixtures.options), typed: ["3"]))
    #expect(choice.press([.ok]) == answer("3"))
    #expect(Fixtures.flow(Fixtures.question(.yesNo, typed: ["9"])).page.focus == .none)
    #expect(Fixtures.flow(Fixtures.question(.date, typed: ["x", "99999", "\u{1B}"])).page.fields.count == 1)
    var text = Fixtures.flow(Fixtures.question(.text(max: 40), typed: ["Erika"]))
    text.press([.erase])
    let english = Fixtures.question(.text(max: 40), typed: ["Erika"], "What is your answer?")
    show(english, on: &text, language: "en")
    #expect(rendered(text).contains("What is your answer?"))
    #expect(text.press([.ok]) == answer("Erik"))
    var other = Fixtures.flow(Fixtures.question(.text(max: 40), typed: ["Erika"]))
    show(Fixtures.question(.phone), on: &other)
    #expect(other.screen == CitizenScreen(Fixtures.question(.phone)))
  }
}
