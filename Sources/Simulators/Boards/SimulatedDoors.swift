// What people and coils do to the simulated doors. Physics is kept: nothing goes through a closed door, and a
// closed latch gives way only to its coil or to force.

/// Why a hand could not do what it wanted.
public enum SimulatedRefusal: String, Error, Hashable, Sendable, CaseIterable {
  case noSuchDoor = "there is no such board or lock"
  case doorIsClosed = "the door is closed"
  case doorIsLocked = "the latch holds; no pulse came, or it is too long ago"
  case doorIsOpen = "the door is open already"
  case hasItem = "something lies inside already"
  case isEmpty = "nothing lies inside"
}

extension SimulatedBus {
  /// Energises a coil for so many ms; what the door does follows from its state and the faults.
  mutating func pulse(_ board: Int, _ lock: Int, _ milliseconds: Int, at time: Int64) {
    outbox.append(tell(.pulse, board, lock, at: time))
    boards[board].doors[lock].pulses += 1
    let until = time + Int64(milliseconds) * 1000
    boards[board].doors[lock].coilUntil = max(boards[board].doors[lock].coilUntil, until)
    release(board, lock, at: time)
  }

  /// Energises a coil without an end: harm, whoever asked for it.
  mutating func hold(_ board: Int, _ lock: Int, at time: Int64) {
    outbox.append(tell(.coilHeld, board, lock, at: time))
    boards[board].doors[lock].coilUntil = .max
    release(board, lock, at: time)
  }

  /// Switches a coil off.
  mutating func letGo(_ board: Int, _ lock: Int) { boards[board].doors[lock].coilUntil = .min / 2 }

  private mutating func release(_ board: Int, _ lock: Int, at time: Int64) {
    let door = boards[board].doors[lock]
    let isJammed = faults.contains { $0.kind == .jammed && $0.strikes(board: board, lock: lock) }
    if door.isOpen || door.isJammed || isJammed { return }
    let late = faults.first { $0.kind == .opensLate && $0.strikes(board: board, lock: lock) }
    let opensAt = time + Int64(late?.value ?? wall.releaseMilliseconds) * 1000
    switch wall.pull {
    case .spring: plan(.opens(lock: lock, board: board), at: opensAt)
    case .hand: boards[board].doors[lock].releasedUntil = opensAt + Int64(wall.handMilliseconds) * 1000
    }
  }

  mutating func setOpen(_ isOpen: Bool, _ board: Int, _ lock: Int, at time: Int64) {
    guard boards[board].doors[lock].isOpen != isOpen else { return }
    boards[board].doors[lock].isOpen = isOpen
    boards[board].doors[lock].edgeAt = time
    boards[board].doors[lock].releasedUntil = nil
    if !isOpen { boards[board].doors[lock].isLeftOpen = false }
    outbox.append(tell(isOpen ? .doorOpened : .doorClosed, board, lock, at: time))
  }

  /// The door as it truly is; nil when there is none.
  public func door(board: Int, lock: Int) -> SimulatedDoor? {
    guard boards.indices.contains(board), boards[board].doors.indices.contains(lock) else { return nil }
    return boards[board].doors[lock]
  }

  private func existing(_ board: Int, _ lock: Int) throws(SimulatedRefusal) -> SimulatedDoor {
    guard let door = door(board: board, lock: lock) else { throw .noSuchDoor }
    return door
  }

  /// Pulls a door whose latch was released (`pull` is `hand`).
  public mutating func pull(board: Int, lock: Int, at time: Int64) throws(SimulatedRefusal) {
    let door = try existing(board, lock)
    if door.isOpen { throw .doorIsOpen }
    guard let until = door.releasedUntil, time <= until else { throw .doorIsLocked }
    setOpen(true, board, lock, at: time)
  }

  /// Opens a door by force or by key, whatever its latch says.
  public mutating func forceOpen(board: Int, lock: Int, at time: Int64) throws(SimulatedRefusal) {
    if try existing(board, lock).isOpen { throw .doorIsOpen }
    setOpen(true, board, lock, at: time)
  }

  /// Shuts a door; the latch catches.
  public mutating func close(board: Int, lock: Int, at time: Int64) throws(SimulatedRefusal) {
    if try !existing(board, lock).isOpen { throw .doorIsClosed }
    setOpen(false, board, lock, at: time)
  }

  /// Leaves a door open: pulls it if it was released, and remembers that somebody went away.
  public mutating func leaveOpen(board: Int, lock: Int, at time: Int64) throws(SimulatedRefusal) {
    if try !existing(board, lock).isOpen { try pull(board: board, lock: lock, at: time) }
    boards[board].doors[lock].isLeftOpen = true
  }

  /// Takes out what lies behind an open door.
  public mutating func take(board: Int, lock: Int, at time: Int64) throws(SimulatedRefusal) {
    let door = try existing(board, lock)
    guard door.isOpen else { throw .doorIsClosed }
    guard door.hasItem else { throw .isEmpty }
    boards[board].doors[lock].hasItem = false
    outbox.append(tell(.itemTaken, board, lock, at: time))
  }

  /// Puts something behind an open door.
  public mutating func put(board: Int, lock: Int, at time: Int64) throws(SimulatedRefusal) {
    let door = try existing(board, lock)
    guard door.isOpen else { throw .doorIsClosed }
    guard !door.hasItem else { throw .hasItem }
    boards[board].doors[lock].hasItem = true
    outbox.append(tell(.itemPut, board, lock, at: time))
  }

  /// Makes a latch stick, or frees it.
  public mutating func setJammed(_ isJammed: Bool, board: Int, lock: Int) throws(SimulatedRefusal) {
    _ = try existing(board, lock)
    boards[board].doors[lock].isJammed = isJammed
  }

  /// Lets a fault begin at `time`; a fault of the same kind and place is replaced.
  public mutating func add(_ fault: SimulatedFault, at time: Int64) {
    switch fault.kind {
    case .reset:
      for board in 0..<wall.boards where fault.strikes(board: board) {
        boards[board].silentUntil = time + Int64(fault.value) * 1000
        boards[board].pulseMilliseconds = wall.pulseMilliseconds
        for lock in 0..<wall.locks { letGo(board, lock) }
      }
      return
    case .uncommandedOpen:
      let board = fault.board ?? 0
      let lock = fault.lock ?? 0
      guard door(board: board, lock: lock) != nil else { return }
      plan(.opensUncommanded(lock: lock, board: board), at: time + Int64(fault.value) * 1000)
      return
    case .duplicateAddress:
      if twin == nil {
        twin = boards.count
        boards.append(SimulatedBoard(wall, address: wall.firstAddress))
      }
    default: break
    }
    faults.removeAll { $0.kind == fault.kind && $0.board == fault.board && $0.lock == fault.lock }
    faults.append(fault)
  }

  /// Ends all faults. Doors that are jammed by hand stay jammed.
  public mutating func clearFaults() {
    faults = []
    agenda.removeAll { entry in
      if case .opensUncommanded = entry.happening { return true }
      return false
    }
  }
}
