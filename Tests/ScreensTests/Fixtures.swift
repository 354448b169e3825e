// A town, its wall and one sample of every stage, for all tests of the screens.

import Messages
import Secrets
import Terminal

@testable import Screens

enum Fixtures {
  static let set = WaitingSet(
    documents: ["passport"], since: "2026-11-17", until: "2026-11-24", canOpen: true)
  static let family = [
    set,
    WaitingSet(
      documents: ["id_card", "under16_card"], since: "2026-11-18", until: "2026-11-25", canOpen: true),
    WaitingSet(documents: ["residence_permit"], since: "2026-11-18", until: "2026-11-25", canOpen: false),
  ]
  static let receipt = Receipt(
    documents: ["passport"], reference: "4827-1190", day: "2026-11-22", hour: 18, minute: 5, moreWaiting: 0)

  static let wall: Wall = {
    var places: [Wall.Place] = []
    for row in 1...4 {
      for column in 1...10 {
        places.append(.init(number: (row - 1) * 10 + column, row: row, column: column))
      }
    }
    return Wall(rows: 4, columns: 10, compartments: places)
  }()

  static let counter = CounterInfo(
    name: "Bürgeramt, Schalter 3", address: "Am Markt 1",
    hours: ["Mo Di Do  8:00 bis 16:00 Uhr", "Mi Fr     8:00 bis 12:00 Uhr"], phone: "0999 123-0")

  static func welcome(languages: [String] = TextFiles.languages) -> Welcome {
    Welcome(
      version: protocolVersion, town: "STADT MUSTERSTADT", theme: "dark", languages: languages,
      texts: TextFiles.all, wall: wall, counter: counter, lockMinutes: 15)
  }

  static let clock = Snapshot.Clock(year: 2026, month: 11, day: 22, weekday: 6, hour: 18, minute: 4)

  static func snapshot(_ stage: Stage, language: String = "de", timer: Snapshot.Timer? = nil) -> Snapshot {
    Snapshot(language: language, clock: clock, stage: stage, timer: timer, pickupAvailable: true)
  }

  static func timer(_ kind: Snapshot.Timer.Kind, _ seconds: Int, of total: Int, more: Int = 10)
    -> Snapshot.Timer
  {
    Snapshot.Timer(remaining: seconds * 1000, total: total * 1000, moreTimeLeft: more, kind: kind)
  }

