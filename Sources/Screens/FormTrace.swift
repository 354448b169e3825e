// What the screen remembers of a session's business beside the session itself, so that it can say what became of it when
// the time ran out or the station went away: which kind it was, and of an application that was sent its title and number.
// Never a name, a code or an answer; forgotten with the next idle page, and after a while without the station.

import Messages
import Terminal

enum FormTrace: Equatable, Sendable {
  case pickup
  /// Information, the state of a document, the start of an application, a card's PIN: nothing of it is kept or sent.
  case reading
  /// An application is being filled in; nothing is sent.
  case filling
  /// Nobody has said yet whether it is kept.
  case sending(title: String, reference: String?)
  case done(title: String, reference: String)

  /// Stays without the station for so long, and on the screen after that for so long.
  static let millisecondsMax: Int64 = 60_000

  /// The trace after a stage; a stage that tells nothing of its own leaves the one before.
  static func after(_ stage: Stage, _ before: FormTrace?) -> FormTrace? {
    switch stage {
    case .idle: nil
    case .outOfService, .timedOut, .interrupted: before
    case .info, .documentStatus: .reading
    case .card: before == .pickup ? .pickup : isCardOfForm(stage) || before == .filling ? .filling : .reading
    case .form(.list), .form(.start), .form(.handOver): .reading
    case .form(.check(let shown)): isOnItsWay(before) && !shown.isNotSent ? before : .filling
    case .form(.declaration(let shown)): isOnItsWay(before) && !shown.isNotSent ? before : .filling
    case .form(.question): .filling
    case .form(.sending(let title)): .sending(title: title, reference: nil)
    case .form(.unclear(let title, let reference)): .sending(title: title, reference: reference)
    case .form(.done(let shown)): .done(title: shown.title, reference: shown.reference)
    default: .pickup
    }
  }

  /// Sent already while its last page still stands: the station shows the wait only when it gets long.
  private static func isOnItsWay(_ trace: FormTrace?) -> Bool {
    if case .sending = trace { true } else { false }
  }

  /// The trace once a request has left that may send the application.
  static func asking(_ request: CitizenRequest, on stage: Stage?) -> FormTrace? {
    switch (request, stage) {
    case (.form(.declare), .form(.declaration(let shown))): .sending(title: shown.title, reference: nil)
    case (.form(.next), .form(.check(let shown))) where !shown.hasDeclaration && !shown.isPreparation:
      .sending(title: shown.title, reference: nil)
    default: nil
    }
  }

  private static func isCardOfForm(_ stage: Stage) -> Bool {
    switch stage {
    case .card(.lay(.identity)), .card(.leave(.identity)), .card(.consent): true
    default: false
    }
  }

  /// An application whose end a person has to be told of.
  var isOfForm: Bool {
    switch self {
    case .filling, .sending, .done: true
    case .pickup, .reading: false
    }
  }

  // MARK: The page after the station is there again

  func page(_ context: ScreenContext) -> PageDraft {
    var page: PageDraft
    switch self {
    case .done(let title, let reference):
      page = PageDraft(title: "formkept.title", context)
      page.good(Text("formkept.kept"))
      page.facts([
        Fact(Text("formunclear.what"), .data(title)), Fact(Text("formdone.number"), .data(reference)),
      ])
      page.counter()
    case .sending(let title, let reference):
      page = PageDraft(title: "formunclear.title", context)
      page.question(Text("formunclear.question"))
      let number = reference.map { [Fact(Text("formdone.number"), .data($0))] } ?? []
      page.facts([Fact(Text("formunclear.what"), .data(title))] + number)
      page.paragraph(Text(reference == nil ? "formlost.ask" : "formunclear.ask"))
      page.counterWithHours()
    case .filling, .pickup, .reading:
      page = PageDraft(title: "formlost.title", context)
      page.question(Text("formlost.what"))
      page.paragraph(Text("formlost.nothing"))
      page.paragraph(Text("formlost.again"))
      page.counter()
    }
    page.status()
    page.keys([.ok("key.start"), .language])
    return page
  }
}
