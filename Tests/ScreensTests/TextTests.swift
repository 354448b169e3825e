// The citizens' texts: complete in every language, used, short and plain (AX-64, AX-44).

import Testing

@testable import Screens

@Suite struct TextTests {
  private let german = TextFiles.all["de"]!

  private func placeholders(_ text: String) -> Set<Substring> {
    Set(
      text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map { $0.prefix { $0 != "}" } }
    )
  }

  @Test("Every language has the same keys and the same placeholders")
  func complete() {
    for (language, texts) in TextFiles.all {
      #expect(Set(texts.keys) == Set(german.keys), "\(language)")
      for (key, text) in texts {
        #expect(!text.isEmpty, "\(language) \(key)")
        #expect(placeholders(text) == placeholders(german[key] ?? ""), "\(language) \(key)")
      }
    }
  }

  @Test("Every key in the files is used in the sources, and every key in the sources is in the files")
  func used() throws {
    let source = TextFiles.sources()
    let dynamic = [
      "clock.day", "month.m", "document.", "olddocument.", "language.", "documents.", "cardpin.",
      "cardfive.", "cardcan.", "cardpuk.", "advice.", "slip.", "opens.", "form.list", "holiday.",
      "info.weekday",
    ]
    for key in german.keys.sorted() {
      let isBuilt = dynamic.contains { key.hasPrefix($0) }
      let section = key.prefix { $0 != "." }
      let isTitle = key.hasSuffix(".title") && source.contains("\"\(section).title\"")
      #expect(isBuilt || isTitle || source.contains("\"\(key)\""), "nothing says \(key)")
    }
    for piece in source.split(separator: "\"", omittingEmptySubsequences: false) {
      let words = piece.split(separator: ".", omittingEmptySubsequences: false)
      let isKey =
        words.count == 2
        && words.allSatisfy {
          !$0.isEmpty && $0.allSatisfy { "abcdefghijklmnopqrstuvwxyz_0123456789".contains($0) }
        }
      if isKey && german.keys.contains(where: { $0.hasPrefix("\(words[0]).") }) {
        #expect(german[String(piece)] != nil, "no text for \(piece)")
      }
    }
  }

  @Test("AX-64 sentences have at most 12 words; no parentheses but in names, no officialese")
  func plain() {
    let avoided = [
      "mittels", "bezüglich", "zwecks", "gemäß", "hierbei", "Vorgang abgebrochen", "ungültige Eingabe",
    ]
    for (language, texts) in TextFiles.all {
      for (key, text) in texts {
        for sentence in text.split(whereSeparator: { ".?!:".contains($0) }) {
          #expect(sentence.split(separator: " ").count <= 12, "\(language) \(key)")
        }
        for word in avoided { #expect(!text.contains(word), "\(language) \(key)") }
      }
    }
  }

  @Test("AX-43 the renderers add the word that an error begins with, so no text has it twice")
  func errors() {
    for texts in TextFiles.all.values {
      for (key, text) in texts { #expect(!text.hasPrefix("Fehler") && !text.hasPrefix("Error"), "\(key)") }
    }
  }

  @Test("AX-44 no text names a key by its colour or place alone")
  func keyNames() {
    for (language, texts) in TextFiles.all {
      for (key, text) in texts {
        for word in ["grüne Taste", "rote Taste", "links unten", "rechts unten", "green key", "red key"] {
          #expect(!text.contains(word), "\(language) \(key)")
        }
      }
    }
  }

  @Test("AX-47 the title of every stage is its own")
  func titles() {
    for texts in TextFiles.all.values {
      let titles = texts.filter { $0.key.hasSuffix(".title") }
      #expect(Set(titles.values).count == titles.count)
    }
  }
}
