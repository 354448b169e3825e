// Ways in which a preparation ends, and what a form for the card alone must read from it: every mistake with its line.

import Testing

@testable import Services

@Suite struct FormWayTests {
  private let head = FormFixtures.head

  @Test("a form for the card alone reads from it who the applicant is") func cardAlone() throws {
    let head = head.replacing("identification = \"none\"", with: "identification = \"card\"")
    let field = "[[field]]\nid = \"a\"\ntype = \"text\"\neid = \"given_names\"\n"
    let line = try #require(head.split(separator: "\n").firstIndex { $0.hasPrefix("identification") }) + 1
    #expect(
      FormFixtures.mistakes(head + field) == [
        "x.toml:\(line): the card identifies nobody: family_name, birth_date are not read from it, add fields with "
          + "eid = \"family_name\", \"birth_date\", or write identification = \"card_or_typed\""
      ])
  }

  @Test("ways of a preparation: each can be taken, one always is, and an application has none") func ways() {
    let head = "id = \"x\"\nversion = 1\nkind = \"preparation\"\nhand_over = \"https://x.example\"\n"
    let field = "[[field]]\nid = \"a\"\ntype = \"yes_no\"\n"
    let last = "[[way]]\nid = \"c\"\n"
    let texts = [
      (field + "[[way]]\nid = \"b\"\nshown_if = \"a = yes\"\nonline = false\n" + last, [String]()),
      (
        field + "[[way]]\nid = \"b\"\nshown_if = \"a = yes\"\n",
        ["x.toml:10: some answers may have no way, end with a [[way]] without shown_if"]
      ),
      (
        field + "[[way]]\nid = \"b\"\n" + last,
        ["x.toml:8: no way after b is ever taken, move it to the end, or give it shown_if"]
      ),
      (
        field + "[[way]]\nid = \"b\"\nshown_if = [\"a = yes\", \"a = no\"]\n" + last,
        ["x.toml:10: the way b can never be taken, correct shown_if: no answers make it hold"]
      ),
      (
        field + "[[way]]\nid = \"b\"\nshown_if = \"z = yes\"\n" + last,
        ["x.toml:10: there is no field z, write the id of a field before this one"]
      ),
    ]
    for (text, told) in texts { #expect(FormFixtures.mistakes(head + text) == told) }
    #expect(
      FormFixtures.mistakes(self.head + field + last).contains {
        $0.hasSuffix("an application is not handed over, remove [[way]], or write kind = \"preparation\"")
      })
  }
}
