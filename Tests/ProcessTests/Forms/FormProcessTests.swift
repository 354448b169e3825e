// A citizen with an ID card before the real station and the real screen: from the idle page to an application that its
// office can read, with digits, arrows, OK and back alone. AusweisApp and the town's service are scripted, nothing else is.

import Foundation
import Messages
import Testing

@Suite("Applications", .serialized)
struct FormProcessTests {
  /// A station with forms, its peers and its office, and somebody at the keypad.
  private final class Town {
    let stand: Stand
    let peers: IdentityPeers
    let office: TestOffice
    private(set) var run: ScreenRun!
    private let folder: Scratch
    /// Pages on which the person had to do something.
    private(set) var pages: [String] = []

    init(_ name: String) throws {
      folder = try Scratch(name)
      let peers = try IdentityPeers(in: folder)
      let office = TestOffice(scratch: folder, name: "buergeramt")
      try office.open()
      self.peers = peers
      self.office = office
      stand = try Stand(name) {
        $0.access =
          peers.settings + office.settings + """
            [card]
            reader = "auto"
            [payment]
            payee = "Stadt Prüfstadt"
            iban = "DE02 1203 0000 0000 2020 51"

            """
      }
      try Data(folder.file("card").utf8).write(to: URL(fileURLWithPath: stand.state + "/demo.reader"))
      try stand.start()
      stand.citizen = nil
      run = try ScreenRun(
        socket: "\(stand.sockets)/\(SocketName.citizen)", columns: 80, rows: 25, in: stand.scratch)
    }

    var text: String { run.emulator.text }

    func see(_ words: String, seconds: Double = waitSecondsMax) throws {
      try run.wait(
        "‘\(words)’ on the screen; station: \(stand.station?.errorText.suffix(600) ?? "")", seconds: seconds
      ) {
        try stand.lookAround()
        return text.contains(words)
      }
    }

    /// The station's log has come to these words.
    func logged(_ words: String) throws {
      try run.wait("‘\(words)’ in the log") {
        try stand.lookAround()
        return stand.station?.errorText.contains(words) == true
      }
    }

    /// The digit before a line with these words.
    func digit(of words: String) throws -> String {
      for line in run.emulator.lines where line.contains(words) {
        if let match = line.firstMatch(of: /^[^0-9]*([0-9]) {2}/) { return String(match.1) }
      }
      throw ChildProcess.Failure(description: "‘\(words)’ has no digit:\n\(text)")
    }

    /// One page: waits for its words, then types.
    func act(_ words: String, _ keys: String) throws {
      try see(words)
      pages.append(words)
      run.type(keys)
    }

    func choose(_ page: String, _ line: String) throws {
      try see(page)
      try see(line)
      let digit = try digit(of: line)
      pages.append(page)
      run.type("\(digit)\r")
    }

    /// Every byte below the state directory and in the logs.
    func disk() throws -> [(String, Data)] {
      let roots = [stand.scratch.path, office.folder]
      return roots.flatMap { root in
        (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []).compactMap {
          path in
          FileManager.default.contents(atPath: "\(root)/\(path)").map { ("\(root)/\(path)", $0) }
        }
      }
    }
  }

  private func toConsent(_ town: Town) throws {
    try town.choose("Was möchten Sie tun?", "Antrag stellen")
    try town.choose("Hier beantragen", "Meldebescheinigung")
    try town.act("Personalausweis und PIN mit 6 Ziffern", "\r")
    try town.act("Ausweis auslesen", "\r")
  }

