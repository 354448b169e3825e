// The information in the core: each choice one step on, "back" one step back, and what becomes of a reader when language
// or content change.

import Handover
import Messages
import Services
import Testing

@testable import Station

@Suite struct InfoVisitTests {
  @Test("The menu lists what there is; without content there is no information at all")
  func menu() throws {
    let bare = try CoreBench()
    #expect(bare.snapshot?.offers.contains { $0.kind == .information } == false)
    bare.ask(.info(.begin))
    #expect(bare.stage == .idle)
    let bench = try CoreBench.reading()
    #expect(bench.snapshot?.offers.contains { $0.kind == .information } == true)
    bench.ask(.info(.begin))
    let keys = ["situations", "alphabet", "search", "places", "contact"].map { Words.key("info.\($0)") }
    #expect(bench.menu?.entries.map(\.name) == keys)
    bench.ask(.info(.choose(99)))
    bench.ask(.info(.choose(-1)))
    bench.ask(.info(.turn(1)))
    #expect(bench.menu?.entries.map(\.name) == keys)
  }

  @Test("UX-3 back is exactly one step back, to the same part of the list and the same entry")
  func back() throws {
    var town = InfoTown()
    town.add(services: 20)
    let bench = try CoreBench.reading(town)
    bench.ask(.info(.begin))
    try bench.choose("info.situations")
    try bench.choose("Tiere")
    #expect(bench.list?.parts == 4)
    #expect(bench.list?.hint == .content("Rund um das Tier."))
    bench.ask(.info(.turn(1)))
    bench.ask(.info(.turn(1)))
    let before = try #require(bench.list)
    bench.ask(.info(.choose(4)))
    #expect(bench.page?.title == before.entries[4].name)
    bench.ask(.back)
    var again = before
    again.focus = 4
    #expect(bench.list == again)
    bench.ask(.back)
    #expect(bench.list?.part == 2)
    #expect(bench.list?.focus == InfoList.entriesMax)
    bench.ask(.back)
    #expect(bench.list?.part == 1)
    bench.ask(.back)
    #expect(bench.list?.title == .key("info.situations"))
    bench.ask(.back)
    #expect(bench.menu?.focus == 0)
    bench.ask(.back)
    #expect(bench.stage == .idle)
  }

  @Test("Behind the last part comes the first; a part that is gone is the last one")
  func parts() throws {
    var town = InfoTown()
    town.add(services: 12)
    let bench = try CoreBench.reading(town)
    bench.ask(.info(.begin))
    try bench.choose("info.situations")
    try bench.choose("Tiere")
    #expect(bench.list?.parts == 3)
    for part in [2, 3, 1] {
      bench.ask(.info(.turn(1)))
      #expect(bench.list?.part == part)
    }
    bench.ask(.info(.turn(-1)))
    #expect(bench.list?.part == 3)
    bench.feed(.content(try InfoTown().edition(2)))
    #expect(bench.list?.part == 1)
    #expect(bench.list?.entries.count == 1)
  }

  @Test("Another language shows the same place")
  func language() throws {
    let bench = try CoreBench.reading()
    bench.ask(.info(.begin))
    try bench.choose("info.situations")
    try bench.choose("Tiere")
    bench.ask(.language("en"))
    #expect(bench.list?.title == .content("Animals"))
    try bench.choose("Register a dog")
    #expect(bench.page?.title == .content("Register a dog"))
    bench.ask(.language("de"))
    #expect(bench.page?.title == .content("Hund anmelden"))
    bench.ask(.language("en"))
    for _ in 0..<4 { bench.ask(.back) }
    #expect(bench.stage == .idle)
    #expect(bench.snapshot?.language == "en", "who leaves the information keeps the language")
  }

  @Test("A page that is read goes on from the new content; one that is gone leads to the menu, and says so")
  func takeover() throws {
    let bench = try CoreBench.reading()
    bench.ask(.info(.begin))
    try bench.choose("info.situations")
    try bench.choose("Tiere")
    try bench.choose("Hund anmelden")
    var town = InfoTown()
    town.files["services/de/hund.md"] = town.files["services/de/hund.md"]?
      .replacing("Hund anmelden", with: "Hunde anmelden")
    bench.feed(.content(try town.edition(2)))
    #expect(bench.page?.title == .content("Hunde anmelden"))
    bench.feed(.contentRefused("services/de/hund.md:1: wrong, remove it"))
    #expect(bench.page?.title == .content("Hunde anmelden"))
    town.files["services/de/hund.md"] = nil
    town.files["services/en/hund.md"] = nil
    bench.feed(.content(try town.edition(3)))
    #expect(bench.menu?.notice == .key("info.page_gone"))
    bench.ask(.info(.choose(0)))
    #expect(bench.list != nil)
    bench.ask(.back)
    #expect(bench.menu?.notice == nil)
  }