  /// One sample of every stage, in the order of a pickup. The names name the golden files.
  static let stages: [(name: String, stage: Stage, timer: Snapshot.Timer?)] =
    [
      ("idle", .idle, nil),
      ("out-starting", .outOfService(.starting), nil),
      ("out-boards", .outOfService(.boards), nil),
      ("out-journal", .outOfService(.journal), nil),
      ("out-safe-mode", .outOfService(.safeMode), nil),
      ("number", .number, timer(.idle, 60, of: 60)),
      ("code", .code(triesLeft: 5, wrong: false), timer(.idle, 60, of: 60)),
      ("code-wrong", .code(triesLeft: 4, wrong: true), timer(.idle, 60, of: 60)),
      ("code-last", .code(triesLeft: 1, wrong: true), timer(.idle, 60, of: 60)),
      ("locked", .locked(minutesLeft: 15, hour: 18, minute: 19), timer(.stage, 30, of: 30)),
      ("ask-at-counter", .askAtCounter, timer(.stage, 30, of: 30)),
      ("waiting", .waiting(family), timer(.idle, 60, of: 60)),
      ("waiting-counter", .waiting([family[2]]), timer(.idle, 60, of: 60)),
      ("birth", .birthDate(set, triesLeft: 5, wrong: false), timer(.idle, 60, of: 60)),
      ("birth-wrong", .birthDate(set, triesLeft: 4, wrong: true), timer(.idle, 60, of: 60)),
      ("pin-letter", .pinLetter(set), timer(.idle, 60, of: 60)),
      ("pin-letter-missing", .pinLetterMissing, timer(.stage, 30, of: 30)),
      ("birth-custodian", .birthDate(minors, triesLeft: 5, wrong: false), timer(.idle, 60, of: 60)),
      ("birth-proxy", .birthDate(proxys, triesLeft: 5, wrong: false), timer(.idle, 60, of: 60)),
      ("waiting-family", .waiting(largeFamily), timer(.idle, 60, of: 60)),
      ("old-document", .oldDocument(replaced), timer(.idle, 60, of: 60)),
      ("old-document-kept", .oldDocument(kept), timer(.idle, 60, of: 60)),
      ("declare-loss", .declareLoss(replaced), timer(.idle, 60, of: 60)),
      ("old-document-missing", .oldDocumentMissing, timer(.stage, 30, of: 30)),
      ("old-document-child", .oldDocument(childs), timer(.idle, 60, of: 60)),
      ("old-document-proxy", .oldDocument(sent), timer(.idle, 60, of: 60)),
      ("open-old-child", .open(childs, compartment: 17), timer(.stage, 52, of: 60)),
      ("ready-extend", .ready(extendable, compartment: 17, isLow: false), timer(.idle, 60, of: 60)),
      ("ready-old", .ready(replaced, compartment: 17, isLow: true), timer(.idle, 60, of: 60)),
      ("extend", .extend(extendable), timer(.idle, 60, of: 60)),
      ("extended", .extended(until: "2026-11-27", documents: ["passport"]), timer(.stage, 30, of: 30)),
      ("open-old", .open(replaced, compartment: 17), timer(.stage, 52, of: 60)),
      ("ask-taken-old", .askTaken(replaced, compartment: 17), timer(.idle, 60, of: 60)),
      ("done-receipt", .done(receiptOffered()), timer(.stage, 30, of: 30)),
      ("done-no-paper", .done(receiptOffered([.email], .noPaper)), timer(.stage, 30, of: 30)),
      ("done-printed", .done(receiptOffered([], .printed)), timer(.stage, 30, of: 30)),
      ("factor", .factor(replaced, triesLeft: 5, wrong: false), timer(.idle, 60, of: 60)),
      ("factor-wrong", .factor(replaced, triesLeft: 4, wrong: true), timer(.idle, 60, of: 60)),
      ("passport-key", .passportKey(replaced, wrong: false), timer(.idle, 60, of: 60)),
      ("passport-key-wrong", .passportKey(replaced, wrong: true), timer(.idle, 60, of: 60)),
      ("done-old-read", .done(oldRead), timer(.stage, 30, of: 30)),
      ("ready", .ready(set, compartment: 17, isLow: true), timer(.idle, 60, of: 60)),
      ("opening", .opening(set, compartment: 17, attempt: 1), nil),
      ("not-moved", .notMoved(set, compartment: 17, attemptsLeft: 2), timer(.idle, 60, of: 60)),
      ("not-moved-last", .notMoved(set, compartment: 17, attemptsLeft: 0), timer(.idle, 60, of: 60)),
      ("open", .open(set, compartment: 17), timer(.stage, 52, of: 60)),
      ("open-many", .open(family[1], compartment: 40), timer(.stage, 9, of: 60, more: 0)),
      ("ask-taken", .askTaken(set, compartment: 17), timer(.idle, 60, of: 60)),
      ("done", .done(receipt), timer(.stage, 30, of: 30)),
      ("done-more", .done(moreReceipt), timer(.stage, 30, of: 30)),
      ("unconfirmed", .unconfirmed(compartment: 17), timer(.stage, 30, of: 30)),
      ("not-taken", .notTaken(compartment: 17), timer(.stage, 30, of: 30)),
      ("left-open", .leftOpen(compartment: 17, isClosed: false), timer(.stage, 30, of: 30)),
      ("left-open-closed", .leftOpen(compartment: 17, isClosed: true), timer(.stage, 30, of: 30)),
      ("door-stuck", .doorStuck(compartment: 17), timer(.stage, 30, of: 30)),
      ("board-silent", .boardSilent(compartment: 17), timer(.stage, 30, of: 30)),
      (
        "late-print", .late(Late(until: "2026-11-20", documents: ["passport"], paper: .open)),
        timer(.stage, 30, of: 30)
      ),
      (
        "late-not-printed", .late(Late(until: "2026-11-20", documents: ["passport"], paper: .noPaper)),
        timer(.stage, 30, of: 30)
      ),
      ("late", .late(Late(until: "2026-11-20", documents: ["passport"])), timer(.stage, 30, of: 30)),
      ("interrupted", .interrupted, timer(.stage, 30, of: 30)),
      ("timed-out", .timedOut, timer(.stage, 10, of: 10)),
    ] + cards + forms + statuses + InfoFixtures.stages

