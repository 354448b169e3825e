// One of every message. Adding a case without a sample fails: the counts are taken from switches that know every case.

import Messages

enum Samples {
  static let citizenRequests: [CitizenRequest] =
    [
      .hello(version: 1), .language("de"), .beginPickup, .number, .code, .choose([0, 2]), .birthDate, .open,
      .tryAgain, .reportStuck, .answerTaken(true), .answerTaken(false), .moreTime, .active, .next, .back,
      .end,
      .answerPinLetter(true), .answerPinLetter(false), .answerOldDocument(true), .declareLoss, .askExtension,
      .confirmExtension, .answerTakenWithOld(laidIn: true), .receipt(.print),
      .chooseFactor(.oldPassport), .passportKey, .beginCardPIN, .choosePinTask(.firstPIN), .cardSecret,
      .newPIN,
      .cardAgain,
    ] + terminalRequests

  static let set = WaitingSet(
    documents: ["id_card", "passport"], since: "2026-03-02", until: "2026-03-09", canOpen: true)
  static let replaced = WaitingSet(
    documents: ["passport"], since: "2026-03-02", until: "2026-03-09", canOpen: false, obstacle: .late,
    birthDateOf: .custodian, oldDocument: .init(kind: "passport", isSurrendered: true),
    extendUntil: "2026-03-12")
  static let receipt = Receipt(
    documents: ["passport"], reference: "0000-0042", day: "2026-03-02", hour: 18, minute: 5, moreWaiting: 1)

  static let stages: [Stage] =
    [
      .idle, .outOfService(.starting), .outOfService(.boards), .outOfService(.journal),
      .outOfService(.safeMode),
      .number, .code(triesLeft: 4, wrong: true), .locked(minutesLeft: 15, hour: 18, minute: 20),
      .askAtCounter,
      .waiting([set]), .birthDate(set, triesLeft: 5, wrong: false), .ready(set, compartment: 17, isLow: true),
      .opening(set, compartment: 17, attempt: 1), .notMoved(set, compartment: 17, attemptsLeft: 2),
      .open(set, compartment: 17), .askTaken(set, compartment: 17), .done(receipt),
      .unconfirmed(compartment: 17), .notTaken(compartment: 17), .leftOpen(compartment: 17, isClosed: false),
      .doorStuck(compartment: 17), .boardSilent(compartment: 17),
      .late(Late(until: "2026-03-09", documents: ["passport"])), .interrupted, .timedOut, .pinLetter(set),
      .pinLetterMissing, .oldDocument(replaced), .declareLoss(replaced), .oldDocumentMissing,
      .extend(replaced),
      .extended(until: "2026-03-12", documents: ["passport"]),
      .factor(replaced, triesLeft: 5, wrong: false), .factor(replaced, triesLeft: 4, wrong: true),
      .passportKey(replaced, wrong: true),
    ] + cardStages.map { .card($0) } + terminalStages

  static let cardStages: [CardStage] =
    CardPurpose.allCases.flatMap { [.lay($0), .leave($0)] }
    + PinStanding.allCases.map { .pinMenu($0) }
    + CardSecret.allCases.flatMap { [.secret($0, .none), .secret($0, .wrong(triesLeft: 2)), .atReader($0)] }
    + [
      .secret(.can, .wrong(triesLeft: nil)), .secret(.can, .pinWrong), .secret(.pin, .canAccepted),
      .secret(.pin, .unblocked), .secret(.pin, .otherCard), .secret(.pin, .unclear), .newPIN, .take,
      .end(.changed), .end(.resumed),
      .consent(CardConsent(provider: "Stadt Musterstadt", rights: ["FamilyName"], purpose: "Anträge")),
      .end(.unblocked), .end(.unclear), .end(.advice("leave-card", .pin)),
    ]

  static let clock = Snapshot.Clock(year: 2026, month: 3, day: 2, weekday: 0, hour: 18, minute: 5)
  static let snapshot = Snapshot(
    language: "de", clock: clock, stage: .idle,
    timer: Snapshot.Timer(remaining: 59_000, total: 60_000, moreTimeLeft: 10, kind: .stage),
    pickupAvailable: true)
  static let welcome = Welcome(
    version: 1, town: "Musterstadt", theme: "dark", languages: ["de", "en"],
    texts: ["en": ["idle.title": "Welcome"], "de": ["idle.title": "Willkommen", "a/b": "Tür „17“"]],
    wall: Wall(rows: 2, columns: 3, compartments: [Wall.Place(number: 17, row: 1, column: 2)]),
    counter: CounterInfo(
      name: "Bürgeramt", address: "Markt 1", hours: ["Mo 8-12"], phone: "+49 30 0"), lockMinutes: 15)
  static let refused = Refused(code: "safe-mode", message: "the station opens nothing")

