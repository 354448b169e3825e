// What is known of a lock board and how it came to be known: the values that a technician proved lock by lock, and the
// evidence of each comparison. Raw bits only; what a bit means is what is to be found out.

/// The wire protocol of a board, as records name it.
public enum BoardDialect: UInt8, Hashable, Sendable, CaseIterable {
  case kerong = 1
  case xor = 2
  case modbus = 3
}

/// How a board that has more than one way is told to pulse a coil.
public enum PulseForm: UInt8, Hashable, Sendable, CaseIterable {
  /// The protocol has one way only.
  case own = 0
  /// Modbus: a coil that the board switches off by itself.
  case coilFlash = 1
  /// Modbus: a register that the board resets by itself.
  case registerMomentary = 2

  /// The word of Kiosk.conf, for people and exports.
  public var name: String {
    switch self {
    case .own: "own"
    case .coilFlash: "coil-flash"
    case .registerMomentary: "register-momentary"
    }
  }
}

/// Whether a board answers an unlock.
public enum UnlockHabit: UInt8, Hashable, Sendable, CaseIterable {
  case never = 0
  case maybe = 1
  case always = 2
}

/// The order of the two bytes of the unlock time.
public enum TimeByteOrder: UInt8, Hashable, Sendable, CaseIterable {
  case unconfirmed = 0
  case highFirst = 1
  case lowFirst = 2

  /// The word of Kiosk.conf, for people and exports.
  public var name: String {
    switch self {
    case .unconfirmed: "unconfirmed"
    case .highFirst: "high-first"
    case .lowFirst: "low-first"
    }
  }
}

/// Where a board is: the place of its bus in Kiosk.conf and its address.
public struct BoardAddress: Hashable, Comparable, Sendable {
  public var bus: Int
  public var board: Int

  public init(bus: Int, board: Int) {
    self.bus = bus
    self.board = board
  }

  public static func < (left: BoardAddress, right: BoardAddress) -> Bool {
    (left.bus, left.board) < (right.bus, right.board)
  }
}

extension LockAddress {
  /// The board that the lock sits on.
  public var boardAddress: BoardAddress { BoardAddress(bus: bus, board: board) }
}

/// What the sources dispute about boards, as Kiosk.conf says it or as it was proven.
public struct BoardValues: Hashable, Sendable {
  public var dialect: BoardDialect
  public var pulseForm: PulseForm
  /// Locks of the board; they count from 0.
  public var locks: Int
  /// A contact bit of 1 says closed.
  public var closedIsOne: Bool
  /// Locks whose bit says the opposite, lock 0 in bit 0.
  public var inverted: UInt64
  /// Locks that nothing may use, lock 0 in bit 0.
  public var ignored: UInt64
  public var answersUnlock: UnlockHabit
  public var byteOrder: TimeByteOrder
  /// How long an answer to a status request may take, in ms.
  public var statusTimeout: Int

  public init(
    dialect: BoardDialect, pulseForm: PulseForm, locks: Int, closedIsOne: Bool, inverted: UInt64,
    ignored: UInt64, answersUnlock: UnlockHabit, byteOrder: TimeByteOrder, statusTimeout: Int
  ) {
    self.dialect = dialect
    self.pulseForm = pulseForm
    self.locks = locks
    self.closedIsOne = closedIsOne
    self.inverted = inverted
    self.ignored = ignored
    self.answersUnlock = answersUnlock
    self.byteOrder = byteOrder
    self.statusTimeout = statusTimeout
  }

  /// The locks of a mask, ascending.
  public static func locks(_ mask: UInt64) -> [Int] { (0..<64).filter { mask >> UInt64($0) & 1 == 1 } }

  /// The mask of some locks; numbers outside 0...63 are no locks.
  public static func mask(_ locks: [Int]) -> UInt64 {
    locks.reduce(0) { (0..<64).contains($1) ? $0 | 1 << UInt64($1) : $0 }
  }
}

/// A SHA-256 digest as a record holds it.
public struct Digest256: Hashable, Sendable {
  public var words: (UInt64, UInt64, UInt64, UInt64)

  /// From 32 bytes, big-endian.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    func word(_ index: Int) -> UInt64 { bytes[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) } }
    words = (word(0), word(1), word(2), word(3))
  }

  public init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
    words = (first, second, third, fourth)
  }

  /// 64 hexadecimal digits.
  public var hex: String {
    [words.0, words.1, words.2, words.3].map { OrderID($0).description }.joined()
  }

  public static func == (left: Digest256, right: Digest256) -> Bool {
    left.words == right.words
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}

