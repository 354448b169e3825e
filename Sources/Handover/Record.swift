// A record of the journal: what happened, when, by whom. Durable state changes only by applying one.
// The canonical bytes stand in RecordCoding.swift and docs/journal.md.

public struct Record: Hashable, Sendable {
  /// 1, 2, 3 … without a gap (I9).
  public var sequence: Int64
  public var time: Moment
  public var actor: Actor
  public var event: Event

  public init(sequence: Int64, time: Moment, actor: Actor, event: Event) {
    self.sequence = sequence
    self.time = time
    self.actor = actor
    self.event = event
  }
}

/// A deposit's content as staff confirmed it.
public struct DepositContent: Hashable, Sendable {
  public var order: OrderID
  public var parts: [DocumentSet.Part]
  public var deadline: CivilDay
  /// The second person's user id where four eyes are required.
  public var witness: UInt32?

  public init(order: OrderID, parts: [DocumentSet.Part], deadline: CivilDay, witness: UInt32?) {
    self.order = order
    self.parts = parts
    self.deadline = deadline
    self.witness = witness
  }
}

/// The durable intent (I1): the operation, its attempt and door, why, and what the contact said before.
public struct Intent: Hashable, Sendable {
  public var ref: OperationRef
  public var purpose: Purpose
  public var order: OrderID?
  public var before: DoorReading
  public var itemBefore: ItemReading

  public init(
    ref: OperationRef, purpose: Purpose, order: OrderID?, before: DoorReading, itemBefore: ItemReading
  ) {
    self.ref = ref
    self.purpose = purpose
    self.order = order
    self.before = before
    self.itemBefore = itemBefore
  }
}

/// How a door came to be seen open or closed.
public enum Sighting: UInt8, Hashable, Sendable, CaseIterable {
  /// Watched while it happened.
  case seen = 1
  /// Found so by the first reading after a start.
  case recovered = 2
  /// Was open before the intent, so nothing was unlocked.
  case alreadyOpen = 3
  /// Said by the technician who stands before it, while the contact's meaning is in question.
  case witnessed = 4
}

/// Who said that the set is gone or that a compartment is empty.
public enum Witness: UInt8, Hashable, Sendable, CaseIterable {
  case answer = 1
  case itemSensor = 2
  case staff = 3
}

/// What a notice is about; with the order, the operation and a counter the idempotency key of the outbox (I13).
public enum NoticeKind: UInt8, Hashable, Sendable, CaseIterable {
  case ready = 1
  case reminder = 2
  case extended = 3
  case removed = 4
  case receipt = 5
  case newCode = 6
  /// To the register: what became of the order.
  case confirmation = 7

  public var name: String {
    switch self {
    case .ready: "ready"
    case .reminder: "reminder"
    case .extended: "extended"
    case .removed: "removed"
    case .receipt: "receipt"
    case .newCode: "new_code"
    case .confirmation: "confirmation"
    }
  }
}

/// A row of the outbox: keys and parameters, never a rendered text.
public struct Notice: Hashable, Sendable {
  public var order: OrderID
  public var kind: NoticeKind
  /// The sequence number of the record that caused it, so that the key is unique and stable.
  public var cause: Int64

  public init(order: OrderID, kind: NoticeKind, cause: Int64) {
    self.order = order
    self.kind = kind
    self.cause = cause
  }
}

/// Wrong tries of one entered identifier. The identifier's keyed hash stands in a side table under `slot`.
public struct TryCounter: Hashable, Sendable {
  /// Wrong tries since the last lock or success.
  public var tries: Int
  /// How often it was locked.
  public var locks: Int
  /// Locked until this moment (wall clock and, in the same boot, monotonic).
  public var lockedUntil: Moment?
  /// Locked for good: the counter releases it.
  public var needsCounter: Bool
  public var lastTry: Moment

  public init(tries: Int, locks: Int, lockedUntil: Moment?, needsCounter: Bool, lastTry: Moment) {
    self.tries = tries
    self.locks = locks
    self.lockedUntil = lockedUntil
    self.needsCounter = needsCounter
    self.lastTry = lastTry
  }
}

