// Modbus boards behind the bus machine: relays off at the start, refusals by exception, and slaves that answer a
// pulse in their own way.

import Testing

@testable import Lockers

@Suite struct ModbusMachineTests {
  let peer = Peer(dialect: .modbus, locks: 8)
  let lock = LockPosition(board: 1, lock: 0)

  @Test(
    "every board hears once that its relays are off, before any door is served",
    arguments: ModbusPulse.allCases)
  func relaysOff(pulse: ModbusPulse) {
    let peer = Peer(dialect: .modbus, locks: 8, pulse: pulse)
    var bench = peer.bench(boards: 2)
    bench.peer = { request, _ in peer.healthy(request) }
    bench.feed(.lineOpened)
    bench.run(3000)
    let off = bench.writes.filter { peer.read($0.bytes) == .relaysOff(board: 1) }
    #expect(off.count == (pulse == .coilFlash ? 1 : 8))
    let served = bench.outputs.first { $0.output == .allBoardsRead }
    #expect(off.allSatisfy { $0.at < served!.at })
    #expect(bench.diagnostics.isEmpty)
    bench.feed(.unlock(lock, token: BusToken(1), expires: far))
    bench.run(3000)
    #expect(bench.results == [.sent])
    #expect(bench.writes.contains { peer.read($0.bytes) == .unlock(board: 1, lock: 0) })
    // Not again while the line stays open; again when it is opened anew.
    #expect(bench.writes.filter { peer.read($0.bytes) == .relaysOff(board: 1) }.count == off.count)
    bench.feed(.lineLost(.unplugged))
    bench.feed(.lineOpened)
    bench.run(3000)
    #expect(bench.writes.filter { peer.read($0.bytes) == .relaysOff(board: 1) }.count == 2 * off.count)
  }

  @Test("a board that does not confirm it, or refuses it, serves all the same")
  func bestEffort() {
    for pulse in ModbusPulse.allCases {
      for answer in [[], crc([1, pulse == .coilFlash ? 0x85 : 0x86, 2])] {
        let peer = Peer(dialect: .modbus, locks: 8, pulse: pulse)
        var bench = peer.bench(boards: 1)
        bench.peer = { request, _ in
          guard case .relaysOff = peer.read(request) else { return peer.healthy(request) }
          return answer.isEmpty ? [] : [(10, answer)]
        }
        bench.feed(.lineOpened)
        bench.run(3000)
        #expect(bench.diagnostics == [.relaysOffUnconfirmed(board: 1)])
        #expect(bench.writes.count { peer.read($0.bytes) == .relaysOff(board: 1) } == 1)
        #expect(bench.machine.health(board: 1) == .answering)
        bench.feed(.unlock(lock, token: BusToken(1), expires: far))
        bench.run(1000)
        #expect(bench.results == [.sent])
      }
    }
  }

  @Test("I7: an exception to a pulse is neither sent again nor success nor not sent; the contact decides")
  func unlockRefused() {
    for code in [1, 2, 3, 4, 5, 6, 11] {
      var bench = peer.bench(boards: 1)
      bench.peer = { request, _ in
        guard case .unlock = peer.read(request) else { return peer.healthy(request) }
        return [(10, crc([1, 0x85, code]))]
      }
      bench.feed(.lineOpened)
      bench.run(3000)
      bench.feed(.unlock(lock, token: BusToken(1), expires: far))
      bench.run(20_000)
      #expect(bench.results == [.sent])
      #expect(bench.diagnostics == [.unlockRefused(lock, code: code)])
      #expect(bench.writes.count { peer.read($0.bytes) == .unlock(board: 1, lock: 0) } == 1)
      #expect(bench.machine.reading(board: 1)?.contact(0) == .closed)
      #expect(bench.machine.health(board: 1) == .answering)
    }
  }

  @Test("a slave that answers with a value of its own has not answered this pulse")
  func coerced() {
    var bench = peer.bench(boards: 1)
    bench.peer = { request, _ in
      guard case .unlock = peer.read(request) else { return peer.healthy(request) }
      return [(10, crc([1, 5, 2, 0, 0xFF, 0]))]
    }
    bench.feed(.lineOpened)
    bench.run(3000)
    bench.feed(.unlock(lock, token: BusToken(1), expires: far))
    bench.run(5000)
    #expect(bench.results == [.sent])
    #expect(bench.diagnostics == [.badFrame(board: 1, .mismatch)])
    #expect(bench.machine.health(board: 1) == .answering)
  }

  @Test("I7, I8: a board that refuses to tell its contacts is unknown, and opens nothing")
  func statusRefused() {
    var bench = peer.bench(boards: 2)
    var isRefusing = false
    bench.peer = { request, _ in
      if isRefusing, case .status(1) = peer.read(request) { return [(10, crc([1, 0x82, 2]))] }
      return peer.healthy(request)
    }
    bench.feed(.lineOpened)
    bench.run(3000)
    isRefusing = true
    bench.run(5000)
    #expect(bench.machine.health(board: 1) == .unknown(.refused))
    #expect(bench.machine.reading(board: 1)?.contacts.allSatisfy { $0 == .unknown } == true)
    #expect(bench.diagnostics.contains(.statusRefused(board: 1, code: 2)))
    #expect(bench.machine.health(board: 2) == .answering)
    bench.feed(.unlock(lock, token: BusToken(1), expires: far))
    #expect(bench.results == [.notSent(.contactUnknown)])
    isRefusing = false
    bench.run(12_000)
    #expect(bench.machine.health(board: 1) == .answering)
  }

  @Test(
    "between two frames the line is silent for at least 3.5 characters", arguments: BusConfiguration.bauds)
  func silence(baud: Int) {
    var bench = peer.bench(boards: 3) { $0.baud = baud }
    var lastHeard = BusTime(microseconds: .min)
    var tightest = Int64.max
    bench.peer = { request, at in
      tightest = min(
        tightest, lastHeard.microseconds == .min ? .max : at.microseconds - lastHeard.microseconds)
      let answers = peer.healthy(request)
      lastHeard = at.advanced(milliseconds: answers.last!.after)
      return answers
    }
    bench.feed(.lineOpened)
    bench.run(2000)
    #expect(tightest >= WireTime.microseconds(bytes: 35, baud: baud) / 10)
    #expect(tightest >= 5000)
  }

  @Test("dialects without a pulse time on the board say so")
  func pulseTime() {
    for dialect in [DialectName.xor, .modbus] {
      let peer = Peer(dialect: dialect)
      var bench = peer.bench(boards: 1)
      bench.peer = { request, _ in peer.healthy(request) }
      bench.feed(.lineOpened)
      bench.run(1000)
      bench.feed(.readPulseTime(board: 1, token: BusToken(1)))
      bench.feed(.setPulseTime(board: 1, milliseconds: 500, token: BusToken(2)))
      let results = bench.outputs.filter { if case .pulseTime = $0.output { true } else { false } }
      #expect(
        results.map(\.output) == [
          .pulseTime(token: BusToken(1), .notOffered), .pulseTime(token: BusToken(2), .notOffered),
        ])
    }
  }
}
