// Transcripts of the bus machine: what it writes when, and what it lets itself be told.

import Testing

@testable import Lockers

func healthy(_ request: [UInt8], _ at: BusTime) -> [(after: Int, bytes: [UInt8])] {
  request[2] == 0x30 ? [(8, status(Int(request[1] >> 4)))] : []
}

let far = BusTime(milliseconds: 1_000_000)

@Suite struct BusMachineTests {
  @Test("a start reads all boards, twice and then once more, before it takes an unlock")
  func start() throws {
    var bench = Bench(boards: 2)
    bench.peer = healthy
    bench.feed(.unlock(LockPosition(board: 0, lock: 0), token: BusToken(1), expires: far))
    bench.feed(.lineOpened)
    bench.run(30)
    bench.feed(.unlock(LockPosition(board: 0, lock: 0), token: BusToken(2), expires: far))
    bench.run(700)
    bench.feed(.unlock(LockPosition(board: 0, lock: 0), token: BusToken(3), expires: far))
    bench.run(300)
    try expectGolden(bench.text, "start")
    #expect(bench.results == [.notSent(.lineDown), .notSent(.boardsNotRead), .sent])
  }

  @Test("an unlock overtakes polling and waits at most one answer time-out and the quiet after it")
  func overtakes() throws {
    var bench = Bench(boards: 13)
    var isDead = false
    bench.peer = { request, at in request[1] >> 4 == 5 && isDead ? [] : healthy(request, at) }
    bench.feed(.lineOpened)
    bench.run(1000)
    isDead = true
    // Ask right after the dead board was asked: the worst moment.
    while true {
      bench.run(1)
      if let last = bench.writes.last, last.bytes == [0x02, 0x50, 0x30, 0x03, 0x85] { break }
    }
    let asked = bench.now
    bench.feed(.unlock(LockPosition(board: 2, lock: 3), token: BusToken(1), expires: far))
    bench.run(200)
    let frame = try #require(bench.writes.first { $0.bytes[2] == 0x31 })
    #expect(frame.bytes == [0x02, 0x23, 0x31, 0x03, 0x59])
    #expect(frame.at.microseconds - asked.microseconds <= 125_000)
    #expect(bench.results == [.sent])
    // On a healthy line it is the very next request.
    isDead = false
    bench.run(3000)
    let again = bench.now
    bench.feed(.unlock(LockPosition(board: 4, lock: 0), token: BusToken(2), expires: far))
    bench.run(100)
    let second = try #require(bench.writes.last { $0.bytes[2] == 0x31 })
    #expect(second.at.microseconds - again.microseconds <= 14_000)
  }

  @Test(
    "I12: an unlock is written once, whatever the board answers", arguments: UnlockAnswer.allCasesForTests)
  func neverTwice(answers: UnlockAnswer) {
    for fate in 0..<5 {
      var bench = Bench(boards: 1) { $0.boards[0].answersUnlock = answers }
      bench.peer = { request, at in
        guard request[2] == 0x31 else { return healthy(request, at) }
        switch fate {
        case 0: return []
        case 1: return [(8, status(0))]
        case 2: return [(8, [0x02, 0x00, 0x35, 0xFF])]
        case 3: return [(8, [0xFF, 0xFF, 0xFF])]
        default: return [(140, status(0))]
        }
      }
      bench.feed(.lineOpened)
      bench.run(500)
      bench.feed(.unlock(LockPosition(board: 0, lock: 1), token: BusToken(1), expires: far))
      bench.run(20_000)
      #expect(bench.writes.filter { $0.bytes[2] == 0x31 }.count == 1)
      #expect(bench.results == [.sent])
    }
  }

  @Test("only a write that took nothing is reported as not sent")
  func writeFailures() {
    for (count, expected) in [(0, UnlockResult.notSent(.writeFailed)), (2, .partlySent), (5, .partlySent)] {
      var bench = Bench(boards: 1)
      bench.peer = healthy
      bench.feed(.lineOpened)
      bench.run(500)
      bench.writtenBytes = count
      bench.feed(.unlock(LockPosition(board: 0, lock: 1), token: BusToken(1), expires: far))
      bench.run(15)
      bench.writtenBytes = nil
      bench.run(5000)
      #expect(bench.results == [expected])
      #expect(bench.writes.filter { $0.bytes[2] == 0x31 }.count == 1)
    }
  }

  @Test("a line lost while an unlock is being written leaves its outcome open")
  func lostMidUnlock() throws {
    var machine = Bench(boards: 1)
    machine.peer = healthy
    machine.feed(.lineOpened)
    machine.run(500)
    var bare = machine.machine
    var out = bare.step(
      now: machine.now, .unlock(LockPosition(board: 0, lock: 1), token: BusToken(1), expires: far))
    out += bare.step(now: machine.now.advanced(milliseconds: 20), .tick)
    #expect(out.contains(.write([0x02, 0x01, 0x31, 0x03, 0x37])))
    let lost = bare.step(now: machine.now.advanced(milliseconds: 21), .lineLost(.unplugged))
    #expect(lost.contains(.unlock(token: BusToken(1), .partlySent)))
    #expect(lost.contains(.health(board: 0, .unknown(.lineDown))))
    #expect(bare.reading(board: 0)?.contacts.allSatisfy { $0 == .unknown } == true)
    // Written and then lost: the result has been given and is not given again.
    machine.feed(.unlock(LockPosition(board: 0, lock: 1), token: BusToken(2), expires: far))
    machine.run(12)
    machine.feed(.lineLost(.unplugged))
    #expect(machine.results == [.sent])
    // Waiting and then lost: no byte left.
    machine.feed(.lineOpened)
    machine.run(3000)
    machine.feed(.focus(board: 0))
    machine.feed(.unlock(LockPosition(board: 0, lock: 2), token: BusToken(3), expires: far))
    machine.feed(.lineLost(.unplugged))
    #expect(machine.results.last == .notSent(.lineLost))
  }

