// What a store answers: items, fees by date, languages that stand in, A to Z, situations; and that no bytes stop it.

import Handover
import Services
import Testing

@Suite struct ContentStoreTests {
  private let hund = ContentReference(kind: .service, id: "hund")

  private func store(_ town: TinyTown = TinyTown()) throws -> ContentStore { try town.build().get() }

  @Test("an item has the texts of its language and the facts of the leading one")
  func item() throws {
    let store = try store()
    let german = try #require(store.item(hund, in: "de"))
    let english = try #require(store.item(hund, in: "en"))
    #expect(german.name == "Hund anmelden")
    #expect(english.name == "Register a dog")
    #expect(english.language == "en")
    let facts = try #require(english.service)
    #expect(facts.leika?.urn == "urn:de:fim:leika:leistung:99115005104000")
    #expect(facts.documents == ["Your identity card"])
    #expect(facts.contacts == ["amt"])
    #expect(facts.legal == ["Hundesteuersatzung"])
    #expect(facts.fees.map(\.label) == ["Dog tag", "Dog tag"])
    #expect(facts.way == .page)
    #expect(
      german.blocks == [
        .heading(level: 2, [.text("Was Sie tun")]),
        .paragraph([
          .text("Gehen Sie zum "), .link("Bürgeramt", .item(ContentReference(kind: .contact, id: "amt"))),
          .text(". Das "),
          .bold("dauert"), .text(" nicht lange."),
        ]),
        .list(isNumbered: false, items: [[.text("Name des Hundes")], [.text("Ihre Anschrift")]]),
      ])
    #expect(store.item(ContentReference(kind: .page, id: "hund"), in: "de") == nil)
    let office = try #require(store.item(ContentReference(kind: .contact, id: "amt"), in: "en"))
    #expect(office.name == "Citizens' office")
    #expect(office.contact?.hours?.source == "Mo-Fr 08:00-12:00; PH off")
  }

  @Test(
    "fees by date",
    arguments: [
      (2024, 12, 31, [Int]()), (2025, 1, 1, [450]), (2025, 12, 31, [450]), (2026, 1, 1, [500]),
      (2030, 6, 1, [500]),
    ])
  func fees(year: Int, month: Int, day: Int, cents: [Int]) throws {
    let facts = try #require(try store().item(hund, in: "de")?.service)
    #expect(facts.fees(on: civil(year, month, day)).map(\.amount.cents) == cents)
  }

  @Test("a fee that is over leaves a gap until the next one")
  func feeGap() throws {
    let town = TinyTown().with("services/de/hund.md", "from = 2026-01-01", "from = 2026-03-01")
    let facts = try #require(try store(town).item(hund, in: "de")?.service)
    #expect(facts.fees(on: civil(2026, 2, 28)).isEmpty)
    #expect(facts.fees(on: civil(2026, 3, 1)).map(\.amount.cents) == [500])
  }

  @Test("a partial language is answered in its base, then in the leading language")
  func fallback() throws {
    let town = TinyTown().with(
      "town.toml", "[\"de\", \"en\"]", "[\"de\", \"en\"]\npartial_languages = [\"tr\", \"en-gb\"]"
    )
    .with("services/tr/hund.md", "+++\nname = \"Köpek kaydı\"\n[[fee]]\nid = \"marke\"\n+++\n")
    // A partial language may lack files, but a file that is there says what the leading one says.
    #expect(
      town.said
        == [
          "services/tr/hund.md:2: duration is not translated, write duration = \"…\" as in services/de/hund.md",
          "services/tr/hund.md:2: summary is not translated, write summary = \"…\" as in services/de/hund.md",
          "services/tr/hund.md:2: the text below the head is not translated, write it as in services/de/hund.md",
          "services/tr/hund.md:1: there are 0 documents, services/de/hund.md has 1, write the same ones in the same order",
          "services/tr/hund.md:3: the label of the fee marke is not translated, write [[fee]] with id = \"marke\" and its label",
        ].sorted())
    let whole = town.with(
      "services/tr/hund.md",
      "+++\nname = \"Köpek kaydı\"\nsummary = \"Köpek.\"\nduration = \"5 dakika.\"\ndocuments = [\"Kimlik\"]\n[[fee]]\nid = \"marke\"\nlabel = \"Marka\"\n+++\nMetin.\n"
    )
    let store = try store(whole)
    #expect(store.item(hund, in: "tr")?.name == "Köpek kaydı")
    let office = ContentReference(kind: .contact, id: "amt")
    #expect(store.item(office, in: "tr")?.language == "de")
    #expect(store.item(office, in: "en-gb")?.language == "en")
    #expect(store.item(office, in: "xx")?.language == "de")
    #expect(store.search("Bürgeramt", in: "tr") == [office])
    #expect(store.search("kopek", in: "tr") == [hund])
    #expect(store.search("citizens", in: "en-gb") == [office])
  }

  @Test("A to Z and situations")
  func lists() throws {
    let town = TinyTown().with("pages/de/aerzte.md", "+++\nname = \"Ärzte\"\nsituations = [\"tiere\"]\n+++\n")
      .with("pages/en/aerzte.md", "+++\nname = \"Vets\"\n+++\n")
    let store = try store(town)
    let german = store.alphabet(in: "de")
    #expect(german.map(\.letter) == ["A", "H"])
    #expect(store.alphabet(in: "en").map(\.letter) == ["R", "V"])
    #expect(store.situations(in: "en").map(\.name) == ["Animals"])
    let doctor = ContentReference(kind: .page, id: "aerzte")
    #expect(store.items(inSituation: "tiere", language: "de") == [doctor, hund])
    #expect(store.items(inSituation: "tiere", language: "en") == [hund, doctor])
    #expect(store.items(inSituation: "nichts", language: "de").isEmpty)
  }

  @Test("files that were changed at random never trap, and are refused or read")
  func random() {
    var chance = TestChance(state: 11)
    let town = TinyTown()
    let names = town.files.keys.sorted()
    let scraps = [
      "+++", "[[fee]]", "]", "\"", "\"\"\"", "**", "[x](", "\\", "{", "=", "\n", "\r\n", "🏛", "\u{0}", "é",
      "- ", "### ", "2026-13-01",
    ]
    var refused = 0
    for _ in 0..<1_500 {
      var files = names.map { ($0, Array((town.files[$0] ?? "").utf8)) }
      for _ in 0..<Int.random(in: 1...3, using: &chance) {
        let file = Int.random(in: 0..<files.count, using: &chance)
        let at = Int.random(in: 0...files[file].1.count, using: &chance)
        switch Int.random(in: 0..<4, using: &chance) {
        case 0: files[file].1.insert(contentsOf: (scraps.randomElement(using: &chance) ?? "").utf8, at: at)
        case 1:
          files[file].1.removeSubrange(
            at..<min(files[file].1.count, at + Int.random(in: 0...9, using: &chance)))
        case 2: files[file].1.insert(UInt8.random(in: 0...255, using: &chance), at: at)
        default: files[file].1 = Array(files[file].1.prefix(at))
        }
      }
      switch ContentBuilder.build(files) {
      case .success(let store):
        for reference in store.references { _ = store.item(reference, in: "en") }
        _ = store.search("hund", in: "de")
      case .failure(let refusal):
        refused += 1
        #expect(!refusal.mistakes.isEmpty)
        for mistake in refusal.mistakes {
          #expect(!mistake.remedy.isEmpty && mistake.line >= 1 && !mistake.description.contains("\n"))
        }
      }
    }
    #expect(refused > 500)
  }
}
