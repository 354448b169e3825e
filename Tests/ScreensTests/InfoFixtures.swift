// Samples of the information: menu, lists, search, pages of a service, of a place and of a long text.

import Messages

@testable import Screens

enum InfoFixtures {
  static let quiet = Fixtures.timer(.idle, 90, of: 90)

  static let menu = InfoMenu(
    ["situations", "alphabet", "search", "most_used", "places", "forms", "contact"].map {
      InfoEntry(.key("info.\($0)"))
    })

  static let letters = InfoList(
    title: .key("info.alphabet"), hint: .key("info.alphabet_hint"),
    entries: [("A", "B"), ("E", "F"), ("G", "H"), ("J", "K"), ("L", "P"), ("R", "S"), ("T", "Z")].map {
      InfoEntry(
        .key("info.letters", ["first": $0, "last": $1]), note: .key("info.count", ["count": "9"]))
    }, step: 1)

  /// The longest names that German administration has given to services.
  static let long = InfoList(
    title: .content("Umzug, Wohnen und Grundstücksverkehrsgenehmigung"),
    hint: .content("Anmelden, ummelden, parken, wohnen."),
    entries: [
      "Grundstücksverkehrsgenehmigungszuständigkeitsübertragung", "Wohnberechtigungsschein",
      "Kraftfahrzeughaftpflichtversicherungsbestätigung vorlegen und ändern",
      "Rindfleischetikettierungsüberwachungsaufgabenübertragung", "Wohnsitz anmelden", "Wohnsitz abmelden",
    ].map { InfoEntry(.content($0)) }, part: 2, parts: 4, focus: 6, step: 3)

  static let found = InfoList(
    title: .key("info.results"), entries: [InfoEntry(.content("Hund anmelden"))], step: 4)

  static let most = InfoList(
    title: .key("info.most_used"), hint: .key("info.counted_here"),
    entries: [("Meldebescheinigung", 120), ("Fahrzeug anmelden oder ummelden", 87), ("Hund anmelden", 9)].map
    {
      InfoEntry(.content($0), note: .key("info.times", ["count": String($1)]))
    },
    chart: [
      InfoBar(.content("Meldebescheinigung"), 120), InfoBar(.content("Fahrzeug anmelden oder ummelden"), 87),
      InfoBar(.content("Hund anmelden"), 9),
    ], step: 5)

  static let places = InfoList(
    title: .key("info.places"),
    entries: [
      InfoEntry(.content("Bürgeramt"), note: .key("info.open_until", ["time": "16:00 Uhr"])),
      InfoEntry(
        .content("Straßenverkehrsamt"),
        note: .key("info.opens_tomorrow", ["weekday": "Montag", "time": "8:00 Uhr"])),
      InfoEntry(.content("Standesamt"), note: .key("info.closed")),
    ], step: 6)

  static let service = InfoPage(
    title: .content("Hund anmelden"),
    blocks: [
      .paragraph(.content("Wer einen Hund hält, zahlt Hundesteuer.")),
      .heading(.key("info.documents")), .item(number: nil, .content("Nummer des Chips")),
      .heading(.key("info.fees")),
      .facts([
        InfoFact(.content("Erster Hund"), .content("90,00 €")),
        InfoFact(.content(""), .key("info.fee_from", ["date": "01.01.2027", "amount": "96,00 €"])),
      ]),
      .heading(.key("info.duration")), .paragraph(.content("Etwa 1 Woche.")),
      .heading(.key("info.where")),
      .facts([
        InfoFact(.content("Steueramt"), .key("info.open_until", ["time": "16:00 Uhr"])),
        InfoFact(.content(""), .content("Am Markt 1, 99999 Musterstadt")),
        InfoFact(.content(""), .key("info.phone_number", ["phone": "0999 123-40"])),
      ]),
      .facts([InfoFact(.key("info.legal"), .content("§ 3 KAG"))]),
    ],
    links: [InfoEntry(.content("Steueramt")), InfoEntry(.content("Hund abmelden"))],
    apply: .key("info.apply"),
    online: QRPicture(side: 25, modules: code, text: "musterstadt.example/hund"), paper: .open, step: 7)

