// An operation: one way to open one door, from its durable intent to its outcome.

/// Why a door is opened: the four ways.
public enum Purpose: UInt8, Hashable, Sendable, CaseIterable {
  /// Deposit (Einlegen) by staff.
  case deposit = 1
  /// Handover (Aushändigung) to the citizen.
  case handover = 2
  /// Retrieval (Rückholung) by staff; also the way to look into a compartment.
  case retrieval = 3
  /// Proving a lock (Inbetriebnahme) by a technician: nothing lies inside, and the contact's meaning is in question.
  case commissioning = 4

  public var name: String {
    switch self {
    case .deposit: "deposit"
    case .handover: "handover"
    case .retrieval: "retrieval"
    case .commissioning: "commissioning"
    }
  }
}

/// An unsettled operation.
public struct Operation: Hashable, Sendable {
  /// A door may be unlocked at most this often for one operation, each with an intent of its own (I12).
  public static let attemptsMax = 3
  /// More edges than this in one operation: the contact is faulty, a person must look.
  public static let edgesMax = 20

  public var id: OperationID
  public var purpose: Purpose
  public var order: OrderID?
  public var compartment: CompartmentNumber
  public var lock: LockAddress
  public var epoch: Int
  public var actor: Actor
  public var attempt: Int
  public var phase: Phase
  /// OPEN_SEEN was recorded at least once: the evidence that I4 asks for.
  public var wasSeenOpen: Bool
  /// The door stood open before the intent, so nothing was unlocked.
  public var wasAlreadyOpen: Bool
  /// What the item sensor said before the door opened. Only a change from present to absent is evidence: a sensor
  /// that never saw the set cannot say that it is gone.
  public var itemBefore: ItemReading
  /// Door edges recorded so far.
  public var edges: Int

  public init(
    id: OperationID, purpose: Purpose, order: OrderID?, compartment: CompartmentNumber, lock: LockAddress,
    epoch: Int, actor: Actor, attempt: Int, phase: Phase, wasSeenOpen: Bool, wasAlreadyOpen: Bool,
    itemBefore: ItemReading, edges: Int
  ) {
    self.id = id
    self.purpose = purpose
    self.order = order
    self.compartment = compartment
    self.lock = lock
    self.epoch = epoch
    self.actor = actor
    self.attempt = attempt
    self.phase = phase
    self.wasSeenOpen = wasSeenOpen
    self.wasAlreadyOpen = wasAlreadyOpen
    self.itemBefore = itemBefore
    self.edges = edges
  }

  public enum Phase: UInt8, Hashable, Sendable, CaseIterable {
    /// The intent is durable; whether the unlock left is not known.
    case intended = 1
    /// The unlock frame was written.
    case sent = 2
    /// No byte left the PC; a new attempt is a new intent.
    case notSent = 3
    /// The door did not move in time; the citizen is asked.
    case noMovement = 4
    case open = 5
    /// Seen open, then closed; waits for the answer.
    case closed = 6
    /// The answer was "no"; a new attempt or the end comes next.
    case notTaken = 7
  }

  public var ref: OperationRef {
    OperationRef(operation: id, attempt: attempt, compartment: compartment, lock: lock, epoch: epoch)
  }
}

/// How an operation names its door in a record.
public struct OperationRef: Hashable, Sendable {
  public var operation: OperationID
  public var attempt: Int
  public var compartment: CompartmentNumber
  public var lock: LockAddress
  public var epoch: Int

  public init(
    operation: OperationID, attempt: Int, compartment: CompartmentNumber, lock: LockAddress, epoch: Int
  ) {
    self.operation = operation
    self.attempt = attempt
    self.compartment = compartment
    self.lock = lock
    self.epoch = epoch
  }
}

/// How an operation ended (`lockers.md` F3).
public enum Outcome: UInt8, Hashable, Sendable, CaseIterable {
  case openedClosed = 1
  case openedLeftOpen = 2
  case alreadyOpen = 3
  case jammed = 4
  case notSent = 5
  case outcomeUnknown = 6

  public var name: String {
    switch self {
    case .openedClosed: "opened_closed"
    case .openedLeftOpen: "opened_left_open"
    case .alreadyOpen: "already_open"
    case .jammed: "jammed"
    case .notSent: "not_sent"
    case .outcomeUnknown: "outcome_unknown"
    }
  }
}

/// What became of the set in an operation. `unconfirmed` is not success: nobody said.
public enum Confirmation: UInt8, Hashable, Sendable, CaseIterable {
  case unconfirmed = 0
  case taken = 1
  case notTaken = 2
  case deposited = 3
  case notDeposited = 4
  case retrieved = 5
  case leftInside = 6
  case foundEmpty = 7
  /// An old document was taken out of the compartment.
  case oldDocumentRetrieved = 8

  public var name: String {
    switch self {
    case .unconfirmed: "unconfirmed"
    case .taken: "taken"
    case .notTaken: "not_taken"
    case .deposited: "deposited"
    case .notDeposited: "not_deposited"
    case .retrieved: "retrieved"
    case .leftInside: "left_inside"
    case .foundEmpty: "found_empty"
    case .oldDocumentRetrieved: "old_document_retrieved"
    }
  }
}

/// Why no byte of an unlock left the PC.
public enum SendFailure: UInt8, Hashable, Sendable, CaseIterable {
  case lineLost = 1
  case contactUnknown = 2
  case coolingDown = 3
  case busy = 4
  case expired = 5

  public var name: String {
    switch self {
    case .lineLost: "line_lost"
    case .contactUnknown: "contact_unknown"
    case .coolingDown: "cooling_down"
    case .busy: "busy"
    case .expired: "expired"
    }
  }
}
