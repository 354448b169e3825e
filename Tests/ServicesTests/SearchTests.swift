// What a search finds, and in which order.

import Services
import Testing

@Suite struct SearchTests {
  private func store() throws -> ContentStore {
    var town = TinyTown()
    let services = [
      ("personalausweis", "Personalausweis beantragen", "ID card", "Ausweis"),
      ("reisepass", "Reisepass beantragen", "Passport", "Ausweis"),
      ("fuehrungszeugnis", "Führungszeugnis", "Certificate of conduct", "polizeilich"),
      ("strasse", "Straßenschäden melden", "Street damage", "Schlagloch"),
      ("steuer", "Steueridentifikationsnummer", "Tax number", "Steuer-ID"),
      ("mueller", "Müll und Wertstoffe", "Waste", "Mülltonne"),
    ]
    for (id, german, english, word) in services {
      town.files["services/de/\(id).md"] = "+++\nname = \"\(german)\"\nsearch = [\"\(word)\"]\n+++\n"
      town.files["services/en/\(id).md"] = "+++\nname = \"\(english)\"\n+++\n"
    }
    return try town.build().get()
  }

  @Test(
    "words, beginnings, umlauts, parts of words and keys of a telephone",
    arguments: [
      ("personalausweis", ["personalausweis"]), ("PERSONAL", ["personalausweis"]),
      ("führungszeugnis", ["fuehrungszeugnis"]), ("fuhrungszeugnis", ["fuehrungszeugnis"]),
      ("Fuehrungszeugnis", ["fuehrungszeugnis"]), ("FÜHR", ["fuehrungszeugnis"]),
      ("fueh", ["fuehrungszeugnis"]),
      ("strassenschaeden", ["strasse"]), ("Straßenschäden", ["strasse"]), ("schlagl", ["strasse"]),
      ("steuer", ["steuer", "hund"]), ("Steuer-ID", ["steuer"]), ("zeugnis", ["fuehrungszeugnis"]),
      ("beantragen reise", ["reisepass"]), ("pass beantragen", ["reisepass"]),
      // 7-3-7-7-6-6-2-5: p e r s o n a l; 7-8-3-8-3-7: s t e u e r; 4-8-6-3: h u n d.
      ("73776625", ["personalausweis"]), ("783837", ["steuer"]), ("4863", ["hund"]), ("685", ["mueller"]),
      ("99115005104000", ["hund"]), ("9911500", ["hund"]),
      // A word that is nowhere does not hide the others.
      ("wo ist mein Reisepass", ["reisepass"]), ("xyz", []), ("", []), ("   ", []), ("!?", []),
    ])
  func finds(query: String, ids: [String]) throws {
    let found = try store().search(query, in: "de").filter { $0.kind == .service }.map(\.id)
    #expect(found == ids, "\(query)")
  }

  @Test("names go before search words, whole words before beginnings, and the limit holds")
  func order() throws {
    let store = try store()
    #expect(store.search("ausweis", in: "de").first?.kind == .service)
    #expect(store.search("beantragen", in: "de", limit: 1).count == 1)
    #expect(store.search("beantragen", in: "de", limit: 0).isEmpty)
    #expect(store.search("beantragen", in: "de", limit: -3).isEmpty)
    #expect(store.search("hund", in: "de").first == ContentReference(kind: .service, id: "hund"))
    #expect(store.search("dog tax", in: "en").map(\.id) == ["hund"])
  }

  @Test("no query traps")
  func random() throws {
    let store = try store()
    var chance = TestChance(state: 3)
    for _ in 0..<5_000 {
      var query = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...80, using: &chance) {
        let value =
          Bool.random(using: &chance)
          ? UInt32.random(in: 32...122, using: &chance) : UInt32.random(in: 0...0x2FFFF, using: &chance)
        if let scalar = Unicode.Scalar(value) { query.append(scalar) }
      }
      #expect(store.search(String(query), in: "de").count <= ContentLimit.hitsMax)
    }
  }
}
