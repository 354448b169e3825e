// What things are called in the journal: numbers and random ids, never a name or a serial number.

/// A random id of an order (16 hexadecimal digits). It says nothing about the person.
public struct OrderID: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var value: UInt64

  public init(_ value: UInt64) {
    self.value = value
  }

  /// From 16 hexadecimal digits.
  public init?(_ text: some StringProtocol) {
    // `UInt64` would read a sign too: one id, one text.
    guard text.utf8.count == 16, text.first != "+", let value = UInt64(text, radix: 16) else { return nil }
    self.value = value
  }

  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  public static func < (left: OrderID, right: OrderID) -> Bool { left.value < right.value }
}

/// The number of an operation, counted up from 1 for the life of a station.
public struct OperationID: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var number: Int64

  public init(_ number: Int64) {
    self.number = number
  }

  /// As citizens and clerks read it: eight digits in two groups (`0000-0042`).
  public var description: String {
    let digits = String(number)
    let padded = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    return "\(padded.dropLast(4))-\(padded.suffix(4))"
  }

  public static func < (left: OperationID, right: OperationID) -> Bool { left.number < right.number }
}

/// Where a lock sits: bus (0-based, in the order of Kiosk.conf), board address and lock on the board, both 0-based
/// as on the wire.
public struct LockAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var bus: Int
  public var board: Int
  public var lock: Int

  public init(bus: Int, board: Int, lock: Int) {
    self.bus = bus
    self.board = board
    self.lock = lock
  }

  public var description: String { "\(bus).\(board).\(lock)" }

  public static func < (left: LockAddress, right: LockAddress) -> Bool {
    (left.bus, left.board, left.lock) < (right.bus, right.board, right.lock)
  }
}

/// The number painted on a compartment's door, from 1.
public typealias CompartmentNumber = Int

/// Who acts, as the journal knows it: a role and the kernel's user id. The login's name stands in a side table.
public struct Actor: Hashable, Sendable {
  public enum Role: UInt8, Hashable, Sendable, CaseIterable {
    case station = 0
    case citizen = 1
    case staff = 2
    case technician = 3
    case auditor = 4
  }

  public var role: Role
  /// The user id of the other end of the socket; nil for the station itself.
  public var user: UInt32?

  public init(role: Role, user: UInt32?) {
    self.role = role
    self.user = user
  }

  public static let station = Actor(role: .station, user: nil)
}
