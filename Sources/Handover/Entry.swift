// One record with the changes of the side tables that belong to it, and what it changes in the projections.

/// A record and its side changes; a batch of entries is one transaction.
public struct Entry: Hashable, Sendable {
  public var record: Record
  public var side: [SideChange]

  public init(record: Record, side: [SideChange] = []) {
    self.record = record
    self.side = side
  }
}

/// Which rows of the projections a batch touches; the scalars of `State` are always written.
public struct Touched: Equatable, Sendable {
  public var compartments: Set<CompartmentNumber> = []
  public var orders: Set<OrderID> = []
  public var operations: Set<OperationID> = []
  public var reviews: Set<Int64> = []
  public var counters: Set<Int> = []
  public var notices: Set<Notice> = []
  public var boards: Set<BoardAddress> = []

  public init() {}
}
