// Templates and the comparison of languages.

import Services
import Testing

@Suite struct TextCatalogTests {
  @Test func templatesAreFilledByName() throws {
    let template = try TextTemplate("Noch {seconds} s, {town}. {seconds}!")
    #expect(template.placeNames == ["seconds", "town"])
    #expect(template.filled(with: ["seconds": "5", "town": "{x}"]) == "Noch 5 s, {x}. 5!")
    #expect(template.filled(with: [:]) == "Noch {seconds} s, {town}. {seconds}!")
    #expect(try TextTemplate("").parts.isEmpty)
  }

  @Test func wrongTemplatesSayWhatIsWrong() {
    #expect(throws: TextTemplateError.unclosed) { try TextTemplate("a {b") }
    #expect(throws: TextTemplateError.unopened) { try TextTemplate("a } {b}") }
    #expect(throws: TextTemplateError.wrongName("")) { try TextTemplate("{}") }
    #expect(throws: TextTemplateError.wrongName("a{b")) { try TextTemplate("{a{b}}") }
    #expect(throws: TextTemplateError.wrongName("Ä")) { try TextTemplate("{Ä}") }
  }

  @Test func languagesThatDifferAreNamed() {
    let catalog = TextCatalog(
      languages: ["de", "en"],
      texts: [
        "de": ["a": "Ja", "b": "Noch {n} s", "c": "{x", "d": "Nur hier"],
        "en": ["a": "Yes", "b": "{m} s left", "c": "{x}", "e": "Only here"],
      ])
    #expect(
      catalog.mistakes == [
        TextMistake(language: "de", key: "c", problem: .malformed(.unclosed)),
        TextMistake(
          language: "en", key: "b", problem: .otherPlaces(own: ["m"], expected: ["n"], leading: "de")),
        TextMistake(language: "en", key: "d", problem: .missing),
        TextMistake(language: "en", key: "e", problem: .unknown(leading: "de")),
      ])
    #expect(catalog.keys == ["a", "b", "c", "d"])
    #expect(catalog.template("d", in: "en") == "Nur hier")
    #expect(catalog.template("a", in: "en") == "Yes")
    #expect(catalog.template("z", in: "en") == nil)
  }
}
