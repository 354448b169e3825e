// What is typed: number, code and birth date, the errors that the screen itself can name, and what is sent.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct InputTests {
  @Test("UX-8 a number is sent as it was typed, leading zeros too, whatever is typed between the digits")
  func number() {
    var flow = Fixtures.flow(.number)
    #expect(flow.type("0170/12-34 567").isEmpty)
    #expect(rendered(flow).contains("0170 12 34 56 7"))
    #expect(flow.press([.ok]) == [.send(.number, Secret("01701234567"))])
  }

  @Test("UX-10 the number is shown in groups")
  func groups() {
    func shown(_ text: String) -> [Int] {
      var typed = TypedInput(countMax: 20)
      for byte in text.utf8 { _ = typed.append(byte) }
      return NumberScreen.groups(typed)
    }
    #expect(shown("01701234567") == [4, 2, 2, 2, 1])
    #expect(shown("48271190") == [2, 2, 2, 2])
    #expect(shown("+491701") == [3, 2, 2])
    #expect(shown("") == [])
  }

  @Test("UX-6, AX-63 a number that is too short is named on OK, and the input stays")
  func shortNumber() {
    var flow = Fixtures.flow(.number)
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Fehler: Die Nummer fehlt."))
    flow.type("0170")
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Fehler: Die Nummer ist zu kurz."))
    #expect(rendered(flow).contains("0170"))
    flow.type("12")
    #expect(flow.press([.ok]) == [.send(.number, Secret("017012"))])
  }

  @Test("AX-26 a full code does not send itself; OK does, once")
  func code() {
    var flow = Fixtures.flow(.code(triesLeft: 5, wrong: false))
    #expect(flow.type("4711").isEmpty)
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Bisher: 4."))
    #expect(flow.type("08").isEmpty)
    #expect(flow.type("9").isEmpty)
    #expect(rendered(flow).contains("Alle Stellen sind ausgefüllt."))
    #expect(flow.press([.ok, .ok]) == [.send(.code, Secret("471108"))])
  }

  @Test("Erase takes the last digit and, with nothing typed, one step back; Clear takes all")
  func erase() {
    var flow = Fixtures.flow(.code(triesLeft: 5, wrong: false))
    flow.type("999")
    flow.press([.clear])
    flow.type("471109")
    flow.press([.erase])
    flow.type("8")
    #expect(flow.press([.ok]) == [.send(.code, Secret("471108"))])
    flow = Fixtures.flow(.code(triesLeft: 5, wrong: false))
    flow.type("9")
    #expect(flow.press([.erase]).isEmpty)
    #expect(flow.press([.erase]) == [.send(.back, nil)])
  }

  @Test("A wrong code empties the field and says how many tries are left")
  func wrongCode() {
    var flow = Fixtures.flow(.code(triesLeft: 5, wrong: false))
    flow.type("471108")
    flow.press([.ok])
    _ = flow.reduce(.snapshot(Fixtures.snapshot(.code(triesLeft: 4, wrong: true)), at: 1))
    #expect(rendered(flow).contains("Fehler: Nummer oder Code stimmt nicht. Noch 4 Versuche."))
    #expect(!rendered(flow).contains("4 │ 7"))
    _ = flow.reduce(.snapshot(Fixtures.snapshot(.code(triesLeft: 1, wrong: true)), at: 2))
    #expect(rendered(flow).contains("Noch 1 Versuch."))
  }

  @Test("UX-9 a birth date goes on part by part with OK and is sent as ISO 8601")
  func birthDate() {
    var flow = Fixtures.flow(.birthDate(Fixtures.set, triesLeft: 5, wrong: false))
    flow.type("7")
    #expect(flow.press([.ok]).isEmpty)
    flow.type("3")
    #expect(flow.press([.ok]).isEmpty)
    flow.type("1985")
    #expect(flow.press([.ok]) == [.send(.birthDate, Secret("1985-03-07"))])
  }

  @Test(
    "UX-9 an impossible date is named with the part to change",
    arguments: [
      (["31", "02", "1985"], "Fehler: Den 31. Februar gibt es nicht. Tag ändern.", "Tag"),
      (["29", "2", "2023"], "Fehler: Den 29. Februar 2023 gibt es nicht. Tag ändern.", "Tag"),
      (["32"], "Fehler: Den Tag 32 gibt es nicht. Tag ändern.", "Tag"),
      (["0"], "Fehler: Den Tag 0 gibt es nicht. Tag ändern.", "Tag"),
      ([""], "Fehler: Der Tag fehlt.", "Tag"),
      (["1", "13"], "Fehler: Den Monat 13 gibt es nicht. Monat ändern.", "Monat"),
      (["1", ""], "Fehler: Der Monat fehlt.", "Monat"),
      (["1", "1", ""], "Fehler: Das Jahr fehlt.", "Jahr"),
      (["1", "1", "85"], "Fehler: Das Jahr hat 4 Ziffern. Jahr ändern.", "Jahr"),
      (["1", "1", "1895"], "Fehler: Das Jahr 1895 ist zu früh. Jahr ändern.", "Jahr"),
      (["1", "1", "2027"], "Fehler: Das Datum liegt in der Zukunft. Jahr ändern.", "Jahr"),
      (["23", "11", "2026"], "Fehler: Das Datum liegt in der Zukunft. Jahr ändern.", "Jahr"),
    ])
  func impossible(parts: [String], error: String, part: String) {
    var flow = Fixtures.flow(.birthDate(Fixtures.set, triesLeft: 5, wrong: false))
    for part in parts {
      flow.type(part)
      #expect(flow.press([.ok]).isEmpty)
    }
    #expect(rendered(flow).contains(error))
    let focus: [String: DatePart] = ["Tag": .day, "Monat": .month, "Jahr": .year]
    guard case .birthDate(let screen) = flow.screen else { return }
    #expect(screen.date.part == focus[part])
    if parts == ["31", "02", "1985"] {
      // The input stays, and the first digit starts the wrong part again.
      #expect(rendered(flow).contains("1985"))
      flow.type("28")
      #expect(flow.press([.ok, .ok, .ok]) == [.send(.birthDate, Secret("1985-02-28"))])
    }
  }

  @Test("Today and 29 February of a leap year are dates")
  func possible() {
    for (parts, iso) in [(["22", "11", "2026"], "2026-11-22"), (["29", "2", "2024"], "2024-02-29")] {
      var flow = Fixtures.flow(.birthDate(Fixtures.set, triesLeft: 5, wrong: false))
      var effects: [CitizenEffect] = []
      for part in parts {
        flow.type(part)
        effects = flow.press([.ok])
      }
      #expect(effects == [.send(.birthDate, Secret(iso))])
    }
  }

  @Test("Back goes from part to part before it leaves the birth date")
  func backInDate() {
    var flow = Fixtures.flow(.birthDate(Fixtures.set, triesLeft: 5, wrong: false))
    flow.type("17")
    flow.press([.ok])
    #expect(flow.press([.back]).isEmpty)
    #expect(flow.press([.back]) == [.send(.back, nil)])
  }

  @Test("A wrong birth date counts the same tries in the same words' style")
  func wrongBirthDate() {
    var flow = Fixtures.flow(.birthDate(Fixtures.set, triesLeft: 5, wrong: false))
    for part in ["17", "3", "1985"] {
      flow.type(part)
      flow.press([.ok])
    }
    let stage = Stage.birthDate(Fixtures.set, triesLeft: 4, wrong: true)
    _ = flow.reduce(.snapshot(Fixtures.snapshot(stage), at: 1))
    #expect(rendered(flow).contains("Fehler: Das Geburtsdatum stimmt nicht. Noch 4 Versuche."))
    #expect(rendered(flow).contains("\n /  / \n"))
  }
}
