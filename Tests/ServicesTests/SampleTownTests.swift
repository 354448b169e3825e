// The sample town as it lies in Content: it is in order, and every service that five towns report (docs/services.md)
// leads to something that opens.

import Foundation
import Services
import Testing

@Suite struct SampleTownTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func result() throws -> Result<ContentStore, ContentRefusal> { try Self.read.get() }

  /// Read once for all tests.
  private static let read = Swift.Result { try readTown() }

  private static func readTown() throws -> Result<ContentStore, ContentRefusal> {
    ContentBuilder.build(try files())
  }

  private static func files() throws -> [(path: String, bytes: [UInt8])] {
    let folder = root.appendingPathComponent("Content")
    let found = try #require(FileManager.default.enumerator(atPath: folder.path))
    var files: [(path: String, bytes: [UInt8])] = []
    while let path = found.nextObject() as? String {
      guard path.hasSuffix(".md") || path.hasSuffix(".toml") else { continue }
      files.append((path, Array(try Data(contentsOf: folder.appendingPathComponent(path)))))
    }
    return files.sorted { $0.path < $1.path }
  }

  @Test("the sample town is in order")
  func inOrder() throws {
    if case .failure(let refusal) = try result() {
      for mistake in refusal.mistakes { Issue.record("Content/\(mistake)") }
    }
  }

  @Test("files that end their lines as Windows does hold the same, on the same lines")
  func windows() throws {
    let files = try Self.files()
    func crlf(_ text: [UInt8]) -> [UInt8] { text.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } }
    let here = try result().get()
    let there = try ContentBuilder.build(files.map { ($0.path, crlf($0.bytes)) }).get()
    #expect(here.references == there.references)
    for language in here.town.allLanguages {
      for reference in here.references {
        let same = here.item(reference, in: language) == there.item(reference, in: language)
        #expect(same, "\(reference) in \(language)")
      }
    }
    #expect(here.forms == there.forms)
    let town = TinyTown().with("services/de/hund.md", "(contact:amt)", "(contact:amd)")
    let windows = ContentBuilder.build(town.files.map { ($0.key, crlf(Array($0.value.utf8))) })
    guard case .failure(let refusal) = windows else {
      return #expect(Bool(false), "a link to nowhere was taken")
    }
    #expect(refusal.mistakes.map(\.description) == town.said)
  }

  /// `town | service` of each row of docs/services.md, without what stands in brackets, and where it leads.
  private func rows() throws -> [(row: String, targets: [LinkTarget])] {
    let text = try String(contentsOf: Self.root.appendingPathComponent("docs/services.md"), encoding: .utf8)
    let table = try #require(text.range(of: "| town |"))
    return text[table.lowerBound...].split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("`") }
      .map { line in
        let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        let targets = line.matches(of: /`([a-z]+:[a-z0-9-]+)`/).map { match -> LinkTarget in
          guard let target = LinkTarget(match.1) else { fatalError("\(match.1) is no reference") }
          return target
        }
        let name = cells[1].replacing(#/ *\([^)]*\)/#, with: "")
        return ("\(cells[0]) | \(name)", targets)
      }
  }

  @Test("every service that the five towns report has its row, and no row is made up")
  func reported() throws {
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/reported-services.txt")
    let expected = try String(contentsOf: golden, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(expected.count == 70)
    #expect(try rows().map(\.row).sorted() == expected.sorted())
  }

  @Test("every row of docs/services.md opens: page, service, contact and form, in German and English")
  func services() throws {
    let store = try result().get()
    for (row, targets) in try rows() {
      #expect(!targets.isEmpty, "\(row) leads nowhere")
      for target in targets {
        for language in ["de", "en"] { try open(target, language, store, row) }
      }
    }
  }

  /// What a citizen needs there is there: text, a way on, and words for every question.
  private func open(_ target: LinkTarget, _ language: String, _ store: ContentStore, _ row: String) throws {
    let name = try #require(store.name(of: target, in: language), "\(target) of \(row)")
    #expect(!name.isEmpty)
    switch target {
    case .form(let id):
      let form = try #require(store.forms.form(id), "\(row)")
      for key in form.textKeys {
        #expect(store.forms.texts.texts[language]?["\(id).\(key)"]?.isEmpty == false, "\(id) \(key)")
      }
    case .item(let reference):
      let item = try #require(store.item(reference, in: language), "\(reference) of \(row)")
      #expect(item.language == language)
      switch item.detail {
      case .page, .situation: #expect(!item.blocks.isEmpty, "\(reference) is empty")
      case .contact(let facts):
        #expect(facts.hours != nil || facts.phone != nil || facts.website != nil, "\(reference) says nothing")
      case .service(let facts):
        #expect(!item.summary.isEmpty && !item.blocks.isEmpty, "\(reference) is empty")
        switch facts.way {
        case .form(let id): #expect(store.forms.form(id) != nil, "\(reference)")
        case .handOver(let online):
          #expect(online.address.hasPrefix("https://") && online.short.count <= 40, "\(reference)")
        case .page: #expect(!facts.contacts.isEmpty, "\(reference) leads to nobody")
        }
        for id in facts.contacts {
          #expect(store.contains(ContentReference(kind: .contact, id: id)), "\(reference): \(id)")
        }
      }
    }
  }

  @Test("every public holiday has a name in German and English")
  func holidayNames() throws {
    for language in ["de", "en"] {
      let file = Self.root.appendingPathComponent("Content/texts/\(language).toml")
      var mistakes = ContentMistakes()
      // Texts of screens use more of TOML than content does: only their own table is looked at.
      let text = try String(contentsOf: file, encoding: .utf8)
      let start = try #require(text.range(of: "\n[holiday]\n"))
      let table = text[start.upperBound...].prefix { $0 != "[" }
      let read = PlainTOMLReader.read(Array(table.utf8), file: file.path, &mistakes)
      #expect(mistakes.isEmpty)
      for holiday in Holiday.allCases {
        let key = String(holiday.textKey.dropFirst("holiday.".count))
        guard case .text(let name)? = read[key]?.value else {
          Issue.record("\(language) has no \(holiday.textKey)")
          continue
        }
        #expect(!name.isEmpty)
      }
      #expect(read.entries.count == Holiday.allCases.count)
    }
  }

  @Test("the sample town publishes a table of most used services")
  func mostUsed() throws {
    let table = try #require(try result().get().mostUsed)
    #expect(table.year == 2025 && table.titles.keys.sorted() == ["de", "en"] && table.rows.count >= 5)
    #expect(table.rows.map(\.count) == table.rows.map(\.count).sorted(by: >))
  }

  @Test("2,000 mutations of the sample town never trap and never hang")
  func mutations() throws {
    var chance = TestChance(state: 2026)
    let files = try Self.files()
    let scraps = [
      "+++", "[[fee]]", "[[field]]", "]", "\"", "\"\"\"", "**", "[x](", "(page:x)", "\\", "{", "=", "\n",
      "\r\n",
      "🏛", "\u{0}", "\u{200D}", "é", "- ", "### ", "2026-13-01", "9999999999999999999", "-", "Mo-Fr",
      "24:00-48:00",
      "shown_if = \"a = b\"", "easter +400 days", "week 1-53/0", "[9]", ";", "PH", "99115003012000",
    ]
    var refused = 0
    let clock = ContinuousClock()
    // Twenty files of the town at a time.
    for _ in 0..<100 {
      var town = files
      for _ in 0..<20 {
        let file = Int.random(in: 0..<town.count, using: &chance)
        let at = Int.random(in: 0...town[file].bytes.count, using: &chance)
        switch Int.random(in: 0..<6, using: &chance) {
        case 0: town[file].bytes.insert(contentsOf: (scraps.randomElement(using: &chance) ?? "").utf8, at: at)
        case 1:
          let end = min(town[file].bytes.count, at + Int.random(in: 0...40, using: &chance))
          town[file].bytes.removeSubrange(at..<end)
        case 2: town[file].bytes.insert(UInt8.random(in: 0...255, using: &chance), at: at)
        case 3:
          let other = Int.random(in: 0..<town.count, using: &chance)
          let slice = town[other].bytes.prefix(Int.random(in: 0...400, using: &chance))
          town[file].bytes.insert(contentsOf: slice, at: at)
        case 4:
          if at < town[file].bytes.count {
            town[file].bytes[at] ^= UInt8(1) << UInt8.random(in: 0...7, using: &chance)
          }
        default: town[file].bytes = Array(town[file].bytes.prefix(at))
        }
      }
      let began = clock.now
      switch ContentBuilder.build(town) {
      case .success(let store):
        for reference in store.references { _ = store.item(reference, in: "en") }
      case .failure(let refusal):
        refused += 1
        #expect(!refusal.mistakes.isEmpty)
        for mistake in refusal.mistakes {
          #expect(!mistake.remedy.isEmpty && mistake.line >= 1 && !mistake.description.contains("\n"))
        }
      }
      #expect(clock.now - began < .seconds(60), "a check took too long")
    }
    #expect(refused > 90)
  }

  @Test("fees of the sample town change on their day")
  func fees() throws {
    let store = try result().get()
    let card = ContentReference(kind: .service, id: "personalausweis")
    let facts = try #require(store.item(card, in: "de")?.service)
    #expect(facts.fees(on: civil(2026, 2, 6)).map(\.amount.cents).prefix(2) == [3700, 2280])
    #expect(facts.fees(on: civil(2026, 2, 7)).map(\.amount.cents).prefix(2) == [4600, 2760])
  }

  @Test(
    "what people look for is found first",
    arguments: [
      ("ausweis", "de", "service:personalausweis"), ("Umzug", "de", "service:wohnsitz-anmelden"),
      ("Auto abmelden", "de", "service:kfz-abmelden"), ("heiraten", "de", "service:eheschliessung"),
      ("dog", "en", "service:hundesteuer"), ("Schlagloch", "de", "service:mangel-melden"),
      ("birth certificate", "en", "service:urkunden"), ("WBS", "de", "service:wohnberechtigungsschein"),
    ])
  func search(query: String, language: String, expected: String) throws {
    let hits = try result().get().search(query, in: language, limit: 5).map(\.description)
    #expect(hits.contains(expected), "\(query): \(hits)")
  }

  @Test("Among equals what can be applied for comes first: a dog is rather registered than deregistered")
  func formFirst() throws {
    let hits = try result().get().search("hund", in: "de").map(\.description)
    #expect(Array(hits.prefix(2)) == ["service:hundesteuer", "service:hund-abmelden"])
  }
}
