// `kiosk content check DIR` as an editor runs it: each kind of mistake with its file, its line, its remedy and the exit
// status; and a real station that takes over what was changed, or keeps what it has and says why.

import Foundation
import Testing

@Suite(.serialized) struct ContentCheckTests {
  private static let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Content").path

  /// A copy of the sample town.
  private static func town(_ scratch: Scratch) throws -> String {
    let folder = scratch.file("Content")
    try FileManager.default.copyItem(atPath: sample, toPath: folder)
    return folder
  }

  private static func check(_ folder: String) throws -> (status: Int32, said: String) {
    let program = try RunningProgram(["content", "check", folder], environment: ["LANG": "C.UTF-8"])
    program.endInput()
    return (try program.finish(), program.transcript)
  }

  private static func change(_ file: String, _ old: String, _ new: String) throws {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains(old), "\(file) has no \(old)")
    try text.replacing(old, with: new).write(toFile: file, atomically: true, encoding: .utf8)
  }

  @Test("the sample town is in order: exit status 0") func good() throws {
    let (status, said) = try Self.check(Self.sample)
    #expect(
      status == 0 && said.contains("in order, ") && said.contains("4 forms in 2 languages"), "\(said)")
  }

  @Test(
    "each kind of mistake: file, line, what, remedy, exit status 78",
    arguments: [
      (
        "services/de/hundesteuer.md", "name = \"", "nam = \"",
        #"services/de/hundesteuer\.md:2: nam is not known here, did you mean name\?"#
      ),
      (
        "services/de/meldebescheinigung.md", "(contact:buergeramt)", "(contact:burgeramt)",
        #"services/de/meldebescheinigung\.md:\d+: contact:burgeramt is nowhere, did you mean contact:buergeramt\?"#
      ),
      (
        "services/de/meldebescheinigung.md", "Sie bescheinigt, wo Sie gemeldet sind.",
        "Sie bescheinigt, wo Sie heute und gestern und auch schon vor vielen Jahren einmal gemeldet waren.",
        #"services/de/meldebescheinigung\.md:4: the sentence .* has 16 words, de has 12 at the most, make two"#
      ),
      (
        "services/de/meldebescheinigung.md", "from = 2022-01-01\n", "",
        #"services/de/meldebescheinigung\.md:\d+: a fee does not say from which day it holds, write from = "#
      ),
      (
        "services/de/meldebescheinigung.md", "99115003012000", "99115003012",
        #"services/de/meldebescheinigung\.md:3: "99115003012" is no LeiKa key, write 14 digits"#
      ),
      (
        "forms/hundesteuer.toml", "direct_debit = yes", "direct_debit = perhaps",
        #"forms/hundesteuer\.toml:\d+: direct_debit has no answer perhaps, write one of yes, no"#
      ),
      (
        "forms/hundesteuer.toml",
        "options = [\"none\", \"assistance_dog\", \"shelter_dog\", \"social_benefits\"]", "",
        #"forms/hundesteuer\.toml:\d+: a choice without options cannot be answered, add options"#
      ),
      (
        "contacts/de/buergeramt.md", "Mo,Tu 08:00-16:00", "Mo-Mi 08:00-16:00",
        #"contacts/de/buergeramt\.md:7: "Mi" is not read in opening hours, write We"#
      ),
      (
        "most-used.toml", "count = 1307", "count = \"viele\"",
        #"most-used\.toml:\d+: count is no whole number"#
      ),
      (
        "town.toml", "\"NW\"", "\"NRW\"", #"town\.toml:\d+: "NRW" is no Land, write one of"#
      ),
    ])
  func mistakes(file: String, old: String, new: String, line: String) throws {
    let scratch = try Scratch("content")
    let folder = try Self.town(scratch)
    try Self.change("\(folder)/\(file)", old, new)
    let (status, said) = try Self.check(folder)
    #expect(status == 78, "\(said)")
    #expect(try said.contains(Regex("\(folder)/\(line)")), "\(said)")
  }

  @Test("files that are missing, no text, too large, or lead in circles") func files() throws {
    let scratch = try Scratch("content")
    let folder = try Self.town(scratch)
    let manager = FileManager.default
    try manager.removeItem(atPath: "\(folder)/services/en/hundesteuer.md")
    _ = manager.createFile(
      atPath: "\(folder)/pages/de/latin.md", contents: Data("+++\nname = \"K".utf8 + [0xF6, 0x22, 0x0A]))
    _ = manager.createFile(atPath: "\(folder)/pages/de/gross.md", contents: Data(count: 200_000))
    try manager.createSymbolicLink(atPath: "\(folder)/pages/rund", withDestinationPath: "..")
    try manager.createSymbolicLink(atPath: "\(folder)/pages/de/kreis.md", withDestinationPath: "kreis.md")
    let (status, said) = try Self.check(folder)
    #expect(status == 78)
    for line in [
      "services/de/hundesteuer.md:1: the translation into en is missing, write services/en/hundesteuer.md",
      "pages/de/latin.md:2: the file is not UTF-8, save it as UTF-8",
      "pages/de/gross.md:1: the file has ",
      "pages/rund:1: the folder leads back to one that it stands in, remove the link",
      "pages/de/kreis.md:1: the link leads to itself, remove it",
    ] { #expect(said.contains("\(folder)/\(line)"), "\(said)") }
  }

  @Test("no folder: exit status 66, no trace") func missing() throws {
    for place in ["/nowhere/Content", "/etc/passwd"] {
      let (status, said) = try Self.check(place)
      #expect(status == 66 && said.hasPrefix("\(place): "), "\(said)")
      #expect(said.split(separator: "\n").count == 1)
    }
  }

  @Test(
    "A running station takes over a change, and keeps what it has when the check fails",
    .timeLimit(.minutes(3)))
  func takeOver() throws {
    let it = try ScratchStation(copiesContent: true)
    let file = it.folder.appendingPathComponent("Content/services/de/hundesteuer.md").path
    func wait(_ words: String) throws {
      let deadline = Date().addingTimeInterval(60)
      var said = ""
      while Date() < deadline {
        said = try it.run("status").said
        if said.contains(words) { return }
        Thread.sleep(forTimeInterval: 0.5)
      }
      throw NotSaid(description: "not said: \(words)\nsaid was:\n\(said)")
    }
    try wait("Ausgabe 1 seit ")
    try Self.change(file, "name = \"", "nam = \"")
    try wait(
      "die Ausgabe davor gilt weiter: services/de/hundesteuer.md:2: nam is not known here, did you mean name?"
    )
    try wait("Ausgabe 1 seit ")
    try Self.change(file, "nam = \"", "name = \"")
    try wait("Ausgabe 2 seit ")
    let usage = try it.run("usage", "--json")
    #expect(usage.status == 0 && usage.said.contains("\"rows\":[]"), "\(usage.said)")
    // Wrong content at the start: the station serves all the same, and says so.
    try Self.change(file, "name = \"", "nam = \"")
    try it.killAndStart()
    try wait("keine Auskunft am Bildschirm: services/de/hundesteuer.md:2: nam is not known here")
  }
}