  @Test("A search goes on to what was found; nothing found is said; what was typed stands nowhere")
  func search() throws {
    let bench = try CoreBench.reading()
    bench.ask(.info(.begin))
    try bench.choose("info.search")
    #expect(bench.stage == .info(.search(isEmptyHanded: false)))
    bench.ask(.info(.search), "xyzzy")
    #expect(bench.stage == .info(.search(isEmptyHanded: true)))
    bench.ask(.info(.search), "4863")
    #expect(bench.list?.title == .key("info.results"))
    #expect(bench.list?.entries.first?.name == .content("Hund anmelden"))
    #expect(!bench.logs.joined().contains("4863") && !bench.logs.joined().contains("xyzzy"))
    bench.ask(.info(.choose(0)))
    #expect(bench.page != nil)
    bench.ask(.back)
    bench.ask(.back)
    #expect(bench.stage == .info(.search(isEmptyHanded: false)))
    bench.ask(.info(.search), String(repeating: "ä", count: 5000))
    bench.ask(.info(.search), "\u{0}\u{1B}[2J")
    #expect(bench.stage == .info(.search(isEmptyHanded: true)))
  }

  @Test("A.5 pages of information wait 90 s, then warn for 30 s; every key begins anew")
  func time() throws {
    let bench = try CoreBench.reading()
    bench.ask(.info(.begin))
    bench.pass(89_000)
    #expect(bench.snapshot?.timer?.kind == .idle)
    bench.ask(.info(.choose(1)))
    bench.pass(89_000)
    #expect(bench.snapshot?.timer?.kind == .idle)
    bench.pass(2_000)
    #expect(bench.snapshot?.timer?.kind == .warning)
    bench.ask(.moreTime)
    #expect(bench.snapshot?.timer?.total == 90_000)
    bench.pass(121_000)
    #expect(bench.stage == .timedOut)
  }

  @Test("A visit that follows links in a circle stays small, and back leads out of it")
  func circle() throws {
    let bench = try CoreBench.reading()
    bench.ask(.info(.begin))
    try bench.choose("info.contact")
    for _ in 0..<200 {
      bench.ask(.info(.choose(0)))
      bench.ask(.back)
      bench.ask(.info(.beginSearch))
    }
    for _ in 0...InfoVisit.depthMax { bench.ask(.back) }
    #expect(bench.stage == .idle)
  }

  @Test("A page is printed once, and says what became of it")
  func paper() throws {
    let bench = try CoreBench.reading { $0.hasPrinter = true }
    bench.feed(.printer(.ready))
    bench.ask(.info(.begin))
    try bench.choose("info.situations")
    try bench.choose("Tiere")
    try bench.choose("Hund anmelden")
    #expect(bench.page?.paper == .open)
    bench.ask(.info(.print))
    #expect(bench.page?.paper == .printing)
    bench.ask(.info(.print))
    #expect(bench.slips.count == 1)
    bench.feed(.printed(reference: try #require(bench.slips.first?.reference), .noPaper))
    #expect(bench.page?.paper == .noPaper)
    bench.feed(.printer(.noPaper))
    bench.ask(.back)
    try bench.choose("Hund anmelden")
    #expect(bench.page?.paper == nil, "paper that is missing is known before it matters")
  }

  @Test("Each page that is opened counts once, in its month; going back counts nothing")
  func counts() throws {
    let bench = try CoreBench.reading()
    for _ in 0..<6 {
      bench.ask(.info(.begin))
      try bench.choose("info.contact")
      bench.ask(.back)
      bench.ask(.end)
    }
    bench.ask(.info(.begin))
    try bench.choose("info.most_used")
    #expect(bench.list?.chart == [InfoBar(.content("Termin buchen"), 6)])
    #expect(bench.list?.entries.first?.note == .key("info.times", ["count": "6"]))
    bench.ask(.info(.choose(0)))
    #expect(bench.page?.title == .content("Termin buchen"))
  }

  @Test("The information goes on while the journal refuses and while no board answers")
  func outage() throws {
    let bench = try CoreBench.reading()
    bench.tell(isAnswering: false)
    #expect(bench.snapshot?.offers.map(\.kind).contains(.information) == true)
    bench.ask(.info(.begin))
    try bench.choose("info.places")
    #expect(bench.list?.entries.map(\.name) == [.content("Bürgeramt")])
  }
}
