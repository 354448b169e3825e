// What a madman, a cat and a broken scanner do to a keyboard, from a seed: the same seed, the same bytes.

/// A small generator (SplitMix64): good enough to disturb, the same everywhere.
struct SeededChance {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
  mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }
}

/// One thing that happens to a screen.
enum StormEvent {
  case bytes([UInt8])
  case resize(columns: Int, rows: Int)
}

struct Storm {
  /// What pastes are made of; it stands in no text of ours, so that an echo would be seen.
  static let mark = "þ"
  static let pasteBytes = 10_000

  var chance: SeededChance
  private(set) var counts: [String: Int] = [:]
  private(set) var byteCount = 0

  init(seed: UInt64) { chance = SeededChance(seed) }

  private static let known = [
    "[A", "[B", "[C", "[D", "[H", "[F", "OA", "OB", "OC", "OD", "OH", "OF", "OP", "OQ", "OR", "OS", "OM",
    "[1~", "[2~",
    "[3~", "[4~", "[5~", "[6~", "[11~", "[15~", "[17~", "[20~", "[21~", "[24~", "[Z", "[1;5A", "[1;2B",
    "[3;5~", "[[A",
    "[[E", "[200~", "[201~", "[I", "[O", "[<0;12;7M", "[<0;1;24m", "[M !!",
  ]

  mutating func next() -> StormEvent {
    let kind = chance.below(10_000)
    var event: StormEvent
    var name: String
    switch kind {
    case 0..<5_000: (name, event) = ("key", .bytes(key()))
    case ..<7_000: (name, event) = ("sequence", .bytes(escape(chance.pick(Self.known))))
    case ..<7_800:
      let whole = escape(chance.pick(Self.known))
      (name, event) = ("cut sequence", .bytes(Array(whole.prefix(1 + chance.below(whole.count)))))
    case ..<8_600: (name, event) = ("unknown sequence", .bytes(unknown()))
    case ..<9_600: (name, event) = ("mouse", .bytes(mouse()))
    case ..<9_965:
      (name, event) = ("paste", .bytes(paste(1 + chance.below(60), isMarked: chance.below(2) == 0)))
    case ..<9_970:
      (name, event) = (
        "paste of \(Self.pasteBytes)", .bytes(paste(Self.pasteBytes, isMarked: chance.below(2) == 0))
      )
    default: (name, event) = ("resize", resize())
    }
    counts[name, default: 0] += 1
    if case .bytes(let bytes) = event { byteCount += bytes.count }
    return event
  }

  private func escape(_ rest: String) -> [UInt8] { [0x1B] + rest.utf8 }

  private mutating func key() -> [UInt8] {
    switch chance.below(12) {
    case 0...4: return [UInt8(ascii: "0") + UInt8(chance.below(10))]
    case 5: return [0x0D]
    case 6: return [chance.pick([0x7F, 0x08, 0x09, 0x0A, 0x20])]
    case 7: return [UInt8(chance.below(0x20))]
    case 8: return [UInt8(0x80 + chance.below(0x80))]
    case 9: return Array(chance.pick(["ä", "ß", "€", "😀", "\u{9B}", "\u{202E}", "\u{85}"]).utf8)
    default: return [UInt8(0x21 + chance.below(0x5E))]
    }
  }

  private mutating func unknown() -> [UInt8] {
    switch chance.below(6) {
    case 0: return escape("]" + chance.pick(["0;owned", "52;c;QQ=="]) + chance.pick(["\u{07}", "\u{1B}\\"]))
    case 1: return escape(chance.pick(["P1$r", "_x", "^y", "X"]) + "\(chance.below(99))" + "\u{1B}\\")
    case 2: return escape(String(Character(Unicode.Scalar(UInt8(0x20 + chance.below(0x5F))))))
    case 3: return escape("[" + String(repeating: "1;", count: chance.below(40)) + "m")
    default:
      var bytes = escape("[")
      for _ in 0..<chance.below(6) { bytes.append(UInt8(0x20 + chance.below(0x20))) }
      return bytes + [UInt8(0x40 + chance.below(0x3F))]
    }
  }

  private mutating func mouse() -> [UInt8] {
    let button = chance.pick([0, 0, 0, 1, 2, 3, 32, 35, 64, 65, 128, 999_999])
    let column = chance.pick([chance.number(1...300), 0, 1, 80, 100_000])
    let row = chance.pick([chance.number(1...100), 0, 1, 24, 100_000])
    if chance.below(10) == 0 {
      return escape("[M") + [UInt8(32 + button % 90), UInt8(33 + column % 90), UInt8(33 + row % 90)]
    }
    return escape("[<\(button);\(column);\(row)" + chance.pick(["M", "M", "m"]))
  }

  private mutating func paste(_ count: Int, isMarked: Bool) -> [UInt8] {
    var text: [UInt8] = []
    while text.count < count {
      switch chance.below(8) {
      case 0...4: text += Self.mark.utf8
      case 5: text += [UInt8(ascii: "0") + UInt8(chance.below(10))]
      case 6: text += chance.pick(["\r", "\n", " ", "; rm -rf ~", "\t"]).utf8
      default: text.append(UInt8(0x21 + chance.below(0x5E)))
      }
    }
    return isMarked ? escape("[200~") + text + escape("[201~") : text
  }

  private mutating func resize() -> StormEvent {
    switch chance.below(6) {
    case 0: .resize(columns: chance.number(1...10), rows: chance.number(1...5))
    case 1: .resize(columns: 300, rows: 100)
    case 2: .resize(columns: 1, rows: 1)
    case 3: .resize(columns: chance.pick([40, 60, 80, 120]), rows: chance.pick([12, 16, 25, 33]))
    default: .resize(columns: chance.number(1...160), rows: chance.number(1...50))
    }
  }
}
