// Random keys, snapshots, lost connections and times, from a fixed seed: the flow never traps, always has a page, and
// starts every screen without anything typed.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same numbers everywhere.
struct SeededNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}

@Suite struct PropertyTests {
  static let hostile = [
    "\u{1B}[2J\u{1B}]0;x\u{7}", "\u{9B}31m", "\u{202E}txet", "", "\0", String(repeating: "W", count: 4000),
    "ẞ漢🙂e\u{301}",
    "line\nline\r\t", "{compartment}{documents}", "document.passport", "9999-99-99",
  ]

  /// 400 characters of four bytes at the most.
  static let answerBytesMax = 1600

  static func key(_ numbers: inout SeededNumbers) -> Key {
    let keys: [Key] = [
      .ok, .back, .clear, .end, .help, .language, .erase, .up, .down, .left, .right, .function(12),
      .function(99), .digit(-1), .digit(77),
      .press(row: -1, column: 999), .resize(columns: 0, rows: 0), .eof,
    ]
    return numbers.below(3) == 0 ? numbers.pick(keys) : .digit(numbers.below(10))
  }

  static func stage(_ numbers: inout SeededNumbers) -> Stage {
    let number = numbers.pick([0, 1, 17, 40, 999, -1, Int.max, Int.min])
    let text = numbers.pick(hostile)
    let set = WaitingSet(
      documents: numbers.pick([[], ["passport"], [text], ["id_card", text, "passport", "passport"]]),
      since: text, until: numbers.pick([text, "2026-11-24"]), canOpen: numbers.below(2) == 0)
    switch numbers.below(9) {
    case 0: return .waiting(Array(repeating: set, count: numbers.below(30)))
    case 1: return .birthDate(set, triesLeft: number, wrong: numbers.below(2) == 0)
    case 2: return .ready(set, compartment: number, isLow: true)
    case 3: return .open(set, compartment: number)
    case 4: return .late(Late(until: text, documents: [text]))
    case 5:
      return .done(
        Receipt(
          documents: [text], reference: text, day: text, hour: number, minute: number, moreWaiting: number))
    case 6: return .locked(minutesLeft: number, hour: number, minute: number)
    case 7: return .code(triesLeft: number, wrong: numbers.below(2) == 0)
    default: return numbers.pick(Fixtures.stages).stage
    }
  }

  static func snapshot(_ numbers: inout SeededNumbers) -> Snapshot {
    let extremes = [0, 1, -1, 12, 31, 2026, Int.max, Int.min]
    let clock = Snapshot.Clock(
      year: numbers.pick(extremes), month: numbers.pick(extremes), day: numbers.pick(extremes),
      weekday: numbers.pick(extremes), hour: numbers.pick(extremes), minute: numbers.pick(extremes))
    let timer = Snapshot.Timer(
      remaining: numbers.pick([0, -1, 999, 60_000, Int.max, Int.min]),
      total: numbers.pick([0, -1, 60_000, Int.max]),
      moreTimeLeft: numbers.pick(extremes), kind: numbers.pick([.idle, .warning, .stage]))
    return Snapshot(
      language: numbers.pick(["de", "en", "xx", ""]), clock: clock, stage: stage(&numbers),
      timer: numbers.below(3) == 0 ? nil : timer, pickupAvailable: numbers.below(4) != 0)
  }

  @Test(
    "100,000 random inputs never trap, and every new screen starts empty (UX-15)", arguments: [1, 2, 3, 4])
  func randomInputs(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    var flow = CitizenFlow(isDemo: seed % 2 == 0)
    var now: Int64 = 0
    var pages = 0
    for step in 0..<25_000 {
      now += Int64(numbers.below(3000))
      switch numbers.below(20) {
      case 0:
        _ = flow.reduce(.connectionLost)
        #expect(flow.screen == nil)
      case 1:
        _ = flow.reduce(
          .welcome(Fixtures.welcome(languages: numbers.pick([["de", "en"], [], ["a", "b", "c"]]))))
      case 2, 3:
        let snapshot = Self.snapshot(&numbers)
        let before = flow.screen
        let isSearching = flow.search != nil
        _ = flow.reduce(.snapshot(snapshot, at: now))
        if let screen = flow.screen, let old = before, type(of: old.part) != type(of: screen.part) {
          // A search word stands there again after Back from what was found, and nothing else does.
          if case .infoSearch = screen, isSearching { continue }
          #expect(screen == CitizenScreen(snapshot.stage))
        }
      case 4: _ = flow.reduce(.tick(at: now))
      case 5: _ = flow.reduce(.refused(Refused(code: "busy", message: numbers.pick(Self.hostile))))
      default:
        for effect in flow.reduce(.key(Self.key(&numbers), at: now)) {
          switch effect {
          case .send(.form(.answer), let secret?): #expect((1...Self.answerBytesMax).contains(secret.count))
          case .send(.info(.search), let secret?): #expect((2...160).contains(secret.count))
          case .send(_, let secret?): #expect((5...44).contains(secret.count))
          default: break
          }
        }
      }
      if step % 25 == 0 {
        let size = numbers.pick(frameSizes + [(1, 1), (39, 12), (300, 100)])
        let frame = frame(flow, columns: size.0, rows: size.1)
        #expect(frame.cells.allSatisfy { $0.glyph.value >= 32 && !(127..<160).contains($0.glyph.value) })
        #expect(frame.cells.allSatisfy { Glyphs.has($0.glyph) })
        pages += 1
      }
    }
    #expect(pages == 1000)
  }
}
