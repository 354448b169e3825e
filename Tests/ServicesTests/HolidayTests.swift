// Public holidays: Easter, the Länder, a town's own.

import Handover
import Services
import Testing

@Suite struct HolidayTests {
  @Test(
    "Easter Sundays, from the tables of the Physikalisch-Technische Bundesanstalt",
    arguments: [
      (1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2008, 3, 23), (2019, 4, 21), (2024, 3, 31), (2025, 4, 20),
      (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25), (2285, 3, 22),
    ])
  func easter(year: Int, month: Int, day: Int) {
    #expect(Easter.sunday(year) == civil(year, month, day))
  }

  @Test("how many holidays each Land has in 2026")
  func counts() {
    let expected: [Land: Int] = [
      .badenWuerttemberg: 12, .bavaria: 12, .berlin: 10, .brandenburg: 12, .bremen: 10, .hamburg: 10,
      .hesse: 10,
      .mecklenburgVorpommern: 11, .lowerSaxony: 10, .northRhineWestphalia: 11, .rhinelandPalatinate: 11,
      .saarland: 12,
      .saxony: 11, .saxonyAnhalt: 11, .schleswigHolstein: 10, .thuringia: 11,
    ]
    for land in Land.allCases {
      let calendar = HolidayCalendar(land: land)
      let found = (0..<365).filter { calendar.holiday(on: civil(2026, 1, 1) + $0) != nil }
      #expect(found.count == expected[land], "\(land)")
    }
  }

  @Test("holidays that came and went")
  func years() {
    let berlin = HolidayCalendar(land: .berlin)
    #expect(berlin.holiday(on: civil(2025, 5, 8)) == .liberationDay)
    #expect(berlin.holiday(on: civil(2026, 5, 8)) == nil)
    #expect(berlin.holiday(on: civil(2028, 6, 17)) == .uprisingDay)
    #expect(berlin.holiday(on: civil(2018, 3, 8)) == nil)
    #expect(HolidayCalendar(land: .bavaria).holiday(on: civil(2017, 10, 31)) == .reformation)
    #expect(HolidayCalendar(land: .saxony).holiday(on: civil(2022, 11, 16)) == .repentance)
    #expect(HolidayCalendar(land: .saxony).holiday(on: civil(2023, 11, 22)) == .repentance)
  }

  @Test("a town's own holidays")
  func local() {
    let augsburg = HolidayCalendar(land: .bavaria, local: [.peaceFestival, .assumption])
    #expect(augsburg.holiday(on: civil(2026, 8, 8)) == .peaceFestival)
    #expect(augsburg.holiday(on: civil(2026, 8, 15)) == .assumption)
    #expect(HolidayCalendar(land: .bavaria).holiday(on: civil(2026, 8, 15)) == nil)
  }

  @Test("ISO weeks")
  func weeks() {
    #expect(ISOWeek.number(of: civil(2026, 11, 22)) == 47)
    #expect(ISOWeek.number(of: civil(2027, 1, 3)) == 53)
    #expect(ISOWeek.number(of: civil(2024, 12, 30)) == 1)
    #expect(ISOWeek.number(of: civil(2026, 1, 1)) == 1)
  }
}
