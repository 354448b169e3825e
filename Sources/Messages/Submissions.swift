// What staff are shown of applications: references and how far they have come, nothing of what was answered.

public struct SubmissionRow: Codable, Equatable, Sendable {
  public var reference: String
  public var form: String
  public var destination: String
  /// "kept", "announced", "sent", "accepted", "rejected", "failed".
  public var state: String
  /// The day of the confirmation, then the day since when it is in its state.
  public var day: String
  public var since: String
  public var attempts: Int
  /// Next try in seconds; nil: none comes by itself.
  public var nextInSeconds: Int?
  /// What went wrong last.
  public var fault: String?

  public init(
    reference: String, form: String, destination: String, state: String, day: String, since: String,
    attempts: Int
  ) {
    self.reference = reference
    self.form = form
    self.destination = destination
    self.state = state
    self.day = day
    self.since = since
    self.attempts = attempts
  }

  /// A person must decide: try again, or drop.
  public var isOpen: Bool { ["rejected", "failed"].contains(state) }
}

/// One destination of applications in `kiosk status`.
public struct DestinationView: Codable, Equatable, Sendable {
  public var name: String
  /// There is a key to encrypt with: its forms are offered.
  public var ready: Bool
  public var waiting: Int
  public var delivered: Int
  public var failed: Int
  public var oldestWaitingSince: String?
  public var lastFault: String?

  public init(name: String, ready: Bool, waiting: Int, delivered: Int, failed: Int) {
    self.name = name
    self.ready = ready
    self.waiting = waiting
    self.delivered = delivered
    self.failed = failed
  }

  /// Needs a look.
  public var isOpen: Bool { !ready || failed > 0 || lastFault != nil }
}
