// Opening hours: each line of a table is a text, a day or a moment, and what is true then.

import Handover
import Services
import Testing

@Suite struct OpeningHoursTests {
  private let nrw = HolidayCalendar(land: .northRhineWestphalia)

  /// `08:00-12:00 14:00-18:00`, or `-`.
  private func told(_ source: String, _ day: CivilDay, _ land: Land = .northRhineWestphalia) throws -> String
  {
    let spans = try OpeningHours(source).spans(on: day, holidays: HolidayCalendar(land: land))
    guard !spans.isEmpty else { return "-" }
    return spans.map { "\(clock($0.start))-\(clock($0.end))" }.joined(separator: " ")
  }

  private func clock(_ minutes: Int) -> String {
    let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
    return "\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest)"
  }

  static let town = "Mo-Fr 08:00-12:00; Th 08:00-12:00,14:00-18:00; Dec 24,31 off; PH off"

  @Test(
    "a day's spans",
    arguments: [
      // An ordinary week: 16 November 2026 is a Monday.
      (town, 2026, 11, 16, "08:00-12:00"), (town, 2026, 11, 19, "08:00-12:00 14:00-18:00"),
      (town, 2026, 11, 21, "-"), (town, 2026, 12, 24, "-"), (town, 2026, 12, 31, "-"),
      (town, 2026, 12, 30, "08:00-12:00"),
      // Holidays of North Rhine-Westphalia: Corpus Christi 4 June 2026, Good Friday 3 April, Ascension 14 May.
      (town, 2026, 6, 4, "-"), (town, 2026, 4, 3, "-"), (town, 2026, 5, 14, "-"),
      (town, 2026, 6, 11, "08:00-12:00 14:00-18:00"),
      // All week, nothing said, and all the time.
      ("08:00-12:00", 2026, 11, 22, "08:00-12:00"), ("24/7", 2026, 11, 22, "00:00-24:00"),
      ("24/7; PH off", 2026, 12, 25, "-"), ("off", 2026, 11, 23, "-"), ("24/7 closed", 2026, 11, 23, "-"),
      // Ranges over Sunday, single days, holidays beside weekdays.
      ("Fr-Mo 10:00-11:00", 2026, 11, 22, "10:00-11:00"), ("Fr-Mo 10:00-11:00", 2026, 11, 24, "-"),
      ("Mo,We,Fr 09:00-10:00", 2026, 11, 18, "09:00-10:00"), ("Mo,We,Fr 09:00-10:00", 2026, 11, 17, "-"),
      ("Su,PH 10:00-16:00", 2026, 12, 25, "10:00-16:00"), ("Su,PH 10:00-16:00", 2026, 12, 24, "-"),
      ("PH,Su 10:00-16:00", 2026, 12, 27, "10:00-16:00"),
      // A later rule replaces the day, an additional one adds to it, "off" with times cuts out.
      ("Mo-Fr 08:00-12:00; Th 14:00-18:00", 2026, 11, 19, "14:00-18:00"),
      ("Mo-Fr 08:00-12:00, Th 14:00-18:00", 2026, 11, 19, "08:00-12:00 14:00-18:00"),
      ("Mo-Fr 08:00-18:00; Mo-Fr 12:00-13:00 off", 2026, 11, 19, "08:00-12:00 13:00-18:00"),
      ("Mo-Fr 08:00-12:00, We 12:00-13:00", 2026, 11, 18, "08:00-13:00"),
      // Places in the month: 7 November 2026 is the first Saturday, 28 the last.
      ("Sa[1] 09:00-12:00", 2026, 11, 7, "09:00-12:00"), ("Sa[1] 09:00-12:00", 2026, 11, 14, "-"),
      ("Sa[-1] 09:00-12:00", 2026, 11, 28, "09:00-12:00"),
      ("Sa[1,3] 09:00-12:00", 2026, 11, 21, "09:00-12:00"),
      ("Sa[-1] 09:00-12:00", 2026, 11, 21, "-"),
      // Dates.
      ("Dec 24-26 off", 2026, 12, 25, "-"), ("08:00-12:00; Dec 27-Jan 2 off", 2027, 1, 1, "-"),
      ("08:00-12:00; Dec 27-Jan 2 off", 2026, 12, 28, "-"),
      ("08:00-12:00; Dec 27-Jan 2 off", 2027, 1, 3, "08:00-12:00"),
      ("Jun-Aug 08:00-20:00", 2026, 8, 31, "08:00-20:00"), ("Jun-Aug 08:00-20:00", 2026, 9, 1, "-"),
      ("Nov-Feb 10:00-11:00", 2027, 2, 28, "10:00-11:00"), ("Nov-Feb 10:00-11:00", 2027, 3, 1, "-"),
      ("Nov-Feb 10:00-11:00", 2028, 2, 29, "10:00-11:00"), ("Feb 29 10:00-11:00", 2027, 3, 1, "-"),
      ("Feb 29 10:00-11:00", 2027, 6, 1, "-"), ("Feb 29 10:00-11:00", 2028, 2, 29, "10:00-11:00"),
      ("2026 Dec 28 10:00-11:00", 2026, 12, 28, "10:00-11:00"),
      ("2026 Dec 28 10:00-11:00", 2027, 12, 28, "-"),
      ("2026 Dec 28-2027 Jan 3 10:00-11:00", 2027, 1, 2, "10:00-11:00"),
      ("2026 10:00-11:00", 2026, 5, 5, "10:00-11:00"), ("2026-2027 10:00-11:00", 2028, 5, 5, "-"),
      ("Jun-Aug Mo-Fr 07:00-13:00", 2026, 7, 6, "07:00-13:00"),
      ("Jun-Aug Mo-Fr 07:00-13:00", 2026, 7, 5, "-"),
      ("Dec 24: 08:00-10:00", 2026, 12, 24, "08:00-10:00"),
      // Easter: 5 April 2026, 28 March 2027.
      ("easter 10:00-11:00", 2026, 4, 5, "10:00-11:00"), ("easter -2 days off", 2026, 4, 3, "-"),
      ("easter +1 day 10:00-11:00", 2027, 3, 29, "10:00-11:00"),
      ("08:00-12:00; easter -2 days-easter +1 day off", 2026, 4, 6, "-"),
      // Weeks: 16 to 22 November 2026 is week 47; 1 January 2027 lies in week 53.
      ("week 1-53/2 Mo 10:00-11:00", 2026, 11, 16, "10:00-11:00"),
      ("week 2-52/2 Mo 10:00-11:00", 2026, 11, 16, "-"),
      ("week 53 10:00-11:00", 2027, 1, 1, "10:00-11:00"),
      ("week 47,49 We 10:00-11:00", 2026, 12, 2, "10:00-11:00"),
      // Past midnight.
      ("Fr 22:00-02:00", 2026, 11, 20, "22:00-26:00"), ("Fr 22:00-26:00", 2026, 11, 20, "22:00-26:00"),
    ])
  func spans(source: String, year: Int, month: Int, day: Int, expected: String) throws {
    #expect(try told(source, civil(year, month, day)) == expected, "\(source) on \(year)-\(month)-\(day)")
  }

