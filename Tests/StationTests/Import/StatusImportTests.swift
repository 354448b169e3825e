// Files of document states: what is taken in which words, what is refused with which line, column and remedy, and what a
// hostile or broken file can do (nothing).

import Handover
import Messages
import Testing

@testable import Station

@Suite struct StatusImportTests {
  private let today = CivilDay(year: 2026, month: 11, day: 22)!

  private func parse(_ text: String, _ name: String = "status-x.csv") -> StatusImport {
    parseStates(bytes: Array(text.utf8), fileName: name, today: today)
  }

  private func row(
    _ line: Int, serial: String? = nil, slip: String? = nil, _ state: RegisterWord, kind: String? = nil,
    day: String? = nil
  ) -> ImportedState {
    ImportedState(
      line: line, row: RegisterRow(serial: serial, slip: slip, state: state, kind: kind, day: day))
  }

  @Test func germanAndEnglishSayTheSame() {
    let german = parse(
      "Seriennummer;Briefnummer;Stand;Dokumentart;seit\r\nl01x 00t-47;;Produziert;Personalausweis;2.11.2026\r\n"
        + "C01X00T478;48 27 11;eingetroffen;;\r\n;4827;abholbereit;Führerschein;2026-11-20\r\n")
    #expect(german.rejections == [])
    #expect(
      german.states == [
        row(2, serial: "L01X00T47", .produced, kind: "id_card", day: "2026-11-02"),
        row(3, serial: "C01X00T47", .arrived), row(3, slip: "482711", .arrived),
        row(4, slip: "4827", .ready, kind: "driving_licence", day: "2026-11-20"),
      ])
    let json = parse(
      #"{"serial":"L01X00T47","state":"handed-over","kind":"passport","day":"2026-11-02"}"# + "\n"
        + #"{"slip":"4827","state":"withdrawn","serial":null}"#, "status-x.json")
    #expect(json.rejections == [])
    #expect(
      json.states == [
        row(1, serial: "L01X00T47", .handedOver, kind: "passport", day: "2026-11-02"),
        row(2, slip: "4827", .withdrawn),
      ])
  }

  @Test("Each mistake with line, column, reason, remedy and a German sentence; no reason repeats a value")
  func mistakes() {
    for (cells, column, reason) in [
      (";;ordered;;", nil, "serial, slip: both are empty"),
      ("L01X00T4;;ordered;;", 1, "serial: a serial number has 9 characters, this one has 8"),
      ("LA1X00T47;;ordered;;", 1, "serial: a serial number has a character that does not occur"),
      ("L01X00T472;;ordered;;", 1, "serial: its check digit does not fit"),
      ("48271190;;ordered;;", 1, "serial: is not a serial number"),
      (";123;ordered;;", 2, "slip: is not the number of a letter"),
      ("L01X00T47;;lost;;", 3, "state: is not a state"),
      ("L01X00T47;;;;", 3, "state: is missing"),
      ("L01X00T47;;ordered;licence to kill;", 4, "kind: names a kind that is not known"),
      ("L01X00T47;;ordered;;31.2.2026", 5, "day: is a day that does not exist"),
      ("L01X00T47;;ordered;;2026-11-23", 5, "day: is before 1900 or in the future"),
      ("L01X00T47;;ordered;;1999-12-31", 5, "day: is before 2000 or in the future"),
      ("L01X00T47;;ordered;;yesterday", 5, "day: is not a date"),
      ("=L01X00T47;;ordered;;", 1, "serial: begins with =, +, - or @"),
      ("L01X00T47;;ordered", nil, "the row has 3 cells, the header has 5"),
    ] as [(String, Int?, String)] {
      let read = parse("serial;slip;state;kind;day\n\(cells)\nC01X00T47;;arrived;;\n")
      #expect(read.states.count == 1, "\(cells): the others are taken")
      let found = read.rejections.first
      #expect(
        found?.line == 2 && found?.column == column && found?.reason == reason, "\(cells): \(read.rejections)"
      )
      let note = StatusSummary(read).notes.first
      #expect(note?.code != "other", "\(reason)")
      #expect(note?.sentence(.german) != note?.sentence(.english), "\(reason)")
      #expect(
        note?.sentence(.german).contains(found?.remedy ?? "?") == false, "\(reason): its remedy in German")
    }
  }

  @Test func aHeaderThatIsWrongImportsNothing() {
    for (header, reason) in [
      ("serial;state;name", "column 3 of the header is not known, and nothing was imported"),
      ("serial;day", "the header has no column state, and nothing was imported"),
      ("state;day", "the header has no column serial, and nothing was imported"),
      (
        "serial;Seriennummer;state",
        "column serial stands in the header twice, in columns 1 and 2, and nothing was imported"
      ),
      ("", "the file is empty and has no header, and nothing was imported"),
    ] {
      let read = parse(header + "\nL01X00T47;ordered;x\n")
      #expect(read.states == [] || header.isEmpty, "\(header)")
      if !header.isEmpty { #expect(read.rejections.map(\.reason) == [reason], "\(header)") }
    }
    #expect(parse("").states == [] && parse("").rejections.count == 1)
    #expect(parse("serial;state\n").rejections.count == 1, "a file without a row is no list")
  }

  @Test("Hostile and foreign bytes: marks, Windows-1252, UTF-16, too many rows, garbage")
  func bytes() {
    let text = "serial;state\nL01X00T47;abgeholt\n"
    #expect(
      parseStates(bytes: [0xEF, 0xBB, 0xBF] + Array(text.utf8), fileName: "status-a.csv", today: today).states
        .count == 1)
    let windows = Array("serial;Stand\nL01X00T47;ausgeh".utf8) + [0xE4] + Array("ndigt\n".utf8)
    #expect(
      parseStates(bytes: windows, fileName: "status-a.csv", today: today).states.map(\.row.state) == [
        .handedOver
      ])
    #expect(
      parseStates(bytes: [0xFF, 0xFE, 0x41, 0], fileName: "status-a.csv", today: today).rejections.count == 1)
    let many = Array(("serial;state\n" + String(repeating: "L01X00T47;ordered\n", count: 100_000)).utf8)
    let read = parseStates(bytes: many, fileName: "status-a.csv", today: today)
    #expect(read.states == [] && read.rejections.count == 1, "half a list would look like the whole one")
    #expect(
      parseStates(bytes: [UInt8](repeating: 0x3B, count: 17 << 20), fileName: "status-a.csv", today: today)
        .rejections.count == 1)
    var dice = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let noise = (0..<300).map { _ in UInt8.random(in: 0...255, using: &dice) }
      _ = parseStates(bytes: noise, fileName: "status-a.csv", today: today)
      _ = parseStates(bytes: Array("{".utf8) + noise, fileName: "status-a.jsonl", today: today)
    }
  }

  @Test func namesTellWhatAFileIs() {
    for name in ["status-1.csv", "STATUS-1.CSV", "status_x.jsonl", "status.json", "status-ausweise.json"] {
      #expect(FileName(name).isStates && FileName(name).isForImport, "\(name)")
    }
    for name in [
      "statuses.csv", "orders-status.csv", "status-1.csv.part", ".status-1.csv", "status-1.txt",
      "status.csv.report.json",
      "status-1.json.report.json", "status",
    ] {
      #expect(!FileName(name).isStates || name.hasPrefix("."), "\(name)")
    }
    #expect(!FileName(".status-1.csv").isForImport && !FileName("orders.json").isForImport)
    #expect(FileName("status-März 1.json").clean == ("status-März_1", ".json"))
  }

  @Test func answersFindTheirLines() {
    let read = parse("serial;state\nL01X00T47;ordered\nC01X00T47;arrived\nF01X00T47;ready\n")
    var summary = StatusSummary(read)
    summary.add(RegisterResult(taken: 1, older: [1], full: [2]), for: read.states)
    #expect(summary.taken == 1 && summary.older == 1 && summary.rejected == 1 && summary.rows == 3)
    #expect(summary.notes.map(\.line) == [3, 4] && summary.notes.map(\.code) == ["older", "full"])
  }
}
