// The simulated boards by themselves: frames of the table from the board's side, time on the wire, hands on
// doors, and the words of faults and of the control socket.

import Testing

@testable import Simulators

@Suite struct SimulatedBoardTests {
  static func bytes(_ text: String) -> [UInt8] { text.split(separator: " ").map { UInt8($0, radix: 16)! } }

  static func answers(_ bus: inout SimulatedBus, _ request: String) -> [(at: Int64, bytes: [UInt8])] {
    bus.receive(bytes(request), at: 0)
    return bus.advance(to: 10_000_000).compactMap { output in
      guard case .bytes(let at, let bytes) = output else { return nil }
      return (at, bytes)
    }
  }

  @Test("bytes take their time on the wire", arguments: [(9600, 15_625), (19200, 7292), (115_200, 1215)])
  func timing(baud: Int, wire: Int) throws {
    var wall = SimulatedWall(boards: 1)
    wall.baud = baud
    wall.isByteByByte = true
    var bus = SimulatedBus(wall)
    let answers = Self.answers(&bus, "02 00 30 03 35")
    #expect(answers.count == 9)
    let end = try #require(answers.last?.at)
    // 14 bytes and the turn-around of 2 ms.
    let expected = 14 * (10_000_000 / Int64(baud)) + 2000
    #expect(abs(end - expected) <= 20)
    #expect(zip(answers, answers.dropFirst()).allSatisfy { $1.at - $0.at >= 10_000_000 / Int64(baud) - 1 })
  }

  @Test("a frame in pieces is forgotten after 20 ms")
  func forgetting() {
    var bus = SimulatedBus(SimulatedWall(boards: 1))
    bus.receive(Self.bytes("02 00 31"), at: 0)
    bus.receive(Self.bytes("03 36"), at: 40_000)
    #expect(bus.advance(to: 1_000_000).isEmpty)
    bus.receive(Self.bytes("02 00 31"), at: 1_000_000)
    bus.receive(Self.bytes("03 36"), at: 1_010_000)
    #expect(bus.advance(to: 2_000_000).count == 3)
  }

  @Test("a door that a hand must pull stays shut until then")
  func handPull() throws {
    var wall = SimulatedWall(boards: 1)
    wall.pull = .hand
    var bus = SimulatedBus(wall)
    #expect(throws: SimulatedRefusal.doorIsLocked) { try bus.pull(board: 0, lock: 0, at: 0) }
    bus.receive(Self.bytes("02 00 31 03 36"), at: 0)
    _ = bus.advance(to: 5_000_000)
    #expect(bus.door(board: 0, lock: 0)?.isOpen == false)
    try bus.pull(board: 0, lock: 0, at: 5_000_000)
    #expect(bus.door(board: 0, lock: 0)?.isOpen == true)
    try bus.close(board: 0, lock: 0, at: 6_000_000)
    #expect(throws: SimulatedRefusal.doorIsLocked) { try bus.pull(board: 0, lock: 0, at: 6_000_000) }
    bus.receive(Self.bytes("02 00 31 03 36"), at: 7_000_000)
    _ = bus.advance(to: 30_000_000)
    #expect(throws: SimulatedRefusal.doorIsLocked) { try bus.pull(board: 0, lock: 0, at: 30_000_000) }
  }

  @Test("nothing goes through a closed door")
  func physics() throws {
    var bus = SimulatedBus(SimulatedWall(boards: 1))
    #expect(throws: SimulatedRefusal.doorIsClosed) { try bus.put(board: 0, lock: 0, at: 0) }
    #expect(throws: SimulatedRefusal.noSuchDoor) { try bus.put(board: 1, lock: 0, at: 0) }
    #expect(throws: SimulatedRefusal.noSuchDoor) { try bus.put(board: 0, lock: -1, at: 0) }
    try bus.forceOpen(board: 0, lock: 0, at: 0)
    #expect(throws: SimulatedRefusal.isEmpty) { try bus.take(board: 0, lock: 0, at: 0) }
    try bus.put(board: 0, lock: 0, at: 0)
    #expect(throws: SimulatedRefusal.hasItem) { try bus.put(board: 0, lock: 0, at: 0) }
    try bus.close(board: 0, lock: 0, at: 0)
    #expect(throws: SimulatedRefusal.doorIsClosed) { try bus.take(board: 0, lock: 0, at: 0) }
  }

