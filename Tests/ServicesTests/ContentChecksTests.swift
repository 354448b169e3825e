// Mistakes that are well written: what cannot be dialled, opened, paid or meant, and what stands in two places and
// contradicts itself.

import Services
import Testing

@Suite struct ContentChecksTests {
  private static let hund = "services/de/hund.md"
  private static let amt = "contacts/de/amt.md"
  private static let dog = "services/en/hund.md"

  @Test(
    "one change, one line",
    arguments: [
      (amt, "0999 123-0", "--", "contacts/de/amt.md:4: phone is no number to dial, write it as 0999 123-0"),
      (
        amt, "0999 123-0", "0999 123 456 789 012 345",
        "contacts/de/amt.md:4: phone is no number to dial, write it as 0999 123-0"
      ),
      (
        amt, "phone = \"0999 123-0\"", "email = \"amt@stadt\"",
        "contacts/de/amt.md:4: email is no address, write name@example.org"
      ),
      (
        amt, "phone = \"0999 123-0\"", "email = \"@stadt.example\"",
        "contacts/de/amt.md:4: email is no address, write name@example.org"
      ),
      (
        amt, "Mo-Fr 08:00-12:00; PH off", "PH off; Mo-Fr 08:00-12:00",
        "contacts/de/amt.md:5: a rule for weekdays stands behind PH off and opens the public holidays again, write PH off behind the weekdays"
      ),
      (
        amt, "Mo-Fr 08:00-12:00; PH off", "Mo-Fr off",
        "contacts/de/amt.md:5: these hours never open, write a span such as Mo-Fr 08:00-12:00, or leave hours out"
      ),
      (
        amt, "hours =",
        "[website]\naddress = \"http://stadt.example\"\nshort = \"stadt.example\"\n[x]\nhours =",
        "contacts/de/amt.md:6: address is not a safe address, write https://… in plain letters"
      ),
      (
        hund, "legal = [\"Hundesteuersatzung\"]",
        "legal = []\n[online]\naddress = \"https://stadt.example@boese.example/\"\nshort = \"stadt.example\"",
        "services/de/hund.md:12: address is not a safe address, write https://… in plain letters"
      ),
      (
        hund, "legal = [\"Hundesteuersatzung\"]",
        "legal = []\n[online]\naddress = \"https://localhost/x\"\nshort = \"stadt.example\"",
        "services/de/hund.md:12: address is not a safe address, write https://… in plain letters"
      ),
      (
        hund, "legal = [\"Hundesteuersatzung\"]",
        "legal = []\n[online]\naddress = \"https://stadt.example/x\"\nshort = \"stadt.example/hünd\"",
        "services/de/hund.md:13: short is nothing to type, write it as stadt.example/hund"
      ),
      (
        hund, "until = 2025-12-31", "until = 2026-03-31",
        "services/de/hund.md:11: the fee marke holds until 2026-03-31 and begins anew on 2026-01-01, write until as the day before, or remove it"
      ),
      (
        hund, "[[fee]]\nid = \"marke\"\nlabel = \"Hundemarke\"\nfrom = 2026-01-01",
        "[[fee]]\nid = \"ersatz\"\nfrom = 2026-01-01",
        "services/de/hund.md:17: the fee ersatz has no label among 2 fees, write label = \"…\", what is paid for"
      ),
      (
        dog, "label = \"Dog tag\"", "",
        "services/en/hund.md:7: the label of the fee marke is not translated, write [[fee]] with id = \"marke\" and its label"
      ),
    ])
  func one(file: String, old: String, new: String, line: String) {
    let said = TinyTown().with(file, old, new).said
    #expect(said.contains(line), "\(said)")
  }

  @Test("a contact at which nobody can be reached")
  func unreachable() {
    let town = TinyTown().with(Self.amt, "+++\nname = \"Bürgeramt\"\n+++\n")
    #expect(
      town.said == [
        "contacts/de/amt.md:2: nobody can be reached at this contact, write one of address, phone, email, website"
      ])
  }

  @Test("abbreviations end no sentence")
  func abbreviations() {
    let town = TinyTown().with(
      Self.hund, "Das **dauert** nicht lange.",
      "Das gilt z. B. für alle Hunde d.h. für große sowie kleine Tiere aus dem Heim.")
    #expect(town.said.count == 1 && town.said[0].contains("has 16 words"), "\(town.said)")
  }

  private static let table = """
    year = 2025
    [title]
    de = "Gezählt"
    en = "Counted"
    [[row]]
    item = "service:hund"
    count = 12
    [[row]]
    count = 3
    [row.name]
    de = "Anderes"
    en = "Others"

    """

  @Test("the town's own table of most used services is read, the largest count first")
  func mostUsed() throws {
    let town = TinyTown().with("most-used.toml", Self.table.replacing("count = 3", with: "count = 30"))
    let table = try #require(try town.build().get().mostUsed)
    #expect(table.year == 2025 && table.title(in: ["fr", "en"]) == "Counted")
    #expect(table.rows.map(\.count) == [30, 12])
    #expect(table.rows[0].names == ["de": "Anderes", "en": "Others"] && table.rows[0].target == nil)
    #expect(table.rows[1].target?.description == "service:hund")
  }

  @Test(
    "a wrong table is told with its line",
    arguments: [
      ("year = 2025\n", "", "most-used.toml:1: year is missing, write year = 2025"),
      ("en = \"Counted\"\n", "", "most-used.toml:2: en is missing, write en = \"…\""),
      (
        "service:hund", "service:hunde",
        "most-used.toml:6: service:hunde is nowhere, did you mean service:hund?"
      ),
      (
        "service:hund", "hund",
        "most-used.toml:6: \"hund\" is nothing in this kiosk, write service:ID, page:ID, situation:ID, contact:ID or form:ID"
      ),
      (
        "count = 12", "count = -1",
        "most-used.toml:7: count is no whole number from 0 to 100000000, write count = 0"
      ),
      ("count = 12\n", "", "most-used.toml:5: a row has no count, write count = 1234"),
      (
        "[row.name]\nde = \"Anderes\"\nen = \"Others\"\n", "item = \"service:hund\"",
        "most-used.toml:8: service:hund stands twice, first as row 1, remove one"
      ),
    ])
  func wrongTable(old: String, new: String, line: String) {
    #expect(Self.table.contains(old))
    let said = TinyTown().with("most-used.toml", Self.table.replacing(old, with: new)).said
    #expect(said.contains(line), "\(said)")
  }
}
