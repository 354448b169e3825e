// What one board's contacts and item sensors say, debounced. Kept as bits so that a simulator can pass
// millions of them around; read as `Contact` and `Item`, which keep unknown apart.

/// A board's debounced contacts and items at one moment.
public struct BoardReading: Hashable, Sendable {
  /// The board's address.
  public let board: Int
  /// When the request of the last sample went out: the contacts were read after this moment.
  public let askedAt: BusTime
  /// When its answer was accepted.
  public let at: BusTime
  /// How many locks the board has.
  public let lockCount: Int

  let known: UInt64
  let closed: UInt64
  let itemsKnown: UInt64
  let itemsPresent: UInt64
  let changedBits: UInt64

  /// What the contact of a lock says; `unknown` for a lock that does not exist.
  public func contact(_ lock: Int) -> Contact {
    guard (0..<lockCount).contains(lock), known >> UInt64(lock) & 1 == 1 else { return .unknown }
    return closed >> UInt64(lock) & 1 == 1 ? .closed : .open
  }

  /// What the item sensor of a lock says.
  public func item(_ lock: Int) -> Item {
    guard (0..<lockCount).contains(lock), itemsKnown >> UInt64(lock) & 1 == 1 else { return .unknown }
    return itemsPresent >> UInt64(lock) & 1 == 1 ? .present : .absent
  }

  /// All contacts, by lock.
  public var contacts: [Contact] { (0..<lockCount).map(contact) }

  /// All items, by lock.
  public var items: [Item] { (0..<lockCount).map(item) }

  /// The locks whose contact or item differs from the reading before, in rising order.
  public var changedLocks: [Int] { (0..<lockCount).filter { changedBits >> UInt64($0) & 1 == 1 } }

  /// Whether this reading says anything new.
  public var hasChanges: Bool { changedBits != 0 }
}