  @Test("I7, I8: three misses make all contacts unknown at once; probes back off and do not slow the others")
  func backOff() throws {
    var bench = Bench(boards: 2)
    var isDead = false
    bench.peer = { request, at in request[1] == 0 && isDead ? [] : healthy(request, at) }
    bench.feed(.lineOpened)
    bench.run(1000)
    isDead = true
    bench.run(40_000)
    let unknown = try #require(
      bench.outputs.first { entry in entry.output == .health(board: 0, .unknown(.silent)) })
    #expect(bench.machine.reading(board: 0)?.contacts.allSatisfy { $0 == .unknown } == true)
    let probes = bench.writes.filter { $0.at > unknown.at && $0.bytes[1] == 0 }.map(\.at)
    let waits = zip(probes, probes.dropFirst()).map { ($1.microseconds - $0.microseconds) / 1000 }
    // A wait begins when the probe before it has run out of time (100 ms); the other board may be on the line.
    for (wait, expected) in zip(waits, [2000, 5000, 10_000, 10_000]) {
      #expect((expected + 100...expected + 150).contains(Int(wait)))
    }
    let other = bench.writes.filter { $0.at > unknown.at && $0.bytes[1] == 0x10 }.map(\.at)
    #expect(zip(other, other.dropFirst()).allSatisfy { $1.microseconds - $0.microseconds <= 630_000 })
    bench.feed(.unlock(LockPosition(board: 0, lock: 0), token: BusToken(1), expires: far))
    #expect(bench.results == [.notSent(.contactUnknown)])
    isDead = false
    bench.run(10_500)
    #expect(bench.machine.health(board: 0) == .answering)
    #expect(bench.machine.reading(board: 0)?.contact(0) == .closed)
  }

  @Test(
    "a late answer is never taken for the answer to the next request",
    arguments: [110, 120, 126, 130, 180, 400, 620])
  func lateAnswers(after: Int) {
    for boards in 1...3 {
      var bench = Bench(boards: boards)
      var isLate = false
      bench.peer = { request, at in
        guard request[2] == 0x30 else { return [] }
        // Late answers say open, so that one that is believed gives itself away.
        let isStruck = isLate && request[1] == 0
        return [(isStruck ? after : 8, status(Int(request[1] >> 4), isStruck ? 0 : 0xFFFF))]
      }
      bench.feed(.lineOpened)
      bench.run(1000)
      #expect(bench.machine.reading(board: 0)?.contact(0) == .closed)
      isLate = true
      bench.run(10_000)
      #expect(bench.machine.reading(board: 0)?.contact(0) == .unknown)
      for entry in bench.outputs {
        guard case .reading(let reading) = entry.output else { continue }
        #expect(!reading.contacts.contains(.open))
      }
      for board in 1..<max(boards, 1) where board < boards {
        #expect(bench.machine.health(board: board) == .answering)
      }
    }
  }

  @Test(
    "two boards at one address become unknown, however far apart they answer",
    arguments: [1, 3, 5, 6, 8, 10, 12, 15, 20, 40, 90, 95, 150, 300, 450])
  func twins(apart: Int) {
    for boards in [1, 2, 5] {
      var bench = Bench(boards: boards)
      bench.peer = { request, at in
        guard request[1] == 0, request[2] == 0x30 else { return healthy(request, at) }
        return [(8, status(0)), (8 + apart, status(0))]
      }
      bench.feed(.lineOpened)
      bench.run(10_000)
      #expect(bench.machine.health(board: 0) == .unknown(.twoAnswers), "\(boards) boards")
      #expect(bench.diagnostics.contains(.twoAnswers(board: 0)))
      var seen = 0
      for _ in 0..<100 {
        bench.run(150)
        if bench.machine.reading(board: 0)?.contact(0) != .unknown { seen += 1 }
      }
      #expect(seen == 0)
      for board in 1..<max(boards, 1) where board < boards {
        #expect(bench.machine.health(board: board) == .answering)
      }
      guard boards <= 2 else { continue }
      // The second board is taken away: after a row of clean exchanges the first one is believed again.
      bench.peer = healthy
      bench.run(200_000)
      #expect(bench.machine.health(board: 0) == .answering)
    }
  }

  @Test("after a bad frame the line is quiet for 25 ms and flushed before the next request")
  func quiet() throws {
    var bench = Bench(boards: 2)
    bench.peer = healthy
    bench.feed(.lineOpened)
    bench.run(1000)
    bench.peer = { request, at in
      guard request[1] == 0 else { return healthy(request, at) }
      var bad = status(0)
      bad[8] ^= 1
      return [(8, bad), (20, [0x55]), (32, [0xAA])]
    }
    bench.note("board 0 answers with a wrong sum and noise after it")
    bench.transcript = []
    bench.run(600)
    try expectGolden(bench.text, "quiet")
    let bad = try #require(
      bench.outputs.first { $0.output == .diagnostic(.badFrame(board: 0, .badSum)) })
    let next = try #require(bench.writes.first { $0.at > bad.at })
    // Noise at 20 and 32 ms after the request pushes the silence to 57 ms.
    #expect(next.at.microseconds - bad.at.microseconds >= 49_000)
  }
}

extension UnlockAnswer {
  static var allCasesForTests: [UnlockAnswer] { [.never, .maybe, .always] }
}
