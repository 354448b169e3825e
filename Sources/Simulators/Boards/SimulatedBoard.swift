// One simulated lock board with its doors and coils. It knows its contacts and its pulse time; the wire, the other
// boards and the faults of the wire belong to SimulatedBus.

/// A board and its doors.
public struct SimulatedBoard: Hashable, Sendable {
  public internal(set) var doors: [SimulatedDoor]
  /// The address that it answers to.
  public internal(set) var address: Int
  /// The board is restarting until this moment.
  var silentUntil: Int64 = .min / 2
  var pulseMilliseconds: Int

  init(_ wall: SimulatedWall, address: Int) {
    doors = Array(repeating: SimulatedDoor(), count: wall.locks)
    self.address = address
    pulseMilliseconds = wall.pulseMilliseconds
  }

  /// What the contacts say at `time`, lock 0 in bit 0; locks that do not exist say 0.
  func contacts(_ wall: SimulatedWall, board: Int, faults: [SimulatedFault], at time: Int64) -> UInt64 {
    var contacts: UInt64 = 0
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
      contacts |= UInt64(bit ?? (isOne ? 1 : 0)) << UInt64(lock)
    }
    return contacts
  }

  /// What the item sensors say, lock 0 in bit 0.
  func items(_ wall: SimulatedWall) -> UInt64 {
    guard wall.irWired else { return 0 }
    return doors.indices.reduce(0) { $0 | (doors[$1].hasItem ? 1 << UInt64($1) : 0) }
  }
}
