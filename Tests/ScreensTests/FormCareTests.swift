// What a key too many must not do in an application: throw the number away, take a letter, lose a question or an answer.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct FormCareTests {
  @Test("UX-12 a second Enter does not throw the number away; chosen on purpose it ends")
  func noted() {
    for (stage, digit, noun) in [
      (Fixtures.done(nil, nil), 1, "Notieren Sie bitte die Nummer. Dann 1 und [OK]."),
      (Fixtures.done(nil, .open), 2, "Notieren Sie bitte die Nummer. Dann 2 und [OK]."),
      (Fixtures.done(Fixtures.slip, .printed), 1, "Notieren Sie bitte alles. Dann 1 und [OK]."),
      (Fixtures.handOver(nil), 1, "Notieren Sie bitte die Adresse. Dann 1 und [OK]."),
      (Fixtures.handOver(.failed), 2, "Notieren Sie bitte die Adresse. Dann 2 und [OK]."),
    ] {
      var flow = Fixtures.flow(stage)
      #expect(flow.press([.ok, .ok, .ok]).isEmpty && flow.page.focus == .none)
      #expect(rendered(flow).contains(noun), "\(noun)")
      flow.press([.digit(digit)])
      #expect(!rendered(flow).contains("Notieren Sie bitte"))
      #expect(flow.press([.ok]) == [.send(.end, nil)])
      var left = Fixtures.flow(stage)
      #expect(left.press([.end]) == [.send(.end, nil)])
    }
  }

  @Test("What was chosen for the printer is not carried over to the end")
  func printed() {
    var flow = Fixtures.flow(Fixtures.done(nil, .open))
    flow.type("1")
    #expect(flow.press([.ok]) == [.send(.form(.print), nil)])
    _ = flow.reduce(.snapshot(Fixtures.snapshot(Fixtures.done(nil, .printing)), at: 1))
    _ = flow.reduce(.snapshot(Fixtures.snapshot(Fixtures.done(nil, .printed)), at: 2))
    #expect(flow.press([.ok]).isEmpty)
    #expect(flow.press([.digit(1), .ok]) == [.send(.end, nil)])
  }

  @Test("Erase on an empty answer goes nowhere and says so; back still does")
  func eraseNothing() {
    for entry in [
      FormEntry.text(max: 40), .digits(max: 9), .date, .address, .choice(Fixtures.options), .yesNo, .email,
    ] {
      var flow = Fixtures.flow(Fixtures.question(entry))
      #expect(flow.press([.erase, .erase, .erase]).isEmpty)
      #expect(rendered(flow).contains("Es gibt nichts zu löschen."), "\(entry)")
      #expect(flow.press([.back]) == [.send(.back, nil)])
    }
    var part = Fixtures.flow(Fixtures.question(.address))
    part.write("Am Markt")
    part.press([.ok])
    #expect(part.press([.erase, .erase]).isEmpty)
    #expect(rendered(part).contains("Straße Am Markt"))
    for stage in [
      Stage.form(.check(Fixtures.review)), Fixtures.forms.first { $0.name == "form-declaration" }!.stage,
    ] {
      var flow = Fixtures.flow(stage)
      #expect(flow.press([.erase]).isEmpty)
    }
  }

  @Test("UX-6 Enter on an empty line of letters takes no letter: it says what is missing")
  func noLetter() {
    for entry in [FormEntry.text(max: 40), .email, .iban, .address] {
      var flow = Fixtures.flow(Fixtures.question(entry))
      #expect(flow.press([.ok]).isEmpty)
      #expect(rendered(flow).contains("Fehler:"), "\(entry)")
      flow.write("Ab")
      flow.press([.clear])
      #expect(flow.press([.ok]).isEmpty)
      #expect(rendered(flow).contains("Fehler:"), "\(entry)")
    }
    var walked = Fixtures.flow(Fixtures.question(.text(max: 40)))
    walked.press([.right, .ok])
    #expect(rendered(walked).contains("A"))
    #expect(walked.press([.up, .right, .right, .ok]) == [.send(.form(.answer), Secret("A"))])
  }
}
