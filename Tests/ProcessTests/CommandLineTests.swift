// The commands of staff and citizens against a real station and a real (simulated) wall: what they ask, what they say
// at the end, and their exit statuses.

import Foundation
import Testing

@Suite(.serialized) struct CommandLineTests {
  static let passport =
    #"{"id":"R-1","documents":["passport"],"serials":["C01X00T47"],"name":"Erika Mustermann","#
    + #""phone":"0170 1234567","birth_date":"1985-03-17"}"#
  static let card =
    #"{"id":"R-2","documents":["id_card"],"slip":"48271190","birth_date":"1970-01-02","low":true}"#

  private func write(_ lines: [String], _ it: ScratchStation) throws -> String {
    let file = it.folder.appendingPathComponent("orders.jsonl")
    try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  @Test("A clerk deposits, a citizen picks up: both line by line", .timeLimit(.minutes(2))) func wholePath()
    throws
  {
    let it = try ScratchStation()
    let imported = try it.run("orders", "import", try write([Self.passport], it))
    #expect(imported.status == 0, "\(imported.said)")

    let deposit = try it.kiosk("deposit")
    try deposit.expect("(leer = Ende): ")
    deposit.type("C01X00T47")
    try deposit.expect("Fach 1: 1. Reihe von oben, 1. von links.")
    try deposit.expect("Dokumente für: Erika Mustermann.")
    try deposit.expect("Ist das Fach leer? [j/n] ")
    deposit.type("C01X00T47")
    try deposit.expect("Bitte j oder n eingeben.")
    deposit.type("j")
    try deposit.expect("Bitte hineinlegen: Reisepass.")
    try it.wall("close 0 0")
    try deposit.expect("Liegt im Fach: Reisepass? [j/n] ")
    deposit.type("j")
    try deposit.expect("Eingelegt: Fach 1")
    try deposit.expect("(leer = Ende): ")
    deposit.type("")
    #expect(try deposit.finish() == 0)

    let letter = try it.run("orders", "letter", "R-1", "--json")
    let code = try #require(letter.said.firstMatch(of: /"code":"(\d{6})"/)?.1)
    let printed = try it.run("orders", "letter", "R-1", "--out", "-")
    #expect(printed.status == 0 && printed.said.contains(code) && !printed.said.contains(" in -"))
    #expect(!FileManager.default.fileExists(atPath: "-"), "- is standard output and no file")
    it.coilRests()
    let pickup = try it.kiosk("pickup", "--plain")
    for line in ["1", "+49 170 1234567", String(code), "17.3.1985", ""] { pickup.type(line) }
    try pickup.expect("Ihr Fach ist offen")
    // The answer is typed early; it waits until the door is closed.
    pickup.type("1")
    try it.wall("close 0 0")
    try pickup.expect("Sie haben erhalten")
    pickup.endInput()
    #expect(try pickup.finish() == 0)
    #expect(!pickup.transcript.contains(code), "what is typed is not said again")

    let orders = try it.run("orders", "--json")
    #expect(orders.said.contains("\"stage\":\"handed_over\""))
    let status = try it.run("status", "--json")
    #expect(status.said.contains("\"handedOver\":1"))
    #expect(!(orders.said + status.said).contains("Mustermann"))
  }

  @Test("An input that ends at a question names the operation that is left open", .timeLimit(.minutes(2)))
  func inputEnds() throws {
    let it = try ScratchStation()
    _ = try it.run("orders", "import", try write([Self.card], it))
    let cut = try it.run("deposit", "48271190")
    #expect(cut.status == 75)
    #expect(
      cut.said.contains("Vorgang 1 ist noch offen: Fach 33, Tür offen. Weiter mit: kiosk deposit --confirm 1")
    )
  }

