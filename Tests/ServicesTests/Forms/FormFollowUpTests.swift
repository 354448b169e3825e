// One mistake in a form is one line: what hangs on it is not told in vain. And files are named with their folder.

import Foundation
import Testing

@testable import Services

@Suite struct FormFollowUpTests {
  private func town() throws -> TinyTown {
    var town = TinyTown()
    for file in try FormFixtures.shippedFiles() { town.files["forms/\(file.name)"] = file.text }
    return town
  }

  @Test(
    "one change to a form, one line",
    arguments: [
      (
        "mangel", "type = \"email\"", "type = \"mail\"",
        "forms/mangel.toml:49: there is no type \"mail\", write one of text, date, number, choice, yes_no, address, iban, email, phone"
      ),
      (
        "mangel", "length_min = 5\nlength_max = 300\n", "length_min = 500\n",
        "forms/mangel.toml:13: no answer is at least 500 and at most 100, write length_max, 500 or more"
      ),
      (
        "mangel", "options = [\"lamp\", \"road\", \"waste\", \"car\", \"playground\", \"other\"]",
        "options = [\"lamp\"]",
        "forms/mangel.toml:11: a choice has 2 to 7 options, this one 1, write two or more"
      ),
      (
        "mangel", "options = [", "options = \"lamp\" # ",
        "forms/mangel.toml:11: options is a text, write options = [\"a\", \"b\"]"
      ),
      (
        "mangel", "id = \"answer_wanted\"", "id = \"Answer\"",
        "forms/mangel.toml:44: \"Answer\" is no name, begin with a-z and use a-z, 0-9 and _, at most 40"
      ),
      (
        "meldebescheinigung", "identification = \"card\"", "identification = \"fax\"",
        "forms/meldebescheinigung.toml:8: identification has no way \"fax\", write one of none, typed, card, card_or_typed"
      ),
      (
        "meldebescheinigung", "cents = 900", "cents = 9.00",
        "forms/meldebescheinigung.toml:58: cents is no whole number from 0 to 1000000, write cents = 0 or another within the limits"
      ),
      (
        "meldebescheinigung", "declaration = true", "declaration = \"yes\"",
        "forms/meldebescheinigung.toml:9: declaration is a text, write declaration = true or declaration = false"
      ),
    ])
  func one(form: String, old: String, new: String, line: String) throws {
    #expect(try town().with("forms/\(form).toml", old, new).said == [line])
  }

  @Test("files of forms that are missing are named with their folder")
  func folder() throws {
    #expect(
      try town().with("forms/common.en.toml", nil as String?).said == [
        "forms/common.en.toml:1: the texts that all forms share are missing, write forms/common.en.toml"
      ])
    #expect(
      try town().with("forms/mangel.en.toml", nil as String?).said == [
        "forms/mangel.toml:1: the form has no texts in en, write forms/mangel.en.toml"
      ])
    #expect(
      try town().with("forms/hund.de.toml", "").said == [
        "forms/hund.de.toml:1: there is no form hund, add forms/hund.toml, or remove it"
      ])
  }

  @Test("texts of two lines and short addresses of somebody else are refused")
  func oneLine() {
    let hund = "services/de/hund.md"
    #expect(
      TinyTown().with(hund, "\"Hund anmelden\"", "\"Hund\\n anmelden\"").said == [
        "services/de/hund.md:2: name has a line end or an invisible character in it, write it on one line, without \\n"
      ])
    func online(_ address: String, _ short: String) -> [String] {
      let table = "[online]\naddress = \"\(address)\"\nshort = \"\(short)\"\n[[fee]]\nid = \"marke\"\nlabel"
      return TinyTown().with(
        hund, "[[fee]]\nid = \"marke\"\nlabel = \"Hundemarke\"\nfrom = 2026",
        table + " = \"Marke\"\nfrom = 2026"
      ).said
    }
    #expect(
      online("https://www.stadt.example/hund", "evil.example/hund") == [
        "services/de/hund.md:19: short names another host than address, write both with the same host; www. may be left out"
      ])
    #expect(online("https://www.stadt.example/hund", "stadt.example/hund") == [])
    #expect(online("https://portal.stadt.example:8443/hund", "Stadt.example/hund") == [])
    #expect(online("https://stadt.example/hund", "www.stadt.example/hund") == [])
    #expect(online("https://badstadt.example/hund", "stadt.example/hund").count == 1)
  }
}
