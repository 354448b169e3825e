// Random bytes with a seed against every dialect: nothing traps, and nothing is believed that is not a whole frame
// with a right check, of the right board, in its own time.

import Testing

@testable import Lockers

@Suite struct ByteSoupTests {
  struct Dice {
    var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func roll(_ count: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(count))
    }
  }

  /// Whether these bytes are a whole frame of the dialect by a check of our own.
  static func isFrame(_ frame: [UInt8], _ dialect: DialectName) -> Bool {
    let bytes = frame.map(Int.init)
    switch dialect {
    case .kerong:
      return bytes[0] == 2 && bytes[bytes.count - 2] == 3
        && bytes.last == bytes.dropLast().reduce(0, +) & 255
    case .xor: return (bytes[0] == 0x80 || bytes[0] == 0x8A) && bytes.reduce(0, ^) == 0
    case .modbus: return crc(Array(bytes.dropLast(2))) == frame
    }
  }

  @Test(
    "a codec takes any bytes at any place, and answers with whole, checked frames only", arguments: Peer.all)
  func codec(peer: Peer) {
    var dice = Dice(peer.dialect.rawValue.count)
    var configuration = BusConfiguration(path: "/dev/bench", boards: [])
    for address in [1, 2, 14] {
      var board = BoardConfiguration(address: address, dialect: peer.dialect)
      board.lockCount = [1, 9, 16][dice.roll(3)]
      configuration.boards.append(board)
    }
    let codec = peer.dialect.dialect
    var found = 0
    for round in 0..<30_000 {
      var soup = (0..<1 + dice.roll(40)).map { _ in UInt8(dice.roll(256)) }
      if round.isMultiple(of: 2) {
        // Pieces that look right: a header, an address, half a frame.
        let frame = peer.status(1 + dice.roll(3), UInt64(dice.roll(65536)))
        let cut = frame.prefix(1 + dice.roll(frame.count))
        soup.insert(contentsOf: cut, at: dice.roll(soup.count))
      }
      let listening = Listening(
        boards: configuration.boards, asked: configuration.boards[dice.roll(3)], verifiesSum: true)
      for start in soup.indices {
        guard case .answer(_, let length) = codec.recognise(soup, from: start, listening) else { continue }
        found += 1
        #expect(length > 0 && start + length <= soup.count)
        #expect(Self.isFrame(Array(soup[start..<start + length]), peer.dialect))
      }
    }
    #expect(found > 0)
  }

  /// What a bad line makes of an answer: the check sums of all three dialects must see each of these.
  static func spoiled(_ frame: [UInt8], _ dice: inout Dice) -> [UInt8] {
    var frame = frame
    switch dice.roll(6) {
    case 0: frame[dice.roll(frame.count)] ^= 1 << UInt8(dice.roll(8))
    case 1: frame.removeLast(1 + dice.roll(frame.count))
    case 2: frame.remove(at: dice.roll(frame.count - 1))
    case 3: frame = (0..<dice.roll(40)).map { _ in UInt8(dice.roll(256)) }
    case 4: frame = Array(frame.prefix(frame.count / 2)) + (0..<4).map { _ in UInt8(dice.roll(256)) }
    default: frame = frame.map { $0 | UInt8(dice.roll(256)) & 0x40 }
    }
    return frame
  }

  @Test("I7: a line that spoils every answer makes no door open, closed or unlocked", arguments: 0..<12)
  func machine(seed: Int) {
    let peer = Peer.all[seed % 3]
    var dice = Dice(seed + 100)
    var bench = peer.bench(boards: 2)
    bench.keepsTranscript = false
    var isSpoiling = false
    // Doors are all closed; what the line spoils says that they are open.
    bench.peer = { request, _ in
      guard isSpoiling, case .status(let board) = peer.read(request) else { return peer.healthy(request) }
      let truth = peer.status(board, 0)
      var bytes = Self.spoiled(truth, &dice)
      if bytes == truth { bytes = [] }
      return [(5 + dice.roll(200), bytes)]
    }
    bench.feed(.lineOpened)
    bench.run(2000)
    isSpoiling = true
    for token in 0..<200 {
      bench.run(dice.roll(700))
      let position = LockPosition(board: peer.first + dice.roll(2), lock: dice.roll(16))
      if bench.machine.health(board: position.board) != .answering {
        bench.feed(.unlock(position, token: BusToken(UInt64(token)), expires: far))
        #expect(bench.results.last == .notSent(.contactUnknown))
      }
      if dice.roll(4) == 0 { bench.feed(.received((0..<dice.roll(150)).map { _ in UInt8(dice.roll(256)) })) }
    }
    for entry in bench.outputs {
      guard case .reading(let reading) = entry.output else { continue }
      #expect(!reading.contacts.contains(.open))
    }
    #expect(!bench.writes.contains { if case .unlock = peer.read($0.bytes) { true } else { false } })
    isSpoiling = false
    for _ in 0..<30 where bench.machine.health(board: peer.first) != .answering { bench.run(10_000) }
    #expect(bench.machine.health(board: peer.first) == .answering)
  }

  @Test("I12: each unlock has one result and is written at most once, under any input", arguments: 0..<24)
  func promises(seed: Int) {
    let peer = [Peer(dialect: .xor), Peer(dialect: .modbus)][seed % 2]
    var dice = Dice(seed + 1000)
    var machine = peer.bench(boards: 3).machine
    var now = BusTime(microseconds: 0)
    var asked: [UInt64: LockPosition] = [:]
    var results: [UInt64: UnlockResult] = [:]
    var frames: [LockPosition: Int] = [:]
    var due: [[UInt8]] = []
    func take(_ outputs: [BusOutput]) {
      for output in outputs {
        switch output {
        case .write(let bytes):
          if case .unlock(let board, let lock) = peer.read(bytes) {
            frames[LockPosition(board: board, lock: lock), default: 0] += 1
          }
          due.append(bytes)
        case .unlock(let token, let result):
          #expect(results[token.value] == nil)
          results[token.value] = result
        default: break
        }
      }
    }
    var token: UInt64 = 0
    for _ in 0..<3000 {
      now.microseconds += Int64(dice.roll(20_000))
      if let request = due.first {
        due.removeFirst()
        switch dice.roll(20) {
        case 0: take(machine.step(now: now, .writeFailed(written: dice.roll(6))))
        case 1: break
        default: take(machine.step(now: now, .written))
        }
        for (after, bytes) in peer.healthy(request) where dice.roll(10) > 1 {
          now.microseconds += Int64(dice.roll(after * 2000))
          let answer = dice.roll(15) == 0 ? Self.spoiled(bytes, &dice) : bytes
          take(machine.step(now: now, .received(answer)))
        }
        continue
      }
      switch dice.roll(40) {
      case 0: take(machine.step(now: now, .lineLost(.unplugged)))
      case 1, 2: take(machine.step(now: now, .lineOpened))
      case 3: take(machine.step(now: now, .received((0..<dice.roll(300)).map { _ in UInt8(dice.roll(256)) })))
      case 4...8:
        token += 1
        let position = LockPosition(board: dice.roll(5), lock: dice.roll(17))
        asked[token] = position
        let expires = now.advanced(milliseconds: dice.roll(3000))
        take(machine.step(now: now, .unlock(position, token: BusToken(token), expires: expires)))
      case 9: take(machine.step(now: now, .focus(board: dice.roll(5))))
      case 10: take(machine.step(now: now, .unfocus(board: dice.roll(5))))
      case 11: take(machine.step(now: now, .readPulseTime(board: 1, token: BusToken(0))))
      default: take(machine.step(now: now, .tick))
      }
      if let wake = machine.wakeAt { #expect(wake.microseconds - now.microseconds <= 10_500_000) }
    }
    take(machine.step(now: now, .lineLost(.stopped)))
    #expect(results.count == asked.count)
    for (position, count) in frames {
      let written = asked.count { entry in
        guard entry.value == position, let result = results[entry.key] else { return false }
        return result == .sent || result == .partlySent || result == .notSent(.writeFailed)
      }
      #expect(count == written)
    }
  }
}
