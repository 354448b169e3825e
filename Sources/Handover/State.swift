// The durable state of a station: what the records so far amount to, as far as it is still needed.
// It changes by `apply` alone (Apply.swift). Its size is bounded by the wall and by the orders that are open;
// it does not grow with the journal's age.

public struct State: Equatable, Sendable {
  static let identifiedMax = 8

  /// The sequence number of the last record applied; 0 before the first.
  public var sequence: Int64 = 0
  /// The station's own id, from the first record.
  public var station: UInt64?
  /// The latest civil day that a record was written on.
  public var lastDay = CivilDay(number: 0)
  /// The clock went back behind `lastDay`: no deadline passes until it is right again.
  public var isClockSuspect = false
  /// Not nil: nothing opens, and why.
  public var safeMode: [String]?
  public var compartments: [CompartmentNumber: Compartment] = [:]
  public var orders: [OrderID: Order] = [:]
  /// Unsettled operations.
  public var operations: [OperationID: Operation] = [:]
  /// The number that the next operation gets.
  public var nextOperation: Int64 = 1
  /// Open review items by id.
  public var reviews: [Int64: ReviewItem] = [:]
  /// Wrong tries by slot.
  public var counters: [Int: TryCounter] = [:]
  /// What waits to be sent.
  public var outbox: [Notice] = []
  /// The last proof of each board, as long as nothing has put it in doubt.
  public var proofs: [BoardAddress: BoardProofMark] = [:]
  /// The orders whose second factor was right last since the start, the latest last; at most `identifiedMax`.
  public var identified: [OrderID] = []
  /// The last copy of the journal that was verified; nil: none ever.
  public var lastBackup: BackupMark?

  public init() {}

  /// The number that the next record gets.
  public var nextSequence: Int64 { sequence + 1 }

  /// Compartments by number, so that no order of a dictionary can be seen.
  public var compartmentNumbers: [CompartmentNumber] { compartments.keys.sorted() }
  public var orderIDs: [OrderID] { orders.keys.sorted() }
  public var operationIDs: [OperationID] { operations.keys.sorted() }
  public var reviewIDs: [Int64] { reviews.keys.sorted() }

  /// The unsettled operation of a compartment; there is at most one (I2).
  public func operation(at compartment: CompartmentNumber) -> Operation? {
    operations.values.first { $0.compartment == compartment }
  }

  /// The unsettled operation of a citizen; there is at most one (I2).
  public var citizenOperation: Operation? { operations.values.first { $0.purpose == .handover } }

  /// The compartment whose lock sits at an address.
  public func compartment(at lock: LockAddress) -> Compartment? {
    compartments.values.first { $0.plan.lock == lock }
  }
}
