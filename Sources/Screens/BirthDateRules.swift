// When a typed birth date can be one, and which part of it is wrong. It knows the calendar and nothing of whose date
// it is: that is the station's question.

import Handover
import Secrets

/// The parts of a birth date in the order in which they are asked.
enum DatePart: Int, CaseIterable, Sendable {
  case day, month, year
}

/// What is wrong with a typed birth date; each case names the part to change (UX-9).
enum BirthDateMistake: Equatable, Sendable {
  case missing(DatePart)
  case noSuchDay(Int)
  case noSuchMonth(Int)
  /// 31 February.
  case noSuchDate(day: Int, month: Int)
  /// 29 February in a common year.
  case noLeapDay(year: Int)
  case yearTooShort
  case yearTooEarly(Int)
  case inFuture

  /// Where the focus goes.
  var part: DatePart {
    switch self {
    case .missing(let part): part
    case .noSuchDay, .noSuchDate, .noLeapDay: .day
    case .noSuchMonth: .month
    case .yearTooShort, .yearTooEarly, .inFuture: .year
    }
  }
}

/// Three typed parts and the rules between them.
struct TypedBirthDate: Equatable, Sendable {
  /// Nobody alive is older; a typing mistake is likelier.
  static let ageYearsMax = 130

  var day = TypedInput(countMax: 2)
  var month = TypedInput(countMax: 2)
  var year = TypedInput(countMax: 4)

  subscript(part: DatePart) -> TypedInput {
    get {
      switch part {
      case .day: day
      case .month: month
      case .year: year
      }
    }
    set {
      switch part {
      case .day: day = newValue
      case .month: month = newValue
      case .year: year = newValue
      }
    }
  }

  var isEmpty: Bool { day.isEmpty && month.isEmpty && year.isEmpty }

  mutating func wipe() {
    day.wipe()
    month.wipe()
    year.wipe()
  }

  /// What is wrong with one part, looked at alone. `yearsMax`: no date lies further back.
  func mistake(in part: DatePart, today: CivilDay, yearsMax: Int = ageYearsMax) -> BirthDateMistake? {
    guard let value = self[part].number else { return .missing(part) }
    switch part {
    case .day: return (1...31).contains(value) ? nil : .noSuchDay(value)
    case .month: return (1...12).contains(value) ? nil : .noSuchMonth(value)
    case .year:
      if year.count < 4 { return .yearTooShort }
      let thisYear = today.date.year
      if value > thisYear { return .inFuture }
      return value < thisYear - yearsMax ? .yearTooEarly(value) : nil
    }
  }

  /// The first mistake of the whole date, nil when it can be a birth date.
  func mistake(today: CivilDay, yearsMax: Int = ageYearsMax) -> BirthDateMistake? {
    for part in DatePart.allCases {
      if let mistake = mistake(in: part, today: today, yearsMax: yearsMax) { return mistake }
    }
    guard let dayNumber = day.number, let monthNumber = month.number, let yearNumber = year.number else {
      return .missing(.day)
    }
    guard let date = CivilDay(year: yearNumber, month: monthNumber, day: dayNumber) else {
      return dayNumber == 29 && monthNumber == 2
        ? .noLeapDay(year: yearNumber) : .noSuchDate(day: dayNumber, month: monthNumber)
    }
    return date > today ? .inFuture : nil
  }

  /// ISO 8601 (`1985-03-17`), as the station reads it. The date must be without mistakes.
  var secret: Secret {
    let parts = [(year, 4), (month, 2), (day, 2)]
    return unsafe Secret(count: 10) { buffer in
      var index = 0
      for (part, width) in parts {
        if index > 0 {
          unsafe buffer[index] = Ascii.hyphen
          index += 1
        }
        for place in 0..<width {
          let padding = width - part.count
          unsafe buffer[index] = place < padding ? Ascii.zero : part.byte(at: place - padding) ?? Ascii.zero
          index += 1
        }
      }
    }
  }
}
