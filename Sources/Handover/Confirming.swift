// What the register is told: that an order lies in a compartment, was handed over, retrieved, withdrawn, or is missing.
// Queued in the transaction of what it tells, with the register's id in a row of its own, since the order's personal
// data may go in that same transaction.

extension Decision {
  /// Queues the confirmation of the record with the number `cause`, where the town has its register told. With
  /// `erasing` the order's data is erased after what the confirmation needs was taken along.
  mutating func confirm(_ order: OrderID, cause: Int64, erasing erasure: SideChange? = nil) {
    guard policy.confirmsToRegister else { return }
    let notice = Notice(order: order, kind: .confirmation, cause: cause)
    append(.noticeQueued(notice), by: .station, side: [.keepContact(notice)] + (erasure.map { [$0] } ?? []))
  }
}

extension Event {
  /// The word by which the register is told of this; nil: it is not told.
  public var confirmation: String? {
    switch self {
    case .deposited: "deposited"
    case .taken: "handed_over"
    case .retrieved: "retrieved"
    case .foundEmpty: "missing"
    case .withdrawn: "withdrawn"
    default: nil
    }
  }
}
