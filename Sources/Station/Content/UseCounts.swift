// How often each item and form was opened, by month, and nothing else: no time of day, no session, no person. Few uses
// could point at somebody, so what is shown leaves small numbers out.

import Handover
import Services

/// A month of a year.
public struct UseMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Months since year 0.
  public let number: Int

  public init(_ day: CivilDay) { number = day.date.year * 12 + day.date.month - 1 }

  /// Reads `2026-11`; nil for anything else.
  public init?(_ text: String) {
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    guard halves.count == 2, halves[0].utf8.count == 4, halves[1].utf8.count == 2, let year = Int(halves[0]),
      let month = Int(halves[1]), (1...12).contains(month), year > 0
    else { return nil }
    number = year * 12 + month - 1
  }

  public var year: Int { number / 12 }
  /// 1 to 12.
  public var month: Int { number % 12 + 1 }

  public var description: String {
    let text = String(year)
    return String(repeating: "0", count: max(0, 4 - text.count)) + text + (month < 10 ? "-0" : "-")
      + String(month)
  }

  public static func < (left: UseMonth, right: UseMonth) -> Bool { left.number < right.number }
  public static func + (left: UseMonth, months: Int) -> UseMonth { UseMonth(number: left.number + months) }

  private init(number: Int) { self.number = number }
}

/// Counters by item and month.
public struct UseCounts: Equatable, Sendable {
  /// Smaller counts are shown to nobody (access.md F).
  public static let shownMin = 5
  /// So many months are kept.
  public static let monthsMax = 24
  /// Most items that are counted; further ones are not.
  public static let targetsMax = 10_000
  /// A counter stops here.
  public static let countMax = 100_000_000

  public private(set) var months: [UseMonth: [LinkTarget: Int]] = [:]

  public init() {}

  /// For a reader of counts that were kept.
  init(months: [UseMonth: [LinkTarget: Int]]) { self.months = months }

  public var isEmpty: Bool { months.isEmpty }

  /// One more use of `target` in `month`.
  public mutating func add(_ target: LinkTarget, in month: UseMonth) {
    for old in months.keys where old.number <= month.number - Self.monthsMax { months[old] = nil }
    let known = months[month]?[target]
    guard known != nil || (months[month]?.count ?? 0) < Self.targetsMax else { return }
    months[month, default: [:]][target] = min(Self.countMax, (known ?? 0) + 1)
  }

  /// Sums over `range`, the largest first, equal ones by name; sums below `shownMin` are left out.
  public func sums(_ range: ClosedRange<UseMonth>) -> [(target: LinkTarget, count: Int)] {
    var sums: [LinkTarget: Int] = [:]
    for (month, counts) in months where range.contains(month) {
      for (target, count) in counts { sums[target] = min(Self.countMax, (sums[target] ?? 0) + count) }
    }
    return sums.filter { $0.value >= Self.shownMin }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (target: $0.key, count: $0.value) }
  }
}