  @Test("the same day in different Länder")
  func landDecides() throws {
    let hours = "Mo-Su 08:00-12:00; PH off"
    // Corpus Christi, Reformation Day, All Saints' Day, Epiphany, Repentance Day of 2026.
    let corpusChristi = civil(2026, 6, 4)
    for land in Land.allCases {
      let isKept = ["BW", "BY", "HE", "NW", "RP", "SL"].contains(land.rawValue)
      #expect(try told(hours, corpusChristi, land) == (isKept ? "-" : "08:00-12:00"), "\(land)")
    }
    #expect(try told(hours, civil(2026, 10, 31), .lowerSaxony) == "-")
    #expect(try told(hours, civil(2026, 10, 31), .bavaria) == "08:00-12:00")
    #expect(try told(hours, civil(2026, 11, 18), .saxony) == "-")
    #expect(try told(hours, civil(2026, 11, 18), .saarland) == "08:00-12:00")
  }

  private func at(_ source: String, _ day: CivilDay, _ hour: Int, _ minute: Int) throws -> OpenStatus {
    try OpeningHours(source).status(at: LocalMinute(day: day, minute: hour * 60 + minute), holidays: nrw)
  }

  @Test("open until, and opens again")
  func status() throws {
    let thursday = civil(2026, 11, 19)
    func moment(_ day: CivilDay, _ hour: Int, _ minute: Int = 0) -> LocalMinute {
      LocalMinute(day: day, minute: hour * 60 + minute)
    }
    #expect(try at(Self.town, thursday, 7, 59) == .closed(opens: moment(thursday, 8)))
    #expect(try at(Self.town, thursday, 8, 0) == .open(until: moment(thursday, 12)))
    #expect(try at(Self.town, thursday, 11, 59) == .open(until: moment(thursday, 12)))
    #expect(try at(Self.town, thursday, 12, 0) == .closed(opens: moment(thursday, 14)))
    #expect(try at(Self.town, thursday, 18, 0) == .closed(opens: moment(civil(2026, 11, 20), 8)))
    // Friday noon to Monday; Christmas 2026: Thursday is closed, Friday a holiday, then the weekend.
    #expect(try at(Self.town, civil(2026, 11, 20), 12, 0) == .closed(opens: moment(civil(2026, 11, 23), 8)))
    #expect(try at(Self.town, civil(2026, 12, 23), 12, 0) == .closed(opens: moment(civil(2026, 12, 28), 8)))
    // Past midnight, from both sides of it, and days that join.
    #expect(
      try at("Fr 22:00-02:00", civil(2026, 11, 20), 23, 0) == .open(until: moment(civil(2026, 11, 21), 2)))
    #expect(
      try at("Fr 22:00-02:00", civil(2026, 11, 21), 1, 59) == .open(until: moment(civil(2026, 11, 21), 2)))
    #expect(
      try at("Fr 22:00-02:00", civil(2026, 11, 21), 2, 0) == .closed(opens: moment(civil(2026, 11, 27), 22)))
    #expect(
      try at("Sa-Su 00:00-24:00; Mo 00:00-06:00", civil(2026, 11, 21), 12, 0)
        == .open(until: moment(civil(2026, 11, 23), 6)))
    #expect(try at("24/7", thursday, 3, 0) == .open(until: nil))
    #expect(try at("off", thursday, 3, 0) == .closed(opens: nil))
    #expect(try at("2020 Mo 10:00-11:00", thursday, 3, 0) == .closed(opens: nil))
    // A day that comes every four years lies within the two years that are looked ahead, or not.
    #expect(try at("Feb 29 10:00-11:00", thursday, 3, 0) == .closed(opens: moment(civil(2028, 2, 29), 10)))
    // The nights in which clocks change are days like others: 25 October 2026, 28 March 2027.
    #expect(
      try at("Su 01:00-04:00", civil(2026, 10, 25), 2, 30) == .open(until: moment(civil(2026, 10, 25), 4)))
    #expect(
      try at("Su 01:00-04:00", civil(2027, 3, 28), 2, 30) == .open(until: moment(civil(2027, 3, 28), 4)))
  }

  @Test("the ordinary week and what differs from it")
  func week() throws {
    let hours = try OpeningHours(Self.town)
    let morning = TimeSpan(start: 480, end: 720)
    let afternoon = TimeSpan(start: 840, end: 1080)
    #expect(
      hours.ordinaryWeek == [[morning], [morning], [morning], [morning, afternoon], [morning], [], []])
    let exceptions = hours.exceptions(from: civil(2026, 12, 21), count: 14, holidays: nrw)
    #expect(
      exceptions.map(\.day) == [
        civil(2026, 12, 24), civil(2026, 12, 25), civil(2026, 12, 31), civil(2027, 1, 1),
      ])
    #expect(exceptions.map(\.holiday) == [nil, .christmasDay, nil, .newYear])
    #expect(exceptions.map(\.spans.count) == [0, 0, 0, 0])
  }

  @Test(
    "what does not parse says why and what to write",
    arguments: [
      ("", "are empty", "Mo-Fr 08:00-12:00"), ("Di 08:00-12:00", "\"Di\" is not read", "write Tu"),
      ("Mo-Do 08:00-12:00", "\"Do\" is not read", "write Th"),
      ("Mo-Fr 8-12", "\"8\" in the opening hours is no time", "08:00-12:00"),
      ("Mo-Fr 08:00", "a time without an end", "from-to"), ("Mo-Fr", "has days but no times", "or off"),
      ("Mo-Fr 25:61-26:00", "is no time", "08:00"),
      ("Mo 08:00-08:00", "starts and ends at the same time", "from-to"),
      ("Feb 30 off", "is no day of Feb", "from 1 to 29"),
      ("2026 Feb 29 off", "is no day of Feb", "from 1 to 28"),
      ("SH off", "\"SH\" is not read", "school holidays"),
      ("Mo sunrise-sunset", "\"sunrise\" is not read", "write a time"),
      ("Mo-Fr 08:00-12:00 \"mit Termin\"", "is not read", "remove it"),
      ("Mo geschlossen", "\"geschlossen\" is not read", "write off"),
      ("PH off; Mo-Fr 08:00-12:00", "opens the public holidays again", "behind the weekdays"),
      ("week 54 off", "is no week", "from 1 to 53"), ("Sa[6] 08:00-12:00", "is no place in a month", "Sa[1]"),
      ("Dec 26-24 off", "ends before it begins", "Dec 24"),
      ("2027 Jan 2-2026 Dec 3 off", "ends before it begins", "Dec 24"),
      ("Mo-Fr 08:00-12:00 || off", "is not read", "remove it"),
      ("Mo-Fr 08:00-12:00,", "has days but no times", "or off"),
      ("easter -2 weeks off", "is no distance from Easter", "easter -2 days"),
    ])
  func mistakes(source: String, what: String, remedy: String) {
    do throws(OpeningHoursError) {
      let hours = try OpeningHours(source)
      Issue.record("\(source) was read: \(hours.rules)")
    } catch {
      #expect(error.what.contains(what), "\(source): \(error.what)")
      #expect(error.remedy.contains(remedy), "\(source): \(error.remedy)")
    }
  }

  @Test("holidays that must be opened may be: PH off, then other rules about holidays")
  func holidaysOpened() throws {
    #expect(try told("PH off; Mo-Fr 08:00-12:00; PH 10:00-11:00", civil(2026, 12, 25)) == "10:00-11:00")
    #expect(try told("PH off; Dec 25 10:00-11:00", civil(2026, 12, 25)) == "10:00-11:00")
  }

  @Test("random texts of the grammar's letters never trap, and what parses answers")
  func random() {
    var chance = TestChance(state: 5)
    let parts = [
      "Mo", "Tu-Fr", "PH", "Su", ",", ";", "-", " ", "08:00", "12:00", "-12:00", "08:00-12:00", "off", "24/7",
      "Dec", "24",
      "Feb 29", "2026", "week", "1-53", "/2", "easter", "-2 days", "+1 day", "[", "]", "1", ":", "47:59", "ü",
      "\"", "Jan-Mar",
      "9999", "0", "00:00-48:00", "easter -365 days-easter +365 days",
    ]
    var read = 0
    for _ in 0..<20_000 {
      var source = ""
      for _ in 0..<Int.random(in: 1...9, using: &chance) {
        source += parts.randomElement(using: &chance) ?? ""
        if Bool.random(using: &chance) { source += " " }
      }
      guard let hours = try? OpeningHours(source) else { continue }
      read += 1
      let day = CivilDay(number: Int.random(in: 0...60_000, using: &chance))
      for span in hours.spans(on: day, holidays: nrw) { #expect(span.start < span.end) }
      if read % 20 == 0 { _ = hours.status(at: LocalMinute(day: day, minute: 700), holidays: nrw) }
      _ = hours.ordinaryWeek
    }
    #expect(read > 200)
  }
}

/// SplitMix64: the same texts in every run.
struct TestChance: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
