// Pages in words: opening hours around midnight, holidays and the change of the clocks, fees around the day on which they
// change, and what a page offers.

import Handover
import Messages
import Services
import Testing

@testable import Station

/// An ordinary office.
private let officeWeek = "Mo-Fr 08:00-16:00; PH off"

@Suite struct InfoWordsTests {
  private func hours(_ source: String, _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int)
    throws -> InfoHours
  {
    InfoHours(
      hours: try OpeningHours(source), holidays: HolidayCalendar(land: .northRhineWestphalia),
      now: LocalMinute(
        day: try #require(CivilDay(year: year, month: month, day: day)), minute: hour * 60 + minute),
      texts: InfoTexts(texts: InfoTexts.ofProduct["de"] ?? [:]))
  }

  private func said(_ words: Words) -> String {
    switch words {
    case .content(let text): text
    case .key(let key, let values): InfoTexts(texts: InfoTexts.ofProduct["de"] ?? [:]).say(key, values)
    }
  }

  @Test(
    "Now, in words",
    arguments: [
      (officeWeek, 2026, 11, 23, 8, 0, "jetzt geöffnet bis 16:00 Uhr"),
      (officeWeek, 2026, 11, 23, 15, 59, "jetzt geöffnet bis 16:00 Uhr"),
      (officeWeek, 2026, 11, 23, 16, 0, "öffnet morgen, Dienstag, 8:00 Uhr"),
      (officeWeek, 2026, 11, 23, 7, 59, "öffnet heute, 8:00 Uhr"),
      (officeWeek, 2026, 11, 22, 23, 59, "öffnet morgen, Montag, 8:00 Uhr"),
      (officeWeek, 2026, 11, 23, 0, 0, "öffnet heute, 8:00 Uhr"),
      (officeWeek, 2026, 11, 20, 17, 0, "öffnet Montag, 8:00 Uhr"),
      // Christmas of 2026: Friday and Saturday, then a Sunday.
      (officeWeek, 2026, 12, 24, 16, 0, "öffnet Montag, 8:00 Uhr"),
      // The nights in which the clocks change; in 2027 the first of them is before Easter Monday.
      (officeWeek, 2027, 3, 28, 2, 30, "öffnet Dienstag, 8:00 Uhr"),
      (officeWeek, 2026, 10, 25, 2, 30, "öffnet morgen, Montag, 8:00 Uhr"),
      ("Fr 22:00-02:00", 2026, 11, 20, 23, 0, "jetzt geöffnet bis Sa 21.11., 2:00 Uhr"),
      ("Fr 22:00-02:00", 2026, 11, 21, 1, 0, "jetzt geöffnet bis 2:00 Uhr"),
      ("Fr 18:00-24:00", 2026, 11, 20, 19, 0, "jetzt geöffnet bis 24:00 Uhr"),
      ("24/7", 2026, 11, 20, 19, 0, "durchgehend geöffnet"),
      ("Dec 24 10:00-12:00", 2026, 11, 20, 19, 0, "öffnet Do 24.12., 10:00 Uhr"),
      ("2020 Dec 24 10:00-12:00", 2026, 11, 20, 19, 0, "zurzeit geschlossen"),
    ])
  func status(_ sample: (String, Int, Int, Int, Int, Int, String)) throws {
    let hours = try hours(sample.0, sample.1, sample.2, sample.3, sample.4, sample.5)
    #expect(said(hours.status) == sample.6)
  }

  @Test("The week, with days in a row that are alike in one line")
  func week() throws {
    let hours = try hours(
      "Mo,Tu 08:00-16:00; We 08:00-12:00,14:00-18:00; Th-Fr 08:00-12:00", 2026, 11, 23, 9, 0)
    let rows = hours.week.map { "\(said($0.label)): \(said($0.value))" }
    #expect(
      rows == [
        "Montag bis Dienstag: 8:00 bis 16:00 Uhr", "Mittwoch: 8:00 bis 12:00, 14:00 bis 18:00 Uhr",
        "Donnerstag bis Freitag: 8:00 bis 12:00 Uhr", "Samstag bis Sonntag: geschlossen",
      ])
  }

  @Test("What differs in the next 14 days, holidays by their names")
  func exceptions() throws {
    let hours = try hours("Mo-Fr 08:00-16:00; Sa[1] 09:00-12:00; Dec 24 off; PH off", 2026, 12, 20, 9, 0)
    let rows = hours.exceptions.map { "\(said($0.label)): \(said($0.value))" }
    #expect(rows.first == "Do 24.12.: geschlossen")
    #expect(rows.contains { $0.hasPrefix("Fr 25.12.: geschlossen, ") })
    #expect(rows.contains { $0.hasPrefix("Fr 01.01.: geschlossen, ") })
    #expect(rows.contains("Sa 02.01.: 9:00 bis 12:00 Uhr"))
    #expect(!rows.contains { $0.contains("‹") || $0.hasSuffix(", ") })
  }