  @Test("Half a set is named, and the door opens once more", .timeLimit(.minutes(2))) func halfSet() throws {
    let it = try ScratchStation()
    _ = try it.run("orders", "import", try write([Self.card], it))
    let deposit = try it.kiosk("deposit", "48271190", "--lang", "en")
    try deposit.expect("row 3 from the top, number 1 from the left, low.")
    try deposit.expect("Is the compartment empty? [y/n] ")
    deposit.type("y")
    try deposit.expect("letter with the blocking password")
    try it.wall("close 2 0")
    try deposit.expect("Is it inside: ID card? [y/n] ")
    deposit.type("y")
    try deposit.expect("Is it inside: letter with the blocking password (ID card)? [y/n] ")
    deposit.type("n")
    try deposit.expect("Missing: letter with the blocking password (ID card).")
    deposit.type("1")
    // The lock may still rest from its last pulse; then it is asked, and answered already.
    deposit.type("y")
    try deposit.expect("The door is open.")
    // Ctrl-C in the middle: the operation stays open and is named.
    deposit.signal(SIGINT)
    try deposit.expect("Go on with: kiosk deposit --confirm 1")
    #expect(try deposit.finish() == 75)

    let resumed = try it.kiosk("deposit", "--confirm", "1", "--yes")
    try resumed.expect("Die Tür ist offen.")
    try it.wall("close 2 0")
    try resumed.expect("Eingelegt: Fach 33")
    #expect(try resumed.finish() == 0)
  }

  @Test(
    "A station that is killed in the middle: the command says what is left, and ends with 69",
    .timeLimit(.minutes(2)))
  func stationGone() throws {
    let it = try ScratchStation()
    _ = try it.run("orders", "import", try write([Self.passport], it))
    let deposit = try it.kiosk("deposit", "R-1")
    try deposit.expect("Ist das Fach leer? [j/n] ")
    deposit.type("j")
    try deposit.expect("Bitte hineinlegen")
    try it.killAndStart()
    try deposit.expect("Weiter mit: kiosk deposit --confirm 1")
    #expect(try deposit.finish() == 69)
    let resumed = try it.kiosk("deposit", "--confirm", "1", "--yes")
    try resumed.expect("Die Tür ist offen.")
    try it.wall("close 0 0")
    #expect(try resumed.finish() == 0)

    // And out again, by script.
    it.coilRests()
    let retrieval = try it.kiosk("retrieve", "1", "--answer", "retrieved")
    try retrieval.expect("Bitte alles herausnehmen (Erika Mustermann)")
    try it.wall("close 0 0")
    try retrieval.expect("Abholregal")
    #expect(try retrieval.finish() == 0)
  }

  @Test("Exit statuses: 64 usage, 65 rejected rows, 69 no station, 70 refused", .timeLimit(.minutes(2)))
  func exitStatuses() throws {
    let nowhere = try RunningProgram(["status"], environment: ["KIOSK_SOCKET": "/nonexistent"])
    #expect(try nowhere.finish() == 69)
    #expect(nowhere.transcript.contains("--socket nennt ihr Verzeichnis"))
    let it = try ScratchStation()
    let file = try write(
      [Self.passport, #"{"id":"R-9","documents":["paper"],"birth_date":"31.02.1985"}"#], it)
    let imported = try it.run("orders", "import", file)
    #expect(imported.status == 65)
    #expect(imported.said.contains("orders.jsonl:2: documents: "))
    #expect(imported.said.contains("Angekündigt 1, schon bekannt 0, abgelehnt 1."))
    #expect(try it.run("orders", "import", "-", input: Self.passport).said.contains("schon bekannt 1"))
    #expect(try it.run("deposit", "nobody").status == 70)
    #expect(try it.run("deposit", "--yes").status == 64)
    #expect(try it.run("pickup").status == 64)
    #expect(try it.run("compartments", "block", "7").status == 64)
    #expect(try it.run("compartments", "block", "7", input: "Tür verbogen").status == 0)
    #expect(try it.run("compartments").said.contains("von Hand gesperrt"))
    #expect(try it.run("compartments", "release", "8", "--reason", "nichts").status == 70)
  }

  @Test("A letter that cannot be written is no letter: 73, whose it was, and no half of it stays")
  func letterWithoutRoom() throws {
    let it = try ScratchStation()
    #expect(try it.run("orders", "import", try write([Self.passport], it)).status == 0)
    let file = it.folder.appendingPathComponent("letters.txt").path
    let letter = try RunningProgram(
      ["orders", "letter", "R-1", "--out", file], environment: it.environment,
      within: "trap '' XFSZ; ulimit -f 0")
    #expect(try letter.finish() == 73)
    #expect(letter.transcript.contains("R-1: ") && letter.transcript.contains("neu ausgeben"))
    #expect(!FileManager.default.fileExists(atPath: file))
    #expect(try it.run("orders", "letter", "R-1", "--out", file).status == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8).contains("Abholung"))
  }
}