/// A board whose every used lock was seen to open and close.
public struct ProvenBoard: Hashable, Sendable {
  public var board: BoardAddress
  public var values: BoardValues
  /// The unlock time that the board told, in ms; nil: it has none to tell, or the byte order is unconfirmed.
  public var pulseMilliseconds: Int?
  /// The longest answer to a status request, in ms, rounded up.
  public var answerMilliseconds: Int
  /// Unlocks that were sent while it was proven, and how many of them were answered.
  public var unlocks: Int
  public var unlocksAnswered: Int
  /// SHA-256 of the configuration fragment that the technician was given.
  public var fragment: Digest256

  public init(
    board: BoardAddress, values: BoardValues, pulseMilliseconds: Int?, answerMilliseconds: Int, unlocks: Int,
    unlocksAnswered: Int, fragment: Digest256
  ) {
    self.board = board
    self.values = values
    self.pulseMilliseconds = pulseMilliseconds
    self.answerMilliseconds = answerMilliseconds
    self.unlocks = unlocks
    self.unlocksAnswered = unlocksAnswered
    self.fragment = fragment
  }
}

/// The last proof of a board, as the station remembers it.
public struct BoardProofMark: Hashable, Sendable {
  /// The number of the record.
  public var sequence: Int64
  public var day: CivilDay
  public var proven: ProvenBoard

  public init(sequence: Int64, day: CivilDay, proven: ProvenBoard) {
    self.sequence = sequence
    self.day = day
    self.proven = proven
  }
}

/// One comparison of a board's raw bits with what the technician says of a door. This, not `opened` and `closed`, is
/// the evidence of a contact whose meaning is in question (I7).
public struct ContactComparison: Hashable, Sendable {
  public enum Step: UInt8, Hashable, Sendable, CaseIterable {
    /// Before the unlock, the door shut.
    case rest = 1
    case afterOpening = 2
    case afterClosing = 3
  }

  /// What the technician says.
  public enum Word: UInt8, Hashable, Sendable, CaseIterable {
    case shut = 1
    case opened = 2
    /// The door did not move.
    case unmoved = 3
    /// Another door opened, or more than one.
    case otherDoors = 4
  }

  public var step: Step
  public var word: Word
  /// The raw contact bits of the board at rest and now, lock 0 in bit 0.
  public var before: UInt64
  public var now: UInt64
  /// The bits were read twice alike after the word; otherwise `now` says nothing.
  public var isSteady: Bool

  public init(step: Step, word: Word, before: UInt64, now: UInt64, isSteady: Bool) {
    self.step = step
    self.word = word
    self.before = before
    self.now = now
    self.isSteady = isSteady
  }
}

/// What can be found out about a board or lock. Each has a heading in docs/failures.md.
public enum ProofFinding: UInt8, Hashable, Sendable, CaseIterable {
  case inverted = 1
  case neverAnswersUnlock = 2
  case lowFirst = 3
  case stuckContact = 4
  case duplicateAddress = 5
  case wiredElsewhere = 6
  case twoContacts = 7
  case otherDoor = 8
  case notWired = 9
  case jammed = 10
  case badAnswers = 11
  case silent = 12
  case orderUnconfirmed = 13
  case notSent = 14
  case timeNotKept = 15
  case notClosing = 16
  case swappedGroups = 17
  /// The board answered an unlock by saying that it did not act.
  case refused = 18

  /// The word for programs and exports; `### proof WORD` in docs/failures.md.
  public var name: String {
    switch self {
    case .inverted: "inverted"
    case .neverAnswersUnlock: "never-answers-unlock"
    case .lowFirst: "low-first"
    case .stuckContact: "stuck-contact"
    case .duplicateAddress: "duplicate-address"
    case .wiredElsewhere: "wired-elsewhere"
    case .twoContacts: "two-contacts"
    case .otherDoor: "other-door"
    case .notWired: "not-wired"
    case .jammed: "jammed"
    case .badAnswers: "bad-answers"
    case .silent: "silent"
    case .orderUnconfirmed: "order-unconfirmed"
    case .notSent: "not-sent"
    case .timeNotKept: "time-not-kept"
    case .notClosing: "not-closing"
    case .swappedGroups: "swapped-groups"
    case .refused: "refused"
    }
  }

  /// The lock or board cannot be called proven with this; the others are values to be configured.
  public var isDefect: Bool {
    switch self {
    case .inverted, .neverAnswersUnlock, .lowFirst, .orderUnconfirmed, .notWired: false
    case .stuckContact, .duplicateAddress, .wiredElsewhere, .twoContacts, .otherDoor, .jammed, .badAnswers,
      .silent, .notSent, .timeNotKept, .notClosing, .swappedGroups, .refused:
      true
    }
  }
}
