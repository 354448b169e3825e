// One simulated lock board with its doors. It knows its contacts and its pulse time; the wire, the other
// boards and the faults of the wire belong to SimulatedKerongBus.

/// How a simulated wall is built.
public struct SimulatedWall: Hashable, Sendable {
  /// Boards with addresses 0..<boards; 1...15.
  public var boards: Int
  /// Locks on each board; 1...16.
  public var locks = 16
  /// Bits a second of the wire.
  public var baud = 19200
  /// From the end of a request to the first bit of its answer, in µs.
  public var turnAroundMicroseconds: Int64 = 2000
  /// How long a coil is energised, in ms, until the board is told otherwise.
  public var pulseMilliseconds = 500
  /// From the pulse to the moving door, in ms.
  public var releaseMilliseconds = 40
  /// How long a released door waits for a hand before the latch holds again, in ms.
  public var handMilliseconds = 10_000
  public var pull = SimulatedPull.spring
  /// Whether a contact bit of 1 means closed.
  public var closedIsOne = true
  /// Whether the boards answer an unlock frame with a status frame.
  public var answersUnlock = false
  /// Whether item sensors are wired; a 1 means that an item is there.
  public var irWired = true
  /// Whether each byte comes out at its own time; otherwise an answer comes whole, at the time of its last byte.
  public var isByteByByte = false
  /// Start of the noise of `garbage`.
  public var seed: UInt64 = 1

  public init(boards: Int) { self.boards = boards }

  /// What is wrong with these settings; empty when they can be used.
  public var problems: [String] {
    var found: [String] = []
    if !(1...15).contains(boards) { found.append("boards \(boards): use 1...15") }
    if !(1...16).contains(locks) { found.append("locks \(locks): use 1...16") }
    if ![9600, 19200, 57600, 115_200].contains(baud) {
      found.append("baud \(baud): use 9600, 19200, 57600 or 115200")
    }
    if !(10...60_000).contains(pulseMilliseconds) {
      found.append("pulse \(pulseMilliseconds) ms: use 10...60000 ms")
    }
    return found
  }
}

/// A board and its doors.
public struct SimulatedKerongBoard: Hashable, Sendable {
  public internal(set) var doors: [SimulatedDoor]
  /// The board is restarting until this moment.
  var silentUntil: Int64 = .min / 2
  var pulseMilliseconds: Int

  init(_ wall: SimulatedWall) {
    doors = Array(repeating: SimulatedDoor(), count: wall.locks)
    pulseMilliseconds = wall.pulseMilliseconds
  }

  /// The four data bytes of a status answer at `time`.
  func status(_ wall: SimulatedWall, board: Int, faults: [SimulatedFault], at time: Int64) -> [UInt8] {
    var contacts = 0
    var items = 0
    for lock in doors.indices {
      let door = doors[lock]
      var isClosed = !door.isOpen
      var bit: Int?
      for fault in faults where fault.strikes(board: board, lock: lock) {
        switch fault.kind {
        case .bounce:
          let since = time - door.edgeAt
          if since < Int64(fault.value) * 1000 && since / 3000 % 2 == 1 { isClosed.toggle() }
        case .stuckBit: if (fault.lock ?? 0) == lock { bit = fault.value }
        default: break
        }
      }
      var isOne = isClosed == wall.closedIsOne
      if faults.contains(where: { $0.kind == .inverted && $0.strikes(board: board) }) { isOne.toggle() }
      contacts |= (bit ?? (isOne ? 1 : 0)) << lock
      if wall.irWired && door.hasItem { items |= 1 << lock }
    }
    return [contacts & 0xFF, contacts >> 8, items & 0xFF, items >> 8].map(UInt8.init)
  }
}
