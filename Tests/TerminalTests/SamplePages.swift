// The pages of the design's drawings, made by hand, with their German texts. They are not the product's screens; they
// fix how each kind of page looks.

@testable import Terminal

enum Samples {
  static let texts = Texts(
    language: "de",
    templates: [
      "clock": "So 22.11.  18:04",
      "welcome": "Willkommen", "what": "Was möchten Sie tun?", "pickup": "Dokument abholen",
      "information": "Informationen und Öffnungszeiten", "apply": "Beantragen mit dem Personalausweis",
      "where": "Wo ist mein Ausweis?  (Status)",
      "key.choose": "Wählen", "key.next": "Weiter", "key.language": "Sprache", "key.speak": "Vorlesen",
      "key.back": "Zurück", "key.clear": "Löschen", "key.end": "Ende", "key.help": "Hilfe",
      "key.time": "Mehr Zeit", "key.stuck": "Fach klemmt", "key.done": "Fertig", "key.print": "Drucken",
      "code.question": "Wie lautet Ihr Abholcode?",
      "code.hint": "6 Ziffern aus der SMS, der E-Mail oder dem Brief.", "code.label": "Abholcode",
      "code.tries": "Sie haben {n} Versuche. Danach: 15 Minuten warten.",
      "code.tries.one": "Sie haben einen Versuch. Danach: 15 Minuten warten.",
      "birth.question": "Wann sind Sie geboren?", "birth.hint": "Zum Beispiel: 17  3  1985",
      "birth.wrong": "Den {day}. Februar gibt es nicht. Tag ändern.",
      "door.title": "Ihr Fach ist offen",
      "door.where": "Fach {n}: {row}. Reihe von oben, {column}. von links.",
      "door.take": "Reisepass\nentnehmen,\nTür schließen.", "door.open": "Die Tür ist offen.",
      "seconds": "Noch {n} s", "closes": "Schließt in {n} s",
      "done.title": "Fertig", "done.received": "Sie haben erhalten:", "done.passport": "{n} Reisepässe",
      "done.passport.one": "{n} Reisepass", "done.case": "Vorgang", "done.receipt": "Quittung:",
      "done.mail": "Per E-Mail", "done.none": "Keine Quittung",
      "done.old": "Ihr altes Dokument: gelocht, liegt im Fach.",
      "late.title": "Nicht mehr im Fach",
      "late.where": "Ihr Dokument lag bis {day} hier bereit.\nEs liegt jetzt im Bürgeramt, Schalter 3:",
      "late.bring": "Sie brauchen: Ihren alten Ausweis oder Ihren Pass.",
      "late.next": "Nächste Öffnung: morgen, Montag, 8:00 Uhr.",
      "out.title": "Abholung zurzeit nicht möglich",
      "out.what":
        "Die Fächer können im Moment nicht geöffnet werden.\nIhr Dokument liegt sicher. Ihr Code bleibt gültig.",
      "out.told": "Wir sind benachrichtigt.", "out.information": "Informationen ansehen",
      "out.telephone": "Auskunft: Telefon 0999 123-0", "out.since": "Gestört seit 17:40 Uhr.",
    ])

  static let header = Header(town: .data("STADT MUSTERSTADT"), clock: Text("clock"))
  static let choosing = [
    KeyCap(.choose, Text("key.choose")), KeyCap(.ok, Text("key.next")),
    KeyCap(.language, Text("key.language")), KeyCap(.speak, Text("key.speak")),
  ]
  static let typing = [
    KeyCap(.back, Text("key.back")), KeyCap(.clear, Text("key.clear")), KeyCap(.ok, Text("key.next")),
    KeyCap(.end, Text("key.end")), KeyCap(.help, Text("key.help")),
  ]

  static let idle = Page(
    header: header, title: Text("welcome"), blocks: [.question(Text("what"))],
    choices: [
      Choice(1, Text("pickup")), Choice(2, Text("information")), Choice(3, Text("apply")),
      Choice(4, Text("where")),
    ],
    languages: ["Deutsch", "English", "Türkçe", "Українська", "العربية", "…"].map { .data($0) },
    focus: .choice(0), keys: choosing)

