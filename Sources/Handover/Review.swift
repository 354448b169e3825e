// Review (Klärung): the list of what only a person may settle.

public struct ReviewItem: Hashable, Sendable {
  /// The sequence number of the record that opened it.
  public var id: Int64
  public var kind: ReviewKind
  public var compartment: CompartmentNumber?
  public var order: OrderID?
  public var operation: OperationID?
  /// How often the same thing was seen again while the item was open.
  public var repeats: Int

  public init(
    id: Int64, kind: ReviewKind, compartment: CompartmentNumber?, order: OrderID?, operation: OperationID?,
    repeats: Int = 0
  ) {
    self.id = id
    self.kind = kind
    self.compartment = compartment
    self.order = order
    self.operation = operation
    self.repeats = repeats
  }
}

public enum ReviewKind: UInt8, Hashable, Sendable, CaseIterable {
  case uncommandedOpening = 1
  case leftOpen = 2
  case outcomeUnknown = 3
  case jammed = 4
  case notTaken = 5
  /// A pickup ended without an answer and the deadline has passed.
  case unconfirmed = 6
  case contentUnclear = 7
  case missing = 8
  case contactFlapping = 9
  case moved = 10
  /// A citizen declared that the old document is lost.
  case oldDocumentLost = 11
  /// An old document that was to be in the compartment is not there.
  case oldDocumentMissing = 12

  public var name: String {
    switch self {
    case .uncommandedOpening: "uncommanded_opening"
    case .leftOpen: "left_open"
    case .outcomeUnknown: "outcome_unknown"
    case .jammed: "jammed"
    case .notTaken: "not_taken"
    case .unconfirmed: "unconfirmed"
    case .contentUnclear: "content_unclear"
    case .missing: "missing"
    case .contactFlapping: "contact_flapping"
    case .moved: "moved"
    case .oldDocumentLost: "old_document_lost"
    case .oldDocumentMissing: "old_document_missing"
    }
  }
}
