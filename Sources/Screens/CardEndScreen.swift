// How the work with a card ended: one page for each way, with what to do now and where. The station names the way by a
// stable word; a word that has no page of its own gets the one that always helps. "Once more" is offered where it can.

import Messages
import Terminal

struct CardEndScreen: ScreenPart {
  let end: CardEnd

  var screen: CitizenScreen { .cardEnd(self) }
  var helpKey: String { "cardend.help" }

  /// Ways that may go well the next time, so that OK begins anew.
  static let repeatable: Set<String> = [
    "lay-card", "leave-card", "turn-card", "try-again", "check-entry", "enter-can", "enter-puk", "none",
    "other-document", "server-away",
  ]
  /// Every way that has a page, by its word: the names of `CardAdvice`, and the one that always helps.
  static let ways = [
    "lay-card", "leave-card", "turn-card", "try-again", "check-entry", "enter-can", "enter-puk",
    "authority-switches-on", "authority-sets-pin", "other-document", "not-proven", "call-staff", "first-pin",
    "server-away", "none",
    "counter",
  ]
  /// For a word that nobody knows here.
  static let fallback = "counter"

  private var way: String? {
    guard case .advice(let word, _) = end else { return nil }
    return Self.ways.contains(word) ? word : Self.fallback
  }

  /// Without a PIN nothing is read: the PUK is the matter of the service for the PIN, or of the counter.
  private var isRepeatable: Bool {
    if purpose == .identity, way == "enter-puk" { return false }
    return way.map(Self.repeatable.contains) ?? false
  }

  private var purpose: CardPurpose? {
    if case .advice(_, let purpose) = end { return purpose }
    return nil
  }

  private var isPassport: Bool { purpose == .passport }
  /// There is a page behind this one that goes on without the card, or says what else there is.
  private var hasWayBack: Bool { purpose == .passport || purpose == .identity }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    switch key {
    case .ok where isRepeatable: .ask(.cardAgain)
    // Who cannot use the passport here shows who they are another way; an application goes on from its first page.
    case .ok where hasWayBack: .ask(.back)
    case .ok: .ask(.end)
    case .back, .erase: .ask(hasWayBack ? .back : .end)
    default: .stay
    }
  }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: title, step: isPassport ? 3 : nil, context)
    if let way {
      let name = String(way.map { $0 == "-" ? "_" : $0 })
      page.question(Text(key: "advice.\(name)", arguments: []))
      if purpose == .identity, !isRepeatable { page.paragraph(Text("cardend.nothing_sent")) }
      switch (way, isPassport) {
      case ("other-document", true): page.paragraph(Text("cardend.lay_passport"))
      case ("not-proven", true): break
      case ("enter-puk", _) where purpose == .identity:
        page.paragraph(Text(context.welcome.hasCardPIN ? "cardend.puk_service" : "cardend.puk_counter"))
      default: page.paragraph(Text(key: "advice.\(name)_do", arguments: []))
      }
      if isRepeatable {
        page.paragraph(
          Text(
            key: way == "other-document" ? "cardend.then_or_counter" : "cardend.then",
            arguments: context.keyNames.arguments))
      } else {
        // Who came here chose the passport where the birth date would do, too.
        if isPassport { page.good(Text("cardend.birth_date")) }
        if isPassport { page.paragraph(Text("cardend.or_counter")) }
      }
      if !isRepeatable || way == "other-document" { page.counterWithHours() }
    } else if end == .unclear {
      page.question(Text("cardend.unclear"))
      page.paragraph(Text("cardend.try_new"))
    } else {
      page.good(Text(done))
      page.paragraph(Text(next))
    }
    switch context.snapshot.reader {
    case .card, .mute, .busy: if !isRepeatable { page.paragraph(Text("cardend.take")) }
    case .none, .outOfOrder, .empty: break
    }
    page.status()
    page.keys(
      isRepeatable
        ? [.ok("key.again"), .back, .end, .help, .language]
        : [.ok(isPassport ? "key.continue" : hasWayBack ? "key.back" : "key.done"), .end, .help, .language])
    return page
  }

  private var title: String { way == nil && end != .unclear ? "cardend.done_title" : "cardend.title" }

  private var done: String {
    switch end {
    case .changed: "cardend.changed"
    case .resumed: "cardend.resumed"
    case .unblocked: "cardend.unblocked"
    case .unclear, .advice: "cardend.title"
    }
  }

  private var next: String {
    switch end {
    case .changed: "cardend.keep_secret"
    case .resumed: "cardend.three_tries"
    case .unblocked: "cardend.same_pin"
    case .unclear, .advice: "cardend.title"
    }
  }
}
