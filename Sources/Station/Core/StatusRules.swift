// The rules of the question for a document's state, as Kiosk.conf's [status] has them.

/// Who may ask how often, and how long a word of the register counts.
public struct StatusRules: Equatable, Sendable {
  /// The idle screen offers it.
  public var isOffered = true
  /// Days after the last file that named it until a number is forgotten.
  public var days = 90
  /// Answers of the whole station.
  public var perMinuteMax = 6
  public var perHourMax = 60
  /// So many unknown numbers of one visit bring a pause for all.
  public var unknownMax = 3
  public var pauseMinutes = 5

  /// Numbers that the register may have told at once.
  public static let storedMax = 50_000
  /// So many are forgotten in one transaction.
  public static let sweepMax = 500

  public init() {}
}
