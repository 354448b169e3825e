// Every request of both sockets with the roles that may ask it, written down a second time: what `Messages` says is
// compared with this, and a real process under another uid tries each. It knows no answers.

import Messages

/// Whoever adds a request adds it in three places here: a sample in the list, a line in `place` (the compiler asks for
/// it) and a line in `roles` (likewise). A case without a sample fails `everyRequestHasASample`.
enum RequestTable {
  enum Role: String, CaseIterable { case staff, technician, auditor }

  /// One of each, harmless on a station that knows no order: most are refused for another reason than the role.
  static let staff: [StaffRequest] = [
    .hello(version: protocolVersion), .status, .orders(withNames: true), .compartments, .review,
    .importOrders([]), .deposit(order: "none", compartment: nil),
    .confirmEmpty(operation: 4242, isEmpty: true),
    .confirmDeposit(operation: 4242, present: []), .cancelDeposit(operation: 4242),
    .retrieve(compartment: 999),
    .answerRetrieval(operation: 4242, answer: .leftInside, order: nil), .again(operation: 4242),
    .giveUp(operation: 4242), .watch(operation: 4242), .extend(order: "none", days: 1, reason: "because"),
    .withdraw(order: "none", reason: "because"), .renewCode(order: "none"), .letter(order: "none"),
    .clearTries(order: "none", reason: "because"), .closeReview(item: 4242, reason: "because"),
    .block(compartment: 3, reason: "because"), .release(compartment: 3, reason: "because"),
    .leaveSafeMode(reason: "because"), .confirmClock(reason: "because"), .export(from: 1), .follow(from: 1),
    .backup, .backupSlice(from: 1, through: 2), .backupMade(upTo: 1, hash: "00"), .checkOrders([]),
    .notices(onlyOpen: true), .retryNotice(key: "none"), .dropNotice(key: "none", reason: "because"),
    .boards, .prove(bus: 99, board: 0, pulse: nil), .proveOpen(compartment: 3, saysEmpty: true),
    .proveSay(.opened), .proveLeave(compartment: 3, .left), .proveFinish, .proveEnd,
    .releaseProxy(order: "none", reason: "because"), .withdrawProxy(order: "none", reason: "because"),
    .submissions, .retrySubmission(reference: "none"), .dropSubmission(reference: "none"),
    .usage, .importDocuments([RegisterRow(serial: "L01X00T47", state: .ordered)]),
    .checkDocuments([RegisterRow(serial: "L01X00T47", state: .ordered)]), .documents,
  ]

  static func place(_ request: StaffRequest) -> Int {
    switch request {
    case .hello: 0
    case .status: 1
    case .orders: 2
    case .compartments: 3
    case .review: 4
    case .importOrders: 5
    case .deposit: 6
    case .confirmEmpty: 7
    case .confirmDeposit: 8
    case .cancelDeposit: 9
    case .retrieve: 10
    case .answerRetrieval: 11
    case .again: 12
    case .giveUp: 13
    case .watch: 14
    case .extend: 15
    case .withdraw: 16
    case .renewCode: 17
    case .letter: 18
    case .clearTries: 19
    case .closeReview: 20
    case .block: 21
    case .release: 22
    case .leaveSafeMode: 23
    case .confirmClock: 24
    case .export: 25
    case .follow: 26
    case .backup: 27
    case .backupSlice: 28
    case .backupMade: 29
    case .checkOrders: 30
    case .notices: 31
    case .retryNotice: 32
    case .dropNotice: 33
    case .boards: 34
    case .prove: 35
    case .proveOpen: 36
    case .proveSay: 37
    case .proveLeave: 38
    case .proveFinish: 39
    case .proveEnd: 40
    case .releaseProxy: 41
    case .withdrawProxy: 42
    case .submissions: 43
    case .retrySubmission: 44
    case .dropSubmission: 45
    case .usage: 46
    case .importDocuments: 47
    case .checkDocuments: 48
    case .documents: 49
    }
  }

  /// Who may ask this.
  static func roles(_ request: StaffRequest) -> Set<Role> {
    switch request {
    case .hello, .status, .compartments, .review, .export, .follow: [.staff, .technician, .auditor]
    case .block, .release, .confirmClock, .leaveSafeMode: [.staff, .technician]
    case .backup, .backupSlice: [.technician, .auditor]
    case .backupMade: [.technician]
    case .notices, .submissions, .usage: [.staff, .technician]
    case .boards: [.staff, .technician, .auditor]
    case .prove, .proveOpen, .proveSay, .proveLeave, .proveFinish, .proveEnd: [.technician]
    case .retryNotice, .dropNotice, .releaseProxy, .withdrawProxy: [.staff]
    case .retrySubmission, .dropSubmission: [.staff]
    case .orders, .importOrders, .checkOrders, .importDocuments, .checkDocuments, .documents, .deposit,
      .confirmEmpty, .confirmDeposit, .cancelDeposit,
      .retrieve,
      .answerRetrieval, .again, .giveUp, .watch, .extend, .withdraw, .renewCode, .letter, .clearTries,
      .closeReview:
      [.staff]
    }
  }

  /// Hello last, since a screen may say it again.
  static let citizen: [CitizenRequest] = [
    .language("de"), .beginPickup, .number, .code, .choose([0]), .birthDate, .answerPinLetter(true),
    .answerOldDocument(true), .declareLoss, .askExtension, .confirmExtension,
    .answerTakenWithOld(laidIn: true), .receipt(.print), .open,
    .tryAgain, .reportStuck, .answerTaken(true), .moreTime, .active, .next, .back, .end,
    .chooseFactor(.oldPassport), .passportKey, .beginCardPIN, .choosePinTask(.change), .cardSecret, .newPIN,
    .cardAgain, .info(.begin), .form(.begin), .documentStatus(.begin), .contact,
    .hello(version: protocolVersion),
  ]

  static func place(_ request: CitizenRequest) -> Int {
    switch request {
    case .language: 0
    case .beginPickup: 1
    case .number: 2
    case .code: 3
    case .choose: 4
    case .birthDate: 5
    case .answerPinLetter: 6
    case .answerOldDocument: 7
    case .declareLoss: 8
    case .askExtension: 9
    case .confirmExtension: 10
    case .answerTakenWithOld: 11
    case .receipt: 12
    case .open: 13
    case .tryAgain: 14
    case .reportStuck: 15
    case .answerTaken: 16
    case .moreTime: 17
    case .active: 18
    case .next: 19
    case .back: 20
    case .end: 21
    case .chooseFactor: 22
    case .passportKey: 23
    case .beginCardPIN: 24
    case .choosePinTask: 25
    case .cardSecret: 26
    case .newPIN: 27
    case .cardAgain: 28
    case .info: 29
    case .form: 30
    case .documentStatus: 31
    case .contact: 32
    case .hello: 33
    }
  }
}
