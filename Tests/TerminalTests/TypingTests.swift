// A full keyboard on a page that takes text: characters are typed, the keys without a character keep their meaning.

import Testing

@testable import Terminal

@Suite("Typing text")
struct TypingTests {
  @Test("Every character is typed, digits stay digits, and F1, Esc, Enter and arrows keep their meaning")
  func text() {
    for map in [KeyMap.keyboard, .keypad] {
      func key(_ stroke: Stroke) -> Key? { map.key(for: stroke, typing: .text) }
      for scalar in "xXcChHvV?*+".unicodeScalars {
        // A keypad has no letters: these are its keys for end, help and so on, however they come.
        let command = map.key(for: .character(scalar))
        #expect(command != nil)
        #expect(key(.character(scalar)) == (map == .keyboard ? .character(scalar) : command))
      }
      for scalar in "aZ äÖßé@.-_<ğ日".unicodeScalars {
        #expect(key(.character(scalar)) == .character(scalar))
      }
      #expect(key(.function(2)) == .language && key(.function(3)) == .speak)
      #expect(key(.character("7")) == .digit(7))
      #expect(key(.character("\u{1}")) == nil && key(.character("\u{7F}")) == nil)
      #expect(key(.escape) == .end && key(.function(1)) == .help && key(.enter) == .ok)
      #expect(key(.backspace) == .erase && key(.delete) == .clear && key(.left) == .left)
      #expect(key(.up) == .up && key(.down) == .down && key(.right) == .right)
    }
  }

  @Test("A page says what is typed on it: by the field that has the focus")
  func pages() {
    var page = PickerTests.page(PickerTests.picker(PickerTests.text))
    #expect(page.typing == .text)
    page.focus = .none
    #expect(page.typing == .digits)
    #expect(Samples.code.typing == .digits)
  }

  @Test("AX-44: keys whose character is typed are named by the keys that stand in for them")
  func caps() {
    let page = PickerTests.page(PickerTests.picker(PickerTests.text))
    let keyboard = CellRenderer(texts: Samples.texts, keyMap: .keyboard)
    let words = keyboard.frame(of: page, columns: 80, rows: 25).words
    #expect(words.contains("[Esc] Ende") && words.contains("[F1] Hilfe") && words.contains("[Entf] Löschen"))
    #expect(keyboard.frame(of: Samples.code, columns: 80, rows: 25).words.contains("[X] Ende"))
    let keypad = Samples.renderer.frame(of: page, columns: 80, rows: 25).words
    #expect(keypad.contains("[X] Ende") && keypad.contains("[→↑↓] Wählen"))
  }

  @Test("What a terminal can draw follows from its kind and from the locale")
  func glyphSets() {
    let full = [
      ("xterm-256color", "de_DE.UTF-8"), ("screen", "C.utf8"), ("tmux-256color", "en_US.UTF-8@euro"),
    ]
    for (terminal, locale) in full { #expect(GlyphSet.of(terminal: terminal, locale: locale) == .full) }
    let console = [
      ("linux", "de_DE.UTF-8"), ("linux-16color", "C.UTF-8"), ("con80x25", "C.UTF-8"), ("", "C.UTF-8"),
      ("xterm", "C"), ("xterm", ""), ("xterm", "de_DE.ISO-8859-1"), ("xterm", "UTF-8"),
    ]
    for (terminal, locale) in console { #expect(GlyphSet.of(terminal: terminal, locale: locale) == .console) }
  }
}