/// What happened. Kinds are numbered and versioned: a meaning never changes, a new meaning is a new kind.
public enum Event: Hashable, Sendable {
  // The station itself.
  case founded(station: UInt64)
  case started(version: String)
  case compartmentConfigured(CompartmentPlan, epoch: Int)
  case compartmentRemoved(CompartmentNumber)
  case clockSuspected(Bool)
  case safeModeEntered(violations: [String])
  case safeModeLeft

  // Orders.
  case announced(OrderID, OrderFacts)
  case withdrawn(OrderID)
  case overdue(OrderID)
  case reminded(OrderID)
  case extended(OrderID, deadline: CivilDay)
  case codeRenewed(OrderID, number: Int)
  case letterShown(OrderID)
  case identified(OrderID)
  /// The citizen declared that the PIN letter came (§17 PAuswV): the words shown, and their version.
  case pinLetterConfirmed(OrderID, version: String, wording: String)
  case erased(OrderID)
  case forgotten(OrderID)
  /// The register names the document that the new one replaces; written with `announced`.
  case oldDocumentNamed(OrderID, DocumentKind)
  /// The second factor was right, and it was not the holder who showed it (that is `identified`).
  case identifiedAs(OrderID, PickupPerson)
  /// The second factor was the old document at the reader: its chip was read, is genuine, and bears the number that the
  /// order names. The holder showed it.
  case identifiedByOldDocument(OrderID)
  case proxyReleased(OrderID, number: Int)
  case proxyWithdrawn(OrderID)
  /// The citizen declared that the old document is lost: the words shown, and their version.
  case oldDocumentLost(OrderID, DocumentKind, version: String, wording: String)
  /// What became of the old document when the set was taken.
  case oldDocumentSettled(OperationRef, OrderID, OldDocumentFate)
  /// Staff looked for an old document in a compartment: taken out, or not there.
  case oldDocumentCollected(OperationRef, OrderID, wasInside: Bool)

  // Wrong codes.
  case wrongTry(slot: Int, TryCounter)
  case triesCleared(slot: Int)

  // Doors.
  case intent(Intent)
  case unlockSent(OperationRef, complete: Bool)
  case unlockNotSent(OperationRef, SendFailure)
  case opened(OperationRef, Sighting)
  case closed(OperationRef, Sighting)
  case noMovement(OperationRef)
  case uncommandedOpening(CompartmentNumber, LockAddress, epoch: Int, Sighting)
  case uncommandedClosing(CompartmentNumber, LockAddress, epoch: Int, Sighting)

  // What became of the set.
  case taken(OperationRef, OrderID, Witness)
  case notTaken(OperationRef, OrderID)
  case deposited(OperationRef, DepositContent)
  case notDeposited(OperationRef, OrderID)
  case retrieved(OperationRef, OrderID, until: CivilDay)
  case leftInside(OperationRef)
  case foundEmpty(OperationRef, OrderID)
  case emptyConfirmed(OperationRef, newEpoch: Int, Witness)
  case contentUnclear(CompartmentNumber, OperationID?)
  case settled(OperationRef, Outcome, Confirmation, OrderID?)

  // Boards and locks on trial.
  case contactCompared(OperationRef, ContactComparison)
  case boardProven(ProvenBoard)
  case boardDoubted(BoardAddress, ProofFinding, lock: Int?)

  // What a person must do.
  case reviewOpened(ReviewKind, CompartmentNumber?, OrderID?, OperationID?)
  case reviewRepeated(Int64)
  case reviewClosed(Int64)
  case blocked(CompartmentNumber, BlockCause)
  case released(CompartmentNumber)

  // Outbox.
  case noticeQueued(Notice)
  case noticeDone(Notice)
  case noticeDropped(Notice)

  // The journal itself.
  case backupMade(sequence: Int64, hash: RecordHash)
}
