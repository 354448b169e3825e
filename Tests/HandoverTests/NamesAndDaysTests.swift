// Civil days against dates that are known, and the ids as they are read and written.

import Handover
import Testing

@Suite struct CivilDayTests {
  @Test(arguments: [
    (1970, 1, 1, 0, 3), (1969, 12, 31, -1, 2), (1970, 1, 2, 1, 4), (2000, 2, 29, 11_016, 1),
    (2000, 3, 1, 11_017, 2), (1900, 1, 1, -25_567, 0), (2026, 11, 22, 20_779, 6), (2038, 1, 19, 24_855, 1),
    (2100, 2, 28, 47_540, 6), (2100, 3, 1, 47_541, 0),
  ]) func knownDates(_ year: Int, _ month: Int, _ day: Int, _ number: Int, _ weekday: Int) throws {
    let civil = try #require(CivilDay(year: year, month: month, day: day))
    #expect(civil.number == number)
    #expect(civil.weekday == weekday)
    #expect(civil.date == (year, month, day))
  }

  @Test func everyDayFrom1900To2100IsTheOneAfterTheLast() throws {
    var expected = try #require(CivilDay(year: 1900, month: 1, day: 1))
    var failures = 0
    for year in 1900...2100 {
      for month in 1...12 {
        for day in 1...CivilDay.daysInMonth(month, year: year) {
          let civil = CivilDay(year: year, month: month, day: day)
          if civil != expected || expected.date != (year, month, day) { failures += 1 }
          expected = expected + 1
        }
      }
    }
    #expect(failures == 0)
    #expect(expected == CivilDay(year: 2101, month: 1, day: 1))
  }

  @Test(arguments: [(2026, 29), (2024, 30), (1900, 29), (2100, 29), (2000, 30)])
  func noSuchDayInFebruary(_ year: Int, _ day: Int) {
    #expect(CivilDay(year: year, month: 2, day: day) == nil)
    #expect(CivilDay(year: year, month: 2, day: day - 1) != nil)
  }

  @Test func datesThatAreNone() {
    for (year, month, day) in [
      (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 4, 31), (0, 1, 1), (10_000, 1, 1),
    ] {
      #expect(CivilDay(year: year, month: month, day: day) == nil)
    }
  }

  /// Seven days over the night in which clocks change are seven days: the module knows no hours.
  @Test func daysDoNotKnowDaylightSaving() throws {
    let before = try #require(CivilDay(year: 2026, month: 3, day: 25))
    #expect((before + 7).description == "2026-04-01")
    let autumn = try #require(CivilDay(year: 2026, month: 10, day: 22))
    #expect((autumn + 7).description == "2026-10-29")
    #expect(before < autumn)
  }

  @Test func textIsISO8601() throws {
    #expect(CivilDay(number: 0).description == "1970-01-01")
    #expect(try #require(CivilDay(year: 987, month: 6, day: 5)).description == "0987-06-05")
  }
}

@Suite struct NameTests {
  @Test func ordersAreSixteenHexadecimalDigits() {
    #expect(OrderID(0x2a).description == "000000000000002a")
    #expect(OrderID("000000000000002a") == OrderID(42))
    #expect(OrderID("ffffffffffffffff") == OrderID(.max))
    for text in ["", "2a", "000000000000002g", "0000000000000002a", "-00000000000002a", "+00000000000002a"] {
      #expect(OrderID(text) == nil, "\(text)")
    }
  }

  @Test func operationsAreEightDigitsInTwoGroups() {
    #expect(OperationID(42).description == "0000-0042")
    #expect(OperationID(123_456_789).description == "12345-6789")
  }

  @Test func locksAreBusBoardLock() {
    #expect(LockAddress(bus: 1, board: 12, lock: 15).description == "1.12.15")
    #expect(LockAddress(bus: 0, board: 2, lock: 0) < LockAddress(bus: 0, board: 10, lock: 0))
  }

  /// Names go into files, JSON and headings of docs/failures.md: two cases with one name would be confused.
  @Test func noTwoCasesShareAName() {
    func distinct(_ names: [String]) -> Bool { Set(names).count == names.count }
    #expect(distinct(BlockCause.allCases.map(\.name)))
    #expect(distinct(ReviewKind.allCases.map(\.name)))
    #expect(distinct(Outcome.allCases.map(\.name)))
    #expect(distinct(Confirmation.allCases.map(\.name)))
    #expect(distinct(SendFailure.allCases.map(\.name)))
    #expect(distinct(NoticeKind.allCases.map(\.name)))
    #expect(distinct(Purpose.allCases.map(\.name)))
    #expect(distinct(DocumentPart.allCases.map(\.name)))
    #expect(DoorReading.allCases.map(\.name) == ["unknown", "closed", "open"])
  }
}
