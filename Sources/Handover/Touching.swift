// Which rows of the projections an event touches, so that the journal writes those and no others.

extension Event {
  /// The rows that this event creates, changes or deletes. `before` is the state before the batch that it is in,
  /// `sequence` the number of its record.
  public func touched(in before: State, sequence: Int64) -> Touched {
    var rows = Touched()
    if let number = compartment { rows.compartments.insert(number) }
    if let ref { rows.operations.insert(ref.operation) }
    switch self {
    case .announced(let order, _), .withdrawn(let order), .overdue(let order), .reminded(let order),
      .extended(let order, _), .codeRenewed(let order, _), .letterShown(let order), .identified(let order),
      .pinLetterConfirmed(let order, _, _),
      .oldDocumentNamed(let order, _), .identifiedAs(let order, _), .identifiedByOldDocument(let order),
      .proxyReleased(let order, _),
      .proxyWithdrawn(let order), .oldDocumentLost(let order, _, _, _),
      .oldDocumentSettled(_, let order, _), .oldDocumentCollected(_, let order, _),
      .erased(let order), .forgotten(let order), .taken(_, let order, _), .notTaken(_, let order),
      .notDeposited(_, let order), .retrieved(_, let order, _), .foundEmpty(_, let order):
      rows.orders.insert(order)
    case .deposited(_, let content): rows.orders.insert(content.order)
    case .settled(_, _, _, let order): if let order { rows.orders.insert(order) }
    case .wrongTry(let slot, _), .triesCleared(let slot): rows.counters.insert(slot)
    case .reviewOpened: rows.reviews.insert(sequence)
    case .reviewRepeated(let item), .reviewClosed(let item): rows.reviews.insert(item)
    case .noticeQueued(let notice), .noticeDone(let notice), .noticeDropped(let notice):
      rows.notices.insert(notice)
    case .boardProven(let proven): rows.boards.insert(proven.board)
    case .boardDoubted(let board, _, _): rows.boards.insert(board)
    default: break
    }
    return rows
  }
}

extension Touched {
  /// Rows of several events together.
  public mutating func formUnion(_ other: Touched) {
    compartments.formUnion(other.compartments)
    orders.formUnion(other.orders)
    operations.formUnion(other.operations)
    reviews.formUnion(other.reviews)
    counters.formUnion(other.counters)
    notices.formUnion(other.notices)
    boards.formUnion(other.boards)
  }
}
