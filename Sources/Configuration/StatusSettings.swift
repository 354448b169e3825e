// `[status]`: whether the screen tells how far an ordered document has come, and how often it may be asked.

/// `[status]`.
public struct StatusSettings: Equatable, Sendable {
  /// The screen offers it.
  public var isOffered: Bool
  /// Days after the last file that named it until a number is forgotten.
  public var days: Int
  /// Answers of the station within a minute, known or not.
  public var triesPerMinuteMax: Int
  /// The same within an hour.
  public var triesPerHourMax: Int
  /// So many unknown numbers of one visit bring a pause.
  public var unknownMax: Int
  public var pauseMinutes: Int
}

extension StationSchema {
  static let status = TableRule(keys: [
    KeyRule("offered", .flag, default: .flag(true)),
    KeyRule("days", .integer(1...730, unit: "days"), default: .integer(90)),
    KeyRule("tries_per_minute_max", .integer(1...60, unit: "tries"), default: .integer(6)),
    KeyRule("tries_per_hour_max", .integer(10...1_000, unit: "tries"), default: .integer(60)),
    KeyRule("unknown_max", .integer(1...10, unit: "tries"), default: .integer(3)),
    KeyRule("pause_minutes", .integer(1...60, unit: "minutes"), default: .integer(5)),
  ])
}

extension StatusSettings {
  init(_ section: Section) {
    isOffered = section.flag("offered")
    days = section.integer("days")
    triesPerMinuteMax = section.integer("tries_per_minute_max")
    triesPerHourMax = section.integer("tries_per_hour_max")
    unknownMax = section.integer("unknown_max")
    pauseMinutes = section.integer("pause_minutes")
  }
}
