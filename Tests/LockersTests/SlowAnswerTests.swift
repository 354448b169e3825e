// 8A/80 boards: the line belongs to a board until it has answered its pulse, and an answer may begin as its
// request did.

import Testing

@testable import Lockers

@Suite struct SlowAnswerTests {
  let peer = Peer(dialect: .xor)

  @Test("while a pulse is not answered nobody is polled; then polling goes on", arguments: [550, 1000, nil])
  func deadLine(after: Int?) throws {
    var bench = peer.bench(boards: 3)
    bench.peer = { request, _ in
      guard case .unlock = peer.read(request) else { return peer.healthy(request) }
      return after.map { [($0, peer.acknowledge(request, isClosed: true).bytes)] } ?? []
    }
    bench.feed(.lineOpened)
    bench.run(2000)
    bench.feed(.unlock(LockPosition(board: 2, lock: 6), token: BusToken(1), expires: far))
    bench.run(5000)
    let index = try #require(bench.writes.firstIndex { $0.bytes[0] == 0x8A })
    let unlock = bench.writes[index]
    #expect(hex(unlock.bytes) == "8A 02 07 11 9E")
    let next = bench.writes[index + 1]
    // Answered: the gap of 5 ms. Unanswered: 300 ms of pulse and 1200 ms, then 25 ms of quiet.
    let expected = after.map { $0 + 5 } ?? 1525
    #expect(Int(next.at.microseconds - unlock.at.microseconds) / 1000 == expected)
    // The board of the pulse is the first to be asked, and all others follow.
    #expect(peer.read(next.bytes) == .status(board: 2))
    let rest = Set(bench.writes[(index + 1)...].prefix(8).map { peer.read($0.bytes) })
    #expect(rest == [.status(board: 1), .status(board: 2), .status(board: 3)])
    #expect(bench.results == [.sent])
    #expect(bench.diagnostics.contains(.unlockAnswered(LockPosition(board: 2, lock: 6))) == (after != nil))
    #expect(bench.machine.health(board: 2) == .answering)
  }

  @Test("what the answer to a pulse says is not the truth about a door")
  func answerProvesNothing() {
    for isClosed in [true, false] {
      var bench = peer.bench(boards: 1)
      bench.peer = { request, _ in
        guard case .unlock = peer.read(request) else { return peer.healthy(request) }
        return [peer.acknowledge(request, isClosed: isClosed)]
      }
      bench.feed(.lineOpened)
      bench.run(2000)
      bench.feed(.unlock(LockPosition(board: 1, lock: 0), token: BusToken(1), expires: far))
      bench.run(5000)
      #expect(bench.machine.reading(board: 1)?.contact(0) == .closed)
      #expect(bench.results == [.sent])
    }
  }

  @Test("an answer that comes even later is nobody's answer")
  func tooLate() {
    for after in [1501, 1510, 1530, 1540, 1600, 2000] {
      var bench = peer.bench(boards: 2)
      bench.peer = { request, _ in
        guard case .unlock = peer.read(request) else { return peer.healthy(request) }
        return [(after, peer.acknowledge(request, isClosed: false).bytes)]
      }
      bench.feed(.lineOpened)
      bench.run(2000)
      bench.feed(.unlock(LockPosition(board: 1, lock: 0), token: BusToken(1), expires: far))
      bench.run(10_000)
      #expect(bench.results == [.sent])
      #expect(bench.machine.health(board: 1) == .answering)
      #expect(bench.machine.health(board: 2) == .answering)
      #expect(!bench.diagnostics.contains(.unlockAnswered(LockPosition(board: 1, lock: 0))))
      #expect(!bench.diagnostics.contains(.twoAnswers(board: 1)))
      for entry in bench.outputs {
        guard case .reading(let reading) = entry.output else { continue }
        #expect(!reading.contacts.contains(.open))
      }
    }
  }

