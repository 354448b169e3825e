// What staff are shown of the outbox: keys and how far they have come, nothing of a person.

public struct NoticeRow: Codable, Equatable, Sendable {
  public var key: String
  public var order: String
  /// "ready", "reminder", "extended", "removed", "receipt", "new_code", "confirmation".
  public var kind: String
  /// "waiting", "sending", "failed", "unknown", "unreachable".
  public var stage: String
  /// "email", "sms", "register"; nil: no way was chosen yet, or there is none.
  public var channel: String?
  public var attempts: Int
  /// Next try in seconds; nil: none comes by itself.
  public var nextInSeconds: Int?
  /// Why the last try failed.
  public var reason: String?

  public init(
    key: String, order: String, kind: String, stage: String, channel: String?, attempts: Int,
    nextInSeconds: Int?, reason: String?
  ) {
    self.key = key
    self.order = order
    self.kind = kind
    self.stage = stage
    self.channel = channel
    self.attempts = attempts
    self.nextInSeconds = nextInSeconds
    self.reason = reason
  }

  /// A person must decide: try again, drop, or write a letter.
  public var isOpen: Bool { ["failed", "unknown", "unreachable"].contains(stage) }
}
