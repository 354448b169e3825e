// What an applicant is told when the session ends otherwise than by their own keys: the time is over, the link to the
// station is lost, the station starts again. And that one key does not throw answers away.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct FormTraceTests {
  private func reconnect(_ flow: inout CitizenFlow, _ stages: Stage..., at: Int64 = 5) {
    _ = flow.reduce(.connectionLost)
    _ = flow.reduce(.welcome(Fixtures.welcome()))
    for stage in stages { _ = flow.reduce(.snapshot(Fixtures.snapshot(stage), at: at)) }
  }

  private let unclear = Stage.form(.sending(title: "Hund anmelden"))

  @Test("UX-14 after a lost link the confirmation stands again, until OK, and then the idle page")
  func done() {
    var flow = Fixtures.flow(Fixtures.done(nil, nil))
    _ = flow.reduce(.connectionLost)
    #expect(rendered(flow).contains("4827-1190") && !rendered(flow).contains("Fach"))
    _ = flow.reduce(.welcome(Fixtures.welcome()))
    _ = flow.reduce(.snapshot(Fixtures.snapshot(.outOfService(.starting)), at: 5))
    _ = flow.reduce(.snapshot(Fixtures.snapshot(.idle), at: 6))
    #expect(rendered(flow).contains("Ihr Antrag ist aufgenommen.") && rendered(flow).contains("4827-1190"))
    #expect(flow.press([.digit(1), .help], at: 7).isEmpty && rendered(flow).contains("4827-1190"))
    #expect(flow.press([.ok], at: 8).isEmpty)
    #expect(flow.page == Fixtures.flow(.idle).page)
  }

  @Test(
    "Lost while it was being sent: nobody knows, and it is not to be sent again; in the middle: nothing is sent"
  )
  func others() {
    var sending = Fixtures.flow(unclear)
    reconnect(&sending, .idle)
    #expect(rendered(sending).contains("Wir wissen nicht, ob Ihr Antrag gespeichert ist."))
    #expect(rendered(sending).contains("Senden Sie ihn nicht noch einmal."))
    var filling = Fixtures.flow(Fixtures.question(.text(max: 60)))
    filling.write("Geheimrat")
    _ = filling.reduce(.connectionLost)
    #expect(!rendered(filling).contains("Fach") && !rendered(filling).contains("Geheimrat"))
    reconnect(&filling, .idle)
    #expect(rendered(filling).contains("Es ist nichts abgesendet.") && !"\(filling)".contains("Geheimrat"))
    var dump = ""
    Swift.dump(filling, to: &dump)
    #expect(!dump.contains("Geheimrat"))
    var pickup = Fixtures.flow(.code(triesLeft: 5, wrong: false))
    _ = pickup.reduce(.connectionLost)
    #expect(rendered(pickup).contains("Ist Ihr Fach offen?"))
    reconnect(&pickup, .idle)
    #expect(pickup.page == Fixtures.flow(.idle).page)
  }

  @Test("Declared and not answered yet is not called unsent, though the declaration still stands")
  func declared() {
    let declaration = FormDeclaration(title: "Hund", text: "Alles stimmt.", cents: 900)
    var flow = Fixtures.flow(.form(.declaration(declaration)))
    flow.press([.digit(1), .ok])
    _ = flow.reduce(.snapshot(Fixtures.snapshot(.form(.declaration(declaration))), at: 1))
    reconnect(&flow, .idle)
    #expect(rendered(flow).contains("Wir wissen nicht, ob Ihr Antrag gespeichert ist."))
    var checked = Fixtures.flow(Fixtures.check { $0.hasDeclaration = false })
    checked.press([.digit(0), .ok])
    reconnect(&checked, .idle)
    #expect(rendered(checked).contains("Wir wissen nicht, ob Ihr Antrag gespeichert ist."))
  }

  @Test("It stands a minute at most, is forgotten where the station stays away, and by whoever goes on")
  func forgotten() {
    var minute = Fixtures.flow(Fixtures.done(nil, nil))
    reconnect(&minute, .idle)
    _ = minute.reduce(.tick(at: 59_000))
    #expect(rendered(minute).contains("4827-1190"))
    _ = minute.reduce(.tick(at: 60_005))
    #expect(!rendered(minute).contains("4827-1190"))
    var away = Fixtures.flow(Fixtures.done(nil, nil))
    _ = away.reduce(.connectionLost)
    _ = away.reduce(.tick(at: 60_000))
    #expect(!rendered(away).contains("4827-1190"))
    var goesOn = Fixtures.flow(Fixtures.done(nil, nil))
    reconnect(&goesOn, Fixtures.done(nil, nil))
    #expect(goesOn.screen == CitizenScreen(Fixtures.done(nil, nil)) && goesOn.broken == nil)
    var wiped = Fixtures.flow(Fixtures.done(nil, nil))
    wiped.wipe()
    #expect(wiped == CitizenFlow())
    var ended = Fixtures.flow(Fixtures.done(nil, nil))
    _ = ended.reduce(.snapshot(Fixtures.snapshot(.idle), at: 1))
    reconnect(&ended, .idle)
    #expect(!rendered(ended).contains("4827-1190"))
  }

  @Test(
    "A time-out speaks of a code only where there is one, and says of an application that nothing was sent")
  func timedOut() {
    func after(_ stage: Stage) -> String {
      var flow = Fixtures.flow(stage)
      _ = flow.reduce(.snapshot(Fixtures.snapshot(.timedOut), at: 1))
      return rendered(flow)
    }
    #expect(after(.code(triesLeft: 5, wrong: false)).contains("Ihr Code bleibt gültig."))
    for stage in [Fixtures.question(.date), .form(.check(Fixtures.review)), .card(.lay(.identity))] {
      #expect(after(stage).contains("Es wurde nichts abgesendet.") && !after(stage).contains("Code"))
    }
    for stage in [Fixtures.done(nil, nil), .form(.list(Fixtures.formList))] + InfoFixtures.stages.map(\.stage)
    {
      #expect(!after(stage).contains("Code") && !after(stage).contains("nichts abgesendet"))
    }
  }

  @Test("End in an application asks once; Enter and back go on with it, 2 or a second End ends")
  func abort() {
    for stage in [Fixtures.question(.text(max: 60)), .form(.check(Fixtures.review))] {
      for key in [Key.ok, .back] {
        var flow = Fixtures.flow(stage)
        #expect(flow.press([.end]).isEmpty)
        #expect(rendered(flow).contains("Ihre Eingaben werden gelöscht."))
        #expect(flow.press([key]).isEmpty && flow.page == Fixtures.flow(stage).page)
      }
      var ends = Fixtures.flow(stage)
      #expect(ends.press([.end, .digit(2), .ok]) == [.send(.end, nil)])
    }
  }
}
