// The flow between the screens: what each key asks for on each stage, what lies over what, and what time does.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct FlowTests {
  @Test("AX-20 a whole pickup needs digits and OK only")
  func pickup() {
    var flow = Fixtures.flow(.idle)
    func at(_ stage: Stage) { _ = flow.reduce(.snapshot(Fixtures.snapshot(stage), at: 0)) }
    #expect(flow.type("1").isEmpty)
    #expect(flow.press([.ok]) == [.send(.beginPickup, nil)])
    at(.number)
    flow.type("01701234567")
    #expect(flow.press([.ok]) == [.send(.number, Secret("01701234567"))])
    at(.code(triesLeft: 5, wrong: false))
    flow.type("471108")
    #expect(flow.press([.ok]) == [.send(.code, Secret("471108"))])
    at(.waiting(Fixtures.family))
    flow.type("2")
    #expect(flow.press([.ok]) == [.send(.choose([0]), nil)])
    at(.birthDate(Fixtures.set, triesLeft: 5, wrong: false))
    flow.type("17")
    flow.press([.ok])
    flow.type("03")
    flow.press([.ok])
    flow.type("1985")
    #expect(flow.press([.ok]) == [.send(.birthDate, Secret("1985-03-17"))])
    at(.ready(Fixtures.set, compartment: 17, isLow: false))
    #expect(flow.press([.ok]) == [.send(.open, nil)])
    at(.opening(Fixtures.set, compartment: 17, attempt: 1))
    #expect(flow.press([.ok]).isEmpty)
    at(.open(Fixtures.set, compartment: 17))
    at(.askTaken(Fixtures.set, compartment: 17))
    flow.type("1")
    #expect(flow.press([.ok]) == [.send(.answerTaken(true), nil)])
    at(.done(Fixtures.receipt))
    #expect(flow.press([.ok]) == [.send(.end, nil)])
  }

  @Test("UX-12 whether all was taken has no default, and OK without a choice says so")
  func noDefault() {
    var flow = Fixtures.flow(.askTaken(Fixtures.set, compartment: 17))
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Fehler: Sie haben noch nichts gewählt."))
    flow.type("2")
    #expect(!rendered(flow).contains("Fehler"))
    #expect(flow.press([.ok]) == [.send(.answerTaken(false), nil)])
  }

  @Test("All of them, one after the other; what is at the counter is named and not offered")
  func waiting() {
    var flow = Fixtures.flow(.waiting(Fixtures.family))
    #expect(flow.press([.ok]) == [.send(.choose([0, 1]), nil)])
    #expect(rendered(Fixtures.flow(.waiting(Fixtures.family))).contains("Schalter fragen: Aufenthaltstitel"))
    var none = Fixtures.flow(.waiting([Fixtures.family[2]]))
    #expect(none.press([.ok]) == [.send(.end, nil)])
  }

  @Test("UX-1 more than seven choices are shown in parts")
  func manyWaiting() {
    let sets = (1...12).map {
      WaitingSet(documents: ["passport"], since: "2026-11-01", until: "2026-11-\(10 + $0)", canOpen: true)
    }
    var flow = Fixtures.flow(.waiting(sets))
    flow.type("7")
    #expect(flow.press([.ok]).isEmpty)
    flow.type("1")
    #expect(flow.press([.ok]) == [.send(.choose([5]), nil)])
  }

  @Test("AX-25 a digit outside of the choices does nothing; AX-26 arrows and digits ask for nothing")
  func focusOnly() {
    var flow = Fixtures.flow(.notMoved(Fixtures.set, compartment: 17, attemptsLeft: 2))
    #expect(flow.press([.down, .down, .up, .down]).isEmpty)
    #expect(flow.type("90").isEmpty)
    #expect(flow.press([.ok]) == [.send(.reportStuck, nil)])
  }

  @Test("The door did not move: once more while there are attempts, then only help")
  func notMoved() {
    var flow = Fixtures.flow(.notMoved(Fixtures.set, compartment: 17, attemptsLeft: 2))
    #expect(flow.press([.ok]) == [.send(.tryAgain, nil)])
    flow = Fixtures.flow(.notMoved(Fixtures.set, compartment: 17, attemptsLeft: 0))
    #expect(flow.press([.ok]) == [.send(.reportStuck, nil)])
  }

  @Test("Done offers the next document when more is waiting")
  func next() {
    var flow = Fixtures.flow(.done(Fixtures.moreReceipt))
    #expect(flow.press([.ok]) == [.send(.next, nil)])
    flow = Fixtures.flow(.done(Fixtures.moreReceipt))
    #expect(flow.press([.end]) == [.send(.end, nil)])
  }

  @Test("AX-21 End leads out of every screen, but not away from a door that is or may be open")
  func endEverywhere() {
    for (name, stage, timer) in Fixtures.stages {
      var flow = Fixtures.flow(stage, timer: timer)
      let effects = flow.press([.end])
      switch stage {
      case .idle: #expect(effects.isEmpty)
      case .open:
        #expect(effects.isEmpty)
        #expect(rendered(flow).contains("Bitte schließen Sie zuerst die Tür."))
      case .opening:
        #expect(effects.isEmpty)
        #expect(rendered(flow).contains("Bitte warten Sie"))
      case .form(.sending):
        #expect(effects.isEmpty)
        #expect(rendered(flow).contains("Einen Moment bitte."))
      case .form(.question), .form(.check), .form(.declaration):
        #expect(effects.isEmpty && rendered(flow).contains("Antrag abbrechen?"), "\(name)")
        #expect(flow.press([.end]) == [.send(.end, nil)], "\(name)")
      default: #expect(effects == [.send(.end, nil)], "\(name)")
      }
    }
  }

  @Test("UX-3 Back leads on from every screen that asks, and from every screen that tells")
  func backEverywhere() {
    let asks = ["number", "code", "waiting", "birth", "ready", "not-moved"]
    let answers =
      ["form-list", "form-start", "form-text", "form-date", "form-choice", "form-address"]
      + ["form-check", "form-declaration", "form-hand-over", "card-consent"]
    let tells = [
      "locked", "late", "timed-out", "unconfirmed", "door-stuck", "board-silent", "left-open", "done",
    ]
    for (name, stage, timer) in Fixtures.stages {
      var flow = Fixtures.flow(stage, timer: timer)
      let effects = flow.press([.back])
      if asks.contains(name) || answers.contains(where: name.hasPrefix) {
        #expect(effects == [.send(.back, nil)], "\(name)")
      }
      if tells.contains(name) { #expect(effects == [.send(.end, nil)], "\(name)") }
    }
  }

  @Test("UX-3 ← walks back through the letters before it leads back; under help and elsewhere it is Back")
  func leftInLetters() {
    let pages: [Stage] = [.info(.search(isEmptyHanded: false)), .documentStatus(.number(Fixtures.tries))]
    for stage in pages {
      var flow = Fixtures.flow(stage)
      flow.press([.right, .right, .ok])
      let typed = flow.page.fields
      #expect(!flow.press([.left]).contains(.send(.back, nil)))
      #expect(flow.page.fields != typed && flow.page.status != nil)
      flow.press([.help, .left])
      #expect(!flow.press([.left]).contains(.send(.back, nil)))
      #expect(flow.press([.left]) == [.send(.back, nil)])
    }
    var flow = Fixtures.flow(.number)
    #expect(flow.press([.left]) == [.send(.back, nil)])
  }

  @Test("AX-21 from every screen OK, Back, End and Help lead somewhere: no key is a trap")
  func graph() {
    for (name, stage, timer) in Fixtures.stages {
      var flow = Fixtures.flow(stage, timer: timer)
      flow.press([.help])
      #expect(rendered(flow).contains("Hilfe"), "\(name)")
      flow.press([.back])
      #expect(flow.page == Fixtures.flow(stage, timer: timer).page, "\(name)")
    }
  }

  @Test("Help covers what is typed and keeps it")
  func help() {
    var flow = Fixtures.flow(.number)
    flow.type("01701234567")
    flow.press([.help])
    #expect(!rendered(flow).contains("0170"))
    flow.type("99")
    #expect(flow.press([.ok]).isEmpty)
    #expect(flow.press([.ok]) == [.send(.number, Secret("01701234567"))])
  }

  @Test("A door that does not close: help has the way out, with nothing focused beforehand")
  func stuckWhileOpen() {
    var flow = Fixtures.flow(.open(Fixtures.set, compartment: 17))
    flow.press([.help])
    #expect(flow.press([.ok]).isEmpty)
    flow.type("1")
    #expect(flow.press([.ok]) == [.send(.reportStuck, nil)])
    flow = Fixtures.flow(.open(Fixtures.set, compartment: 17))
    flow.press([.help])
    flow.type("2")
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Ihr Fach ist offen"))
  }

  @Test("Two languages switch with one key on every screen, and what is typed stays")
  func language() {
    for (name, stage, timer) in Fixtures.stages {
      var flow = Fixtures.flow(stage, timer: timer)
      #expect(flow.press([.language]) == [.send(.language("en"), nil)], "\(name)")
    }
    var flow = Fixtures.flow(.number)
    flow.type("0170")
    _ = flow.reduce(.snapshot(Fixtures.snapshot(.number, language: "en"), at: 0))
    #expect(rendered(flow).contains("What is your number?"))
    #expect(rendered(flow).contains("0170"))
  }

  @Test("More than two languages are chosen from a list, each in its own name")
  func languageList() {
    var flow = Fixtures.flow(.idle, languages: ["de", "en", "tr"])
    #expect(flow.press([.language]).isEmpty)
    #expect(rendered(flow).contains("1  Deutsch"))
    flow.type("2")
    #expect(flow.press([.ok]) == [.send(.language("en"), nil)])
  }

  @Test(
    "A screen without a station shows the compiled-in page in German and English, and goes on where it stands"
  )
  func withoutStation() {
    var flow = CitizenFlow()
    #expect(rendered(flow).contains("Verbindung zur Station wird hergestellt"))
    #expect(rendered(flow).contains("Connecting to the station"))
    #expect(flow.press([.ok, .help, .language, .end, .back]).isEmpty)
    _ = flow.reduce(.snapshot(Fixtures.snapshot(.idle), at: 0))
    #expect(rendered(flow).contains("Connecting"), "a snapshot without texts cannot be shown")
    _ = flow.reduce(.welcome(Fixtures.welcome()))
    _ = flow.reduce(.snapshot(Fixtures.snapshot(.open(Fixtures.set, compartment: 17)), at: 0))
    #expect(rendered(flow).contains("Ihr Fach ist offen"))
    _ = flow.reduce(.connectionLost)
    #expect(rendered(flow).contains("Connecting to the station"))
    _ = flow.reduce(.refused(Refused(code: "version", message: "x")))
    #expect(rendered(flow).contains("nicht möglich"))
  }

  @Test(
    "What was typed ahead is thrown away at idle, at a time-out and before a secret is entered, and nowhere else"
  )
  func flush() {
    for (name, stage, timer) in Fixtures.stages {
      var flow = CitizenFlow()
      _ = flow.reduce(.welcome(Fixtures.welcome()))
      let snapshot = Fixtures.snapshot(stage, timer: timer)
      let flushes =
        ["idle", "timed-out", "card-pin", "card-transport-pin", "card-can", "card-puk", "card-new-pin"]
        .contains(name) || ["code", "birth", "passport-key", "card-wrong"].contains { name.hasPrefix($0) }
      #expect(flow.reduce(.snapshot(snapshot, at: 0)) == (flushes ? [.flushInput] : []), "\(name)")
      #expect(flow.reduce(.snapshot(snapshot, at: 1)) == [], "the minute's snapshot of \(name)")
    }
  }

  @Test("Only a demo has F12")
  func demo() {
    var flow = Fixtures.flow(.idle, isDemo: true)
    #expect(rendered(flow).contains("Wand"))
    #expect(flow.press([.function(12)]) == [.showWall])
    flow = Fixtures.flow(.idle)
    #expect(flow.press([.function(12)]).isEmpty)
    #expect(!rendered(flow).contains("Wand"))
  }
}
