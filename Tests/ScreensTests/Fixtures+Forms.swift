// One sample of every page of an application, and the ones that are longer than a screen.

import Messages
import Terminal

@testable import Screens

extension Fixtures {
  static let german = Texts(language: "de", templates: TextFiles.all["de"] ?? [:])

  typealias Sample = (name: String, stage: Stage, timer: Snapshot.Timer?)

  /// A code that can be drawn; what it says does not matter here.
  static let code = QRPicture(
    side: 21, modules: String(repeating: "10", count: 220) + "1", text: "musterstadt.de/fz")
  static let paperFee = FormFee(label: "Meldebescheinigung auf Papier", cents: 900)
  static let formList = InfoList(
    title: .key("form.list"),
    entries: [
      "Hund zur Hundesteuer anmelden", "Mangel melden", "Meldebescheinigung beantragen",
      "Führungszeugnis vorbereiten",
    ].map { InfoEntry(.content($0)) })
  static let formStart = FormStart(
    title: "Meldebescheinigung beantragen",
    summary: "Die Bescheinigung sagt, wo Sie gemeldet sind. Elektronisch kostet sie nichts.", needsCard: true,
    canType: false, isReaderUsable: true, fees: [paperFee], paper: .open)
  static let slip = FormSlip(
    payee: "Stadt Musterstadt", iban: "DE02 1203 0000 0000 2020 51", cents: 900,
    reference: "RF18 5390 0754 7034", code: code)
  static let review = FormReview(
    title: "Meldebescheinigung beantragen",
    rows: [
      .init(label: "Umfang", value: "Einfach", isFixed: false),
      .init(label: "Zustellung", value: "Auf Papier mit der Post", isFixed: false),
      .init(label: "Familienname", value: "Mustermann", isFixed: true),
      .init(label: "Anschrift", value: "Am Markt 1, 12345 Musterstadt", isFixed: true),
    ], fees: [paperFee], cents: 900, hasDeclaration: true, isPreparation: false)

  static func start(_ change: (inout FormStart) -> Void) -> Stage {
    var start = formStart
    change(&start)
    return .form(.start(start))
  }

  static func question(
    _ entry: FormEntry, required: Bool = true, typed: [String] = [], mistake: String? = nil,
    _ words: String = "Wie lautet Ihre Antwort?"
  ) -> Stage {
    .form(
      .question(
        FormQuestion(
          title: "Hund zur Hundesteuer anmelden", number: 2, of: 5, field: "field", label: "Antwort",
          question: words, why: "Damit wir Ihnen antworten können.", hint: "So, wie es im Ausweis steht.",
          entry: entry, isRequired: required, typed: typed, mistake: mistake)))
  }

  static func check(_ change: (inout FormReview) -> Void) -> Stage {
    var review = review
    change(&review)
    return .form(.check(review))
  }

  static func done(_ slip: FormSlip?, _ paper: ReceiptState?) -> Stage {
    .form(
      .done(
        FormDone(
          title: "Meldebescheinigung beantragen", reference: "4827-1190",
          next: "Das Bürgeramt prüft Ihren Antrag. Sie bekommen die Bescheinigung in 3 Werktagen.",
          slip: slip,
          paper: paper)))
  }

  static func handOver(_ paper: ReceiptState?, _ code: QRPicture = code) -> Stage {
    .form(
      .handOver(
        FormHandOver(
          title: "Führungszeugnis vorbereiten",
          text: "Beantragen Sie es mit Ihrem Personalausweis beim Bundesamt für Justiz.", address: code,
          paper: paper)))
  }

