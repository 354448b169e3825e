// One of every message of the self-service terminal: information, applications, status of a document.

import Messages

extension Samples {
  static let terminalRequests: [CitizenRequest] =
    [
      .info(.begin), .info(.choose(3)), .info(.turn(-1)), .info(.beginSearch), .info(.search), .info(.apply),
      .info(.print), .contact,
    ]
    + [
      FormRequest.begin, .choose(2), .turn(1), .next, .typeInstead, .allowReading, .answer, .skip, .change(4),
      .declare, .print,
    ].map { .form($0) } + [StatusRequest.begin, .number, .pickUp].map { .documentStatus($0) }

  static let tries = StatusTries(left: 2, pauseMinutes: 5)
  static let registerRow = RegisterRow(
    serial: "L01X00T47", state: .arrived, kind: "id_card", day: "2026-11-20")
  static let registerCounts: RegisterCounts = {
    var counts = RegisterCounts(days: 90)
    counts.arrived = 12
    counts.lastImport = "2026-11-21"
    return counts
  }()

  static let list = InfoList(
    title: .key("info.situations"), hint: .content("Wählen Sie"),
    entries: [InfoEntry(.content("Umzug"), note: .key("info.open_until", ["time": "16:00"]))],
    chart: [InfoBar(.content("Umzug"), 5050)], part: 1, parts: 3, focus: 6, step: 2)
  static let code = QRPicture(side: 2, modules: "1001", text: "musterstadt.de/hund")
  static let fee = FormFee(label: "Auf Papier", cents: 900)

  static let terminalStages: [Stage] =
    [
      InfoStage.menu(InfoMenu(list.entries, focus: 2, step: 1, notice: .key("info.page_gone"))), .list(list),
      .search(isEmptyHanded: true),
      .page(
        InfoPage(
          title: .content("Hund anmelden"),
          blocks: [
            .heading(.content("Zwei Arten")), .paragraph(.content("Gleich hier.")),
            .item(number: 1, .content("Chip")),
            .item(number: nil, .content("Marke")),
            .facts([InfoFact(.key("info.duration"), .content("5 Minuten"))]),
          ], links: list.entries, apply: .key("info.apply"), online: code, paper: .open,
          focus: 0, step: 4)),
    ].map { .info($0) }
    + [
      FormStage.list(list),
      .start(
        FormStart(
          title: "Meldebescheinigung", summary: "Sie sagt, wo Sie gemeldet sind.", needsCard: true,
          canType: false,
          isReaderUsable: true, fees: [fee], paper: .noPaper)),
      .question(
        FormQuestion(
          title: "Mangel melden", number: 2, of: 5, field: "place", label: "Ort", question: "Wo ist es?",
          why: "Damit wir es finden.", hint: "Straße und Hausnummer", entry: .text(max: 80), isRequired: true,
          typed: ["Am Markt"], mistake: "Bitte schreiben Sie, wo es ist.")),
      .check(
        FormReview(
          title: "Meldebescheinigung", rows: [.init(label: "Familienname", value: "Muster", isFixed: true)],
          fees: [fee], cents: 900, hasDeclaration: true, isPreparation: false)),
      .declaration(
        FormDeclaration(title: "Meldebescheinigung", text: "Meine Angaben sind richtig.", cents: 900)),
      .sending(title: "Meldebescheinigung"), .unclear(title: "Meldebescheinigung", reference: "4827-1190"),
      .done(
        FormDone(
          title: "Meldebescheinigung", reference: "4827-1190", next: "Sie bekommen Post.",
          slip: FormSlip(
            payee: "Stadt Musterstadt", iban: "DE02 1203 0000 0000 2020 51", cents: 900,
            reference: "RF18 5390 0754",
            code: code), paper: .open)),
      .handOver(FormHandOver(title: "Führungszeugnis", text: "Beim Bundesamt.", address: code)),
    ].map { .form($0) }
    + [
      FormEntry.digits(max: 15), .date, .number(min: 1, max: 9), .choice(["Ja", "Nein"]), .yesNo, .address,
      .iban,
      .email, .phone,
    ].map { entry in
      .form(
        .question(
          FormQuestion(
            title: "", number: 1, of: 1, field: "f", label: "", question: "", why: "", entry: entry,
            isRequired: false))
      )
    } + [
      .documentStatus(.number(tries)), .documentStatus(.paused(minutesLeft: 5, hour: 18, minute: 9)),
    ]
    + DocumentState.allCases.map {
      .documentStatus(
        .result(
          DocumentStatus(
            state: $0, documents: ["passport"], since: "2026-03-02", until: "2026-03-09", canPickUp: true),
          tries))
    }
}
