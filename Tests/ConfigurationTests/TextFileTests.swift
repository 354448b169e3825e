// Text files: how keys come together, what is refused, and that mistakes about languages find their places.

import Configuration
import Testing

@Suite struct TextFileTests {
  static let directory =
    ShippedFileTests.path.replacing("/Kiosk.conf", with: "/Content/texts")

  func load(_ text: String) -> Result<TextFiles, ConfigurationMistakes> {
    TextFiles.load([(language: "de", file: "de.toml", bytes: Array(text.utf8))])
  }

  func mistakes(_ text: String) -> [String] {
    guard case .failure(let mistakes) = load(text) else { return [] }
    return mistakes.mistakes.map(\.description)
  }

  @Test func keysAreJoinedFromTables() throws {
    let files = try load(
      "[idle]\ntitle = \"Hallo\"\nlong = '''\nzwei\nZeilen'''\n[door.open]\nnow = \"Offen\"\n"
    ).get()
    #expect(
      files.texts == ["de": ["idle.title": "Hallo", "idle.long": "zwei\nZeilen", "door.open.now": "Offen"]])
  }

  @Test func whatIsNoTextIsRefusedAtItsPlace() {
    #expect(
      mistakes("[idle]\nTitle = \"a\"\nnumber = 3\nbell = \"\\u0007\"\nlist = [\"a\"]\n\"\" = \"x\"\n") == [
        "de.toml:2:1: idle.Title: has letters that a key may not have, write keys of a-z, 0-9, _ and -",
        "de.toml:3:1: idle.number: is a whole number, write a text in quotes",
        "de.toml:4:1: idle.bell: has a control character, remove it",
        "de.toml:5:1: idle.list: is a list, write a text in quotes",
        "de.toml:6:1: idle.\"\": has letters that a key may not have, write keys of a-z, 0-9, _ and -",
      ])
  }

  @Test func aMistakeOfTheCatalogueFindsItsPlace() throws {
    let files = try load("[idle]\ntitle = \"Hallo\"\n").get()
    let there = files.mistake(language: "de", key: "idle.title", problem: "p", remedy: "r")
    #expect(there.description == "de.toml:2:1: idle.title: p, r")
    let absent = files.mistake(language: "de", key: "idle.hint", problem: "p", remedy: "r")
    #expect(absent.description == "de.toml:1:2: idle.hint: p, r")
  }

  @Test func theShippedTextsLoad() throws {
    let files = try TextFiles.load(directory: Self.directory, languages: ["de", "en"]).get()
    #expect(files.texts["de"]?["idle.title"] == "Willkommen")
    #expect(files.texts["de"]?.keys.sorted() == files.texts["en"]?.keys.sorted())
  }

  @Test func anAbsentLanguageIsUnreadable() {
    guard case .failure(let failure) = TextFiles.load(directory: Self.directory, languages: ["tlh"]) else {
      Issue.record("loaded")
      return
    }
    #expect(failure.report.status == 66)
    #expect(
      failure.report.lines.first?.hasSuffix(
        "/tlh.toml: there is no such file, name a file that this user can read") == true)
  }
}