  @Test("From idle to a submitted Meldebescheinigung: at most 12 screens, and the office reads it")
  func certificate() throws {
    let town = try Town("form")
    town.peers.layCard()
    try toConsent(town)
    try town.act("PIN eingeben", "\(IdentityPeers.pin)\r")
    try town.act("Welche Meldebescheinigung brauchen Sie?", "1\r")
    try town.act("Wie möchten Sie die Bescheinigung bekommen?", "2\r")
    try town.act("Wofür brauchen Sie die Bescheinigung?", "1\r")
    try town.see("HEIDESTRASSE 17, 51147 KÖLN")
    try town.choose("Angaben prüfen", "Alles richtig")
    try town.see("Ich beantrage die Meldebescheinigung für mich selbst.")
    try town.choose("Ihre Erklärung", "Erklären und Antrag absenden, 9,00 EUR")
    try town.see("Antrag aufgenommen")
    try town.see("DE02 1203 0000 0000 2020 51")
    #expect(town.pages.count + 1 <= 12, "\(town.pages)")
    try town.stand.wait("the office") { !town.office.files.isEmpty }
    #expect(town.office.files.count == 1)
    let application = try town.office.read(town.office.files[0])
    let reference = try #require(application["reference"] as? String)
    #expect(town.office.files == ["\(reference).json"])
    let fee = try #require(application["fee"] as? [String: Any])
    #expect(fee["cents"] as? Int == 900)
    #expect(application["form"] as? String == "meldebescheinigung")
    #expect(application["identification"] as? String == "card")
    let answers = try #require(application["answers"] as? [[String: Any]])
    #expect(answers.contains { $0["value"] as? String == "MUSTERMANN" && $0["source"] as? String == "card" })
    for (path, bytes) in try town.disk() {
      for word in ["MUSTERMANN", "HEIDESTRASSE"] {
        #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) stands in \(path)")
      }
    }
    #expect(town.stand.station?.errorText.contains("ERIKA") == false)
  }

  @Test("Network gone, service at fault, card pulled: each has its page, once more works, nothing is sent")
  func troubles() throws {
    let town = try Town("trouble")
    town.peers.layCard()
    try town.peers.set("server-fault")
    try town.choose("Was möchten Sie tun?", "Antrag stellen")
    try town.choose("Hier beantragen", "Meldebescheinigung")
    try town.act("Personalausweis und PIN mit 6 Ziffern", "\r")
    try town.see("Die Verbindung zum Ausweis-Dienst")
    try town.logged("back-channel-server-fault")
    try town.peers.set("server-fault", false)
    try town.peers.set("no-network")
    town.run.type("\r")
    try town.logged("ausweisapp-network")
    try town.see("Die Verbindung zum Ausweis-Dienst")
    try town.peers.set("no-network", false)
    town.run.rest(milliseconds: 500)
    town.run.type("\r")
    try town.act("Ausweis auslesen", "\r")
    try town.see("PIN eingeben")
    town.run.rest(milliseconds: 500)
    town.run.type("111111\r")
    try town.see("Noch 2 Versuche")
    try town.peers.set("expired")
    town.run.rest(milliseconds: 500)
    town.run.type("\(IdentityPeers.pin)\r")
    try town.logged("back-channel-expired")
    try town.see("Das hat nicht geklappt.")
    try town.peers.set("expired", false)
    town.run.rest(milliseconds: 500)
    town.run.type("\r")
    try town.see("Ausweis auslesen")
    #expect(town.office.files.isEmpty)
    #expect(town.stand.station?.isRunning == true)
  }

  @Test("The station is killed right after the last word: the application is there once, or not at all")
  func killed() throws {
    let town = try Town("killed")
    town.peers.layCard()
    try toConsent(town)
    try town.act("PIN eingeben", "\(IdentityPeers.pin)\r")
    try town.act("Welche Meldebescheinigung brauchen Sie?", "1\r")
    try town.act("Wie möchten Sie die Bescheinigung bekommen?", "2\r")
    try town.act("Wofür brauchen Sie die Bescheinigung?", "1\r")
    try town.choose("Angaben prüfen", "Alles richtig")
    try town.see("Ich beantrage die Meldebescheinigung für mich selbst.")
    try town.choose("Ihre Erklärung", "Erklären und Antrag absenden, 9,00 EUR")
    try town.see("Antrag aufgenommen")
    town.stand.killStation()
    try town.stand.start()
    town.stand.citizen = nil
    try town.stand.wait("the office") { !town.office.files.isEmpty }
    try town.stand.linger(milliseconds: 1_500)
    #expect(town.office.files.count == 1)
    // The screen has outlived the station: the number is not lost with it.
    try town.see("Nummer Ihres Antrags")
    town.run.type("\r")
    try town.see("Willkommen")
    #expect(!town.text.contains("MUSTERMANN"))
    for (path, bytes) in try town.disk() {
      #expect(bytes.range(of: Data("MUSTERMANN".utf8)) == nil, "it stands in \(path)")
    }
  }
}
