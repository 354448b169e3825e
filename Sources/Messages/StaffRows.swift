// Lists as staff read them: orders, compartments and what a person must settle, a row each. A name stands in a row only
// where it was asked for.

public struct OrderRow: Codable, Equatable, Sendable {
  public var order: String
  public var documents: [String]
  /// "announced", "deposited", "overdue", "retrieved", "missing", "handed_over".
  public var stage: String
  public var compartment: Int?
  public var since: String?
  public var until: String?
  public var counterOnly: Bool
  /// Only where asked for, and only for staff.
  public var name: String?

  public init(
    order: String, documents: [String], stage: String, compartment: Int?, since: String?, until: String?,
    counterOnly: Bool, name: String?
  ) {
    self.order = order
    self.documents = documents
    self.stage = stage
    self.compartment = compartment
    self.since = since
    self.until = until
    self.counterOnly = counterOnly
    self.name = name
  }
}

public struct CompartmentRow: Codable, Equatable, Sendable {
  public var compartment: Int
  public var bus: Int
  public var board: Int
  public var lock: Int
  public var size: String
  public var low: Bool
  public var row: Int
  public var column: Int
  public var epoch: Int
  /// "unconfirmed", "empty", "holds", "unclear", "old_document".
  public var content: String
  public var order: String?
  /// "open", "closed", "unknown": what the contact says now.
  public var door: String
  public var blocked: String?
  /// The name of the bus as Kiosk.conf has it; nil: only its place is known.
  public var busName: String?
  /// The kind of old document that the set inside goes against; it may be all that lies there by now.
  public var oldDocument: String?

  public init(
    compartment: Int, bus: Int, board: Int, lock: Int, size: String, low: Bool, row: Int, column: Int,
    epoch: Int,
    content: String, order: String?, door: String, blocked: String?, oldDocument: String? = nil
  ) {
    self.compartment = compartment
    self.bus = bus
    self.board = board
    self.lock = lock
    self.size = size
    self.low = low
    self.row = row
    self.column = column
    self.epoch = epoch
    self.content = content
    self.order = order
    self.door = door
    self.blocked = blocked
    self.oldDocument = oldDocument
  }
}

public struct ReviewRow: Codable, Equatable, Sendable {
  public var item: Int64
  public var kind: String
  public var compartment: Int?
  public var order: String?
  public var operation: String?
  public var repeats: Int

  public init(item: Int64, kind: String, compartment: Int?, order: String?, operation: String?, repeats: Int)
  {
    self.item = item
    self.kind = kind
    self.compartment = compartment
    self.order = order
    self.operation = operation
    self.repeats = repeats
  }
}
