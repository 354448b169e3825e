// Rules that hold in every dialect: an unlock overtakes polling, nothing is opened on unknown or old contacts.

import Testing

@testable import Lockers

@Suite struct DialectRuleTests {
  @Test(
    "an unlock overtakes polling: it waits for one exchange and its gap, at whatever moment it comes",
    arguments: Peer.all)
  func overtakes(peer: Peer) throws {
    for moment in 0..<40 {
      var bench = peer.bench(boards: 13)
      bench.keepsTranscript = false
      bench.peer = { request, _ in peer.healthy(request) }
      bench.feed(.lineOpened)
      bench.run(3000 + moment)
      let asked = bench.now
      let position = LockPosition(board: peer.first + 7, lock: 5)
      bench.feed(.unlock(position, token: BusToken(1), expires: far))
      bench.run(100)
      let frame = try #require(
        bench.writes.first { peer.read($0.bytes) == .unlock(board: position.board, lock: 5) })
      #expect(frame.at.microseconds - asked.microseconds <= 17_000, "\(moment)")
      #expect(bench.results == [.sent])
    }
  }

  @Test("I8: before every board was read, and while the line is down, nothing is opened", arguments: Peer.all)
  func unknown(peer: Peer) {
    var bench = peer.bench(boards: 2)
    bench.peer = { request, _ in peer.healthy(request) }
    let position = LockPosition(board: peer.first, lock: 0)
    bench.feed(.unlock(position, token: BusToken(1), expires: far))
    bench.feed(.lineOpened)
    bench.feed(.unlock(position, token: BusToken(2), expires: far))
    bench.run(3000)
    bench.feed(.lineLost(.unplugged))
    bench.feed(.unlock(position, token: BusToken(3), expires: far))
    #expect(bench.results == [.notSent(.lineDown), .notSent(.boardsNotRead), .notSent(.lineDown)])
    #expect(!bench.writes.contains { if case .unlock = peer.read($0.bytes) { true } else { false } })
  }

  @Test("locks and boards that are not there, and those out of use, are refused", arguments: Peer.all)
  func refusals(peer: Peer) {
    var bench = peer.bench(boards: 1) {
      $0.boards[0].lockCount = 16
      $0.boards[0].ignoredLocks = [4]
    }
    bench.peer = { request, _ in peer.healthy(request) }
    bench.feed(.lineOpened)
    bench.run(3000)
    for (board, lock) in [
      (peer.first, 16), (peer.first, -1), (peer.first + 1, 0), (255, 0), (256, 0), (-1, 0),
    ] {
      bench.feed(.unlock(LockPosition(board: board, lock: lock), token: BusToken(1), expires: far))
    }
    bench.feed(.unlock(LockPosition(board: peer.first, lock: 4), token: BusToken(1), expires: far))
    #expect(bench.results == Array(repeating: .notSent(.noSuchLock), count: 6) + [.notSent(.ignoredLock)])
    #expect(bench.machine.reading(board: peer.first)?.contact(4) == .unknown)
  }

  @Test("polarity is per board and per lock, up to the last lock of the largest board")
  func polarity() {
    let peer = Peer(dialect: .xor, locks: 50)
    var bench = peer.bench(boards: 2) {
      $0.boards[0].closedIsOne = false
      $0.boards[1].invertedLocks = [0, 49]
    }
    bench.peer = { request, _ in
      guard case .status(let board) = peer.read(request) else { return peer.healthy(request) }
      return [(12, peer.status(board, board == 1 ? 1 << 49 : ~(1 << 49)))]
    }
    bench.feed(.lineOpened)
    bench.run(3000)
    let first = bench.machine.reading(board: 1)!
    #expect(first.contacts == Array(repeating: .closed, count: 49) + [.open])
    let second = bench.machine.reading(board: 2)!
    #expect(second.contacts == [.open] + Array(repeating: .closed, count: 49))
  }
}
