import Testing

@testable import Terminal

@Suite("Keys")
struct KeyTests {
  @Test(
    "AX-20: digits, OK, back, arrows and help are on every keyboard", arguments: [KeyMap.keyboard, .keypad])
  func meanings(map: KeyMap) {
    for digit in 0...9 {
      let scalar = Unicode.Scalar(UInt8(48 + digit))
      #expect(map.key(for: .character(scalar)) == .digit(digit))
    }
    #expect(map.key(for: .enter) == .ok)
    #expect(map.key(for: .backspace) == .erase)
    #expect(map.key(for: .delete) == .clear)
    #expect(map.key(for: .escape) == .end)
    #expect(map.key(for: .character("x")) == .end)
    #expect(map.key(for: .function(1)) == .help)
    #expect(map.key(for: .function(12)) == .function(12))
    #expect(map.key(for: .character("é")) == nil)
    #expect(map.key(for: .character("\u{1}")) == nil)
  }

  @Test("Letters are typed where a page takes them, and are commands everywhere else")
  func letters() {
    for map in [KeyMap.keyboard, .keypad] {
      #expect(map.key(for: .character("x"), typing: .letters) == .letter(UInt8(ascii: "X")))
      #expect(map.key(for: .character("C"), typing: .letters) == .letter(UInt8(ascii: "C")))
      #expect(map.key(for: .character("<"), typing: .letters) == .letter(UInt8(ascii: "<")))
      #expect(map.key(for: .character("7"), typing: .letters) == .digit(7))
      #expect(map.key(for: .escape, typing: .letters) == .end)
      #expect(map.key(for: .character("x"), typing: .digits) == .end)
      #expect(map.key(for: .character("z"), typing: .digits) == nil)
    }
    let line = Field(label: .data("N"), kind: .line(TextLine("", count: 9, typing: .letters)))
    var page = Page(header: Header(town: .data(""), clock: .data("")), title: .data(""), fields: [line])
    #expect(page.typing == .digits)
    page.focus = .field(0)
    #expect(page.typing == .letters)
    page.fields = [Field(label: .data("N"), kind: .line(TextLine("", count: 9)))]
    #expect(page.typing == .digits)
  }

  @Test("Key caps say what is printed on the key")
  func caps() {
    #expect(KeyMap.keyboard.cap(.ok) == "Enter" && KeyMap.keypad.cap(.ok) == "OK")
    #expect(KeyMap.keypad.cap(.choose) == "↑↓" && KeyMap.keypad.cap(.digit(3)) == "3")
    #expect(KeyMap.keypad.cap(.function(12)) == "F12")
  }

  @Test("AX-23, AX-24: a held key counts once, another key at once, the same key again after the time")
  func repeatLock() {
    let held: [(Key, Int64)] = stride(from: 30, through: 3_000, by: 30).map { (.digit(4), $0) }
    #expect(Self.passing([(.digit(4), 0)] + held) == [0])
    let typed: [(Key, Int64)] = [
      (.digit(4), 0), (.digit(7), 10), (.digit(4), 20), (.digit(4), 219), (.digit(4), 419),
    ]
    #expect(Self.passing(typed) == [0, 1, 2, 4])
    let size = Key.resize(columns: 9, rows: 9)
    #expect(Self.passing([(.eof, 1), (.eof, 1), (size, 1), (size, 1)]) == [0, 1, 2, 3])
  }

  private static func passing(_ strokes: [(Key, Int64)], milliseconds: Int = 200) -> [Int] {
    var lock = RepeatLock(milliseconds: milliseconds)
    var passed: [Int] = []
    for (index, stroke) in strokes.enumerated() where lock.passes(stroke.0, at: stroke.1) {
      passed.append(index)
    }
    return passed
  }

  @Test("Without a lock every stroke counts")
  func noLock() {
    let strokes: [(Key, Int64)] = Array(repeating: (.digit(1), 7), count: 5)
    #expect(Self.passing(strokes, milliseconds: KeyMap.keyboard.repeatLockMilliseconds).count == 5)
  }
}
