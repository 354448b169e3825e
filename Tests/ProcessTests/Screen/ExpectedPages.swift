// What a screen must look like: the same flow, viewer and renderer as the screen's own, in this process, given what the
// scripted station says. The emulator and this must agree to the last cell.

import Foundation
import Messages
import Screens
import Terminal

enum ExpectedPages {
  /// The citizens' texts of the repository: `[section]`, `name = "text"`.
  static let texts: [String: [String: String]] = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 1...4 { root.deleteLastPathComponent() }
    var all: [String: [String: String]] = [:]
    for language in ["de", "en"] {
      let file = root.appendingPathComponent("Content/texts/\(language).toml")
      let lines = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      var section = ""
      for line in lines.split(separator: "\n") where !line.hasPrefix("#") {
        if line.hasPrefix("[") {
          section = String(line.dropFirst().dropLast())
        } else if let equals = line.firstIndex(of: "=") {
          let name = line[..<equals].filter { $0 != " " }
          let value = line[line.index(after: equals)...].drop { $0 == " " }.dropFirst().dropLast()
          all[language, default: [:]]["\(section).\(name)"] = String(value)
        }
      }
    }
    return all
  }()

  static let wall: Messages.Wall = {
    var places: [Messages.Wall.Place] = []
    for row in 1...4 {
      for column in 1...10 { places.append(.init(number: (row - 1) * 10 + column, row: row, column: column)) }
    }
    return Messages.Wall(rows: 4, columns: 10, compartments: places)
  }()

  static let welcome = Welcome(
    version: protocolVersion, town: "STADT MUSTERSTADT", theme: "dark", languages: ["de", "en"], texts: texts,
    wall: wall,
    counter: CounterInfo(
      name: "Bürgeramt, Schalter 3", address: "Am Markt 1", hours: ["Mo Di Do  8:00 bis 16:00 Uhr"],
      phone: "0999 123-0"), lockMinutes: 15)

  static let clock = Snapshot.Clock(year: 2026, month: 11, day: 22, weekday: 6, hour: 18, minute: 4)

  static func snapshot(_ stage: Stage, language: String = "de", timer: Snapshot.Timer? = nil) -> Snapshot {
    Snapshot(language: language, clock: clock, stage: stage, timer: timer, pickupAvailable: true)
  }

  /// Rows of the page of a snapshot on which nothing was typed, without blanks at their ends.
  static func lines(_ snapshot: Snapshot, _ welcome: Welcome, columns: Int, rows: Int) -> [String] {
    var flow = CitizenFlow(keyNames: KeyNames(ok: KeyMap.keyboard.cap(.ok), back: KeyMap.keyboard.cap(.back)))
    _ = flow.reduce(.welcome(welcome))
    _ = flow.reduce(.snapshot(snapshot, at: 0))
    let texts = Texts(language: snapshot.language, templates: welcome.texts[snapshot.language] ?? [:])
    let frame = CellRenderer(texts: texts, keyMap: .keyboard).frame(
      of: flow.page, columns: columns, rows: rows)
    return (0..<frame.rows).map { frame.text(row: $0) }
  }

  static func set(
    _ documents: [String] = ["passport"], since: String = "2026-11-17", until: String = "2026-11-24"
  )
    -> WaitingSet
  {
    WaitingSet(documents: documents, since: since, until: until, canOpen: true)
  }

  /// Every stage, with `word` wherever a station may put a word.
  static func stages(_ word: String = "passport") -> [Stage] {
    let set = set([word, "id_card"], since: word, until: word)
    return [
      .idle, .outOfService(.starting), .outOfService(.boards), .outOfService(.journal),
      .outOfService(.safeMode),
      .number, .code(triesLeft: 5, wrong: false), .code(triesLeft: 1, wrong: true),
      .locked(minutesLeft: 15, hour: 18, minute: 19), .askAtCounter,
      .waiting([set, self.set(), set]), .birthDate(set, triesLeft: 4, wrong: true),
      .ready(set, compartment: 7, isLow: true), .opening(set, compartment: 7, attempt: 1),
      .notMoved(set, compartment: 7, attemptsLeft: 2), .open(set, compartment: 7),
      .askTaken(set, compartment: 7),
      .done(
        Receipt(
          documents: [word, "passport"], reference: word, day: word, hour: 18, minute: 5, moreWaiting: 1)),
      .unconfirmed(compartment: 7), .notTaken(compartment: 7), .leftOpen(compartment: 7, isClosed: false),
      .leftOpen(compartment: 7, isClosed: true), .pinLetter(set), .pinLetterMissing,
      .doorStuck(compartment: 7), .boardSilent(compartment: 7), .late(Late(until: word, documents: [word])),
      .interrupted, .timedOut,
    ]
  }

  /// Numbers that no station of ours would say.
  static func extremes(_ word: String) -> [Stage] {
    let big = Int.max
    // As much as a message may hold, in small words or in large ones.
    let count = max(2, min(60, 20_000 / (word.utf8.count + 1)))
    let many = Array(
      repeating: set(Array(repeating: word, count: 40), since: word, until: word), count: count)
    return [
      .code(triesLeft: big, wrong: true), .code(triesLeft: .min, wrong: true), .waiting([]), .waiting(many),
      .locked(minutesLeft: .min, hour: .max, minute: -1), .ready(many[0], compartment: big, isLow: false),
      .open(many[0], compartment: .min), .notMoved(set(), compartment: 0, attemptsLeft: big),
      .done(
        Receipt(
          documents: Array(repeating: word, count: 200), reference: word, day: "", hour: .min, minute: .max,
          moreWaiting: big)),
      .late(Late(until: "9999-99-99", documents: [])),
    ]
  }
}

/// Words that would do something to a terminal that obeyed them.
enum HostileWords {
  static let all: [String] = [
    "\u{1B}]0;owned\u{07}", "\u{1B}[2J\u{1B}[H", "\u{1B}[?1049l", "\u{1B}[?1003h", "\u{1B}c", "\u{1B}[31;1m",
    "\u{1B}P+q544e\u{1B}\\", "\u{1B}[21t", "\u{1B}]52;c;aGk=\u{07}", "\u{9B}2J", "\u{9D}0;owned\u{9C}",
    "\u{90}q\u{9C}",
    "a\u{08}\u{08}\u{7F}\r\n\t\u{0B}\u{0C}z", "\u{202E}drawkcab\u{202C}", "\u{2066}\u{2067}\u{2068}x\u{2069}",
    "\u{200F}\u{061C}\u{200B}\u{FEFF}", "Zoe\u{0308}\u{0301}\u{0327}", "👨‍👩‍👧‍👦🇩🇪", "表計算", "ﷺ",
    "é%s%n%1$p{ok}{{}}‹›",
    "\u{0}nul", "\u{E0041}\u{E007F}tag", "\u{FFFE}\u{10FFFF}", "\u{2028}\u{2029}",
    String(repeating: "W", count: 3000), String(repeating: "\u{1B}[A", count: 500),
    String(repeating: "\u{0301}", count: 400), "",
  ]

  /// A welcome in which town, counter and every text are hostile.
  static func welcome(_ word: String) -> Welcome {
    var welcome = ExpectedPages.welcome
    welcome.town = word + "Stadt" + word
    welcome.counter = CounterInfo(name: word, address: word, hours: [word, word + "x"], phone: word)
    for (language, texts) in welcome.texts {
      for (key, text) in texts { welcome.texts[language]?[key] = text + word }
    }
    return welcome
  }
}