  private func facts(_ page: InfoPage) -> [String] {
    page.blocks.flatMap { block -> [String] in
      switch block {
      case .facts(let facts): facts.map { "\(said($0.label)): \(said($0.value))" }
      case .heading(let words), .paragraph(let words), .item(_, let words): [said(words)]
      }
    }
  }

  @Test("A fee on the days around its change: what holds today, and what comes next")
  func fees() throws {
    let bench = try CoreBench.reading()
    func page(_ year: Int, _ month: Int, _ day: Int) throws -> [String] {
      bench.day = try #require(CivilDay(year: year, month: month, day: day))
      bench.ask(.end)
      bench.ask(.info(.begin))
      try bench.choose("info.situations")
      try bench.choose("Tiere")
      try bench.choose("Hund anmelden")
      return facts(try #require(bench.page))
    }
    let before = try page(2026, 12, 31)
    #expect(before.contains("Hundemarke: 4,50 €"))
    #expect(before.contains(": ab 01.01.2027: 5,00 €"))
    let after = try page(2027, 1, 1)
    #expect(after.contains("Hundemarke: 5,00 €"))
    #expect(!after.contains { $0.contains("ab 01.01.2027") || $0.contains("4,50") })
    #expect(!(try page(2024, 6, 1)).contains { $0.contains("4,50 €") && !$0.contains("ab 01.01.2025") })
  }

  @Test("A page that is left open over midnight tells the new day's fees and hours")
  func midnight() throws {
    let bench = try CoreBench.reading { $0.intervals.info = 400_000_000 }
    bench.day = try #require(CivilDay(year: 2026, month: 12, day: 31))
    bench.ask(.info(.begin))
    try bench.choose("info.situations")
    try bench.choose("Tiere")
    try bench.choose("Hund anmelden")
    #expect(facts(try #require(bench.page)).contains("Hundemarke: 4,50 €"))
    bench.day = try #require(CivilDay(year: 2027, month: 1, day: 1))
    bench.feed(.tick)
    #expect(facts(try #require(bench.page)).contains("Hundemarke: 5,00 €"))
  }

  @Test("A service tells what it needs, how long it takes, where, why, and its short address with a code")
  func service() throws {
    let bench = try CoreBench.reading()
    bench.ask(.info(.begin))
    try bench.choose("info.alphabet")
    try bench.choose("Hund anmelden")
    let page = try #require(bench.page)
    let said = facts(page)
    for text in [
      "Melden Sie Ihren Hund an.", "Nötige Unterlagen", "Ihr Personalausweis", "Etwa 5 Minuten.",
      ": Am Markt 1, 99999 Kleinstadt", ": Telefon 0999 123-0", "Rechtsgrundlage: § 3 KAG",
    ] {
      #expect(said.contains(text), "\(text)")
    }
    #expect(page.online?.text == "kleinstadt.example/hund")
    #expect(page.online.map { $0.side >= 21 && $0.modules.utf8.count == $0.side * $0.side } == true)
    #expect(page.links.map(\.name) == [.content("Bürgeramt"), .content("Termin buchen")])
    #expect(page.apply == nil)
    try bench.choose("Bürgeramt")
    #expect(
      facts(try #require(bench.page)).contains { $0.hasPrefix("Mittwoch: 8:00 bis 12:00, 14:00 bis 18:00") })
  }

  @Test("More than five links: four, and a list of all")
  func links() throws {
    var town = InfoTown()
    town.add(services: 7)
    let links = (0..<7).map { "[Dienst](service:s-\($0))" }.joined(separator: " ")
    town.files["pages/de/viele.md"] = "+++\nname = \"Viele\"\n+++\n\n\(links)\n"
    town.files["pages/en/viele.md"] = "+++\nname = \"Viele\"\n+++\n\n\(links)\n"
    let bench = try CoreBench.reading(town)
    bench.ask(.info(.begin))
    try bench.choose("info.alphabet")
    try bench.choose("Viele")
    #expect(bench.page?.links.count == InfoPage.linksMax)
    #expect(bench.page?.links.last?.note == .key("info.count", ["count": "7"]))
    bench.ask(.info(.choose(4)))
    #expect(bench.list?.title == .key("info.more_links"))
    #expect(bench.list?.entries.count == 7)
    bench.ask(.info(.choose(6)))
    #expect(bench.page != nil)
    bench.ask(.back)
    bench.ask(.back)
    #expect(bench.page?.focus == 4)
  }
}
