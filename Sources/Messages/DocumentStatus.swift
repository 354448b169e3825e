// What a citizen's screen is told of a document that was ordered, and what it may ask. The number travels in the secret
// part of the frame; the answer holds no number and no name.

public enum StatusRequest: Codable, Equatable, Sendable {
  /// To the question for the number.
  case begin
  /// The secret part holds the serial or slip number as typed, ASCII.
  case number
  /// It lies here: straight into the pickup.
  case pickUp
}

public enum DocumentStatusStage: Codable, Equatable, Sendable {
  /// "What is the number?"
  case number(StatusTries)
  case result(DocumentStatus, StatusTries)
  /// Too many questions: nobody can ask until this time of day.
  case paused(minutesLeft: Int, hour: Int, minute: Int)
}

/// What is said before a limit strikes (AX-53).
public struct StatusTries: Codable, Equatable, Sendable {
  /// So many more numbers may be unknown before a pause; 0: a pause follows now.
  public var left: Int
  /// How long that pause lasts, minutes.
  public var pauseMinutes: Int

  public init(left: Int, pauseMinutes: Int) {
    self.left = left
    self.pauseMinutes = pauseMinutes
  }
}

/// How far an ordered document has come.
public enum DocumentState: String, Codable, Equatable, Sendable, CaseIterable {
  /// No such number is known, or nothing is known of it: the same answer for both.
  case unknown
  case ordered
  case produced
  /// At the town hall, not yet ready.
  case arrived
  /// In a compartment of this station.
  case readyHere = "ready-here"
  /// Waits at the counter.
  case readyAtCounter = "ready-at-counter"
  case handedOver = "handed-over"
}

public struct DocumentStatus: Codable, Equatable, Sendable {
  public var state: DocumentState
  /// Names of `DocumentKind`; empty where that is not known.
  public var documents: [String]
  /// ISO day since when it is so.
  public var since: String?
  /// ISO day until when it lies here.
  public var until: String?
  /// It can be picked up here and now.
  public var canPickUp: Bool

  public init(
    state: DocumentState, documents: [String] = [], since: String? = nil, until: String? = nil,
    canPickUp: Bool = false
  ) {
    self.state = state
    self.documents = documents
    self.since = since
    self.until = until
    self.canPickUp = canPickUp
  }
}

/// What the idle screen offers.
public struct Offer: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, Equatable, Sendable, CaseIterable {
    case pickup
    case information
    case application
    case documentStatus = "document-status"
    case cardPIN = "card-pin"
    /// Contact and appointment.
    case contact
  }

  public var kind: Kind
  /// False: by the town's opening rules it is closed now, and not to be chosen.
  public var isOpen: Bool
  /// When it opens again, in words; nil: open, or not known.
  public var opens: Words?

  public init(_ kind: Kind, isOpen: Bool = true, opens: Words? = nil) {
    self.kind = kind
    self.isOpen = isOpen
    self.opens = opens
  }
}