  /// Nothing that a telephone reads: it has the size and the finder patterns of a code.
  private static let code = String(
    (0..<625).map { place -> Character in
      let (row, column) = (place / 25, place % 25)
      let isEdge = [0, 6].contains(row % 18) || [0, 6].contains(column % 18)
      return (row < 7 || row > 17) && (column < 7 || column > 17) && isEdge || place % 7 == 0 ? "1" : "0"
    })

  static let place = InfoPage(
    title: .content("Bürgeramt"),
    blocks: [
      .paragraph(.content("Ausweise, Meldungen und Bescheinigungen. Erdgeschoss, Schalter 1 bis 6.")),
      .paragraph(.key("info.opens_tomorrow", ["weekday": "Montag", "time": "8:00 Uhr"])),
      .facts([
        InfoFact(.key("info.address"), .content("Am Markt 1")),
        InfoFact(.content(""), .content("99999 Musterstadt")),
        InfoFact(.key("info.phone"), .content("0999 123-0")),
      ]),
      .heading(.key("info.hours")),
      .facts([
        InfoFact(
          .key("info.days", ["first": "Montag", "last": "Dienstag"]), .content("8:00 bis 16:00 Uhr")),
        InfoFact(.content("Mittwoch"), .content("8:00 bis 12:00, 14:00 bis 18:00 Uhr")),
        InfoFact(.content("Donnerstag"), .content("8:00 bis 18:00 Uhr")),
        InfoFact(.content("Freitag"), .content("8:00 bis 12:00 Uhr")),
        InfoFact(.key("info.days", ["first": "Samstag", "last": "Sonntag"]), .content("geschlossen")),
      ]),
      .heading(.key("info.exceptions")),
      .facts([InfoFact(.content("Sa 05.12."), .content("9:00 bis 12:00 Uhr"))]),
    ], links: [], step: 8)

  /// Three sheets on the citizen's terminal, and seven links.
  static let text = InfoPage(
    title: .content(
      "Bestandteile und Zusatzleistungen des Aufenthaltstitels für Familienangehörige von Fachkräften"),
    blocks: (1...5).flatMap { part -> [InfoBlock] in
      [
        .heading(.content("Teil \(part)")),
        .paragraph(
          .content(
            "Ein Satz steht hier. Noch ein Satz steht hier, und er ist ein wenig länger als der erste.")),
        .item(number: 1, .content("Kommen Sie selbst in das Bürgeramt und bringen Sie alle Papiere mit.")),
        .item(number: 2, .content("Warten Sie auf Ihre Nummer.")),
      ]
    },
    links: (1...4).map { InfoEntry(.content("Verwandter Dienst Nummer \($0)")) } + [
      InfoEntry(.key("info.more_links"), note: .key("info.count", ["count": "7"]))
    ], paper: .printed, focus: 3, step: 9)

  static let stages: [(name: String, stage: Stage, timer: Snapshot.Timer?)] = [
    ("info-menu", .info(.menu(menu)), quiet),
    (
      "info-menu-gone",
      .info(.menu(InfoMenu(menu.entries, step: 9, notice: .key("info.page_gone")))), quiet
    ),
    ("info-letters", .info(.list(letters)), quiet),
    ("info-list-long", .info(.list(long)), quiet),
    (
      "info-list-empty",
      .info(.list(InfoList(title: .key("info.situations"), hint: .key("info.list_empty"), entries: []))),
      quiet
    ),
    ("info-results", .info(.list(found)), quiet),
    ("info-most-used", .info(.list(most)), quiet),
    ("info-places", .info(.list(places)), quiet),
    ("info-search", .info(.search(isEmptyHanded: false)), quiet),
    ("info-search-nothing", .info(.search(isEmptyHanded: true)), quiet),
    ("info-page-service", .info(.page(service)), quiet),
    ("info-page-place", .info(.page(place)), quiet),
    ("info-page-text", .info(.page(text)), quiet),
  ]

  /// What takes more than a sheet on the citizen's terminal: long texts, long names, a chart beside its list.
  static func isLong(_ name: String) -> Bool {
    name.hasPrefix("info-page") || name.hasPrefix("info-list-long") || name == "info-most-used"
  }
}
