// A town for tests of the information: as many services as wanted, a place, pages that lead on to each other, and the
// station's own texts, read from the file that the product reads.

import Handover
import Journal
import Messages
import Services
import Testing

@testable import Station

struct InfoTown {
  var files: [String: String] = [
    "town.toml": "name = \"Kleinstadt\"\nland = \"NW\"\nlanguages = [\"de\", \"en\"]\n",
    "situations/de/tiere.md": "+++\nname = \"Tiere\"\nsummary = \"Rund um das Tier.\"\norder = 1\n+++\n",
    "situations/en/tiere.md": "+++\nname = \"Animals\"\nsummary = \"All about animals.\"\n+++\n",
    "contacts/de/amt.md": """
    +++
    name = "Bürgeramt"
    address = ["Am Markt 1", "99999 Kleinstadt"]
    phone = "0999 123-0"
    hours = "Mo-Fr 08:00-12:00; We 08:00-12:00,14:00-18:00; PH off"
    +++
    """,
    "contacts/en/amt.md": "+++\nname = \"Citizens' office\"\n+++\n",
    "pages/de/termin.md":
      "+++\nname = \"Termin buchen\"\n+++\n\nRufen Sie das [Bürgeramt](contact:amt) an.\n",
    "pages/en/termin.md":
      "+++\nname = \"Book an appointment\"\n+++\n\nCall the [office](contact:amt).\n",
    "services/de/hund.md": """
    +++
    name = "Hund anmelden"
    summary = "Melden Sie Ihren Hund an."
    situations = ["tiere"]
    contacts = ["amt"]
    documents = ["Ihr Personalausweis"]
    duration = "Etwa 5 Minuten."
    search = ["Welpe"]
    legal = ["§ 3 KAG"]
    [[fee]]
    id = "marke"
    label = "Hundemarke"
    from = 2025-01-01
    until = 2026-12-31
    euro = 4.50
    [[fee]]
    id = "marke"
    label = "Hundemarke"
    from = 2027-01-01
    euro = 5
    [online]
    address = "https://www.kleinstadt.example/hund"
    short = "kleinstadt.example/hund"
    +++

    Gehen Sie zum [Bürgeramt](contact:amt) mit [Termin](page:termin).
    """,
    "services/en/hund.md": """
    +++
    name = "Register a dog"
    summary = "Register your dog."
    documents = ["Your identity card"]
    duration = "About 5 minutes."
    [[fee]]
    id = "marke"
    label = "Dog tag"
    +++

    Go to the [office](contact:amt) with an [appointment](page:termin).
    """,
  ]

  /// `count` more services, with names from all over the alphabet.
  mutating func add(services count: Int) {
    for number in 0..<count {
      let letter = Unicode.Scalar(UInt8(0x41 + number * 7 % 26))
      let digits = String(10_000 + number).dropFirst()
      files["services/de/s-\(number).md"] =
        "+++\nname = \"\(letter)mt \(digits)\"\nsituations = [\"tiere\"]\n+++\n\nText.\n"
      files["services/en/s-\(number).md"] = "+++\nname = \"\(letter)ffice \(digits)\"\n+++\n\nText.\n"
    }
  }

  func edition(_ number: Int = 1) throws -> ContentEdition {
    let read = ContentBuilder.build(files.sorted { $0.key < $1.key }.map { ($0.key, Array($0.value.utf8)) })
    if case .failure(let refusal) = read { for mistake in refusal.mistakes { Issue.record("\(mistake)") } }
    return ContentEdition(store: try read.get(), number: number, since: Int64(number))
  }
}

extension CoreBench {
  /// A station that shows a town.
  static func reading(_ town: InfoTown = InfoTown(), _ change: (inout StationSetup) -> Void = { _ in })
    throws -> CoreBench
  {
    let edition = try town.edition()
    return try CoreBench { setup in
      setup.content = edition
      setup.welcome.texts = InfoTexts.ofProduct
      setup.offers.contactPage = ContentReference(kind: .page, id: "termin")
      change(&setup)
    }
  }

  var menu: InfoMenu? {
    if case .info(.menu(let menu))? = stage { return menu }
    return nil
  }
  var list: InfoList? {
    if case .info(.list(let list))? = stage { return list }
    return nil
  }
  var page: InfoPage? {
    if case .info(.page(let page))? = stage { return page }
    return nil
  }

  /// Chooses the entry of that name, of a menu, a list or a page; later parts of a list are looked through.
  func choose(_ name: String) throws {
    for _ in 0..<40 {
      let entries = menu?.entries ?? list?.entries ?? page?.links ?? []
      if let index = entries.firstIndex(where: { $0.name == .content(name) || $0.name == .key(name) }) {
        return ask(.info(.choose(index)))
      }
      try #require(list.map { $0.part < $0.parts } == true, "\(name) is not among \(entries.map(\.name))")
      ask(.info(.turn(1)))
    }
  }
}

extension InfoTexts {
  /// The texts of Content/texts, German and English.
  static let ofProduct: [String: [String: String]] = {
    var all: [String: [String: String]] = [:]
    var path = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    path = "/\(path)/Content/texts"
    for language in ["de", "en"] {
      let bytes = (try? SmallFile.read("\(path)/\(language).toml", bytesMax: 1 << 20)) ?? []
      var section = ""
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
        if line.hasPrefix("[") {
          section = String(line.dropFirst().dropLast())
          continue
        }
        let halves = line.split(separator: "=", maxSplits: 1)
        guard halves.count == 2 else { continue }
        let key = "\(section).\(halves[0].filter { $0 != " " })"
        all[language, default: [:]][key] = String(halves[1].drop { $0 == " " }.dropFirst().dropLast())
      }
    }
    return all
  }()
}
