// Applications through a real keeper to a counterpart that was written from the published interface and opens them with
// another library: over https by curl, with every fault on the way, and killed at any moment.

import Foundation
import Testing

@Suite(.serialized) struct DeliveryTests {
  private func applications(_ range: Range<Int>, to destination: String) -> [(
    reference: String, destination: String
  )] {
    range.map { (Office.reference($0), destination) }
  }

  @Test(
    "production: keys under the root, decrypted and valid there, accepted, nothing in clear on disk or in arguments"
  )
  func delivers() throws {
    let office = try Office("deliver")
    try office.fetchKeys()
    let keeper = try office.keeper(applications(0..<4, to: "buergeramt") + applications(4..<6, to: "bauhof"))
    var arguments = ""
    try office.until("all of them") {
      // Everybody can read these.
      for pid in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] where Int(pid) != nil {
        let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
        if line.range(of: Data("curl".utf8)) != nil { arguments += String(decoding: line, as: UTF8.self) }
      }
      return office.sight("buergeramt") == "ready 0 4 0" && office.sight("bauhof") == "ready 0 2 0"
    }
    keeper.end()
    let seen = try office.seen()
    #expect(seen.wrong.isEmpty, "\(seen.wrong)")
    #expect(Set(try office.arrived()) == Set((0..<4).map(Office.reference)) && seen.puts == 4)
    #expect(try office.dropped() == (4..<6).map { Office.reference($0) + ".json" })
    #expect(Office.files(below: office.state, holding: "Geheimnis").isEmpty)
    #expect(Office.files(below: office.state, holding: "encryptedData").isEmpty)
    #expect(!arguments.contains("Bearer") && !arguments.contains("s&cret") && !arguments.contains("4827"))
  }

  @Test("a town opens a file of the drop as docs/submission.md shows")
  func opens() throws {
    let office = try Office("open")
    let folder = office.scratch.file("pair")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let made = try ChildProcess.run(
      [Products.path("kiosk"), "submissions", "new-key", folder], in: office.scratch)
    #expect(made.status == 0, "\(made.error)")
    let again = try ChildProcess.run(
      [Products.path("kiosk"), "submissions", "new-key", folder], in: office.scratch)
    #expect(again.status == 73)
    try FileManager.default.removeItem(atPath: office.scratch.file("drop.jwk"))
    try FileManager.default.copyItem(atPath: folder + "/public.jwk", toPath: office.scratch.file("drop.jwk"))
    let keeper = try office.keeper(applications(1..<2, to: "bauhof"))
    try office.until("the file") { try office.dropped().count == 1 }
    keeper.end()
    // The program of the document, as it stands there.
    let document = try String(contentsOfFile: Peer.root + "/docs/submission.md", encoding: .utf8)
    let program = try #require(
      document.split(separator: "```python\n").dropFirst().first?.components(separatedBy: "```").first)
    try office.scratch.write(program, to: "open.py")
    let opened = try ChildProcess.run(
      [
        "/usr/bin/python3", "-I", office.scratch.file("open.py"), folder + "/private.jwk",
        "\(office.drop)/\(Office.reference(1)).json",
      ], in: office.scratch)
    #expect(opened.status == 0, "\(opened.error)")
    #expect(opened.output.contains("Geheimnisträger") && opened.output.contains(Office.reference(1)))
  }

  @Test("server errors, limits, cuts before and after the content was stored: each arrives once")
  func faults() throws {
    let office = try Office("faults")
    try office.fetchKeys()
    try office.ask([
      "POST /token 503", "POST /v2/submissions 429", "POST /v2/submissions reset", "PUT /v2/submissions lost",
      "PUT /v2/submissions reset", "PUT /v2/submissions lost", "GET /v2/cases 500", "GET /v2/cases reset",
    ])
    let keeper = try office.keeper(applications(0..<6, to: "buergeramt"))
    try office.until("all of them", seconds: 120) { office.sight("buergeramt") == "ready 0 6 0" }
    keeper.end()
    let seen = try office.seen()
    #expect(seen.wrong.isEmpty, "\(seen.wrong)")
    #expect(try office.arrived().sorted() == (0..<6).map(Office.reference))
  }

  @Test("a foreign receipt makes nothing sent; a rejection waits for a person")
  func untrusted() throws {
    let office = try Office("foreign")
    try office.fetchKeys()
    try office.ask(["PUT /v2/submissions foreign"])
    let keeper = try office.keeper(applications(0..<1, to: "buergeramt"))
    try office.until("a refusal to believe") {
      office.scratch.text("keeper-2.err").contains("event-wrong")
    }
    #expect(office.sight("buergeramt").hasPrefix("ready 1 0"))
    #expect(try office.seen().puts == 1)
    keeper.end()
    try office.ask(["GET /v2/cases always reject"])
    let other = try office.keeper(applications(1..<2, to: "buergeramt"))
    try office.until("a rejection") {
      office.scratch.text("keeper-3.err").contains("rejected: Das Fach passt nicht")
    }
    other.end()
  }

  @Test(
    "keys of another root, and keys that are too short, are not encrypted with", arguments: [true, false])
  func wrongKeys(_ isShort: Bool) throws {
    let office = try Office("keys", roots: isShort ? "root.pem" : "other.pem")
    if isShort { try office.ask(["GET /v2/destinations always short"]) }
    let keeper = try office.keeper(applications(0..<1, to: "buergeramt"))
    try office.until("a refusal") { office.said.contains { $0.hasPrefix("not-kept") } }
    try office.until("the reason") { office.scratch.text("keeper-1.err").contains("key-wrong") }
    #expect(office.sight("buergeramt").hasPrefix("not-ready"))
    #expect(try office.seen().announced == 0)
    keeper.end()
  }

  @Test(
    "killed at seeded moments while 50 applications go in and out: each confirmed one arrives exactly once")
  func kills() throws {
    let office = try Office("kill")
    try office.fetchKeys()
    let all = (0..<50).map {
      (reference: Office.reference($0), destination: $0 % 3 == 0 ? "bauhof" : "buergeramt")
    }
    var confirmed: Set<String> = []
    var seed: UInt64 = 20_261_121
    for life in 0..<14 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      if life % 3 == 1 { try office.ask(["PUT /v2/submissions lost", "POST /v2/submissions lost"]) }
      let keeper = try office.keeper(all.filter { !confirmed.contains($0.reference) })
      // From before its first word into the middle of the deliveries.
      usleep(UInt32(100_000 + seed >> 33 % 1_500_000))
      keeper.kill()
      confirmed.formUnion(office.kept)
    }
    let last = try office.keeper(all.filter { !confirmed.contains($0.reference) })
    try office.until("the rest", seconds: 180) {
      confirmed.formUnion(office.kept)
      return confirmed.count == 50 && office.sight("bauhof").hasPrefix("ready 0 ")
        && office.sight("buergeramt").hasPrefix("ready 0 ")
    }
    last.end()
    let seen = try office.seen()
    #expect(seen.wrong.isEmpty, "\(seen.wrong)")
    #expect(
      try office.arrived().sorted() == all.filter { $0.destination == "buergeramt" }.map(\.reference).sorted()
    )
    #expect(
      try office.dropped()
        == all.filter { $0.destination == "bauhof" }.map { $0.reference + ".json" }.sorted())
    #expect(Office.files(below: office.state, holding: "Geheimnis").isEmpty)
  }

  @Test("staff see what waits, try again and drop; the station shows its destinations")
  func staff() throws {
    let office = try Office("staff")
    try office.fetchKeys()
    // Kept, and refused for good by the delivery service.
    try office.ask(["PUT /v2/submissions always 422"])
    let keeper = try office.keeper(applications(0..<2, to: "buergeramt"))
    try office.until("two failures") { office.sight("buergeramt") == "ready 0 0 2" }
    keeper.end()
    let stand = try Stand("staff") { file in
      file.access = office.destinations(roots: "root.pem", environment: "production") + "\n"
    }
    for folder in ["spool", "destinations"] {
      try FileManager.default.moveItem(
        atPath: "\(office.state)/\(folder)", toPath: "\(stand.state)/\(folder)")
    }
    try stand.start()
    func kiosk(_ arguments: String...) throws -> (status: Int32, output: String, error: String) {
      let done = try ChildProcess.run(
        [Products.path("kiosk")] + arguments + ["--socket", stand.sockets, "--lang", "en"],
        in: stand.scratch)
      return done
    }
    let status = try kiosk("status").output
    #expect(status.contains("bauhof: ") && status.contains("buergeramt: "), "\(status)")
    let list = try kiosk("submissions").output
    #expect(list.contains("4827-1000") && list.contains("refused: status 422"), "\(list)")
    #expect(try kiosk("submissions", "retry", "9999-9999").status != 0)
    #expect(try kiosk("submissions", "drop", "4827-1001").status == 0)
    try office.ask([])
    #expect(try kiosk("submissions", "retry", "4827-1000").status == 0)
    try office.until("its arrival") { try office.arrived() == ["4827-1000"] }
    try office.until("its acceptance") {
      try kiosk("submissions", "list", "--json").output.contains(#""accepted""#)
    }
    #expect(try kiosk("submissions", "drop", "4827-1000").status != 0)
    #expect(try !kiosk("submissions", "--json").output.contains("4827-1001"))
  }
}
