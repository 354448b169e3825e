// Every mistake that the check knows: one change to a town that is in order, and the line that must come of it.

import Services
import Testing

@Suite struct ContentMistakeTests {
  private static let hund = "services/de/hund.md"
  private static let dog = "services/en/hund.md"

  @Test("a town without mistakes says nothing")
  func inOrder() { #expect(TinyTown().said == []) }

  @Test(
    "one change, one line",
    arguments: [
      // Translations.
      (
        dog, "summary = \"Register your dog.\"\n", "",
        "services/en/hund.md:2: summary is not translated, write summary = \"…\" as in services/de/hund.md"
      ),
      (
        dog, "documents = [\"Your identity card\"]", "documents = []",
        "services/en/hund.md:4: there are 0 documents, services/de/hund.md has 1, write the same ones in the same order"
      ),
      (
        dog, "duration = \"About 5 minutes.\"\n", "",
        "services/en/hund.md:2: duration is not translated, write duration = \"…\" as in services/de/hund.md"
      ),
      (
        dog, "id = \"marke\"", "id = \"tag\"",
        "services/en/hund.md:7: the fee tag is not in services/de/hund.md, add it there, or remove it here"
      ),
      (
        dog, "name = \"Register a dog\"", "leika = \"99115005104000\"\nname = \"Register a dog\"",
        "services/en/hund.md:2: leika is a fact, which a translation does not repeat, remove it: it stands in services/de/hund.md"
      ),
      // Links.
      (
        hund, "(contact:amt)", "(contact:amd)",
        "services/de/hund.md:25: contact:amd is nowhere, did you mean contact:amt?"
      ),
      (
        hund, "(contact:amt)", "(page:gibt-es-nicht)",
        "services/de/hund.md:25: page:gibt-es-nicht is nowhere, write pages/de/gibt-es-nicht.md, or remove it here"
      ),
      (
        hund, "(contact:amt)", "(https://example.org)",
        "services/de/hund.md:25: a link leads to \"https://example.org\", which is nothing in this kiosk, write page:ID, service:ID, situation:ID, contact:ID or form:ID; other addresses belong under [online]"
      ),
      (
        hund, "contacts = [\"amt\"]", "contacts = [\"rathaus\"]",
        "services/de/hund.md:6: contact:rathaus is nowhere, write contacts/de/rathaus.md, or remove it here"
      ),
      (
        hund, "legal = [\"Hundesteuersatzung\"]", "form = \"hund\"",
        "services/de/hund.md:10: the form hund is nowhere, write forms/hund.toml, or remove it here"
      ),
      // Plain language.
      (
        hund, "Das **dauert** nicht lange.",
        "Das **dauert** hier bei uns im Amt am Markt wirklich nur ganz kurze Zeit.",
        "services/de/hund.md:26: the sentence \"Das dauert hier bei uns im …\" has 14 words, de has 12 at the most, make two sentences of it"
      ),
      (
        hund, "\"Ihr Personalausweis\"",
        "\"Ihr Personalausweis und eine Vollmacht und ein Nachweis und noch ein weiteres Blatt Papier\"",
        "services/de/hund.md:7: the sentence \"Ihr Personalausweis und eine Vollmacht und …\" has 14 words, de has 12 at the most, make two sentences of it"
      ),
      // Fees.
      (
        hund, "from = 2026-01-01\n", "",
        "services/de/hund.md:17: a fee does not say from which day it holds, write from = 2026-01-01, the first day"
      ),
      (
        hund, "from = 2026-01-01", "from = \"2026-01-01\"",
        "services/de/hund.md:20: from is a text, write a day without quotes, from = 2026-02-07"
      ),
      (
        hund, "from = 2026-01-01", "from = 2026-02-30",
        "services/de/hund.md:20: \"2026-02-30\" is no value, write texts in \"quotes\", days as 2026-11-22, money as 46.00"
      ),
      (
        hund, "euro = 5", "euro = \"5,00\"",
        "services/de/hund.md:21: euro is no amount of euros, write euro = 46.00, without quotes; 0 is free"
      ),
      (
        hund, "euro = 5", "euro = 5.005",
        "services/de/hund.md:21: euro is no amount of euros, write euro = 46.00, without quotes; 0 is free"
      ),
      (
        hund, "from = 2026-01-01", "from = 2025-01-01",
        "services/de/hund.md:17: the fee marke begins twice on 2025-01-01, remove one, or give it an id of its own"
      ),
      (
        hund, "until = 2025-12-31", "until = 2024-12-31",
        "services/de/hund.md:15: a fee ends before it begins, write until after from"
      ),
      (
        hund, "euro = 5", "euro = 5\neuro_max = 4",
        "services/de/hund.md:22: euro_max is not more than euro, write the larger amount"
      ),
      // Keys and values.
      (
        hund, "99115005104000", "9911500510400",
        "services/de/hund.md:3: \"9911500510400\" is no LeiKa key, write 14 digits that begin with 99, in quotes"
      ),
      (
        hund, "\"99115005104000\"", "99115005104000",
        "services/de/hund.md:3: a whole number is no LeiKa key, write 14 digits that begin with 99, in quotes"
      ),
      (
        hund, "documents =", "document =",
        "services/de/hund.md:7: document is not known here, did you mean documents?"
      ),
      (
        hund, "name = \"Hund anmelden\"", "name = Hund",
        "services/de/hund.md:2: \"Hund\" is no value, write texts in \"quotes\", days as 2026-11-22, money as 46.00"
      ),
      (
        hund, "name = \"Hund anmelden\"", "name = \"Hund",
        "services/de/hund.md:2: a text is not closed, end it with a quote"
      ),
      (
        hund, "summary = ", "name = ", "services/de/hund.md:4: name stands twice, first in line 2, remove one"
      ),
      // Opening hours.
      (
        "contacts/de/amt.md", "Mo-Fr", "Mo-Do",
        "contacts/de/amt.md:5: \"Do\" is not read in opening hours, write Th for Donnerstag"
      ),
      (
        "contacts/de/amt.md", "0999 123-0", "null999",
        "contacts/de/amt.md:4: phone has letters, write digits, blanks, + and -"
      ),
      // Markdown.
      (
        hund, "Das **dauert** nicht", "Das **dauert nicht",
        "services/de/hund.md:26: ** is not closed, write **bold**"
      ),
      (
        hund, "## Was Sie tun", "# Was Sie tun",
        "services/de/hund.md:24: a page's first heading is its name, write \"## Heading\" or \"### Heading\""
      ),
      (
        hund, "Das **dauert** nicht", "Das <b>dauert</b> nicht",
        "services/de/hund.md:26: HTML is not shown, write text without it"
      ),
      (
        hund, "- Ihre Anschrift", "| Ihre | Anschrift |",
        "services/de/hund.md:29: a table is not shown, write a list"
      ),
      (
        hund, "- Ihre Anschrift", "  - Ihre Anschrift",
        "services/de/hund.md:29: a list stands in a list, write one list, without blanks before it"
      ),
      (hund, "+++\n\n##", "\n##", "services/de/hund.md:1: the head is not closed, end it with a line +++"),
      // The town.
      (
        "town.toml", "\"NW\"", "\"NRW\"",
        "town.toml:2: \"NRW\" is no Land, write one of BW, BY, BE, BB, HB, HH, HE, MV, NI, NW, RP, SL, SN, ST, SH, TH"
      ),
      (
        "town.toml", "[\"de\", \"en\"]", "[\"de\", \"Englisch\"]",
        "town.toml:3: \"Englisch\" is no language, write a tag such as de, en or de-leicht"
      ),
    ])
  func one(file: String, old: String, new: String, line: String) {
    let said = TinyTown().with(file, old, new).said
    #expect(said.contains(line), "\(said)")
  }

  @Test("files that are missing, too many, or not text")
  func files() {
    #expect(
      TinyTown().with(Self.dog, nil as String?).said == [
        "services/de/hund.md:1: the translation into en is missing, write services/en/hund.md"
      ])
    #expect(
      TinyTown().with("pages/en/welcome.md", "+++\nname = \"Welcome\"\n+++\n").said == [
        "pages/en/welcome.md:1: there is no pages/de/welcome.md, which holds the facts, write it, or remove this one"
      ])
    #expect(
      TinyTown().with("town.toml", nil as String?).said == [
        "town.toml:1: the file is missing, write it with name, land and languages"
      ])
    #expect(
      TinyTown().with("services/fr/hund.md", "").said == [
        "services/fr/hund.md:1: \"fr\" is not among the languages of town.toml, add it there, or move the file"
      ])
    #expect(
      TinyTown().with("hund.md", "").said.first?.hasPrefix("hund.md:1: the file is no part of the content")
        == true)
    #expect(
      TinyTown().with("pages/de/Über uns.md", "").said == [
        "pages/de/Über uns.md:1: the file's name is no identifier, name it with a-z, 0-9 and -, and .md at its end"
      ])
    let broken = ContentBuilder.build(
      TinyTown().files.sorted { $0.key < $1.key }.map { ($0.key, Array($0.value.utf8)) }
        + [("pages/de/x.md", Array("+++\nname = \"x\"\n+++\n".utf8) + [0xFF])])
    guard case .failure(let refusal) = broken else {
      return #expect(Bool(false), "bytes that are not UTF-8 were taken")
    }
    #expect(refusal.mistakes.first?.description == "pages/de/x.md:4: the file is not UTF-8, save it as UTF-8")
    #expect(
      TinyTown().with("pages/de/x.md", "+++\nname = \"x\u{1B}\"\n+++\n").said == [
        "pages/de/x.md:2: there is an invisible character (U+1B), remove it"
      ])
    let large = String(repeating: "x", count: ContentLimit.fileBytesMax + 1)
    #expect(
      TinyTown().with("pages/de/x.md", large).said.first?.contains("the file has 65537 bytes, keep to 65536")
        == true)
  }

  @Test("names and keys that stand twice")
  func duplicates() {
    let copy = TinyTown().files[Self.hund] ?? ""
    let town = TinyTown().with("services/de/zwei.md", copy)
      .with(
        "services/en/zwei.md", (TinyTown().files[Self.dog] ?? "").replacing("Register a dog", with: "Dogs"))
    #expect(
      town.said == [
        "services/de/zwei.md:2: \"Hund anmelden\" is the name of service:hund, too, give each a name of its own",
        "services/de/zwei.md:3: 99115005104000 is the LeiKa key of service:hund, too, correct one of the two",
      ])
  }

  @Test("all mistakes come at once, in order, and not more than a limit")
  func all() {
    let town = TinyTown().with(Self.hund, "99115005104000", "1").with(
      Self.hund, "(contact:amt)", "(contact:b)"
    )
    .with("contacts/de/amt.md", "Mo-Fr", "Mi").with(Self.dog, nil as String?)
    #expect(
      town.said.map { $0.prefix { $0 != " " } } == [
        "contacts/de/amt.md:5:", "services/de/hund.md:1:", "services/de/hund.md:3:",
        "services/de/hund.md:25:",
      ])
    var many = "+++\nname = \"x\"\n+++\n"
    for _ in 0..<600 { many += "> x\n\n" }
    guard case .failure(let refusal) = TinyTown().with("pages/de/x.md", many).build() else {
      return #expect(Bool(false), "600 mistakes were none")
    }
    #expect(refusal.mistakes.count <= ContentLimit.mistakesMax)
    #expect(refusal.untold >= 100)
  }
}
