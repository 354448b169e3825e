// What time does to the pages: warnings, countdowns, answers that are late.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct TimeTests {
  @Test(
    "AX-50 the warning covers the screen, counts down, and OK asks for more time; the input is still there")
  func warning() {
    var flow = Fixtures.flow(.number, timer: Fixtures.timer(.idle, 60, of: 60))
    flow.type("01701234567")
    let warning = Fixtures.snapshot(.number, timer: Fixtures.timer(.warning, 30, of: 30))
    _ = flow.reduce(.snapshot(warning, at: 60_000))
    #expect(rendered(flow).contains("Sind Sie noch da?"))
    #expect(rendered(flow).contains("Noch 30 s"))
    #expect(!rendered(flow).contains("0170"))
    _ = flow.reduce(.tick(at: 61_000))
    #expect(rendered(flow).contains("Noch 29 s"))
    #expect(flow.type("5").isEmpty)
    #expect(flow.press([.ok], at: 61_000) == [.send(.moreTime, nil)])
    _ = flow.reduce(
      .snapshot(Fixtures.snapshot(.number, timer: Fixtures.timer(.idle, 60, of: 60)), at: 61_001))
    #expect(flow.press([.ok], at: 61_001) == [.send(.number, Secret("01701234567"))])
  }

  @Test("AX-50 with no time left to add the warning gives the screen back, with the seconds on it")
  func lastWarning() {
    var flow = Fixtures.flow(.number, timer: Fixtures.timer(.warning, 30, of: 30, more: 0))
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Wie lautet Ihre Nummer?"))
    flow.type("01701234567")
    _ = flow.reduce(.tick(at: 15_000))
    #expect(rendered(flow).contains("Nur noch 15 Sekunden."))
    #expect(flow.press([.ok], at: 15_000) == [.send(.number, Secret("01701234567"))])
  }

  @Test("AX-51 keys tell the station that somebody is there, at most every 5 s, and not on the idle screen")
  func active() {
    var flow = Fixtures.flow(.number, timer: Fixtures.timer(.idle, 60, of: 60))
    #expect(flow.reduce(.key(.digit(0), at: 0)) == [.send(.active, nil)])
    #expect(flow.reduce(.key(.digit(1), at: 4999)) == [])
    #expect(flow.reduce(.key(.digit(7), at: 5000)) == [.send(.active, nil)])
    var idle = Fixtures.flow(.idle)
    #expect(idle.reduce(.key(.digit(1), at: 0)) == [])
  }

  @Test(
    "The door's time counts down, more time is one key while there is some, the end is announced in words")
  func doorTime() {
    var flow = Fixtures.flow(.open(Fixtures.set, compartment: 17), timer: Fixtures.timer(.stage, 52, of: 60))
    #expect(rendered(flow).contains("Noch 52 s"))
    #expect(flow.press([.ok]) == [.send(.moreTime, nil)])
    _ = flow.reduce(.tick(at: 42_000))
    #expect(rendered(flow).contains("Nur noch 10 Sekunden."))
    _ = flow.reduce(.tick(at: 99_000))
    #expect(rendered(flow).contains("Noch 0 s"))
    flow = Fixtures.flow(
      .open(Fixtures.set, compartment: 17), timer: Fixtures.timer(.stage, 52, of: 60, more: 0))
    #expect(flow.press([.ok]).isEmpty)
    #expect(!rendered(flow).contains("Mehr Zeit"))
  }

  @Test("An answer that does not come is said, and the key works again")
  func noAnswer() {
    var flow = Fixtures.flow(.number)
    flow.type("01701234567")
    #expect(flow.press([.ok]).count == 1)
    _ = flow.reduce(.tick(at: 1000))
    #expect(rendered(flow).contains("Einen Moment bitte"))
    _ = flow.reduce(.tick(at: 5000))
    #expect(rendered(flow).contains("Fehler: Die Station hat nicht geantwortet."))
    #expect(flow.press([.ok], at: 5000) == [.send(.number, Secret("01701234567"))])
    _ = flow.reduce(.refused(Refused(code: "busy", message: "x")))
    #expect(rendered(flow).contains("Fehler: Das geht gerade nicht."))
  }

  @Test("Help that nobody reads leaves the idle screen by itself")
  func idleHelp() {
    var flow = Fixtures.flow(.idle)
    flow.press([.help], at: 0)
    _ = flow.reduce(.tick(at: 59_000))
    #expect(rendered(flow).contains("Hilfe"))
    _ = flow.reduce(.tick(at: 61_000))
    #expect(rendered(flow).contains("Was möchten Sie tun?"))
  }

  @Test("The next step of the page is known to the millisecond, and none where nothing runs")
  func nextStep() {
    #expect(Fixtures.flow(.idle).millisecondsToNextStep == nil)
    var flow = Fixtures.flow(.open(Fixtures.set, compartment: 17), timer: Fixtures.timer(.stage, 52, of: 60))
    #expect(flow.millisecondsToNextStep == 1000)
    _ = flow.reduce(.tick(at: 300))
    #expect(flow.millisecondsToNextStep == 700)
    #expect(rendered(flow).contains("Noch 52 s"))
    _ = flow.reduce(.tick(at: 1000))
    #expect(rendered(flow).contains("Noch 51 s"))
    _ = flow.reduce(.tick(at: 52_000))
    #expect(flow.millisecondsToNextStep == nil)
    var asked = Fixtures.flow(.number)
    asked.type("01701234567")
    asked.press([.ok])
    #expect(asked.millisecondsToNextStep == 400)
    _ = asked.reduce(.tick(at: 400))
    #expect(asked.millisecondsToNextStep == 4600)
    _ = asked.reduce(.tick(at: 5000))
    #expect(asked.millisecondsToNextStep == nil)
  }
}
