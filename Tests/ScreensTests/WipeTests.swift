// What is typed is gone on every way out (UX-15), and never on a page that is not its own (AX-71).

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct WipeTests {
  /// Flows in which something is typed, and the digits that must not be seen again.
  private static func typed() -> [(flow: CitizenFlow, digits: [String])] {
    let timer = Fixtures.timer(.idle, 60, of: 60)
    var number = Fixtures.flow(.number, timer: timer)
    number.type("01737465899")
    var code = Fixtures.flow(.code(triesLeft: 5, wrong: false), timer: timer)
    code.type("737465")
    var date = Fixtures.flow(.birthDate(Fixtures.set, triesLeft: 5, wrong: false), timer: timer)
    date.type("17")
    date.press([.ok])
    date.type("12")
    date.press([.ok])
    date.type("1973")
    var phone = Fixtures.flow(Fixtures.question(.phone), timer: timer)
    phone.type("01737465899")
    var name = Fixtures.flow(Fixtures.question(.text(max: 60)), timer: timer)
    name.write("Geheimrat 7465")
    var place = Fixtures.flow(Fixtures.question(.address), timer: timer)
    for part in ["Geheimweg", "73", "74658"] {
      place.write(part)
      place.press([.ok])
    }
    return [
      (phone, ["0173", "74", "65", "89"]), (name, ["Geheimrat", "7465"]), (place, ["Geheimweg", "74658"]),
      (number, ["0173", "74", "65", "89"]), (code, ["7 │ 3", "6 │ 5", "73"]), (date, ["1973", "73"]),
    ]
  }

  /// Every way on which a typed answer ends.
  private static let exits: [(name: String, leave: @Sendable (inout CitizenFlow) -> Void)] = [
    ("end", { $0.press([.end, .end]) }),
    ("end out of help", { $0.press([.help, .end, .end]) }),
    (
      "end out of the warning",
      {
        warn(&$0)
        $0.press([.end])
      }
    ),
    ("idle", { _ = $0.reduce(.snapshot(Fixtures.snapshot(.idle), at: 1)) }),
    ("time-out", { _ = $0.reduce(.snapshot(Fixtures.snapshot(.timedOut), at: 1)) }),
    ("next question", { _ = $0.reduce(.snapshot(Fixtures.snapshot(.waiting(Fixtures.family)), at: 1)) }),
    ("out of service", { _ = $0.reduce(.snapshot(Fixtures.snapshot(.outOfService(.journal)), at: 1)) }),
    ("connection lost", { _ = $0.reduce(.connectionLost) }),
    (
      "connection lost and found",
      { flow in
        let stage = flow.snapshot!.stage
        _ = flow.reduce(.connectionLost)
        _ = flow.reduce(.welcome(Fixtures.welcome()))
        _ = flow.reduce(.snapshot(Fixtures.snapshot(stage), at: 1))
      }
    ),
    ("wipe", { $0.wipe() }),
  ]

  private static func warn(_ flow: inout CitizenFlow) {
    let warning = Fixtures.snapshot(flow.snapshot!.stage, timer: Fixtures.timer(.warning, 30, of: 30))
    _ = flow.reduce(.snapshot(warning, at: 1))
  }

  @Test("UX-15 every way out wipes what is typed, on the page and in the flow")
  func everyExit() {
    for (flow, digits) in Self.typed() {
      for text in digits { #expect(!digits.isEmpty && rendered(flow).contains(text) || text == "73") }
      for (name, leave) in Self.exits {
        var left = flow
        leave(&left)
        let page = rendered(left)
        for text in digits { #expect(!page.contains(text), "\(name)") }
        // A flow that holds nothing typed equals one that never did.
        guard let stage = left.snapshot?.stage else {
          #expect(left.screen == nil)
          continue
        }
        #expect(left.screen == CitizenScreen(stage), "\(name)")
      }
    }
  }

  @Test("AX-71 what is typed is covered by help, by the warning and by the list of languages")
  func covered() {
    for (flow, digits) in Self.typed() {
      var help = flow
      help.press([.help])
      var warned = flow
      Self.warn(&warned)
      for page in [rendered(help), rendered(warned)] {
        for text in digits { #expect(!page.contains(text)) }
      }
    }
  }

  @Test("AX-71 what may stand alone holds nothing personal, and no title or status ever does")
  func personal() {
    let alone = [
      "idle", "out-", "locked", "ask-at", "timed-out", "interrupted", "left-open", "door-", "board-",
    ]
    for (name, stage, timer) in Fixtures.stages {
      let page = Fixtures.flow(stage, timer: timer).page
      #expect(page.title.privacy == .public && page.status?.privacy != .personal, "\(name)")
      if alone.contains(where: { name.hasPrefix($0) }) { #expect(!page.isPersonal, "\(name)") }
    }
    #expect(Fixtures.flow(.waiting(Fixtures.family)).page.isPersonal)
    #expect(!CitizenFlow().page.isPersonal)
  }

  @Test("Typed input cannot be printed")
  func unprintable() {
    var typed = TypedInput(countMax: 6)
    for byte in "471108".utf8 { _ = typed.append(byte) }
    var dumped = ""
    dump(typed, to: &dumped)
    #expect(!"\(typed)\(dumped)".contains("4711"))
    #expect(!"\(Array("471108".utf8))".isEmpty && !dumped.contains("52"))
  }
}
