// Random inputs with a seed: whatever comes, the machine keeps its promises about unlocks and never stops.

import Testing

@testable import Lockers

@Suite struct BusMachineFuzzTests {
  @Test("I12: each unlock has one result, and is written at most once, under any input", arguments: 0..<40)
  func promises(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func chance(_ count: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(count))
    }
    var configuration = BusConfiguration(
      path: "/dev/bench", boards: (0..<3).map { BoardConfiguration(address: $0) })
    configuration.boards[1].answersUnlock = .never
    var machine = BusMachine(configuration)
    var now = BusTime(microseconds: 0)
    var asked: [UInt64: LockPosition] = [:]
    var results: [UInt64: UnlockResult] = [:]
    var frames: [LockPosition: Int] = [:]
    var due: [[UInt8]] = []
    var token: UInt64 = 0
    func take(_ outputs: [BusOutput]) {
      for output in outputs {
        switch output {
        case .write(let bytes):
          if bytes[2] == 0x31 {
            frames[LockPosition(board: Int(bytes[1] >> 4), lock: Int(bytes[1] & 15)), default: 0] += 1
          }
          due.append(bytes)
        case .unlock(let token, let result):
          #expect(results[token.value] == nil)
          #expect(asked[token.value] != nil)
          results[token.value] = result
        default: break
        }
      }
    }
    for _ in 0..<3000 {
      now.microseconds += Int64(chance(20_000))
      if let request = due.first {
        due.removeFirst()
        switch chance(20) {
        case 0: take(machine.step(now: now, .writeFailed(written: chance(6))))
        case 1: break
        default: take(machine.step(now: now, .written))
        }
        if request[2] == 0x30 && chance(10) > 1 {
          var answer = status(Int(request[1] >> 4), chance(4) == 0 ? chance(65536) : 0xFFFF)
          if chance(15) == 0 { answer[chance(9)] ^= UInt8(1 << chance(8)) }
          now.microseconds += Int64(chance(9000))
          take(machine.step(now: now, .received(answer)))
        }
        continue
      }
      switch chance(40) {
      case 0: take(machine.step(now: now, .lineLost(.unplugged)))
      case 1, 2: take(machine.step(now: now, .lineOpened))
      case 3: take(machine.step(now: now, .received((0..<chance(300)).map { _ in UInt8(chance(256)) })))
      case 4...8:
        token += 1
        let position = LockPosition(board: chance(4), lock: chance(17))
        asked[token] = position
        take(
          machine.step(
            now: now,
            .unlock(
              position, token: BusToken(token), expires: now.advanced(milliseconds: chance(3000)))))
      case 9: take(machine.step(now: now, .focus(board: chance(5))))
      case 10: take(machine.step(now: now, .unfocus(board: chance(5))))
      case 11:
        take(machine.step(now: now, .setPulseTime(board: chance(4), milliseconds: 500, token: BusToken(0))))
      default: take(machine.step(now: now, .tick))
      }
      if let wake = machine.wakeAt { #expect(wake.microseconds - now.microseconds <= 10_500_000) }
    }
    take(machine.step(now: now, .lineLost(.stopped)))
    #expect(results.count == asked.count)
    var sent: [LockPosition: Int] = [:]
    for (token, position) in asked {
      switch results[token] {
      case .sent, .partlySent: sent[position, default: 0] += 1
      case .notSent, nil: break
      }
    }
    // A frame may also have been written and refused by the kernel with nothing taken; never more than asked.
    for (position, count) in frames {
      let failed = asked.filter { $0.value == position && results[$0.key] == .notSent(.writeFailed) }.count
      #expect(count == sent[position, default: 0] + failed)
    }
  }
}