  @Test("a long pulse is asked for in seconds, and no second door opens on a contact read before it")
  func longPulse() throws {
    var bench = peer.bench(boards: 2) {
      for index in $0.boards.indices { $0.boards[index].pulseMilliseconds = 3000 }
    }
    bench.peer = { request, _ in
      guard case .unlock = peer.read(request) else { return peer.healthy(request) }
      return [(3400, peer.acknowledge(request, isClosed: true).bytes)]
    }
    bench.feed(.lineOpened)
    bench.run(2000)
    bench.feed(.unlock(LockPosition(board: 1, lock: 0), token: BusToken(1), expires: far))
    bench.run(100)
    bench.feed(.unlock(LockPosition(board: 2, lock: 1), token: BusToken(2), expires: far))
    bench.run(10_000)
    #expect(bench.results == [.sent, .sent])
    let pulses = bench.writes.indices.filter { bench.writes[$0].bytes[0] == 0x8A }
    #expect(hex(bench.writes[pulses[0]].bytes) == "8A 01 01 11 03 98")
    #expect(hex(bench.writes[pulses[1]].bytes) == "8A 02 02 11 03 98")
    // Between the two, the second board was read again.
    let between = bench.writes[pulses[0]..<pulses[1]].map { peer.read($0.bytes) }
    #expect(between.contains(.status(board: 2)))
    // A coil rests as long as it was energised, at least.
    let second = bench.writes[pulses[1]].at
    bench.feed(.unlock(LockPosition(board: 2, lock: 1), token: BusToken(3), expires: far))
    bench.run(10_000)
    let third = try #require(bench.writes.last { $0.bytes[0] == 0x8A })
    #expect(third.at.microseconds - second.microseconds >= 6_000_000)
  }

  @Test("an answer that begins with the very bytes of its request is not taken for an echo")
  func looksLikeAnEcho() {
    // 80 01 00 33 B2 is the request; with contacts 00 33 B2 the answer begins with the same five bytes.
    for isWhole in [true, false] {
      var bench = Peer(dialect: .xor, locks: 24).bench(boards: 1)
      bench.peer = { request, _ in
        let answer = bcc([0x80, 1, 0x00, 0x33, 0xB2, 0x33])
        return isWhole ? [(12, answer)] : [(12, Array(answer.prefix(5))), (14, Array(answer.dropFirst(5)))]
      }
      bench.feed(.lineOpened)
      bench.run(2000)
      #expect(bench.machine.health(board: 1) == .answering)
      #expect(bench.machine.reading(board: 1)?.contact(0) == .open)
      #expect(bench.machine.reading(board: 1)?.contact(1) == .closed)
      #expect(bench.diagnostics.isEmpty)
    }
  }

  @Test("an echo is named, with an answer behind it and without")
  func echo() {
    for hasAnswer in [true, false] {
      var bench = peer.bench(boards: 1)
      bench.peer = { request, _ in [(3, request)] + (hasAnswer ? peer.healthy(request) : []) }
      bench.feed(.lineOpened)
      bench.run(2000)
      #expect(bench.machine.health(board: 1) == .unknown(.echo))
      #expect(bench.diagnostics.contains(.echoNotConfigured(board: 1)))
      bench.feed(.unlock(LockPosition(board: 1, lock: 0), token: BusToken(1), expires: far))
      #expect(bench.results == [.notSent(.contactUnknown)])
    }
    for dialect in [DialectName.xor, .modbus] {
      let peer = Peer(dialect: dialect)
      var bench = peer.bench(boards: 1) { $0.echo = true }
      bench.peer = { request, _ in [(3, request)] + peer.healthy(request) }
      bench.feed(.lineOpened)
      bench.run(2000)
      bench.feed(.unlock(LockPosition(board: 1, lock: 0), token: BusToken(1), expires: far))
      bench.run(2000)
      #expect(bench.results == [.sent])
      #expect(bench.diagnostics == [.unlockAnswered(LockPosition(board: 1, lock: 0))])
    }
  }

  @Test("a longer answer whose beginning fits by chance is not believed")
  func chance() {
    // A board with four status bytes where three are configured, and contacts that make its first seven bytes a
    // frame of three: 80 01 81 00 00 33 33, and its own check byte behind it.
    let answer = bcc([0x80, 1, 0x81, 0, 0, 0x33, 0x33])
    #expect(Array(answer.prefix(7)) == bcc([0x80, 1, 0x81, 0, 0, 0x33]))
    var bench = peer.bench(boards: 1)
    bench.peer = { request, _ in [(12, answer)] }
    bench.feed(.lineOpened)
    bench.run(3000)
    #expect(bench.machine.health(board: 1) == .unknown(.badAnswers))
    #expect(bench.diagnostics.allSatisfy { $0 == .badFrame(board: 1, .wrongLength) })
    #expect(bench.machine.reading(board: 1)?.contact(0) == .unknown)
  }
}