  static let code = Page(
    header: header, title: Text("pickup"), step: Step(2, of: 5),
    blocks: [.question(Text("code.question")), .hint(Text("code.hint"))],
    fields: [
      Field(label: Text("code.label"), kind: .digits(DigitBoxes(count: 6, entry: .shown([4, 7, 1]))))
    ],
    notes: [Text("code.tries", .number("n", 5))], focus: .field(0), keys: typing)

  static let birthDate = Page(
    header: header, title: Text("pickup"), step: Step(3, of: 5),
    blocks: [.question(Text("birth.question")), .hint(Text("birth.hint"))],
    fields: [
      Field(
        label: Text("birth.question"),
        kind: .date(DateParts(day: [3, 1], month: [0, 2], year: [1, 9, 8, 5], part: .day)))
    ],
    focus: .field(0), error: Text("birth.wrong", .number("day", 31)), keys: typing)

  static func door(rows: Int = 3, columns: Int = 10, row: Int = 1, column: Int = 6, label: String = "23")
    -> Page
  {
    let wall = WallDrawing(
      rows: rows, columns: columns, target: .init(row: row, column: column), label: label,
      alternative: Text(
        "door.where", .data("n", label), .number("row", row + 1), .number("column", column + 1)),
      beside: [
        .paragraph(Text("door.take")),
        .countdown(
          Countdown(secondsLeft: 52, secondsTotal: 60, text: Text("seconds", .number("n", 52)))),
      ])
    return Page(
      header: header, title: Text("door.title"), step: Step(5, of: 5), blocks: wall.map { [.wall($0)] } ?? [],
      status: Text("door.open"),
      keys: [
        KeyCap(.ok, Text("key.time")), KeyCap(.speak, Text("key.speak")), KeyCap(.help, Text("key.stuck")),
      ])
  }

  static let done = Page(
    header: header, title: Text("done.title"),
    blocks: [
      .facts([
        Fact(Text("done.received"), Text("done.passport", .number("n", 1), privacy: .personal)),
        Fact(Text("done.case"), .data("4827-1190   22.11.2026  18:05")),
      ]),
      .label(Text("done.receipt")),
    ],
    choices: [
      Choice(1, Text("key.print")), Choice(2, Text("done.mail")), Choice(3, Text("done.none")),
    ],
    focus: .choice(0), status: Text("done.old"),
    keys: [
      KeyCap(.choose, Text("key.choose")), KeyCap(.ok, Text("key.next")), KeyCap(.end, Text("key.end")),
    ],
    countdown: Countdown(secondsLeft: 30, secondsTotal: 30, text: Text("closes", .number("n", 30))))

  static let late = Page(
    header: header, title: Text("late.title"),
    blocks: [
      .paragraph(Text("late.where", .data("day", "20.11."))),
      .facts([
        Fact(.data("Am Markt 1"), .data("Mo Di Do  8:00 bis 16:00 Uhr")),
        Fact(.data(""), .data("Mi Fr     8:00 bis 12:00 Uhr")),
      ]),
      .paragraph(Text("late.bring")),
    ],
    status: Text("late.next"),
    keys: [
      KeyCap(.ok, Text("key.done")), KeyCap(.digit(1), Text("key.print")),
      KeyCap(.speak, Text("key.speak")), KeyCap(.help, Text("key.help")),
    ])

  static let outOfOrder = Page(
    header: header, title: Text("out.title"),
    blocks: [.paragraph(Text("out.what")), .paragraph(Text("out.told"))],
    choices: [Choice(1, Text("out.information")), Choice(2, Text("out.telephone"))],
    focus: .choice(0), status: Text("out.since"), keys: choosing)

  /// Every kind of page, by the name of its golden files.
  static let all: [(name: String, page: Page)] = [
    ("idle", idle), ("code", code), ("birth-date", birthDate), ("door", door()), ("done", done),
    ("late", late), ("out-of-order", outOfOrder),
  ]

  static let sizes = [(40, 12), (60, 16), (80, 25), (120, 33)]
  static let renderer = CellRenderer(texts: texts, keyMap: .keypad)
}
