// The simulated boards' frames both ways, as transcripts written by hand from the published tables (the files in
// Golden are never recorded), and how strictly the boards listen.

import Foundation
import Testing

@testable import Simulators

@Suite struct FrameTests {
  private static func bytes(_ text: some StringProtocol) -> [UInt8] {
    text.split(separator: " ").map { UInt8($0, radix: 16)! }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
      .joined(separator: " ")
  }

  private static func transcript(_ dialect: SimulatedDialect) throws -> [String] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/frames.\(dialect.rawValue).txt")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private static func wall(_ words: [String]) throws -> SimulatedWall {
    var wall = SimulatedWall(boards: 1, dialect: try #require(SimulatedDialect(rawValue: words[1])))
    for word in words.dropFirst(2) {
      let parts = word.split(separator: "=")
      switch (parts[0], parts.count == 2 ? Int(parts[1]) : nil) {
      case ("boards", let number?): wall.boards = number
      case ("locks", let number?): wall.locks = number
      case ("answers-unlock", nil): wall.answersUnlock = true
      case ("open-is-one", nil): wall.closedIsOne = false
      case ("momentary", nil): wall.pulseForm = .momentary
      default: Issue.record("\(word) is not understood")
      }
    }
    return wall
  }

  @Test("A1, A3, A5: frames of the tables, both ways", arguments: SimulatedDialect.allCases)
  func transcript(dialect: SimulatedDialect) throws {
    var bus: SimulatedBus?
    var now: Int64 = 0
    var happened: [String] = []
    var expected: [String] = []
    var asked = ""
    func settle() {
      #expect(happened == expected, "after \(asked)")
      happened = []
      expected = []
    }
    for line in try Self.transcript(dialect) where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      switch words[0] {
      case "wall":
        settle()
        bus = SimulatedBus(try Self.wall(words))
      case ">":
        settle()
        asked = line
        bus?.receive(Self.bytes(line.dropFirst(2)), at: now)
        now += 12_000_000
        for output in bus?.advance(to: now) ?? [] {
          switch output {
          case .bytes(_, let bytes): happened.append("< " + Self.hex(bytes))
          case .truth(let truth): happened.append("! \(truth.board):\(truth.lock) \(truth.event.rawValue)")
          case .hangUp: happened.append("hang up")
          }
        }
      case "<", "!": expected.append(line)
      case "hand", "fault":
        settle()
        asked = line
        let command = words[0] == "hand" ? words.dropFirst().joined(separator: " ") : line
        let answer = try #require(bus?.control(command, at: now).answer)
        #expect(answer.hasPrefix(#"{"ok":true"#), "\(line): \(answer)")
        for case .truth(let truth) in bus?.advance(to: now) ?? [] {
          happened.append("! \(truth.board):\(truth.lock) \(truth.event.rawValue)")
        }
      default: Issue.record("\(line) is not understood")
      }
    }
    settle()
  }

  private static func answers(_ bus: inout SimulatedBus, _ request: String, at time: Int64) -> Int {
    bus.receive(bytes(request), at: time)
    return bus.advance(to: time + 10_000_000).count { if case .bytes = $0 { true } else { false } }
  }

  @Test(
    "Modbus: 3.5 characters of silence before a request, or nobody hears it (also after another's answer)")
  func modbusSilence() throws {
    var bus = SimulatedBus(SimulatedWall(boards: 2, dialect: .modbus))
    let silence = bus.wall.silenceMicroseconds
    #expect(silence == 3647)
    bus.receive(Self.bytes("01 02 00 00 00 08 79 CC"), at: 0)
    let answer = try #require(bus.advance(to: 1_000_000).first)
    guard case .bytes(let end, _) = answer else { return #expect(Bool(false)) }
    // Request, silence, turn-around, answer.
    #expect(end == 8 * 1042 + silence + 2000 + 6 * 1042)
    for (gap, isHeard) in [(silence, 1), (silence - 1, 0), (500, 0)] as [(Int64, Int)] {
      var bus = SimulatedBus(SimulatedWall(boards: 2, dialect: .modbus))
      bus.receive(Self.bytes("01 02 00 00 00 08 79 CC"), at: 0)
      _ = bus.advance(to: end)
      #expect(Self.answers(&bus, "02 02 00 00 00 08 79 FF", at: end + gap) == isHeard, "gap \(gap)")
    }
    // Two requests in one go are none; a frame in two pieces is none either.
    var torn = SimulatedBus(SimulatedWall(boards: 1, dialect: .modbus))
    #expect(Self.answers(&torn, "01 02 00 00 00 08 79 CC 01 02 00 00 00 08 79 CC", at: 0) == 0)
    torn.receive(Self.bytes("01 02 00 00"), at: 20_000_000)
    #expect(Self.answers(&torn, "00 08 79 CC", at: 20_000_000 + 4 * 1042 + silence) == 0)
    #expect(Self.answers(&torn, "01 02 00 00 00 08 79 CC", at: 40_000_000) == 1)
    #expect(SimulatedWall(boards: 1, dialect: .modbus).silenceMicroseconds == 3647)
    var fast = SimulatedWall(boards: 1, dialect: .modbus)
    fast.baud = 115_200
    #expect(fast.silenceMicroseconds == 1750)
  }

  @Test("8A: the answer comes 500 ms to 1 s late, and until then the line is dead for everybody")
  func xorDeadLine() throws {
    var bus = SimulatedBus(SimulatedWall(boards: 2, dialect: .xor))
    var waits: Set<Int64> = []
    for turn in 0..<8 {
      let start = Int64(turn) * 10_000_000
      bus.receive(Self.bytes("8A 01 01 11 9B"), at: start)
      bus.receive(Self.bytes("80 02 00 33 B1"), at: start + 100_000)
      let answers = bus.advance(to: start + 5_000_000).compactMap { output -> (Int64, [UInt8])? in
        if case .bytes(let at, let bytes) = output { (at, bytes) } else { nil }
      }
      #expect(answers.map(\.1) == [Self.bytes("8A 01 01 00 8A")])
      let wait = try #require(answers.first).0 - start - 10 * 1042 - 2000
      #expect((500_000...1_000_000).contains(wait))
      waits.insert(wait)
      #expect(Self.answers(&bus, "80 02 00 33 B1", at: start + 6_000_000 - 4_000_000 + 3_500_000) == 1)
    }
    #expect(waits.count == 8)
  }

  @Test("A5: two boards at one address answer over one another, and both doors open")
  func twins() throws {
    for (dialect, unlock, status) in [
      (.kerong, "02 00 31 03 36", "02 00 30 03 35"), (.xor, "8A 01 01 11 9B", "80 01 00 33 B2"),
      (.modbus, "01 05 02 00 00 07 8D B0", "01 02 00 00 00 08 79 CC"),
    ] as [(SimulatedDialect, String, String)] {
      var bus = SimulatedBus(SimulatedWall(boards: 1, dialect: dialect))
      bus.add(SimulatedFault(.duplicateAddress), at: 0)
      bus.receive(Self.bytes(unlock), at: 0)
      let opened = bus.advance(to: 5_000_000).compactMap { output -> Int? in
        if case .truth(let truth) = output, truth.event == .doorOpened { truth.board } else { nil }
      }
      #expect(opened == [0, 1], "\(dialect)")
      let alone = bus.boards[0].doors.count
      #expect(alone == bus.wall.locks)
      var single = SimulatedBus(SimulatedWall(boards: 1, dialect: dialect))
      var mixed = 0
      for turn in 1...4 {
        let at = Int64(turn) * 10_000_000
        func said(_ bus: inout SimulatedBus) -> [UInt8] {
          bus.receive(Self.bytes(status), at: at)
          return bus.advance(to: at + 5_000_000).flatMap { output -> [UInt8] in
            if case .bytes(_, let bytes) = output { bytes } else { [] }
          }
        }
        let two = said(&bus)
        let one = said(&single)
        #expect(two.count == 2 * one.count, "\(dialect)")
        if Array(two.prefix(one.count)).last != two.last { mixed += 1 }
      }
      #expect(mixed > 0, "\(dialect)")
    }
  }
}
