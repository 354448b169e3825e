// Where a lock is on one bus, and the three things a wire can say about it. A position means nothing outside
// its bus: the station maps compartments to a bus and a position.

/// A lock on one bus.
public struct LockPosition: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The board's address as its switches say; its dialect says within which range.
  public var board: Int
  /// The lock on that board, from 0 in every dialect; the board's print, and some wires, call lock 0 "1".
  public var lock: Int

  public init(board: Int, lock: Int) {
    self.board = board
    self.lock = lock
  }

  public static func < (left: LockPosition, right: LockPosition) -> Bool {
    (left.board, left.lock) < (right.board, right.lock)
  }

  public var description: String { "\(board):\(lock)" }
}

/// What a lock's contact says. It follows the latch, not the leaf: closed means shut *and* caught.
public enum Contact: String, Hashable, Sendable, CaseIterable {
  case open, closed
  /// Not read yet, not read lately, not believed, or not wired. Never to be taken for one of the others.
  case unknown
}

/// What a compartment's item sensor says, where one is wired.
public enum Item: String, Hashable, Sendable, CaseIterable {
  case present, absent
  /// No sensor, or its board is unknown. Never to be taken for one of the others.
  case unknown
}
