// `kiosk demo` as processes: its people are those of README.md, it comes back after a crash of its station, and it
// leaves nothing behind however it ends.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct DemoTests {
  private struct Ready: Decodable {
    struct Citizen: Decodable {
      var number: String
      var code: String
      var birthDate: String
      var order: String
      var oldDocument: String?
    }
    struct Card: Decodable {
      var profile: String
      var pin: String?
      var can: String?
      var mrz: String?
      var holder: Holder?
    }
    struct Holder: Decodable {
      var familyName: String
    }
    var socket: String
    var state: String
    var boards: Int32
    var station: Int32
    var citizens: [Citizen]
    var cards: [Card]
    var reader: String
    var cardSockets: [String: String]
  }

  private func start() throws -> (RunningProgram, Ready) {
    let demo = try RunningProgram(["demo", "--headless"])
    try demo.expect("\"truth\":", seconds: 60)
    try demo.expect("}\n")
    let line = try #require(demo.transcript.split(separator: "\n").last { $0.hasPrefix("{") })
    return (demo, try JSONDecoder().decode(Ready.self, from: Data(line.utf8)))
  }

  /// Waits for what has no words: a process or a file that goes.
  private func until(seconds: Double = 10, _ condition: () -> Bool) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline {
      if condition() { return true }
      usleep(20_000)
    }
    return condition()
  }

  private func isAlive(_ id: Int32) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
    // What is dead and not yet waited for is no process any more.
    return !status.isEmpty && !status.contains(") Z ")
  }

  @Test("numbers, codes and birth dates are those of README.md, and SIGTERM leaves nothing behind")
  func readme() throws {
    let (demo, ready) = try start()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(ready.citizens.count == 9)
    for citizen in ready.citizens {
      let day = citizen.birthDate.split(separator: "-").reversed().joined(separator: ".")
      #expect(readme.contains("| \(citizen.number) | \(citizen.code) | \(day) |"), "\(citizen)")
    }
    #expect(until { isAlive(ready.station) && isAlive(ready.boards) })
    demo.signal(SIGTERM)
    #expect(try demo.finish() == 0)
    #expect(!isAlive(ready.station) && !isAlive(ready.boards))
    let directory = URL(fileURLWithPath: ready.state).deletingLastPathComponent().path
    #expect(!FileManager.default.fileExists(atPath: directory))
  }

  @Test("a PIN is changed and an old passport is shown at the demo's reader, over the real sockets")
  func cards() throws {
    let (demo, ready) = try start()
    let screen = try CitizenSocket(ready.socket)
    func reaches(_ stage: (Stage) -> Bool) -> Bool {
      until(seconds: 20) {
        try? screen.update()
        return screen.snapshot.map { stage($0.stage) } ?? false
      }
    }
    func lay(_ card: String?) throws {
      try? FileManager.default.removeItem(atPath: ready.reader)
      guard let card else { return }
      try FileManager.default.createSymbolicLink(
        atPath: ready.reader, withDestinationPath: try #require(ready.cardSockets[card]))
    }
    let pin = try #require(ready.cards.lazy.compactMap(\.pin).first)
    let passport = try #require(ready.cards.first { $0.profile == "passport" })
    let can = try #require(passport.can)
    // What the wall lists for the passport is the passport's own, whichever card was ready first.
    let zone = (passport.mrz ?? "").filter { !$0.isWhitespace }
    #expect(zone.count == 88)
    let listed = try String(
      contentsOf: URL(fileURLWithPath: ready.state).deletingLastPathComponent()
        .appendingPathComponent("card.txt"), encoding: .utf8)
    let number = String(zone.dropFirst(44).prefix(9))
    #expect(listed.contains("Nr. \(number)  geb. ") && listed.contains("CAN \(can)"))
    #expect(listed.components(separatedBy: "Nr. ").count == 2)
    let citizen = try #require(ready.citizens.first { $0.order == "D-1015" })
    #expect(citizen.oldDocument == number, "the order names the passport that lies in the demo")
    #expect(reaches { $0 == .idle } && screen.snapshot?.reader == .empty)

    try screen.send(.beginCardPIN)
    #expect(reaches { $0 == .card(.lay(.pin)) })
    try lay("id-card")
    #expect(reaches { $0 == .card(.pinMenu(.ready)) })
    try screen.send(.choosePinTask(.change))
    #expect(reaches { $0 == .card(.secret(.pin, .none)) })
    try screen.send(.cardSecret, pin)
    #expect(reaches { $0 == .card(.newPIN) })
    try screen.send(.newPIN, "271828")
    #expect(reaches { $0 == .card(.end(.changed)) })
    try screen.send(.end)
    #expect(reaches { $0 == .card(.take) })
    try lay(nil)
    #expect(reaches { $0 == .idle })

    try screen.send(.beginPickup)
    try screen.send(.number, citizen.number)
    try screen.send(.code, citizen.code)
    #expect(
      reaches {
        if case .factor = $0 { return true }
        return false
      })
    try screen.send(.chooseFactor(.oldPassport))
    try screen.send(.passportKey, can)
    #expect(reaches { $0 == .card(.lay(.passport)) })
    try lay("passport")
    #expect(
      reaches {
        if case .ready = $0 { return true }
        return false
      })
    demo.signal(SIGTERM)
    #expect(try demo.finish() == 0)
  }

  @Test(
    "an application with the demo's card: a wrong PIN costs a try, a card that goes is asked for, its office opens it"
  )
  func application() throws {
    let (demo, ready) = try start()
    let screen = try CitizenSocket(ready.socket)
    func reaches(_ what: String, _ stage: (Stage) -> Bool) throws {
      let isReached = until(seconds: 20) {
        try? screen.update()
        return screen.snapshot.map { stage($0.stage) } ?? false
      }
      try #require(isReached, "\(what): \(String(describing: screen.snapshot?.stage))")
    }
    func lay() throws {
      try FileManager.default.createSymbolicLink(
        atPath: ready.reader, withDestinationPath: try #require(ready.cardSockets["id-card"]))
    }
    let card = try #require(ready.cards.first { $0.pin != nil })
    let pin = try #require(card.pin)
    let family = try #require(card.holder?.familyName)
    try reaches("idle") { $0 == .idle }
    // The information of the same town is there.
    try screen.send(.info(.begin))
    try reaches("information") { if case .info = $0 { true } else { false } }
    try screen.send(.end)
    try reaches("idle again") { $0 == .idle }

    try screen.send(.form(.begin))
    var row: Int?
    try reaches("the list") { stage in
      guard case .form(.list(let list)) = stage else { return false }
      row = list.entries.firstIndex { "\($0)".contains("Meldebescheinigung") }
      return row != nil
    }
    try screen.send(.form(.choose(try #require(row))))
    try reaches("the start") { if case .form(.start) = $0 { true } else { false } }
    try screen.send(.form(.next))
    try reaches("the reader") { $0 == .card(.lay(.identity)) }
    try lay()
    try reaches("the consent") {
      if case .card(.consent(let consent)) = $0 { consent.provider == "Stadt Musterstadt" } else { false }
    }
    try screen.send(.form(.allowReading))
    try reaches("the PIN") { $0 == .card(.secret(.pin, .none)) }
    try screen.send(.cardSecret, pin == "000000" ? "111111" : "000000")
    try reaches("a wrong PIN") {
      if case .card(.secret(.pin, let notice)) = $0 { notice != .none } else { false }
    }
    try FileManager.default.removeItem(atPath: ready.reader)
    try reaches("a card that is gone") { $0 == .card(.lay(.identity)) }
    try lay()
    try reaches("the PIN again") { if case .card(.secret(.pin, _)) = $0 { true } else { false } }
    try screen.send(.cardSecret, pin)
    try reaches("the first question") {
      if case .form(.question(let question)) = $0 { question.field == "scope" } else { false }
    }
    try screen.send(.form(.answer), "1")
    try reaches("the second question") {
      if case .form(.question(let question)) = $0 { question.field == "delivery" } else { false }
    }
    try screen.send(.form(.answer), "2")
    try reaches("the third question") {
      if case .form(.question(let question)) = $0 { question.field == "purpose" } else { false }
    }
    try screen.send(.form(.answer), "1")
    try reaches("the check page") { stage in
      guard case .form(.check(let review)) = stage else { return false }
      return review.cents > 0 && review.rows.contains { $0.isFixed && $0.value == family }
    }
    try screen.send(.form(.next))
    try reaches("the declaration") { if case .form(.declaration) = $0 { true } else { false } }
    try screen.send(.form(.declare))
    var reference = ""
    try reaches("the end") { stage in
      guard case .form(.done(let done)) = stage, done.slip?.code != nil else { return false }
      reference = done.reference
      return true
    }
    let office = URL(fileURLWithPath: ready.state).deletingLastPathComponent().appendingPathComponent(
      "office")
    let file = office.appendingPathComponent("buergeramt/\(reference).json")
    #expect(until { FileManager.default.fileExists(atPath: file.path) })
    let sealed = try Data(contentsOf: file)
    #expect(sealed.range(of: Data(family.utf8)) == nil)
    let opener = Process()
    opener.executableURL = office.appendingPathComponent("open")
    opener.arguments = [file.path]
    let output = Pipe()
    opener.standardOutput = output
    try opener.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    opener.waitUntilExit()
    #expect(text.contains(family) && text.contains(reference))
    demo.signal(SIGTERM)
    #expect(try demo.finish() == 0)
  }

  @Test("a killed station is started again and serves; a killed demo takes all with it")
  func kills() throws {
    let (demo, ready) = try start()
    kill(ready.station, SIGKILL)
    #expect(until { !isAlive(ready.station) })
    let serves = until {
      guard let status = try? RunningProgram(["status", "--json", "--socket", ready.socket]) else {
        return false
      }
      return (try? status.finish()) == 0 && status.transcript.contains("\"service\":\"in-service\"")
    }
    #expect(serves)
    demo.signal(SIGKILL)
    #expect(until { !isAlive(ready.boards) })
    let isSilent = until {
      guard let status = try? RunningProgram(["status", "--socket", ready.socket]) else { return false }
      return (try? status.finish()) == 69
    }
    #expect(isSilent, "the station that was started anew is gone, too")
    // The next demo removes what the killed one could not.
    let (next, _) = try start()
    #expect(!FileManager.default.fileExists(atPath: ready.state))
    next.signal(SIGTERM)
    #expect(try next.finish() == 0)
  }
}
