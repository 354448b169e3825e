// One compartment's door as it truly is: the judge of every test. What a board says about it may be wrong,
// this is not.

/// A door, its latch and what lies behind it. Times are microseconds of the simulation's own clock.
public struct SimulatedDoor: Hashable, Sendable {
  /// Whether the leaf is open.
  public internal(set) var isOpen = false
  /// Whether something lies inside.
  public internal(set) var hasItem = false
  /// Whether the latch does not move when its coil is energised.
  public internal(set) var isJammed = false
  /// Whether somebody opened it and went away.
  public internal(set) var isLeftOpen = false
  /// Until when a pulled door gives way; nil when the latch holds.
  public internal(set) var releasedUntil: Int64?
  /// When the contact last moved.
  public internal(set) var edgeAt: Int64 = .min / 2
  /// Pulses that its coil had.
  public internal(set) var pulses = 0
  /// Until when its coil is energised; `.max` while a level holds it.
  public internal(set) var coilUntil: Int64 = .min / 2
  /// Whether its coil was switched on with nothing that switches it off again.
  public var isHeld: Bool { coilUntil == .max }
}

/// Who opens a door whose latch was released.
public enum SimulatedPull: String, Hashable, Sendable, CaseIterable {
  /// It springs open by itself.
  case spring
  /// Somebody has to pull it through the control socket.
  case hand
}

/// Something that truly happened to a door or its board.
public struct SimulatedTruth: Hashable, Sendable {
  public enum Event: String, Hashable, Sendable, CaseIterable {
    case unlockFrame = "unlock_frame"
    case pulse
    case doorOpened = "door_opened"
    case doorClosed = "door_closed"
    case itemTaken = "item_taken"
    case itemPut = "item_put"
    /// A coil was switched on by level and stays on: it burns. No product may ever do that.
    case coilHeld = "coil_held"
  }

  /// Microseconds of the simulation's own clock.
  public let at: Int64
  /// The board on its wire, from 0. A twin of `duplicate-address` has the number of boards as its own.
  public let board: Int
  /// The lock, from 0.
  public let lock: Int
  public let event: Event
}

/// What comes out of simulated boards.
public enum SimulatedOutput: Hashable, Sendable {
  /// These bytes reach the computer at this moment.
  case bytes(at: Int64, [UInt8])
  case truth(SimulatedTruth)
  /// The adapter is pulled; it may be plugged in again `milliseconds` later.
  case hangUp(at: Int64, againAfterMilliseconds: Int)
}
