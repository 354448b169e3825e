// What staff read: both languages, no drawing, no control characters, what needs a person first.

import Handover
import Messages
import Station
import Testing

@Suite struct DialogueTextTests {
  @Test("AX-69: a table is aligned by spaces, and names change nothing on a terminal but glyphs") func table()
  {
    var table = PlainTable([("Fach", .right), ("Name", .left)])
    table.add(["7", "Eva\u{1B}[2J\u{202E}\nX"])
    table.add(["23", "Bo"])
    #expect(table.lines == ["Fach  Name", "   7  Eva?[2J??X", "  23  Bo"])
  }

  @Test("What needs a person is marked and comes first") func orders() {
    let rows = [
      Cardboard.row("00000000000000aa", stage: "deposited", compartment: 1),
      Cardboard.row("00000000000000bb", stage: "overdue", compartment: 12),
    ]
    #expect(
      Listing.orders(rows, withNames: false, .german) == [
        "   Auftrag           Stand       Fach  seit        bis         Dokumente",
        "!  00000000000000bb  überfällig    12  2026-11-10  2026-11-17  Reisepass",
        "   00000000000000aa  im Fach        1  2026-11-10  2026-11-17  Reisepass",
      ])
    #expect(Listing.review([], .english) == ["Nothing to review."])
  }

  @Test("The language follows LC_ALL, LC_MESSAGES and LANG in this order") func language() {
    #expect(DeskLanguage { ["LANG": "de_DE.UTF-8"][$0] } == .german)
    #expect(DeskLanguage { ["LANG": "de_DE.UTF-8", "LC_ALL": "C"][$0] } == .english)
    #expect(DeskLanguage { ["LANG": "de_DE.UTF-8", "LC_ALL": ""][$0] } == .german)
    #expect(DeskLanguage { _ in nil } == .english)
  }

  @Test(
    "A refusal in German is the table's sentence, in English the station's; an unknown code stays as it is said"
  )
  func refusals() {
    // That the table has every code is held against the sources in ArchitectureTests.
    let part = DocumentSet([.idCard]).parts[0]
    for refusal in [Refusal.safeMode, .pinLetterMissing, .doorOpen(1), .incomplete(missing: [part])] {
      let refused = Refused(code: refusal.code, message: refusal.message)
      #expect(!DeskLanguage.german.sentence(refused).contains(refusal.message), "\(refusal.code)")
      #expect(DeskLanguage.german.sentence(refused).hasPrefix("Nein: "))
      #expect(DeskLanguage.english.sentence(refused) == "Refused: \(refusal.message).")
    }
    let unknown = Refused(code: "newer-station", message: "say more")
    #expect(DeskLanguage.german.sentence(unknown) == "Nein: say more.")
  }

  @Test("Each kind of document and each part has a word in both languages") func documents() {
    for kind in DocumentKind.allCases {
      for part in kind.parts {
        #expect(
          DeskLanguage.german.part(part.name, of: kind.name)
            != DeskLanguage.english.part(part.name, of: kind.name))
      }
    }
  }
}
