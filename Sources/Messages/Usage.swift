// How often the town's pages, services and forms were opened, as `kiosk usage` shows it: by item and month, nothing of a
// person, and small numbers left out.

public struct UsageReport: Codable, Equatable, Sendable {
  /// So many months are told, this one included.
  public static let monthsMax = 13
  /// Most rows of one report.
  public static let rowsMax = 1_000

  /// `2026-11` and so on, the latest last.
  public var months: [String]
  /// The most used first.
  public var rows: [Row]
  /// Rows that are not told.
  public var leftOut: Int
  /// A number below this one is told to nobody.
  public var shownMin: Int

  public struct Row: Codable, Equatable, Sendable {
    /// `service:hund-anmelden` or `form:hundesteuer`.
    public var item: String
    /// Its name in the town's first language; nil: it is no longer there.
    public var name: String?
    /// For each of `months`; nil: more than none and fewer than `shownMin`.
    public var counts: [Int?]
    /// Over twelve months up to now; nil: fewer than `shownMin`.
    public var year: Int?

    public init(item: String, name: String?, counts: [Int?], year: Int?) {
      self.item = item
      self.name = name
      self.counts = counts
      self.year = year
    }
  }

  public init(months: [String], rows: [Row], leftOut: Int, shownMin: Int) {
    self.months = months
    self.rows = rows
    self.leftOut = leftOut
    self.shownMin = shownMin
  }
}
