// Idle: the only screen that may stand for hours. Nothing moves but the clock; it holds nothing of anybody. What is
// offered, and in which order, the station says.

import Messages
import Terminal

struct IdleScreen: ScreenPart {
  /// With more choices than this the words about the pickup stand on the help page alone.
  private static let choicesWithNotesMax = 2

  private var choices = Choices()

  var screen: CitizenScreen { .idle(self) }
  var helpKey: String { "idle.help" }

  /// Where nothing is picked up, the help does not speak of it.
  func helpKey(_ context: ScreenContext) -> String {
    let kinds = Self.open(context)
    if kinds.isEmpty { return "idle.help_closed" }
    return kinds.contains(.pickup) ? helpKey : "idle.help_terminal"
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    let kinds = Self.open(context)
    return choices.press(key, count: kinds.count).map { .ask(Self.request(kinds[$0])) } ?? .stay
  }

  /// What can be chosen; a service that does not work or is closed is not among it (UX-12).
  static func open(_ context: ScreenContext) -> [Offer.Kind] {
    context.snapshot.offers.filter(\.isOpen).map(\.kind).filter { kind in
      switch kind {
      case .pickup: context.snapshot.pickupAvailable
      case .cardPIN: offersCardPIN(context)
      case .information, .application, .documentStatus, .contact: true
      }
    }
  }

  /// The PIN of a card needs the reader and nothing else: no door, no journal.
  private static func offersCardPIN(_ context: ScreenContext) -> Bool {
    guard context.welcome.hasCardPIN else { return false }
    switch context.snapshot.reader {
    case .none, .outOfOrder: return false
    case .empty, .card, .mute, .busy: return true
    }
  }

  static func request(_ kind: Offer.Kind) -> CitizenRequest {
    switch kind {
    case .pickup: .beginPickup
    case .information: .info(.begin)
    case .application: .form(.begin)
    case .documentStatus: .documentStatus(.begin)
    case .cardPIN: .beginCardPIN
    case .contact: .contact
    }
  }

  static func name(_ kind: Offer.Kind) -> Text {
    switch kind {
    case .pickup: Text("idle.pickup")
    case .information: Text("idle.information")
    case .application: Text("idle.application")
    case .documentStatus: Text("idle.document_status")
    case .cardPIN: Text("idle.card_pin")
    case .contact: Text("idle.contact")
    }
  }

  /// What is closed now, and when it opens, where that is known.
  static func closed(_ context: ScreenContext) -> [Text] {
    context.snapshot.offers.filter { !$0.isOpen }.map { offer in
      guard let opens = offer.opens else { return Text("idle.closed", .text("service", name(offer.kind))) }
      return Text(
        "idle.closed_until", .text("service", name(offer.kind)), .text("opens", Wording.words(opens)))
    }
  }

  func page(_ context: ScreenContext) -> PageDraft {
    let kinds = Self.open(context)
    let closed = Self.closed(context)
    // Nothing works and nothing is merely closed: that is no idle page.
    if kinds.isEmpty && closed.isEmpty { return OutOfServiceScreen(.boards).page(context) }
    var page = PageDraft(title: "idle.title", context)
    page.question(Text(kinds.isEmpty ? "idle.all_closed" : "idle.question"))
    page.choices(kinds.map(Self.name), choices)
    for line in closed { page.note(line) }
    if kinds.contains(.pickup), kinds.count <= Self.choicesWithNotesMax {
      page.note(Text(kinds.count > 1 ? "idle.need_pickup" : "idle.need"))
      page.note(Text("idle.duration"))
    }
    if kinds.isEmpty { page.counter() }
    if context.welcome.hasCardPIN, context.snapshot.reader == .outOfOrder {
      page.note(Text("idle.no_reader"))
    }
    page.languages()
    page.keys((kinds.isEmpty ? [] : [.choose, .ok("key.continue")]) + [.language, .help, .wall])
    return page
  }
}
