import Testing

@testable import Terminal

@Suite("Texts and glyphs")
struct TextTests {
  let texts = Texts(
    language: "de",
    templates: [
      "hello": "Guten Tag, {name}!", "n": "{n} Fächer", "n.one": "ein Fach", "brace": "{{x}} {",
      "two": "{a} und {a}",
      "outer": "<{inner}>", "loop": "{self}",
    ])

  @Test("Placeholders are filled, and one has its own form")
  func filling() {
    #expect(texts.resolve(Text("hello", .data("name", "Ö. Müller"))) == "Guten Tag, Ö. Müller!")
    #expect(texts.resolve(Text("n", .number("n", 2))) == "2 Fächer")
    #expect(texts.resolve(Text("n", .number("n", 1))) == "ein Fach")
    #expect(texts.resolve(Text("two", .data("a", "x"))) == "x und x")
    #expect(texts.resolve(Text("brace")) == "{x}} {")
    #expect(texts.resolve(Text("outer", .text("inner", Text("n", .number("n", 3))))) == "<3 Fächer>")
  }

  @Test("What is missing can be seen")
  func missing() {
    #expect(texts.resolve(Text("no.such")) == "‹no.such›")
    #expect(texts.resolve(Text("hello")) == "Guten Tag, ‹hello:name›!")
    #expect(texts.has("hello") && !texts.has("no.such") && texts.has("terminal.error"))
    #expect(Texts(language: "tr", templates: [:]).resolve(Text("terminal.error")) == "‹terminal.error›")
    #expect(Texts(language: "en-GB", templates: [:]).resolve(Text("terminal.error")) == "Error:")
  }

  @Test("A template in data is not filled")
  func dataIsData() {
    #expect(texts.resolve(Text("hello", .data("name", "{name}"))) == "Guten Tag, {name}!")
    #expect(texts.resolve(.data("{name}")) == "{name}")
  }

  @Test("E3: control characters and bidi controls are taken out of data", arguments: RandomPages.hostile)
  func clean(string: String) {
    let resolved = texts.resolve(.data(string)) + texts.resolve(Text("hello", .data("name", string)))
    for scalar in resolved.unicodeScalars {
      #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
      #expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
    }
    #expect(resolved.unicodeScalars.count <= 2 * (CleanText.scalarsMax + 1) + 20)
    #expect(Run(resolved).cells.allSatisfy { Glyphs.has($0.glyph) })
  }

  @Test("Line breaks become blanks; words stay apart")
  func lineBreaks() {
    #expect(CleanText.line("Max\nMuster\r\nweg") == "Max Muster weg")
    #expect(CleanText.lines("a\nb\tc") == "a\nb c")
    #expect(CleanText.line("\u{1B}[31mRot") == "[31mRot")
  }

  @Test("Every glyph is one column: what the font lacks becomes a question mark")
  func glyphs() {
    #expect(Run("Müller").cells.map(\.glyph) == Array("Müller".unicodeScalars))
    #expect(Run("Mu\u{308}ller") == Run("Müller"))
    #expect(Run("日本").cells.map(\.glyph) == ["?", "?"])
    #expect(Run("👩‍👩‍👧‍👦!").count == 2)
    #expect(Run("a\u{AD}b").count == 2)
    #expect(Run("ẞ").cells.map(\.glyph) == ["ß"])
    #expect(Run("a\u{A0}b").cells.map(\.glyph) == ["a", " ", "b"])
    #expect(!Glyphs.canShow("العربية") && Glyphs.canShow("Українська") && Glyphs.canShow("Wirklich?"))
  }

  @Test("The table of glyphs is in order and holds what the design draws with")
  func table() {
    for (left, right) in zip(Glyphs.ranges, Glyphs.ranges.dropFirst()) {
      #expect(left.upperBound < right.lowerBound)
    }
    for scalar in "äöüßÄÖÜ„“‚‘…–•›‹←↑→↓█░▒─│┌┐└┘├┤┬┴┼╆━━╅┃╄╃ğşıŁęїєґέ€×".unicodeScalars {
      #expect(Glyphs.has(scalar), "\(scalar)")
    }
    for scalar in "▁▀▄日ẞ\u{301}\u{200B}\u{1B}\u{9B}\u{AD}".unicodeScalars { #expect(!Glyphs.has(scalar)) }
  }

  @Test("Wrapping keeps every word and every column of small tables")
  func wrapping() {
    #expect(Run.wrapped("eins zwei drei", width: 9).map(\.text) == ["eins zwei", "drei"])
    #expect(Run.wrapped("Mo Di  8:00\nMi     9:00", width: 40).map(\.text) == ["Mo Di  8:00", "Mi     9:00"])
    #expect(Run.wrapped("Personalausweis", width: 6).map(\.text) == ["Person", "alausw", "eis"])
    #expect(Run.wrapped("", width: 0).count == 1)
    #expect(Run.wrapped("    ", width: 2).allSatisfy { $0.count <= 2 })
  }

  @Test("A text that holds a personal text is personal")
  func privacy() {
    #expect(Text("hello", .text("name", .data("x", privacy: .personal))).privacy == .personal)
    #expect(Text("hello").privacy == .public)
    #expect(Samples.done.isPersonal)
    #expect(Samples.code.isPersonal)
    #expect(!Samples.idle.isPersonal)
  }

  @Test("What is typed is not printed")
  func unprintable() {
    let page = String(reflecting: Samples.birthDate) + String(describing: Samples.code)
    let name = Text("hello", .text("name", .data("Erika Mustermann", privacy: .personal)))
    #expect(!String(reflecting: [name]).contains("Erika") && !String(describing: name).contains("Erika"))
    #expect(!page.contains("1985") && !page.contains("[4, 7, 1]") && !page.contains("[1, 9, 8, 5]"))
  }

  @Test("AX-14: no graphic without a text that says the same")
  func alternatives() {
    let place = WallDrawing.Place(row: 0, column: 0)
    #expect(WallDrawing(rows: 1, columns: 1, target: place, label: "1", alternative: .data(" ")) == nil)
    #expect(WallDrawing(rows: 1, columns: 1, target: place, label: "1", alternative: Text("")) == nil)
    #expect(WallDrawing(rows: 1, columns: 1, target: place, label: "1", alternative: Text("a")) != nil)
    #expect(WallDrawing(rows: 0, columns: 1, target: nil, labels: [], alternative: Text("a")) == nil)
    #expect(WallDrawing(rows: 2, columns: 2, target: nil, labels: ["1"], alternative: Text("a")) == nil)
    #expect(
      WallDrawing(
        rows: 2, columns: 2, target: .init(row: 2, column: 0), label: "1", alternative: Text("a")) == nil)
    #expect(BigDigits("12", alternative: Text("")) == nil && BigDigits("1a", alternative: Text("a")) == nil)
    #expect(Chart([], alternative: Text("a")) == nil)
    #expect(Chart([Chart.Bar(Text("a"), 1)], alternative: .data("")) == nil)
  }
}

extension Run {
  var text: String {
    String(String.UnicodeScalarView(cells.map(\.glyph)))
  }
}
