// The public holidays of the German Länder: which there are, and whether a day is one. It knows laws, not towns:
// what is a holiday only in some places (Assumption in Bavaria, Corpus Christi in Saxony) a town adds itself.

import Handover

/// The Länder, by the last letters of ISO 3166-2:DE.
public enum Land: String, CaseIterable, Sendable {
  case badenWuerttemberg = "BW"
  case bavaria = "BY"
  case berlin = "BE"
  case brandenburg = "BB"
  case bremen = "HB"
  case hamburg = "HH"
  case hesse = "HE"
  case mecklenburgVorpommern = "MV"
  case lowerSaxony = "NI"
  case northRhineWestphalia = "NW"
  case rhinelandPalatinate = "RP"
  case saarland = "SL"
  case saxony = "SN"
  case saxonyAnhalt = "ST"
  case schleswigHolstein = "SH"
  case thuringia = "TH"
}

/// A public holiday. Its raw value is what a town writes.
public enum Holiday: String, CaseIterable, Sendable {
  case newYear = "new-year"
  case epiphany
  case womensDay = "womens-day"
  case goodFriday = "good-friday"
  case easterSunday = "easter-sunday"
  case easterMonday = "easter-monday"
  case labourDay = "labour-day"
  case liberationDay = "liberation-day"
  case ascension
  case whitSunday = "whit-sunday"
  case whitMonday = "whit-monday"
  case corpusChristi = "corpus-christi"
  case uprisingDay = "uprising-day"
  case peaceFestival = "peace-festival"
  case assumption
  case childrensDay = "childrens-day"
  case germanUnity = "german-unity"
  case reformation
  case allSaints = "all-saints"
  case repentance
  case christmasDay = "christmas-day"
  case secondChristmasDay = "second-christmas-day"

  /// The key of its name in the texts of the screens.
  public var textKey: String { "holiday." + rawValue.replacing("-", with: "_") }

  /// The day of this holiday in `year` (1 to 9999), wherever it is kept.
  public func day(in year: Int) -> CivilDay? {
    switch self {
    case .newYear: fixed(year, 1, 1)
    case .epiphany: fixed(year, 1, 6)
    case .womensDay: fixed(year, 3, 8)
    case .labourDay: fixed(year, 5, 1)
    case .liberationDay: fixed(year, 5, 8)
    case .uprisingDay: fixed(year, 6, 17)
    case .peaceFestival: fixed(year, 8, 8)
    case .assumption: fixed(year, 8, 15)
    case .childrensDay: fixed(year, 9, 20)
    case .germanUnity: fixed(year, 10, 3)
    case .reformation: fixed(year, 10, 31)
    case .allSaints: fixed(year, 11, 1)
    case .christmasDay: fixed(year, 12, 25)
    case .secondChristmasDay: fixed(year, 12, 26)
    case .goodFriday: Easter.sunday(year) + -2
    case .easterSunday: Easter.sunday(year)
    case .easterMonday: Easter.sunday(year) + 1
    case .ascension: Easter.sunday(year) + 39
    case .whitSunday: Easter.sunday(year) + 49
    case .whitMonday: Easter.sunday(year) + 50
    case .corpusChristi: Easter.sunday(year) + 60
    // The Wednesday before 23 November.
    case .repentance: fixed(year, 11, 22).map { $0 + -(($0.weekday + 5) % 7) }
    }
  }

  private func fixed(_ year: Int, _ month: Int, _ day: Int) -> CivilDay? {
    CivilDay(year: year, month: month, day: day)
  }

  /// Whether the law of `land` keeps this holiday in `year`. Sources: the Länder's acts on Sundays and holidays, state
  /// of 2026; years before 2019 follow the law of 2019 but for days that were added since.
  public func isKept(in land: Land, year: Int) -> Bool {
    switch self {
    case .newYear, .goodFriday, .easterMonday, .labourDay, .ascension, .whitMonday, .germanUnity,
      .christmasDay,
      .secondChristmasDay:
      true
    case .epiphany: [.badenWuerttemberg, .bavaria, .saxonyAnhalt].contains(land)
    case .womensDay:
      (land == .berlin && year >= 2019) || (land == .mecklenburgVorpommern && year >= 2023)
    case .easterSunday, .whitSunday: land == .brandenburg
    case .corpusChristi:
      [.badenWuerttemberg, .bavaria, .hesse, .northRhineWestphalia, .rhinelandPalatinate, .saarland].contains(
        land)
    case .assumption: land == .saarland
    case .childrensDay: land == .thuringia && year >= 2019
    case .reformation: keepsReformation(land, year)
    case .allSaints:
      [.badenWuerttemberg, .bavaria, .northRhineWestphalia, .rhinelandPalatinate, .saarland].contains(land)
    case .repentance: land == .saxony
    // Berlin keeps these once: 75 and 80 years after the war, 75 years after the uprising of 1953.
    case .liberationDay: land == .berlin && (year == 2020 || year == 2025)
    case .uprisingDay: land == .berlin && year == 2028
    // Augsburg alone: a town's own matter.
    case .peaceFestival: false
    }
  }

  private func keepsReformation(_ land: Land, _ year: Int) -> Bool {
    switch land {
    case .brandenburg, .mecklenburgVorpommern, .saxony, .saxonyAnhalt, .thuringia: true
    case .bremen, .hamburg, .lowerSaxony, .schleswigHolstein: year >= 2017
    default: year == 2017
    }
  }
}

/// When Easter is.
public enum Easter {
  /// Easter Sunday of a Gregorian `year` (1 to 9999), by the anonymous algorithm (Meeus, "Astronomical Algorithms",
  /// chapter 8).
  public static func sunday(_ year: Int) -> CivilDay {
    let a = year % 19
    let b = year / 100
    let c = year % 100
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let sum = h + l - 7 * m + 114
    guard let day = CivilDay(year: year, month: sum / 31, day: sum % 31 + 1) else {
      preconditionFailure("Easter of a year outside 1 to 9999")
    }
    return day
  }
}

/// The holidays of one town.
public struct HolidayCalendar: Equatable, Sendable {
  /// Nil: no Land is known, and only what all of them keep is a holiday.
  public let land: Land?
  /// Holidays that the town keeps beside those of its Land.
  public let local: [Holiday]

  public init(land: Land?, local: [Holiday] = []) {
    self.land = land
    self.local = local
  }

  private func isKept(_ holiday: Holiday, _ year: Int) -> Bool {
    if let land { return holiday.isKept(in: land, year: year) }
    return Land.allCases.allSatisfy { holiday.isKept(in: $0, year: year) }
  }

  /// The holiday on `day`; nil on all other days. Two on one day (Labour Day and Ascension, 2008) are told as the
  /// first in the list of `Holiday`.
  public func holiday(on day: CivilDay) -> Holiday? {
    let year = day.date.year
    guard (1...9999).contains(year) else { return nil }
    return Holiday.allCases.first { holiday in
      holiday.day(in: year) == day && (isKept(holiday, year) || local.contains(holiday))
    }
  }
}
