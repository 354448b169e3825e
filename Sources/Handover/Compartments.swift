// A compartment (Fach): a door with a lock, and what is known about what lies behind it.

public enum CompartmentSize: UInt8, Hashable, Comparable, Sendable, CaseIterable {
  case small = 1
  case medium = 2
  case large = 3

  /// `S`, `M` or `L`.
  public var name: String {
    switch self {
    case .small: "S"
    case .medium: "M"
    case .large: "L"
    }
  }

  public init?(name: some StringProtocol) {
    guard let size = CompartmentSize.allCases.first(where: { $0.name == name }) else { return nil }
    self = size
  }

  public static func < (left: CompartmentSize, right: CompartmentSize) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// What Kiosk.conf says about a compartment.
public struct CompartmentPlan: Hashable, Sendable {
  public var number: CompartmentNumber
  public var lock: LockAddress
  public var size: CompartmentSize
  /// Can be reached from a wheelchair.
  public var isLow: Bool
  /// Place in the wall, from 1, counted from the top left.
  public var row: Int
  public var column: Int
  /// An item sensor (IR) is wired, so "item absent" is evidence.
  public var hasItemSensor: Bool

  public init(
    number: CompartmentNumber, lock: LockAddress, size: CompartmentSize, isLow: Bool, row: Int, column: Int,
    hasItemSensor: Bool = false
  ) {
    self.number = number
    self.lock = lock
    self.size = size
    self.isLow = isLow
    self.row = row
    self.column = column
    self.hasItemSensor = hasItemSensor
  }
}

/// A compartment as the journal knows it.
public struct Compartment: Hashable, Sendable {
  public var plan: CompartmentPlan
  /// Grows each time the compartment is confirmed empty (I6). An intent of an older epoch never actuates.
  public var epoch: Int
  public var content: Content
  /// Not nil: out of service, and why.
  public var block: BlockCause?
  /// What the journal last said of the door, and to whom an open door belongs.
  public var door: RecordedDoor

  public init(plan: CompartmentPlan, epoch: Int, content: Content, block: BlockCause?, door: RecordedDoor) {
    self.plan = plan
    self.epoch = epoch
    self.content = content
    self.block = block
    self.door = door
  }

  public enum Content: Hashable, Sendable {
    /// Nobody has confirmed that it is empty: new, or after a handover. A deposit asks first.
    case unconfirmed
    /// Confirmed empty in this epoch.
    case empty
    case holds(OrderID)
    /// The order's old document, laid in when its set was taken; staff take it out before the next deposit.
    case oldDocument(OrderID)
    /// A person must look; only a retrieval opens it.
    case unclear
  }

  /// An old document lies inside, to be collected.
  public var holdsOldDocument: Bool {
    if case .oldDocument = content { return true }
    return false
  }

  public enum RecordedDoor: Hashable, Sendable {
    case closed
    /// Open, and the operation that opened it, which may be settled already (`opened_left_open`).
    case openBy(OperationID, attempt: Int)
    /// Open, and no operation asked for it.
    case openUncommanded
  }
}

/// Why a compartment is out of service.
public enum BlockCause: UInt8, Hashable, Sendable, CaseIterable {
  case staff = 1
  case leftOpen = 2
  case uncommandedOpening = 3
  case jammed = 4
  case contentUnclear = 5
  case moved = 6
  case contactFlapping = 7
  case outcomeUnknown = 8

  public var name: String {
    switch self {
    case .staff: "staff"
    case .leftOpen: "left_open"
    case .uncommandedOpening: "uncommanded_opening"
    case .jammed: "jammed"
    case .contentUnclear: "content_unclear"
    case .moved: "moved"
    case .contactFlapping: "contact_flapping"
    case .outcomeUnknown: "outcome_unknown"
    }
  }
}

/// What a door's contact says. `unknown` is a value and never folded into another (I7).
public enum DoorReading: UInt8, Hashable, Sendable, CaseIterable {
  case unknown = 0
  case closed = 1
  case open = 2

  public var name: String {
    switch self {
    case .unknown: "unknown"
    case .closed: "closed"
    case .open: "open"
    }
  }
}

/// What an item sensor says; `unknown` also where none is wired.
public enum ItemReading: UInt8, Hashable, Sendable, CaseIterable {
  case unknown = 0
  case absent = 1
  case present = 2
}
