// The generic "8A/80" boards from the board's side. Locks count from 1 on the wire. The answer to an opening comes half
// a second to a second later, says what the contact says, and until then the line is dead for everybody.

extension SimulatedBus {
  private static let isOpenByte: UInt8 = 0x00
  private static let isClosedByte: UInt8 = 0x11
  /// Between two coils of "open all", in ms.
  private static let openAllPauseMilliseconds = 50
  /// The answers' moments step through their range by this, so that they differ and repeat.
  private static let answerStep: Int64 = 137

  /// Obeys a sound request: header, address, lock or 00, function, XOR.
  mutating func obeyXor(_ frame: [UInt8], at time: Int64) {
    guard time >= deadUntil else { return }
    let struck = struck(Int(frame[1]), at: time)
    guard !struck.isEmpty else { return }
    let lock = Int(frame[2]) - 1
    switch (frame[0], frame[3]) {
    case (0x8A, 0x11): open(frame, struck, lock, at: time)
    case (0x80, 0x33) where lock == -1: readAll(frame, struck, at: time)
    case (0x80, 0x33) where lock < wall.locks:
      reply(struck, at: time) { bus, board in
        [0x80, frame[1], frame[2], bus.contactByte(board, lock, at: time)]
      }
    case (0x80, 0x99) where lock == -1: reply(struck, at: time) { _, _ in [0x80, 0x01, frame[1], 0x99] }
    case (0x9A, 0x10) where (0..<wall.locks).contains(lock):
      for board in struck { hold(board, lock, at: time) }
    case (0x9B, 0x10) where (0..<wall.locks).contains(lock):
      for board in struck { letGo(board, lock) }
    case (0x9D, 0x10):
      for board in struck { for lock in 0..<wall.locks { hold(board, lock, at: time) } }
    case (0x90, _): openSeveral(frame, struck, at: time)
    default: return
    }
  }

  private mutating func open(_ frame: [UInt8], _ struck: [Int], _ lock: Int, at time: Int64) {
    guard lock < wall.locks else { return }
    let seconds = frame.count == 6 ? Int(frame[4]) : 0
    let span = wall.openingAnswerMilliseconds
    openings += 1
    var answersAt = openings * Self.answerStep % Int64(span.count) + Int64(span.lowerBound)
    if lock == -1 {
      // One after the other; the answer is an echo after all of them.
      let step = boards[struck[0]].pulseMilliseconds + Self.openAllPauseMilliseconds
      for board in struck {
        for lock in 0..<wall.locks {
          let at = time + Int64(lock * step) * 1000
          plan(.pulse(lock: lock, board: board, milliseconds: boards[board].pulseMilliseconds), at: at)
        }
      }
      answersAt = Int64(wall.locks * step)
    } else {
      for board in struck {
        outbox.append(tell(.unlockFrame, board, lock, at: time))
        pulse(board, lock, seconds > 0 ? seconds * 1000 : boards[board].pulseMilliseconds, at: time)
      }
    }
    deadUntil = time + answersAt * 1000
    plan(.answersOpening(frame, boards: struck), at: deadUntil)
  }

  /// The answer to an opening: what the contact says at that moment.
  mutating func answerOpening(_ frame: [UInt8], _ struck: [Int], at time: Int64) {
    let lock = Int(frame[2]) - 1
    reply(struck, at: time, isUnlock: true) { bus, board in
      [0x8A, frame[1], frame[2], lock == -1 ? Self.isClosedByte : bus.contactByte(board, lock, at: time)]
    }
  }

  /// All contacts in groups of eight, the highest group first; three groups at least.
  private mutating func readAll(_ frame: [UInt8], _ struck: [Int], at time: Int64) {
    reply(struck, at: time) { bus, board in
      let contacts = bus.boards[board].contacts(bus.wall, board: board, faults: bus.faults, at: time)
      let count = max(3, (bus.wall.locks + 7) / 8)
      var groups = (0..<count).map { UInt8(contacts >> UInt64($0 * 8) & 0xFF) }
      if bus.fault(.swappedOrder, board: board) == nil { groups.reverse() }
      return [0x80, frame[1]] + groups + [0x33]
    }
  }

  /// Several at once by their bits, highest group first; nothing answers it.
  private mutating func openSeveral(_ frame: [UInt8], _ struck: [Int], at time: Int64) {
    let bits = UInt64(frame[2]) << 16 | UInt64(frame[3]) << 8 | UInt64(frame[4])
    for board in struck {
      for lock in 0..<min(wall.locks, 24) where bits >> UInt64(lock) & 1 == 1 {
        outbox.append(tell(.unlockFrame, board, lock, at: time))
        pulse(board, lock, boards[board].pulseMilliseconds, at: time)
      }
    }
  }

  private func contactByte(_ board: Int, _ lock: Int, at time: Int64) -> UInt8 {
    let contacts = boards[board].contacts(wall, board: board, faults: faults, at: time)
    return contacts >> UInt64(lock) & 1 == 1 ? Self.isClosedByte : Self.isOpenByte
  }
}
