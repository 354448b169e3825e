// Days as cards and certificates write them. The calendar is Gregorian; a card has no time of day and no time zone.

/// A day; ordered.
public struct CardDate: Hashable, Comparable, Sendable {
  public let year: Int
  public let month: Int
  public let day: Int

  public init(year: Int, month: Int, day: Int) { (self.year, self.month, self.day) = (year, month, day) }

  /// Six digits YYMMDD, one in a byte (TR-03110-3 section D.2.1.3); nil unless they are a day of this century.
  init?(certificate bytes: [UInt8]) {
    guard bytes.count == 6, bytes.allSatisfy({ $0 <= 9 }) else { return nil }
    let pair = { (at: Int) in Int(bytes[at]) * 10 + Int(bytes[at + 1]) }
    self.init(year: 2000 + pair(0), month: pair(2), day: pair(4))
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
  }

  /// Eight digits YYYYMMDD; nil unless they are a day.
  init?(digits: String) {
    guard digits.utf8.count == 8, let number = Int(digits), number > 0 else { return nil }
    self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
  }

  /// YYYYMMDD.
  var digits: String { "\(Self.padded(year, 4))\(Self.padded(month, 2))\(Self.padded(day, 2))" }
  /// YYMMDD, as in a machine-readable zone.
  var shortDigits: String { String(digits.dropFirst(2)) }
  /// YYYY-MM-DD.
  public var text: String { "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))" }

  /// The same day other years later; 29 February becomes the 28th.
  func adding(years: Int) -> CardDate {
    CardDate(year: year + years, month: month, day: month == 2 && day == 29 ? 28 : day)
  }

  public static func < (left: CardDate, right: CardDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
