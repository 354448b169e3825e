// What a technician is told while a board is proven lock by lock. The station samples, compares and signs; the command
// shows and asks.

/// A board of the configuration and what is known of it.
public struct BoardRow: Codable, Equatable, Sendable {
  /// The place of its bus in Kiosk.conf, from 0, and the name of that bus.
  public var bus: Int
  public var busName: String
  /// The address.
  public var board: Int
  public var dialect: String
  public var locks: Int
  public var answering: Bool
  /// "proven", "unproven", or "differs": proven, but Kiosk.conf says otherwise.
  public var state: String
  /// ISO 8601 day and number of the record of the last proof.
  public var since: String?
  public var record: Int64?

  public init(
    bus: Int, busName: String, board: Int, dialect: String, locks: Int, answering: Bool, state: String,
    since: String?, record: Int64?
  ) {
    self.bus = bus
    self.busName = busName
    self.board = board
    self.dialect = dialect
    self.locks = locks
    self.answering = answering
    self.state = state
    self.since = since
    self.record = record
  }
}

/// What the technician says of the door that was unlocked.
public enum DoorWord: String, Codable, Equatable, Sendable {
  case opened
  case unmoved
  /// Another door opened, or more than one.
  case otherDoors
  case shut
}

/// Why a lock is left without a proof.
public enum LeaveWord: String, Codable, Equatable, Sendable {
  case jammed
  /// Nothing is wired to it.
  case unwired
  case left
}

/// A lock in a proof.
public struct ProofLockRow: Codable, Equatable, Sendable {
  public var lock: Int
  /// Nil: no compartment uses it.
  public var compartment: Int?
  public var row: Int
  public var column: Int
  /// "waiting", "proven", "failed", "unwired", "left".
  public var state: String
  /// Why it is left: a refusal's code, where it is one.
  public var reason: String?
  /// Nobody has confirmed that its compartment is empty.
  public var asksEmpty: Bool

  public init(
    lock: Int, compartment: Int?, row: Int, column: Int, state: String, reason: String?, asksEmpty: Bool
  ) {
    self.lock = lock
    self.compartment = compartment
    self.row = row
    self.column = column
    self.state = state
    self.reason = reason
    self.asksEmpty = asksEmpty
  }
}

/// Something found out.
public struct ProofFindingRow: Codable, Equatable, Sendable {
  /// As the headings of docs/failures.md name it.
  public var finding: String
  public var lock: Int?
  public var compartment: Int?
  public var isDefect: Bool

  public init(finding: String, lock: Int?, compartment: Int?, isDefect: Bool) {
    self.finding = finding
    self.lock = lock
    self.compartment = compartment
    self.isDefect = isDefect
  }
}

/// A signed piece of Kiosk.conf.
public struct BoardFragment: Codable, Equatable, Sendable {
  public var text: String
  /// SHA-256 of the signed part, as the journal's record has it.
  public var hash: String

  public init(text: String, hash: String) {
    self.text = text
    self.hash = hash
  }
}

/// Where a proof stands.
public struct ProofView: Codable, Equatable, Sendable {
  public var bus: Int
  public var busName: String
  public var board: Int
  /// "reading", "ready", "opening", "comparing", "open", "unmoved", "notSent", "ended".
  public var stage: String
  /// Counts the changes of the stage, so that the same stage can be told twice.
  public var step: Int
  public var locks: [ProofLockRow]
  /// The compartment whose door is on trial.
  public var current: Int?
  /// The attempt of its operation, and the operation's number.
  public var attempt: Int?
  public var operation: Int64?
  /// The unlock left.
  public var isSent: Bool
  /// The contact did not come back although the door is said to be shut; the technician may press it.
  public var notBack: Bool
  /// Locks whose bits moved instead, or too.
  public var movedLocks: [Int]
  public var findings: [ProofFindingRow]
  /// ms; 0: no answer yet.
  public var answerMilliseconds: Int
  public var unlocks: Int
  public var unlocksAnswered: Int
  public var unlockAnswerMilliseconds: Int?
  public var pulseMilliseconds: Int?
  /// "unconfirmed", "highFirst", "lowFirst"; nil: the protocol knows no such thing.
  public var byteOrder: String?
  public var pulseForm: String?
  /// All is proven that has to be.
  public var isComplete: Bool
  public var fragment: BoardFragment?

  public init(bus: Int, busName: String, board: Int, stage: String, step: Int, locks: [ProofLockRow]) {
    self.bus = bus
    self.busName = busName
    self.board = board
    self.stage = stage
    self.step = step
    self.locks = locks
    isSent = false
    notBack = false
    movedLocks = []
    findings = []
    answerMilliseconds = 0
    unlocks = 0
    unlocksAnswered = 0
    isComplete = false
  }
}
