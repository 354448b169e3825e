// The locker part of Kiosk.conf: buses, their boards, and the compartments behind the locks. Plain values;
// what the bytes on the wire are is the business of Lockers.

/// `[[bus]]`: a serial line with boards.
public struct BusSettings: Equatable, Sendable {
  /// Unique among the buses.
  public var name: String
  /// The serial device; absolute, unique among the buses.
  public var path: String
  public var baud: Int
  /// The adapter hands back our own bytes.
  public var echo: Bool
  /// Silence after a bad frame or a time-out before the next request.
  public var quietMilliseconds: Int
  /// Silence between two exchanges.
  public var gapMilliseconds: Int
  /// Let the kernel steer the RS-485 direction (TIOCSRS485).
  public var rs485: Bool
  /// By address; all of one dialect, and addresses are unique on a bus.
  public var boards: [BoardSettings]
}

/// `[[bus.board]]`: a lock board. What sources dispute about boards is stated here, never guessed.
public struct BoardSettings: Equatable, Sendable {
  public enum Dialect: String, Sendable, CaseIterable { case kerong, xor, modbus }
  public enum Pulse: String, Sendable, CaseIterable {
    case coilFlash = "coil-flash"
    case registerMomentary = "register-momentary"
  }
  public enum UnlockAnswer: String, Sendable, CaseIterable { case never, always, maybe }
  public enum ByteOrder: String, Sendable, CaseIterable {
    case unconfirmed
    case highFirst = "high-first"
    case lowFirst = "low-first"
  }

  /// As its switches say, within what its dialect allows.
  public var address: Int
  public var dialect: Dialect
  /// How many locks are there; they count from 0 in every dialect.
  public var locks: Int
  /// A contact bit of 1 says closed.
  public var closedIsOne: Bool
  /// Locks whose contact bit says the opposite; ascending.
  public var locksInverted: [Int]
  /// Locks with nothing wired to them; their bits are not looked at and no compartment uses them; ascending.
  public var locksIgnored: [Int]
  /// How a modbus board is told to give a pulse.
  public var pulse: Pulse
  /// How long a coil is energised, in what the dialect offers.
  public var pulseMilliseconds: Int
  /// Status bytes in the answer of an xor board.
  public var statusBytes: Int
  public var answersUnlock: UnlockAnswer
  /// Item sensors (IR) are wired to the board's second row of inputs.
  public var itemSensor: Bool
  /// An answer with a wrong check sum is refused.
  public var verifySum: Bool
  public var unlockTimeByteOrder: ByteOrder
  public var statusTimeoutMilliseconds: Int

  /// Whether a contact bit of 1 of `lock` says closed, inversion included.
  public func closedIsOne(lock: Int) -> Bool { closedIsOne != locksInverted.contains(lock) }
}

/// A door: which lock opens it, how large it is and where it is in the wall.
public struct CompartmentSettings: Equatable, Sendable {
  public enum Size: String, Sendable, CaseIterable {
    case small = "S"
    case medium = "M"
    case large = "L"
  }

  /// The number on the door, from 1; unique.
  public var number: Int
  /// The place of its bus in `StationConfiguration.buses`, from 0.
  public var bus: Int
  /// The board's address, from 0.
  public var board: Int
  /// The lock on the board, from 0 as on the wire.
  public var lock: Int
  public var size: Size
  /// Can be reached from a wheelchair.
  public var isLow: Bool
  /// From 1, from the top.
  public var row: Int
  /// From 1, from the left.
  public var column: Int
  /// The board has item sensors.
  public var hasItemSensor: Bool
}