  @Test(
    "faults are typed as they are printed",
    arguments: [
      "no-answer", "no-answer=3", "late-answer=250", "late-answer=2@250", "wrong-address", "bad-sum=1",
      "truncated", "split=40", "echo", "garbage", "duplicate-address=0", "stuck-bit=4:0", "stuck-bit=0:4:1",
      "bounce=15", "inverted", "jammed", "jammed=3", "jammed=0:3", "opens-late=100", "opens-late=0:3@100",
      "uncommanded-open=5@2000", "uncommanded-open=1:5@2000", "reset=0", "unplug", "unplug=unlock",
      "unplug=unlock@500", "unplug=@500", "silent-unlock", "silent-unlock=2", "swapped-order=0",
    ])
  func faultNames(text: String) throws {
    let fault = try SimulatedFault(parsing: text)
    #expect(try SimulatedFault(parsing: fault.description) == fault)
    #expect(fault.kind.usage.hasPrefix(fault.kind.rawValue))
  }

  @Test(
    "wrong faults are refused with the right usage",
    arguments: [
      "", "nonsense", "no-answer=", "no-answer=31", "no-answer=x", "late-answer=x", "late-answer=1@",
      "echo=1",
      "stuck-bit=1", "stuck-bit=1:2", "stuck-bit=0:0:2", "jammed=0:50", "jammed=0:1:2", "bounce=0:0:0@1",
      "unplug=later", "reset=-1", "uncommanded-open=@5",
    ])
  func wrongFaults(text: String) {
    #expect(throws: SimulatedFaultError.self) { try SimulatedFault(parsing: text) }
  }

  @Test("the control socket's words")
  func control() {
    var bus = SimulatedBus(SimulatedWall(boards: 1))
    func say(_ line: String) -> String { bus.control(line, at: 0).answer }
    #expect(
      say("open 0 3")
        == #"{"ok":true,"board":0,"state":{"lock":3,"door":"open","item":false,"released":false,"#
        + #""jammed":false,"left_open":false,"pulses":0,"held":false}}"#)
    #expect(say("put 0 3").contains(#""item":true"#))
    #expect(say("leave-open 0 3").contains(#""left_open":true"#))
    #expect(say("close 0 3").contains(#""left_open":false"#))
    #expect(say("take 0 3").hasPrefix(#"{"ok":false,"error":"the door is closed","commands":["#))
    #expect(say("jam 0 3").contains(#""jammed":true"#))
    #expect(say("unjam 0 3").contains(#""jammed":false"#))
    #expect(say("fault jammed=0:3") == #"{"ok":true,"faults":["jammed=0:3"]}"#)
    #expect(say("fault jammed=1:3").contains("boards count from 0 to 0"))
    #expect(say("fault none") == #"{"ok":true,"faults":[]}"#)
    #expect(say("fault").contains("valid commands: pull BOARD LOCK, open BOARD LOCK"))
    #expect(say("").contains(#""ok":false"#))
    #expect(say("dance").contains("is not understood"))
    #expect(say("open x y").contains("both counted from 0"))
    #expect(say("open 9 9").contains("there is no such board or lock"))
    #expect(
      say("state").hasPrefix(#"{"ok":true,"boards":[{"board":0,"address":0,"twin":false,"locks":[{"lock":0,"#)
    )
    #expect(say("help").contains(#""leave-open BOARD LOCK":"#))
    #expect(bus.control("watch", at: 0).watches)
    #expect(say("\u{1B}\"\\").contains(#"\u001b\"\\ is not understood"#))
  }

  @Test(
    "random bytes open nothing and end nothing", arguments: SimulatedDialect.allCases,
    1...4 as ClosedRange<UInt64>)
  func noise(dialect: SimulatedDialect, seed: UInt64) {
    var bus = SimulatedBus(SimulatedWall(boards: 15, dialect: dialect))
    for kind in SimulatedFault.Kind.allCases
    where kind != .uncommandedOpen && kind.problem(dialect) == nil {
      bus.add(SimulatedFault(kind), at: 0)
    }
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    var time: Int64 = 0
    var outputs = 0
    for _ in 0..<20_000 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      time += Int64(state >> 40 & 0xFFF)
      let common: [UInt8] =
        switch dialect {
        case .kerong: [0x02, 0x03, 0x30, 0x37, 0x32, 0x00]
        case .xor: [0x80, 0x01, 0x33, 0x02, 0xB2, 0x00]
        case .modbus: [0x01, 0x02, 0x07, 0x03, 0x05, 0x00]
        }
      let byte = state & 3 == 0 ? UInt8(truncatingIfNeeded: state >> 8) : common[Int(state >> 8 & 0xFF) % 6]
      bus.receive([byte], at: time)
      outputs += bus.advance(to: time).count
    }
    #expect(outputs > 0)
    #expect(bus.boards.allSatisfy { $0.doors.allSatisfy { !$0.isOpen } })
  }

  @Test("truth lines have their form")
  func truthLines() {
    let event = SimulatedTruth(at: 5, board: 0, lock: 3, event: .unlockFrame)
    #expect(event.line(milliseconds: "17.250") == #"{"t":17.250,"board":0,"lock":3,"event":"unlock_frame"}"#)
  }
}
