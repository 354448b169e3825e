// Kerong boards (KR-CU16, CU12, NCU16L) from the board's side. ADDR is the board in the high and the lock in the low
// half; an unlock may stay without an answer.

extension SimulatedBus {
  /// Obeys a sound request: 02, ADDR, command, data, 03, SUM.
  mutating func obeyKerong(_ frame: [UInt8], at time: Int64) {
    let address = frame[1]
    let command = frame[2]
    let data = Array(frame[3..<frame.count - 2])
    let lock = Int(address % 16)
    if command == 0x32 {
      // Every board answers in its turn.
      var at = time
      for board in 0..<wall.boards {
        status([board], UInt8(boards[board].address * 16), 0x36, at: at)
        at += wall.turnAroundMicroseconds + 10 * wall.byteMicroseconds
      }
      return
    }
    let struck = struck(Int(address / 16), at: time)
    guard let first = struck.first else { return }
    switch command {
    case 0x30: status(struck, address, 0x35, at: time)
    case 0x31:
      for board in struck where lock < wall.locks {
        outbox.append(tell(.unlockFrame, board, lock, at: time))
        pulse(board, lock, boards[board].pulseMilliseconds, at: time)
      }
      if wall.answersUnlock { status(struck, address, 0x35, isUnlock: true, at: time) }
    case 0x33:
      for board in struck {
        for lock in 0..<wall.locks { pulse(board, lock, boards[board].pulseMilliseconds, at: time) }
      }
    case 0x37 where data.count == 2:
      let isLowFirst = fault(.swappedOrder, board: first) != nil
      let units = isLowFirst ? Int(data[1]) << 8 | Int(data[0]) : Int(data[0]) << 8 | Int(data[1])
      for board in struck { boards[board].pulseMilliseconds = units * 10 }
    case 0x37:
      reply(struck, at: time) { bus, board in
        let units = bus.boards[board].pulseMilliseconds / 10
        let bytes = [UInt8(units >> 8), UInt8(units & 0xFF)]
        let isLowFirst = bus.fault(.swappedOrder, board: board) != nil
        return [0x02, address, 0x38] + (isLowFirst ? bytes.reversed() : bytes) + [0x03]
      }
    case 0x39:
      guard lock < wall.locks, let seconds = data.first else { return }
      for board in struck {
        outbox.append(tell(.unlockFrame, board, lock, at: time))
        let milliseconds = boards[board].pulseMilliseconds
        plan(
          .pulse(lock: lock, board: board, milliseconds: milliseconds), at: time + Int64(seconds) * 1_000_000)
      }
    default: return
    }
  }

  /// A status answer: contacts of locks 1 to 8, 9 to 16, item sensors likewise.
  private mutating func status(
    _ struck: [Int], _ address: UInt8, _ command: UInt8, isUnlock: Bool = false, at time: Int64
  ) {
    reply(struck, at: time, isUnlock: isUnlock) { bus, board in
      let state = bus.boards[board]
      let contacts = state.contacts(
        bus.wall, board: board, faults: bus.faults, at: time + bus.wall.turnAroundMicroseconds)
      let items = state.items(bus.wall)
      let data = [contacts & 0xFF, contacts >> 8, items & 0xFF, items >> 8].map { UInt8($0) }
      return [0x02, address, command] + data + [0x03]
    }
  }
}