  /// The pages at the card reader.
  static let cards: [(name: String, stage: Stage, timer: Snapshot.Timer?)] = {
    let quiet = timer(.idle, 60, of: 60)
    let result = timer(.stage, 30, of: 30)
    var all: [(name: String, stage: Stage, timer: Snapshot.Timer?)] = []
    for purpose in CardPurpose.allCases {
      all.append(("card-lay-\(purpose.rawValue)", .card(.lay(purpose)), quiet))
      all.append(("card-leave-\(purpose.rawValue)", .card(.leave(purpose)), nil))
    }
    for standing in PinStanding.allCases {
      all.append(("card-menu-\(standing.rawValue)", .card(.pinMenu(standing)), quiet))
    }
    for kind in CardSecret.allCases {
      all.append(("card-\(kind.rawValue)", .card(.secret(kind, .none)), quiet))
      all.append(("card-at-reader-\(kind.rawValue)", .card(.atReader(kind)), quiet))
    }
    for (name, kind, left) in [
      ("two", CardSecret.pin, 2), ("one", .pin, 1), ("pin", .pin, nil), ("can", .can, nil),
      ("puk", .puk, nil),
    ] {
      all.append(("card-wrong-\(name)", .card(.secret(kind, .wrong(triesLeft: left))), quiet))
    }
    for (name, kind, hint) in [
      ("after-can", CardSecret.pin, SecretHint.canAccepted), ("after-puk", .pin, .unblocked),
      ("can-after-pin", .can, .pinWrong), ("puk-after-pin", .puk, .pinWrong), ("other", .pin, .otherCard),
      ("unclear", .pin, .unclear),
    ] {
      all.append(("card-wrong-\(name)", .card(.secret(kind, hint)), quiet))
    }
    all += [
      ("card-new-pin", .card(.newPIN), quiet), ("card-take", .card(.take), nil),
      ("card-end-changed", .card(.end(.changed)), result),
      ("card-end-resumed", .card(.end(.resumed)), result),
      ("card-end-unblocked", .card(.end(.unblocked)), result),
      ("card-end-unclear", .card(.end(.unclear)), result),
      ("card-advice-unheard-of", .card(.end(.advice("unheard-of", .pin))), result),
      ("card-advice-passport", .card(.end(.advice("not-proven", .passport))), result),
      ("card-advice-identity", .card(.end(.advice("not-proven", .identity))), result),
      ("card-advice-identity-again", .card(.end(.advice("leave-card", .identity))), result),
      ("card-advice-identity-blocked", .card(.end(.advice("enter-puk", .identity))), result),
    ]
    for way in CardEndScreen.ways {
      all.append(("card-advice-\(way)", .card(.end(.advice(way, .pin))), result))
    }
    return all
  }()

  static var oldRead: Receipt {
    var receipt = receiptOffered()
    receipt.oldDocumentRead = true
    return receipt
  }

  static var replaced: WaitingSet {
    var set = set
    set.oldDocument = .init(kind: "passport", isSurrendered: true)
    return set
  }
  static var childs: WaitingSet {
    var set = replaced
    set.birthDateOf = .custodian
    return set
  }
  static var sent: WaitingSet {
    var set = replaced
    set.birthDateOf = .principal
    return set
  }
  static var kept: WaitingSet {
    var set = set
    set.oldDocument = .init(kind: "id_card", isSurrendered: false)
    return set
  }
  static var extendable: WaitingSet {
    var set = set
    set.extendUntil = "2026-11-27"
    return set
  }
  static var minors: WaitingSet {
    var set = set
    set.birthDateOf = .custodian
    return set
  }
  static var proxys: WaitingSet {
    var set = set
    set.birthDateOf = .principal
    return set
  }
  /// Eight under one number: six can be opened, one is the counter's, one is late.
  static var largeFamily: [WaitingSet] {
    var sets = (0..<6).map {
      WaitingSet(
        documents: [$0 < 2 ? "passport" : "driving_licence"], since: "2026-11-18", until: "2026-11-25",
        canOpen: true)
    }
    sets.append(
      WaitingSet(
        documents: ["passport"], since: "2026-11-18", until: "2026-11-25", canOpen: false,
        obstacle: .counterOnly))
    sets.append(
      WaitingSet(
        documents: ["passport"], since: "2026-11-01", until: "2026-11-08", canOpen: false, obstacle: .late))
    return sets
  }
  static func receiptOffered(
    _ ways: [ReceiptWay] = [.print, .email], _ state: ReceiptState = .open
  ) -> Receipt {
    var receipt = Fixtures.receipt
    receipt.oldDocumentFate = "surrendered"
    receipt.oldDocument = "passport"
    receipt.ways = ways
    receipt.state = state
    return receipt
  }

  static let moreReceipt: Receipt = {
    var receipt = Fixtures.receipt
    receipt.documents = ["id_card", "under16_card"]
    receipt.moreWaiting = 2
    return receipt
  }()

  /// A flow that stands on a stage, at time 0.
  static func flow(
    _ stage: Stage, language: String = "de", timer: Snapshot.Timer? = nil, isDemo: Bool = false,
    languages: [String] = TextFiles.languages
  ) -> CitizenFlow {
    var flow = CitizenFlow(isDemo: isDemo)
    _ = flow.reduce(.welcome(welcome(languages: languages)))
    _ = flow.reduce(.snapshot(snapshot(stage, language: language, timer: timer), at: 0))
    return flow
  }
}

extension CitizenFlow {
  /// Presses keys at one moment and gathers what is asked for, without the words that somebody is there.
  @discardableResult
  mutating func press(_ keys: [Key], at: Int64 = 0) -> [CitizenEffect] {
    keys.flatMap { reduce(.key($0, at: at)) }.filter { $0 != .send(.active, nil) }
  }

  /// Types characters as a keyboard sends them.
  @discardableResult
  mutating func type(_ text: String, at: Int64 = 0) -> [CitizenEffect] {
    press(text.compactMap { $0.wholeNumberValue.map(Key.digit) }, at: at)
  }
}

extension Secret {
  init(_ text: String) { self.init(Array(text.utf8)) }
}
