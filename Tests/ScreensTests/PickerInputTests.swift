// Typing a line with the arrows, with a keypad's digits and with a full keyboard: what comes out is the same, and only
// what the line may hold (UX-8, UX-11).

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct PickerInputTests {
  private func text(_ secret: Secret) -> String {
    secret.withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
  }

  private func type(_ words: String, _ input: inout PickerInput) {
    for scalar in words.unicodeScalars {
      let isDigit = ("0"..."9").contains(scalar)
      _ = input.press(isDigit ? .digit(UInt8(scalar.value - 48)) : .character(scalar))
    }
  }

  private func typed(_ words: String, _ alphabet: PickerAlphabet) -> String {
    var input = PickerInput(alphabet)
    type(words, &input)
    return text(input.secret)
  }

  private func picker(_ input: PickerInput) -> LetterPicker? {
    guard case .picker(let picker) = input.field(.data("L")).kind else { return nil }
    return picker
  }

  /// Picks with the keys of a keypad alone: right, up, down and OK, digits.
  private func pick(_ words: String, _ input: inout PickerInput) throws {
    for character in words {
      if let digit = character.wholeNumberValue {
        _ = input.press(.digit(UInt8(digit)))
        continue
      }
      let wanted: LetterPicker.Cell = character == " " ? .space : .character(character)
      try walk(to: wanted, &input)
      #expect(input.press(.ok) == .stay)
    }
  }

  private func walk(to wanted: LetterPicker.Cell, _ input: inout PickerInput) throws {
    for _ in 0...LetterPicker.cellsMax {
      if try #require(picker(input)).focused == wanted { return }
      #expect(input.press(.right) == .stay)
    }
    Issue.record("there is no cell \(wanted)")
  }

  @Test("AX-20: arrows, OK and digits write a name, first letters large, and OK on the last cell ends it")
  func keypad() throws {
    var input = PickerInput(.text(max: 40))
    try pick("AM ALTEN-HOF 12B", &input)
    #expect(text(input.secret) == "Am Alten-Hof 12b")
    try walk(to: .erase, &input)
    _ = input.press(.ok)
    #expect(text(input.secret) == "Am Alten-Hof 12")
    try walk(to: .done(Text("key.continue")), &input)
    #expect(input.press(.ok) == .done(Secret("Am Alten-Hof 12".utf8)))
  }

  @Test("Digits and letters from a keyboard put the focus on the last cell: OK, or Enter, ends the line")
  func keyboard() {
    for words in ["Müßiggang é", "12", "x"] {
      var input = PickerInput(.text(max: 40))
      type(words, &input)
      #expect(input.press(.ok) == .done(Secret(words.utf8)))
    }
    // Picked letters leave the focus where it is: the next is often near.
    var input = PickerInput(.search)
    _ = input.press(.right)
    _ = input.press(.ok)
    _ = input.press(.ok)
    #expect(text(input.secret) == "BB" && picker(input)?.focus == 1)
  }

  @Test("UX-8: what people type becomes what is meant, silently")
  func normalised() {
    let cases: [(PickerAlphabet, String, String)] = [
      (.serial, "c01 x0-0tO47", "C01X00T047"), (.serial, "lo9", "L09"),
      (.email, "Erika.Mustermann @Example.DE", "erika.mustermann@example.de"),
      (.iban, "de02 1203 0000 0000 2020 51", "DE02120300000000202051"),
      (.phone, "+49 (170) 12-34/5", "+49170" + "12345"), (.phone, "0170+1", "01701"),
      (.digits(max: 5), "5 4-2.9/0", "54290"), (.text(max: 99), "d'Été – ğ ¿", "d'Été – ğ ¿"),
      (.search, "Kfz-Zulassung §", "Kfz-Zulassung §"),
    ]
    for (alphabet, words, expected) in cases { #expect(typed(words, alphabet) == expected, "\(words)") }
  }

  @Test("A letter and its mark, apart, are one letter")
  func marks() {
    #expect(typed("Mu\u{308}ller", .text(max: 9)) == "Müller")
    #expect(Array(typed("e\u{301}", .text(max: 9)).unicodeScalars) == ["é"])
    var input = PickerInput(.text(max: 9))
    _ = input.press(.character("\u{308}"))
    #expect(input.isEmpty && input.notice == Text("picker.unknown"))
    #expect(typed("x\u{308}", .text(max: 9)) == "x")
  }

  @Test("A character that a line cannot hold is left out, and said")
  func unknown() {
    let cases: [(PickerAlphabet, Unicode.Scalar)] = [
      (.serial, "A"), (.serial, "ß"), (.text(max: 9), "日"), (.text(max: 9), "█"), (.search, "🙂"),
      (.email, "ä"), (.iban, "Ö"), (.phone, "x"), (.text(max: 9), "\u{202E}"), (.text(max: 9), "\u{AD}"),
    ]
    for (alphabet, scalar) in cases {
      var input = PickerInput(alphabet)
      _ = input.press(.character(scalar))
      #expect(input.isEmpty && input.notice == Text("picker.unknown"), "\(scalar)")
      _ = input.press(.digit(7))
      #expect(input.notice == nil && text(input.secret) == "7")
    }
  }

  @Test("A full line says so and changes no more")
  func full() {
    for alphabet in [PickerAlphabet.text(max: 5), .search, .serial, .email, .iban, .phone, .digits(max: 3)] {
      var input = PickerInput(alphabet)
      for _ in 0..<alphabet.countMax { _ = input.press(.digit(4)) }
      #expect(input.notice == nil && input.count == alphabet.countMax)
      _ = input.press(.digit(4))
      #expect(input.notice == Text("picker.full") && input.count == alphabet.countMax)
    }
    var umlauts = PickerInput(.text(max: 3))
    type("ääää", &umlauts)
    #expect(umlauts.count == 3 && text(umlauts.secret) == "äää")
  }

  @Test("What is typed fits into one request, however many bytes its letters have")
  func bytes() {
    var input = PickerInput(.text(max: 400))
    for _ in 0..<400 { _ = input.press(.character("–")) }
    #expect(input.notice == Text("picker.full"))
    #expect(input.secret.count == Messages.Frame.secretBytesMax / 3 * 3)
    #expect(text(input.secret).unicodeScalars.allSatisfy { $0 == "–" })
  }

  @Test("UX-1: a search with its grid and its words stands on one sheet at 40x12, in German and in English")
  func smallest() {
    for language in TextFiles.languages {
      var input = PickerInput(.search, done: .data("Suchen"))
      type("Meldebescheinigung", &input)
      var page = Page(
        header: Header(town: .data("STADT MUSTERSTADT"), clock: .data("So 22.11.  18:04")),
        title: .data("Suchen"), blocks: [.question(.data("Was suchen Sie?"))],
        fields: [input.field(.data("Suche"), isPersonal: false)], focus: .field(0),
        keys: [
          KeyCap(.back, Text("key.back")), KeyCap(.walk, Text("key.choose")), KeyCap(.ok, Text("key.take")),
          KeyCap(.clear, Text("key.clear")), KeyCap(.end, Text("key.end")), KeyCap(.help, Text("key.help")),
        ])
      page.notes = [input.note].compactMap { $0 }
      let texts = Texts(language: language, templates: TextFiles.all[language] ?? [:])
      let frame = CellRenderer(texts: texts, keyMap: .keypad).frame(of: page, columns: 40, rows: 12)
      #expect(
        frame.sheetCount == 1
          && frame.regions.filter { if case .cell = $0.key { true } else { false } }.count == 33)
    }
  }

  @Test("Erase takes a whole letter, in an empty line it leads back; C empties the line")
  func erasing() {
    var input = PickerInput(.text(max: 9))
    type("aß", &input)
    #expect(input.press(.erase) == .stay && text(input.secret) == "a")
    #expect(input.press(.erase) == .stay && input.isEmpty)
    #expect(input.press(.erase) == .back)
    type("aß", &input)
    #expect(input.press(.back) == .back && text(input.secret) == "aß")
    #expect(input.press(.clear) == .stay && input.isEmpty)
  }

  @Test("AX-21: a step too far to the right is taken back with ←; it leads back from the first cell alone")
  func left() {
    for alphabet in [PickerAlphabet.search, .serial, .text(max: 40)] {
      var input = PickerInput(alphabet)
      #expect(input.press(.left) == .back && input.caps.contains(.back))
      for _ in 0..<3 { _ = input.press(.right) }
      _ = input.press(.ok)
      let typed = text(input.secret)
      #expect(input.press(.left) == .stay && picker(input)?.focus == 2 && text(input.secret) == typed)
      #expect(input.notice == Text("picker.leave"))
      #expect(!input.caps.contains(.back) && input.caps.contains(.walkAll))
      #expect(input.press(.left) == .stay && input.press(.left) == .stay && picker(input)?.focus == 0)
      #expect(input.press(.left) == .back && text(input.secret) == typed)
      // C is the short way out of what a keyboard or digits have typed, too.
      _ = input.press(.digit(4))
      #expect(input.press(.left) == .stay && input.press(.back) == .back)
      #expect(input.press(.clear) == .stay && input.press(.left) == .back)
    }
    // Where the focus begins on the last cell, an empty line is left from there.
    var answer = PickerInput(.text(max: 40), filled: Secret("Am Hof".utf8), beginsAtEnd: true)
    #expect(answer.press(.left) == .stay && text(answer.secret) == "Am Hof")
    #expect(answer.press(.clear) == .stay && answer.caps.contains(.back) && answer.press(.left) == .back)
    var phone = PickerInput(.phone)
    _ = phone.press(.digit(4))
    #expect(phone.press(.left) == .back)
  }

  @Test("An answer from before stands in the line, with OK on the last cell")
  func filled() {
    var input = PickerInput(.text(max: 9), filled: Secret("Größe".utf8))
    #expect(text(input.secret) == "Größe")
    #expect(input.press(.ok) == .done(Secret("Größe".utf8)))
    #expect(PickerInput(.text(max: 9), filled: Secret([])) == PickerInput(.text(max: 9)))
  }

  @Test("A touched cell is taken at once; one that is not there does nothing")
  func touch() {
    var input = PickerInput(.serial)
    _ = input.press(.cell(1))
    #expect(text(input.secret) == "F" && picker(input)?.focus == 1)
    for index in [-1, 99, Int.max] { #expect(input.press(.cell(index)) == .stay) }
    #expect(input.press(.cell(18)) == .done(Secret("F".utf8)))
  }

  @Test("Groups of an IBAN and of a phone number are shown, not kept; OK alone ends what has no grid")
  func shown() {
    var iban = PickerInput(.iban)
    type("DE0212030000", &iban)
    #expect(picker(iban)?.line.text == "DE02 1203 0000" && text(iban.secret) == "DE0212030000")
    var phone = PickerInput(.phone)
    _ = phone.press(.plus)
    type("491701", &phone)
    guard case .line(let line) = phone.field(.data("L")).kind else {
      Issue.record("a keypad has all that a phone number needs")
      return
    }
    #expect(line.text == "+49 17 01" && line.typing == .digits)
    #expect(phone.press(.ok) == .done(Secret("+491701".utf8)))
  }

  @Test("Random keys never leave the alphabet, the length or the grid", arguments: 1...4)
  func property(seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let alphabets: [PickerAlphabet] = [
      .search, .serial, .text(max: 12), .digits(max: 4), .email, .iban, .phone, .text(max: 100_000),
      .text(max: 0),
    ]
    let scalars = Array("aAoOzZßäÄé\u{308}日 .-+@/<>'\u{1B}\u{0}\u{AD}\u{202E}_9".unicodeScalars)
    for alphabet in alphabets {
      var input = PickerInput(alphabet)
      for _ in 0..<300 {
        let key: ScreenKey =
          switch numbers.below(9) {
          case 0, 1, 2: .character(numbers.pick(scalars))
          case 3: .digit(UInt8(numbers.below(10)))
          case 4: .ok
          case 5: .cell(numbers.below(50) - 3)
          case 6: numbers.pick([.right, .left, .up, .down])
          case 7: .letter(65 + UInt8(numbers.below(26)))
          default: numbers.pick([.erase, .plus, .right, .back])
          }
        let answer = input.press(key)
        #expect(input.count <= alphabet.countMax)
        if case .done(let secret) = answer { #expect(secret == input.secret) }
        if let picker = picker(input) { #expect(picker.cells.indices.contains(picker.focus)) }
        // What stands there can be typed again, and comes out the same: normalising twice changes nothing.
        #expect(PickerInput(alphabet, filled: input.secret).secret == input.secret)
        let line = text(input.secret)
        #expect(line.unicodeScalars.allSatisfy { Glyphs.has($0) })
        switch alphabet {
        case .serial: #expect(line.allSatisfy { "CFGHJKLMNPRTVWXYZ0123456789".contains($0) })
        case .digits: #expect(line.allSatisfy { "0123456789".contains($0) })
        case .iban: #expect(line.utf8.allSatisfy { Ascii.letters.contains($0) || Ascii.digits.contains($0) })
        case .email: #expect(line == line.lowercased() && !line.contains(" "))
        case .phone: #expect(!line.dropFirst().contains("+"))
        case .search, .text: break
        }
      }
      input.wipe()
      #expect(input == PickerInput(alphabet))
    }
  }

  @Test("What is typed is not printed, nor where the focus stands")
  func unprintable() {
    var input = PickerInput(.text(max: 40))
    type("Erika", &input)
    var dumped = ""
    dump(input, to: &dumped)
    #expect(!"\(input)\(dumped)".contains("Erika") && "\(input)" == "PickerInput(5 of 40)")
  }

  @Test("Plain lines are typed as they are, and done; only what is printed on keys is a command")
  func plainKeys() {
    var input = PickerInput(.text(max: 80))
    let page = Page(
      header: Header(town: .data("Stadt"), clock: .data("")), title: .data("T"),
      fields: [input.field(.data("L"))],
      focus: .field(0))
    for (line, expected) in [
      ("Ende", "Ende"), ("Am Hof 3", "Am Hof 3"), ("x", "x"), ("M. Größe", "M. Größe"),
    ] {
      var answer = PickerInput.Answer.stay
      for key in PlainKeys.keys(for: Array(line.utf8), on: page) ?? [] {
        if let key = ScreenKey(key) { answer = input.press(key) }
      }
      #expect(answer == .done(Secret(expected.utf8)), "\(line)")
    }
    #expect(PlainKeys.keys(for: Array("<".utf8), on: page) == [.back])
    #expect(PlainKeys.keys(for: Array("ESC".utf8), on: page) == [.end])
    #expect(PlainKeys.keys(for: Array("?".utf8), on: page) == [.help])
    #expect(PlainKeys.keys(for: [], on: page) == [.cell(37)])
    #expect(PlainKeys.keys(for: Array(repeating: 65, count: 1_601), on: page) == nil)
  }
}