  static let forms: [Sample] = {
    let quiet = timer(.idle, 60, of: 60)
    let result = timer(.stage, 60, of: 60)
    var long = formList
    (long.part, long.parts) = (1, 2)
    long.entries = Array((formList.entries + formList.entries).prefix(6))
    var last = long
    last.part = 2
    let declaration = FormDeclaration(
      title: "Hund anmelden",
      text: "Meine Angaben sind richtig und vollständig. Änderungen teile ich der Stadt mit.", cents: 900)
    var notSent = declaration
    (notSent.isNotSent, notSent.cents) = (true, 0)
    return [
      ("form-list", .form(.list(formList)), quiet),
      ("form-list-part", .form(.list(long)), quiet), ("form-list-last", .form(.list(last)), quiet),
      ("form-list-empty", .form(.list(InfoList(title: .key("form.list"), entries: []))), quiet),
      ("form-start", .form(.start(formStart)), quiet),
      (
        "form-start-both",
        start {
          $0.canType = true
          $0.fees = []
          $0.paper = .noPaper
        }, quiet
      ),
      (
        "form-start-no-reader", start { $0.isReaderUsable = false }, quiet
      ),
      (
        "form-start-typed",
        start {
          $0.isReaderUsable = false
          $0.canType = true
          $0.paper = .failed
        }, quiet
      ),
      (
        "form-start-plain",
        start {
          $0.needsCard = false
          $0.fees = [FormFee(label: "Grundgebühr", cents: 1250), FormFee(label: "Porto", cents: 0), paperFee]
          $0.paper = nil
        }, quiet
      ),
      ("card-consent", .card(.consent(consent)), quiet),
      ("form-text", question(.text(max: 60)), quiet),
      ("form-text-typed", question(.text(max: 60), typed: ["Jack-Russell"]), quiet),
      ("form-text-optional", question(.text(max: 60), required: false), quiet),
      ("form-digits", question(.digits(max: 15), required: false), quiet),
      ("form-date", question(.date), quiet),
      ("form-date-optional", question(.date, required: false), quiet),
      ("form-number", question(.number(min: 0, max: 20)), quiet),
      ("form-choice", question(.choice(options)), quiet),
      ("form-choice-before", question(.choice(options), typed: ["3"]), quiet),
      ("form-choice-optional", question(.choice(options), required: false), quiet),
      ("form-yes-no", question(.yesNo), quiet),
      ("form-address", question(.address), quiet),
      ("form-iban", question(.iban, typed: ["DE02120300000000202051"]), quiet),
      ("form-email", question(.email), quiet), ("form-phone", question(.phone, required: false), quiet),
      (
        "form-mistake",
        question(
          .text(max: 60), typed: ["x"],
          mistake: "Das sind 1 Zeichen, nötig sind 2. Ergänzen Sie die Angabe."), quiet
      ),
      ("form-check", .form(.check(review)), quiet),
      (
        "form-check-send",
        check {
          $0.hasDeclaration = false
          $0.rows = Array($0.rows.prefix(2))
        }, quiet
      ),
      (
        "form-check-not-sent",
        check {
          $0.hasDeclaration = false
          $0.isNotSent = true
          $0.rows = Array($0.rows.prefix(2))
          $0.fees = []
          $0.cents = 0
        }, quiet
      ),
      (
        "form-check-preparation",
        check {
          $0.isPreparation = true
          $0.hasDeclaration = false
          $0.rows = Array($0.rows.prefix(2))
        }, quiet
      ),
      ("form-declaration", .form(.declaration(declaration)), quiet),
      ("form-declaration-not-sent", .form(.declaration(notSent)), quiet),
      ("form-sending", .form(.sending(title: "Meldebescheinigung beantragen")), nil),
      (
        "form-unclear",
        .form(.unclear(title: "Meldebescheinigung beantragen", reference: "4827-1190")), result
      ),
      ("form-done", done(nil, .open), result), ("form-done-no-printer", done(nil, nil), result),
      ("form-done-printed", done(nil, .printed), result),
      ("form-hand-over", handOver(.open), result), ("form-hand-over-failed", handOver(.failed), result),
      (
        "form-hand-over-plain",
        handOver(nil, QRPicture(side: 0, modules: "", text: "www.fuehrungszeugnis.bund.de")), result
      ),
    ]
  }()

  static let options = [
    "Nein, nichts davon", "Der Hund ist ein Assistenzhund", "Der Hund kommt aus dem Tierheim",
    "Ich bekomme Sozialleistungen",
  ]
  static let consent = CardConsent(
    provider: "Stadt Musterstadt, Bürgeramt",
    rights: ["FamilyName", "GivenNames", "DateOfBirth", "PlaceOfBirth", "Address"],
    purpose: "Antrag auf eine Meldebescheinigung")

  /// Pages whose words come from the town or from a person, as long as they may be: they take several sheets.
  static let longForms: [Sample] = {
    let quiet = timer(.idle, 60, of: 60)
    let long = String(
      "Straßenverkehrszulassungsbehördenangelegenheit mit Nachweis über die Haltung eines Hundes und mehr"
        .prefix(120))
    let answer = String(repeating: "Maximiliane-Alexandra ", count: 6).prefix(120)
    return [
      (
        "form-long-start",
        start {
          $0.summary = Array(repeating: long + ".", count: 3).joined(separator: " ")
          $0.fees = [FormFee(label: long, cents: 123_456), paperFee]
        }, quiet
      ),
      (
        "form-long-question",
        .form(
          .question(
            FormQuestion(
              title: long, number: 12, of: 40, field: "field", label: long, question: long + "?", why: long,
              hint: long, entry: .text(max: 120), isRequired: false, typed: [String(answer)],
              mistake: long + "."))), quiet
      ),
      (
        "form-long-choices",
        question(.choice((1...7).map { "\($0). " + long }), required: false, typed: ["6"], long + "?"), quiet
      ),
      (
        "form-long-address",
        question(.address, typed: ["Straße der Deutsch-Sowjetischen Freundschaft", "123a", "12345", long]),
        quiet
      ),
      ("form-long-email", question(.email, typed: [String(repeating: "abcdefghij", count: 25)]), quiet),
      (
        "form-long-check",
        check {
          $0.rows = (1...40).map {
            .init(label: "Angabe \($0)", value: String(answer.prefix($0 * 3)), isFixed: $0 % 10 == 0)
          }
          $0.fees = [paperFee, FormFee(label: long, cents: 300), FormFee(label: "Porto", cents: 185)]
          $0.cents = 1385
        }, quiet
      ),
      (
        "form-long-declaration",
        .form(
          .declaration(
            FormDeclaration(
              title: long, text: Array(repeating: long + ".", count: 8).joined(separator: " "), cents: 900))),
        quiet
      ),
      (
        "form-long-check-card",
        check {
          $0.rows += [
            .init(label: "Vornamen", value: "Erika Maria", isFixed: true),
            .init(label: "Geburtsdatum", value: "12.08.1964", isFixed: true),
            .init(label: "E-Mail-Adresse", value: "erika.mustermann@beispiel.de", isFixed: false),
          ]
        }, quiet
      ),
      ("form-long-slip", done(slip, nil), quiet), ("form-long-slip-print", done(slip, .open), quiet),
      ("form-long-slip-printed", done(slip, .printed), quiet),
      ("form-long-slip-no-paper", done(slip, .noPaper), quiet),
      (
        "form-long-consent",
        .card(
          .consent(
            CardConsent(
              provider: long, rights: CardConsentScreen.words.keys.sorted() + ["NewRight"],
              purpose: Array(repeating: long, count: 3).joined(separator: " ")))), quiet
      ),
    ]
  }()
}
