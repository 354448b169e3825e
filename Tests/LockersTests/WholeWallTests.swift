// 608 compartments on three lines, in each dialect: every door is opened once, and it is that door and no other that
// opens.

import Testing

@testable import Lockers

@Suite struct WholeWallTests {
  /// Doors of one line, open for half a second after their pulse.
  final class Doors {
    let peer: Peer
    var openedAt: [LockPosition: BusTime] = [:]
    var pulses: [LockPosition] = []

    init(_ peer: Peer) { self.peer = peer }

    func contacts(_ board: Int, _ at: BusTime) -> UInt64 {
      var contacts = UInt64.max
      for lock in 0..<peer.locks {
        guard let opened = openedAt[LockPosition(board: board, lock: lock)] else { continue }
        if at >= opened && at < opened.advanced(milliseconds: 500) { contacts &= ~(1 << UInt64(lock)) }
      }
      return contacts
    }

    func answer(_ request: [UInt8], _ at: BusTime) -> [(after: Int, bytes: [UInt8])] {
      switch peer.read(request) {
      case .status(let board): return [(12, peer.status(board, contacts(board, at)))]
      case .unlock(let board, let lock):
        let position = LockPosition(board: board, lock: lock)
        pulses.append(position)
        let (after, bytes) = peer.acknowledge(request, isClosed: false)
        openedAt[position] = at.advanced(milliseconds: after)
        return [(after, bytes)]
      default: return peer.healthy(request)
      }
    }
  }

  /// Boards on each of three lines, and the locks of a board: 608 compartments in all, or more.
  static let walls: [(peer: Peer, boards: [Int])] = [
    (Peer(dialect: .kerong), [13, 13, 12]),
    (Peer(dialect: .xor, locks: 50), [5, 4, 4]),
    (Peer(dialect: .modbus, locks: 32), [7, 6, 6]),
    (Peer(dialect: .modbus, pulse: .registerMomentary), [13, 13, 12]),
  ]

  @Test(
    "608 compartments on three lines: each unlock opens its own door and no other", arguments: 0..<walls.count
  )
  func everyDoor(wall: Int) {
    let (peer, lines) = Self.walls[wall]
    #expect(lines.reduce(0, +) * peer.locks >= 608)
    for boards in lines {
      let doors = Doors(peer)
      var bench = peer.bench(boards: boards) { $0.supplyPauseMilliseconds = 0 }
      bench.keepsTranscript = false
      bench.peer = { doors.answer($0, $1) }
      bench.feed(.lineOpened)
      bench.run(5000)
      #expect(bench.machine.hasReadAllBoards)
      var asked: [LockPosition] = []
      for board in 0..<boards {
        for lock in 0..<peer.locks {
          let position = LockPosition(board: peer.first + board, lock: lock)
          asked.append(position)
          bench.outputs = []
          bench.feed(.unlock(position, token: BusToken(UInt64(asked.count)), expires: far))
          bench.run(1200)
          var opened: Set<LockPosition> = []
          for entry in bench.outputs {
            guard case .reading(let reading) = entry.output else { continue }
            for (index, contact) in reading.contacts.enumerated() where contact != .closed {
              opened.insert(LockPosition(board: reading.board, lock: index))
            }
          }
          #expect(opened == [position])
          bench.feed(.unfocus(board: position.board))
        }
      }
      #expect(doors.pulses == asked)
      #expect(bench.machine.configuration.problems.isEmpty)
    }
  }
}
