// Rules of the bus machine, one by one: debounce, rest of the coils, refusals, echo, polarity, focus, pulse time.

import Testing

@testable import Lockers

@Suite struct BusMachineRuleTests {
  @Test("an edge needs two equal samples")
  func debounce() {
    var bench = Bench(boards: 1)
    var contacts = [0xFFFF]
    bench.peer = { request, _ in
      let now = contacts.count > 1 ? contacts.removeFirst() : contacts[0]
      return request[2] == 0x30 ? [(8, status(0, now))] : []
    }
    bench.feed(.lineOpened)
    bench.run(1000)
    let before = bench.outputs.count
    contacts = [0xFFFE, 0xFFFF, 0xFFFE, 0xFFFF, 0xFFFF]
    bench.run(2000)
    #expect(
      !bench.outputs[before...].contains { entry in
        if case .reading = entry.output { return true }
        return false
      })
    contacts = [0xFFFE, 0xFFFE]
    bench.run(1000)
    #expect(bench.machine.reading(board: 0)?.contact(0) == .open)
    #expect(bench.machine.reading(board: 0)?.contact(1) == .closed)
  }

  @Test("a coil rests for two seconds, and one supply feeds one coil at a time")
  func coolDown() {
    var bench = Bench(boards: 1)
    bench.peer = healthy
    bench.feed(.lineOpened)
    bench.run(500)
    let first = LockPosition(board: 0, lock: 0)
    bench.feed(.unlock(first, token: BusToken(1), expires: far))
    bench.feed(.unlock(first, token: BusToken(2), expires: far))
    bench.run(300)
    let soon = bench.now.advanced(milliseconds: 500)
    bench.feed(.unlock(first, token: BusToken(3), expires: soon))
    let asked = bench.now
    bench.feed(.unlock(LockPosition(board: 0, lock: 1), token: BusToken(4), expires: far))
    // This one waits until its coil is rested; the other lock is not kept waiting by it.
    bench.feed(.unlock(first, token: BusToken(5), expires: far))
    bench.run(1000)
    #expect(bench.results == [.sent, .notSent(.busy), .notSent(.coolDown), .sent])
    bench.run(1500)
    #expect(bench.results == [.sent, .notSent(.busy), .notSent(.coolDown), .sent, .sent])
    let pulses = bench.writes.filter { $0.bytes[2] == 0x31 }
    #expect(pulses[1].at.microseconds - pulses[0].at.microseconds >= 700_000)
    #expect(pulses[1].at > asked)
    #expect(pulses[2].at.microseconds - pulses[0].at.microseconds >= 2_000_000)
    bench.feed(.unlock(LockPosition(board: 0, lock: 3), token: BusToken(6), expires: far))
    bench.run(20)
    let expiring = bench.now.advanced(milliseconds: 50)
    bench.feed(.unlock(LockPosition(board: 0, lock: 2), token: BusToken(7), expires: expiring))
    bench.run(1000)
    #expect(bench.results.last == .notSent(.expired))
  }

  @Test("refusals have their reasons")
  func refusals() {
    var bench = Bench(boards: 1) {
      $0.boards[0].lockCount = 12
      $0.boards[0].ignoredLocks = [4]
    }
    bench.peer = healthy
    bench.feed(.lineOpened)
    bench.run(500)
    for (position, expires) in [
      (LockPosition(board: 1, lock: 0), far), (LockPosition(board: 0, lock: 12), far),
      (LockPosition(board: -1, lock: 0), far), (LockPosition(board: 0, lock: -1), far),
      (LockPosition(board: 0, lock: 4), far), (LockPosition(board: 0, lock: 0), bench.now),
    ] {
      bench.feed(.unlock(position, token: BusToken(1), expires: expires))
    }
    #expect(
      bench.results == [
        .notSent(.noSuchLock), .notSent(.noSuchLock), .notSent(.noSuchLock), .notSent(.noSuchLock),
        .notSent(.ignoredLock), .notSent(.expired),
      ])
    #expect(bench.machine.reading(board: 0)?.contact(4) == .unknown)
    #expect(!bench.writes.contains { $0.bytes[2] == 0x31 })
  }

  @Test("our own bytes are taken away where echo is configured, and named where it is not")
  func echo() {
    for isConfigured in [true, false] {
      var bench = Bench(boards: 1) { $0.echo = isConfigured }
      bench.peer = { request, at in [(3, request)] + healthy(request, at) }
      bench.feed(.lineOpened)
      bench.run(2000)
      if isConfigured {
        #expect(bench.machine.health(board: 0) == .answering)
        bench.feed(.unlock(LockPosition(board: 0, lock: 0), token: BusToken(1), expires: far))
        bench.run(1000)
        #expect(bench.results == [.sent])
        #expect(bench.diagnostics.isEmpty)
      } else {
        #expect(bench.machine.health(board: 0) == .unknown(.echo))
        #expect(bench.diagnostics.contains(.echoNotConfigured(board: 0)))
      }
    }
    var bench = Bench(boards: 1) { $0.echo = true }
    bench.peer = { request, at in [(3, [0x02, 0x01] + request.dropFirst(2))] + healthy(request, at) }
    bench.feed(.lineOpened)
    bench.run(2000)
    #expect(bench.machine.health(board: 0) == .unknown(.echo))
    #expect(bench.diagnostics.contains(.echoMismatch(board: 0)))
  }

  @Test("polarity is per board and per lock, items only where sensors are wired")
  func polarity() {
    var bench = Bench(boards: 2) {
      $0.boards[0].invertedLocks = [3]
      $0.boards[1].closedIsOne = false
      $0.boards[1].invertedLocks = [0]
      $0.boards[1].irWired = true
    }
    bench.peer = { request, _ in [(8, status(Int(request[1] >> 4), 0xFFF7, items: 0x0005))] }
    bench.feed(.lineOpened)
    bench.run(500)
    let first = bench.machine.reading(board: 0)!
    #expect(first.contacts == Array(repeating: .closed, count: 16))
    #expect(first.items == Array(repeating: .unknown, count: 16))
    let second = bench.machine.reading(board: 1)!
    #expect(second.contacts == [.closed, .open, .open, .closed] + Array(repeating: .open, count: 12))
    #expect(second.items == [.present, .absent, .present] + Array(repeating: .absent, count: 13))
  }

  @Test("the board of an unlock is read every 100 ms until it is let go")
  func focus() {
    var bench = Bench(boards: 13)
    bench.peer = healthy
    bench.feed(.lineOpened)
    bench.run(1000)
    bench.feed(.unlock(LockPosition(board: 7, lock: 0), token: BusToken(1), expires: far))
    bench.run(1000)
    func reads(from: BusTime) -> [Int] {
      let at = bench.writes.filter { $0.at > from && $0.bytes[1] == 0x70 && $0.bytes[2] == 0x30 }.map(\.at)
      return zip(at, at.dropFirst()).map { Int($1.microseconds - $0.microseconds) / 1000 }
    }
    var from = bench.now
    bench.run(2000)
    #expect(reads(from: from).allSatisfy { $0 <= 115 })
    bench.feed(.unfocus(board: 7))
    bench.run(500)
    from = bench.now
    bench.run(3000)
    #expect(reads(from: from).allSatisfy { (480...515).contains($0) })
  }

  @Test("a pulse time is set only with a confirmed byte order, and read back")
  func pulseTime() {
    func setting(_ order: PulseByteOrder) -> (BusOutput?, [String]) {
      var bench = Bench(boards: 1) { $0.boards[0].pulseByteOrder = order }
      var stored: [UInt8] = [0, 50]
      bench.peer = { request, at in
        guard request[2] == 0x37 else { return healthy(request, at) }
        if request.count == 7 {
          stored = Array(request[3...4])
          return []
        }
        return [(8, KerongFrame(address: 0, command: 0x38, data: stored).bytes)]
      }
      bench.feed(.lineOpened)
      bench.run(500)
      bench.feed(.setPulseTime(board: 0, milliseconds: 3000, token: BusToken(1)))
      bench.run(1000)
      return (
        bench.outputs.map(\.output).last { if case .pulseTime = $0 { true } else { false } },
        bench.writes.filter { $0.bytes[2] == 0x37 }.map { hex($0.bytes) }
      )
    }
    #expect(setting(.unconfirmed) == (.pulseTime(token: BusToken(1), .byteOrderUnconfirmed), []))
    #expect(
      setting(.highFirst)
        == (.pulseTime(token: BusToken(1), .milliseconds(3000)), ["02 00 37 01 2C 03 69", "02 00 37 03 3C"]))
    #expect(
      setting(.lowFirst)
        == (.pulseTime(token: BusToken(1), .milliseconds(3000)), ["02 00 37 2C 01 03 69", "02 00 37 03 3C"]))
  }

  @Test("a babbling line does not stop the machine for ever, and nothing it says is believed")
  func babble() {
    var bench = Bench(boards: 1)
    bench.peer = healthy
    bench.feed(.lineOpened)
    bench.run(500)
    for _ in 0..<2000 {
      bench.feed(.received([0x02, 0x00]))
      bench.run(3)
    }
    #expect(bench.machine.health(board: 0) == .unknown(.badAnswers))
    #expect(bench.diagnostics.contains(.lineNotQuiet))
    #expect(bench.machine.wakeAt != nil)
  }
}
