// What only a day shows: fees and opening hours that are over when the content is checked.

import Handover
import Services
import Testing

@Suite struct ContentDayTests {
  private static let hund = "services/de/hund.md"

  @Test("a fee whose entries are all over is told, one that only begins later is not")
  func fees() {
    let over = TinyTown().with(Self.hund, "from = 2026-01-01\n", "from = 2026-01-01\nuntil = 2026-06-30\n")
    #expect(over.said == [], "without a day nothing is over")
    #expect(over.said(on: civil(2026, 6, 30)) == [])
    #expect(
      over.said(on: civil(2026, 7, 1)) == [
        "services/de/hund.md:17: the fee marke is over since 2026-07-01, add an entry that holds today, or remove the fee"
      ])
    #expect(TinyTown().said(on: civil(2026, 7, 1)) == [])
    #expect(TinyTown().with(Self.hund, "from = 2026", "from = 2099").said(on: civil(2026, 7, 1)) == [])
    #expect(TinyTown().said(on: civil(2024, 7, 1)) == [])
  }

  @Test("opening hours in the past alone are told")
  func hours() {
    func said(_ hours: String, _ day: CivilDay) -> [String] {
      TinyTown().with("contacts/de/amt.md", "Mo-Fr 08:00-12:00; PH off", hours).said(on: day)
    }
    let past = "2020 Jan 1-2020 Feb 1 Mo-Fr 08:00-12:00; 2021 May 2 10:00-11:00; PH off"
    #expect(
      said(past, civil(2026, 7, 1)) == [
        "contacts/de/amt.md:5: these hours are over since 2021-05-03, write those that hold today, or leave hours out"
      ])
    #expect(said(past, civil(2021, 5, 2)) == [])
    #expect(said("Jan 1-Feb 1 Mo-Fr 08:00-12:00", civil(2026, 7, 1)) == [])
    #expect(said("Mo 08:00-09:00; " + past, civil(2026, 7, 1)) == [])
    #expect(said("2020 Jan 1-2099 Feb 1 Mo-Fr 08:00-12:00", civil(2026, 7, 1)) == [])
  }

  @Test("a town that is in order is so with a day")
  func plain() { #expect(TinyTown().said(on: civil(2026, 11, 22)) == []) }
}
