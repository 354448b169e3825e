// The list of texts that the program needs is that of the sample town, and what is missing of it is named.

import Foundation
import Services
import Testing

@Suite struct TextKeysTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The keys of a file of texts, without the names of languages.
  private static func keys(_ tag: String) throws -> [String] {
    let path = root.appendingPathComponent("Content/texts/\(tag).toml").path
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    var mistakes = ContentMistakes()
    let table = PlainTOMLReader.read(bytes, file: path, &mistakes)
    #expect(mistakes.sorted == [])
    func keys(_ table: PlainTable, _ name: String) -> [String] {
      table.entries.flatMap { entry -> [String] in
        let full = name.isEmpty ? entry.key : "\(name).\(entry.key)"
        if case .table(let inner) = entry.value { return keys(inner, full) }
        return [full]
      }
    }
    let names = ["de", "en"].map { "\(TextKeys.languageSection).\($0)" }
    return keys(table, "").filter { !names.contains($0) }
  }

  @Test("the program's texts are those of the sample town", arguments: ["de", "en"])
  func sampleTown(tag: String) throws {
    let keys = try Self.keys(tag)
    if tag == "de", ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" { return try record(keys) }
    #expect(Set(keys).subtracting(TextKeys.all).sorted() == [], "RECORD_GOLDEN=1 writes the list anew")
    #expect(Set(TextKeys.all).subtracting(keys).sorted() == [], "RECORD_GOLDEN=1 writes the list anew")
    #expect(TextKeys.all.count == Set(TextKeys.all).count)
  }

  /// One line for each section, in several where it is long.
  private func record(_ keys: [String]) throws {
    var sections: [(name: String, keys: [String])] = []
    for key in keys {
      let parts = key.split(separator: ".")
      let name = parts.dropLast().joined(separator: ".")
      if let place = sections.firstIndex(where: { $0.name == name }) {
        sections[place].keys.append(String(parts[parts.count - 1]))
      } else {
        sections.append((name, [String(parts[parts.count - 1])]))
      }
    }
    var lines: [String] = []
    for section in sections {
      var line = "    \(section.name):"
      for key in section.keys {
        if line.count + key.count > 104 {
          lines.append(line)
          line = "    \(section.name):"
        }
        line += " \(key)"
      }
      lines.append(line)
    }
    let text = """
      // Written by TextKeysTests with RECORD_GOLDEN=1 from Content/texts/de.toml: sections with the keys of their texts. It
      // says nothing about what a text may hold.

      extension TextKeys {
        static let sections = \"\"\"
      \(lines.joined(separator: "\n"))
          \"\"\"
      }

      """
    let file = Self.root.appendingPathComponent("Sources/Services/TextKeyList.swift")
    try Data(text.utf8).write(to: file)
  }

  @Test("a text that is missing in every language is missing, and so is the name of a language")
  func missingEverywhere() {
    let texts = [
      "de": ["idle.title": "Guten Tag", "language.de": "Deutsch", "language.en": "English"],
      "en": ["idle.title": "Good day", "language.de": "Deutsch", "idle.pickup": "Collect {number}"],
    ]
    let catalog = TextCatalog(
      languages: ["de", "en"], texts: texts,
      needed: ["idle.title", "idle.pickup", "language.de", "language.en"])
    #expect(
      catalog.mistakes == [
        TextMistake(language: "de", key: "idle.pickup", problem: .notWritten),
        TextMistake(language: "en", key: "language.en", problem: .missing),
      ])
    let neither = TextCatalog(
      languages: ["de", "en"], texts: ["de": [:], "en": [:]], needed: ["language.en"])
    #expect(neither.mistakes.map(\.language) == ["de", "en"])
    #expect(neither.mistakes.allSatisfy { $0.remedy == "write the language's name in its own words" })
    #expect(TextKeys.needed(languages: ["de", "uk"]).suffix(2) == ["language.de", "language.uk"])
  }
}
