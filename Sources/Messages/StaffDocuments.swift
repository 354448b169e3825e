// What an import of document states asks and is answered. The number of a row is in clear on the staff socket only:
// the station keeps keyed hashes of it.

/// What the register can say of a document.
public enum RegisterWord: String, Codable, Equatable, Sendable, CaseIterable {
  case ordered
  case produced
  /// At the town hall, not yet ready.
  case arrived
  /// Waits at the counter.
  case ready = "ready-at-counter"
  case handedOver = "handed-over"
  /// The register takes its word back.
  case withdrawn
}

/// One row of an import, checked already for form.
public struct RegisterRow: Codable, Equatable, Sendable {
  /// Serial number, upper case without spaces; nil: `slip` counts.
  public var serial: String?
  /// The number of a letter: digits.
  public var slip: String?
  public var state: RegisterWord
  /// Name of a `DocumentKind`; nil: not said.
  public var kind: String?
  /// ISO day since when it is so; nil: the day of the import.
  public var day: String?

  public init(
    serial: String? = nil, slip: String? = nil, state: RegisterWord, kind: String? = nil, day: String? = nil
  ) {
    self.serial = serial
    self.slip = slip
    self.state = state
    self.kind = kind
    self.day = day
  }
}

/// What became of the rows of one request.
public struct RegisterResult: Codable, Equatable, Sendable {
  /// Numbers whose state is new or has changed.
  public var taken: Int
  /// Numbers of which the same was known.
  public var known: Int
  /// Places in the request, from 0, of rows that are older than what is known; that stays.
  public var older: [Int]
  /// Places of rows for which there is no room.
  public var full: [Int]
  /// Places of rows that are no rows of an import.
  public var malformed: [Int]

  public init(
    taken: Int = 0, known: Int = 0, older: [Int] = [], full: [Int] = [], malformed: [Int] = []
  ) {
    self.taken = taken
    self.known = known
    self.older = older
    self.full = full
    self.malformed = malformed
  }
}

/// How many numbers have each state. No number and no name.
public struct RegisterCounts: Codable, Equatable, Sendable {
  public var ordered = 0
  public var produced = 0
  public var arrived = 0
  public var ready = 0
  public var handedOver = 0
  public var withdrawn = 0
  /// ISO day of the last file that said something; nil: none did, or all of it was forgotten.
  public var lastImport: String?
  /// So many days after the last file that named it a number is forgotten.
  public var days: Int

  public init(days: Int) { self.days = days }

  public var all: Int { ordered + produced + arrived + ready + handedOver + withdrawn }
}