  static let importRow = OrderImportRow(
    id: "R-1", documents: ["id_card"], serials: ["L01X00T47"], name: "Ada Muster", phone: "+491700000000",
    email: nil, slip: nil, birthDate: "1985-03-17", size: "S", low: false, counterOnly: false,
    pinLetterConfirmed: true, language: "de")

  static let staffRequests: [StaffRequest] = [
    .hello(version: 1), .status, .orders(withNames: true), .compartments, .review, .importOrders([importRow]),
    .checkOrders([OrderImportRow(withdrawing: "R-1")]), .importDocuments([registerRow]),
    .checkDocuments([RegisterRow(slip: "48271190", state: .withdrawn)]), .documents,
    .deposit(order: "000000000000002a", compartment: nil), .confirmEmpty(operation: 42, isEmpty: true),
    .confirmDeposit(operation: 42, present: ["0/document"]), .cancelDeposit(operation: 42),
    .retrieve(compartment: 17), .answerRetrieval(operation: 42, answer: .retrieved, order: nil),
    .again(operation: 42), .giveUp(operation: 42), .watch(operation: 42),
    .extend(order: "000000000000002a", days: 7, reason: "asked"),
    .withdraw(order: "000000000000002a", reason: "asked"), .renewCode(order: "000000000000002a"),
    .letter(order: "000000000000002a"), .clearTries(order: "000000000000002a", reason: "asked"),
    .releaseProxy(order: "000000000000002a", reason: "authorised"),
    .withdrawProxy(order: "000000000000002a", reason: "asked"),
    .closeReview(item: 77, reason: "looked"), .block(compartment: 17, reason: "broken"),
    .release(compartment: 17, reason: "mended"), .leaveSafeMode(reason: "understood"),
    .usage, .submissions, .retrySubmission(reference: nil), .dropSubmission(reference: "4827-1190"),
    .notices(onlyOpen: true), .retryNotice(key: nil),
    .dropNotice(key: "000000000000002a-ready-7", reason: "moved"),
    .confirmClock(reason: "radio clock"), .boards, .prove(bus: 0, board: 1, pulse: 500),
    .proveOpen(compartment: 17, saysEmpty: true), .proveSay(.opened), .proveLeave(compartment: 17, .unwired),
    .proveFinish, .proveEnd, .export(from: 1), .follow(from: 1), .backup,
    .backupSlice(from: 1, through: 300), .backupMade(upTo: 300, hash: "00ff"),
  ]

  static func place(_ request: CitizenRequest) -> Int {
    switch request {
    case .hello: 0
    case .language: 1
    case .beginPickup: 2
    case .number: 3
    case .code: 4
    case .choose: 5
    case .birthDate: 6
    case .open: 7
    case .tryAgain: 8
    case .reportStuck: 9
    case .answerTaken: 10
    case .moreTime: 11
    case .active: 12
    case .next: 13
    case .back: 14
    case .end: 15
    case .answerPinLetter: 16
    case .answerOldDocument: 17
    case .declareLoss: 18
    case .askExtension: 19
    case .confirmExtension: 20
    case .answerTakenWithOld: 21
    case .receipt: 22
    case .chooseFactor: 23
    case .passportKey: 24
    case .beginCardPIN: 25
    case .choosePinTask: 26
    case .cardSecret: 27
    case .newPIN: 28
    case .cardAgain: 29
    case .info: 30
    case .form: 31
    case .documentStatus: 32
    case .contact: 33
    }
  }

  static func place(_ stage: Stage) -> Int {
    switch stage {
    case .idle: 0
    case .outOfService: 1
    case .number: 2
    case .code: 3
    case .locked: 4
    case .askAtCounter: 5
    case .waiting: 6
    case .birthDate: 7
    case .ready: 8
    case .opening: 9
    case .notMoved: 10
    case .open: 11
    case .askTaken: 12
    case .done: 13
    case .unconfirmed: 14
    case .notTaken: 15
    case .leftOpen: 16
    case .doorStuck: 17
    case .boardSilent: 18
    case .late: 19
    case .interrupted: 20
    case .timedOut: 21
    case .pinLetter: 22
    case .pinLetterMissing: 23
    case .oldDocument: 24
    case .declareLoss: 25
    case .oldDocumentMissing: 26
    case .extend: 27
    case .extended: 28
    case .factor: 29
    case .passportKey: 30
    case .card: 31
    case .info: 32
    case .form: 33
    case .documentStatus: 34
    }
  }
}
