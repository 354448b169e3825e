import Testing

@testable import Terminal

@Suite("From bytes to strokes")
struct StrokeFilterTests {
  private func outputs(_ bytes: [UInt8], at: Int64 = 0) -> [StrokeFilter.Output] {
    var filter = StrokeFilter()
    var result = bytes.compactMap { filter.take(byte: $0, at: at) }
    if let last = filter.settle() { result.append(last) }
    return result
  }

  private func outputs(_ string: String) -> [StrokeFilter.Output] { outputs(Array(string.utf8)) }

  private func typed(_ string: String) -> [StrokeFilter.Output] {
    string.unicodeScalars.map { .stroke(.character($0)) }
  }

  @Test("Text is typed, also beyond ASCII")
  func text() {
    #expect(outputs("4711 ä€") == typed("4711 ä€"))
    #expect(outputs("\r") == [.stroke(.enter)] && outputs("\n") == [.stroke(.enter)])
    #expect(outputs("\u{8}\u{7F}") == [.stroke(.backspace), .stroke(.backspace)])
  }

  @Test("Control characters type nothing")
  func controls() {
    #expect(outputs("\u{0}\u{3}\u{4}\u{11}\u{13}\u{16}\u{19}\u{1A}\u{1C}") == [])
  }

  @Test(
    "E3: an unknown sequence is swallowed whole, what follows is typed",
    arguments: [
      "\u{1B}[31m", "\u{1B}[99;99z", "\u{1B}[200~", "\u{1B}[?1;2c", "\u{1B}Oz", "\u{1B}q", "\u{1B}(B",
      "\u{1B}]0;Titel 12\u{7}", "\u{1B}]8;;x\u{1B}\\", "\u{1B}P1$r0m\u{1B}\\", "\u{1B}_x\u{1B}\\",
      "\u{9B}31m",
      "\u{9D}0;1\u{9C}", "\u{90}12\u{1B}\\", "\u{1B}[<64;3;3M", "\u{1B}[<0;3;3m", "\u{1B}[<0;0;0M",
      "\u{1B}[<0;3M", "\u{1B}[M !!", "\u{1B}[M712",
      "\u{1B}[<0;999999999999999999999;3M", "\u{1B}[\u{1B}[5n",
    ])
  func swallowed(sequence: String) {
    #expect(outputs(sequence + "7") == typed("7"))
    #expect(outputs(sequence + "7").count == 1)
  }

  @Test("A sequence of any length is swallowed and takes no memory")
  func long() {
    #expect(outputs("\u{1B}[" + String(repeating: "1;", count: 50_000) + "m7") == typed("7"))
  }

  @Test("An escape that nothing follows is the key; a sequence cut off does not eat later keys")
  func escape() {
    #expect(outputs("\u{1B}") == [.stroke(.escape)])
    #expect(outputs("\u{1B}\u{1B}") == [.stroke(.escape)])
    var filter = StrokeFilter()
    for byte in "\u{1B}]0;x".utf8 { #expect(Self.take(byte, 0, &filter) == nil) }
    #expect(filter.settle() == nil)
    #expect(Self.take(UInt8(ascii: "7"), 500, &filter) == .stroke(.character("7")))
    for byte in "\u{1B}[".utf8 { #expect(Self.take(byte, 600, &filter) == nil) }
    #expect(filter.take(.up) == .stroke(.up))
    #expect(Self.take(UInt8(ascii: "7"), 601, &filter) == .stroke(.character("7")))
  }

  private static func take(_ byte: UInt8, _ at: Int64, _ filter: inout StrokeFilter) -> StrokeFilter.Output? {
    filter.take(byte: byte, at: at)
  }

  @Test("Bytes that are not UTF-8 are dropped without what follows")
  func invalid() {
    #expect(outputs([0xFF, 0xFE, 0xC3, 0x37, 0xE2, 0x82, 0x38, 0xC0, 0xAF, 0x39]) == typed("789"))
    #expect(outputs([0x9B, 0x33, 0x31, 0x6D, 0x37]) == typed("7"))
  }

  @Test("Touches in the SGR encoding")
  func touches() {
    #expect(outputs("\u{1B}[<0;10;9M") == [.press(row: 8, column: 9)])
    #expect(outputs("\u{1B}[<0;1;1M\u{1B}[<0;1;1m5") == [.press(row: 0, column: 0)] + typed("5"))
  }

  @Test("Random bytes yield strokes and nothing else", arguments: 1...4)
  func random(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var filter = StrokeFilter()
    for time in 0..<20_000 {
      guard let output = filter.take(byte: UInt8.random(in: 0...255, using: &random), at: Int64(time)) else {
        continue
      }
      if case .stroke(.character(let scalar)) = output {
        #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
      }
    }
  }

  @Test("E3: a flood is let through up to the limit")
  func limit() {
    var limit = InputLimit()
    var passed = 0
    for _ in 0..<10_000 where limit.allows(at: 0) { passed += 1 }
    #expect(passed == InputLimit.burstMax)
    for _ in 0..<10_000 where limit.allows(at: 1_000) { passed += 1 }
    #expect(passed == InputLimit.burstMax + Int(InputLimit.perSecondMax))
  }
}
