// Idle: the only screen that may stand for hours. Nothing moves but the clock; it holds nothing of anybody.

import Messages
import Terminal

struct IdleScreen: ScreenPart {
  private var choices = Choices()

  var screen: CitizenScreen { .idle(self) }
  var helpKey: String { "idle.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    let requests = Self.services(context).map(\.request)
    return choices.press(key, count: requests.count).map { .ask(requests[$0]) } ?? .stay
  }

  /// What works now; a service whose reader is not there is not offered (UX-12).
  private static func services(_ context: ScreenContext) -> [(text: String, request: CitizenRequest)] {
    (context.snapshot.pickupAvailable ? [("idle.pickup", .beginPickup)] : [])
      + (offersCardPIN(context) ? [("idle.card_pin", .beginCardPIN)] : [])
  }

  /// The PIN of a card needs the reader and nothing else: no door, no journal.
  static func offersCardPIN(_ context: ScreenContext) -> Bool {
    guard context.welcome.hasCardPIN else { return false }
    switch context.snapshot.reader {
    case .none, .outOfOrder: return false
    case .empty, .card, .mute, .busy: return true
    }
  }

  func page(_ context: ScreenContext) -> PageDraft {
    guard context.snapshot.pickupAvailable else { return OutOfServiceScreen(.boards).page(context) }
    var page = PageDraft(title: "idle.title", context)
    page.question(Text("idle.question"))
    page.choices(Self.services(context).map { Text($0.text) }, choices)
    page.note(Text(Self.services(context).count > 1 ? "idle.need_pickup" : "idle.need"))
    page.note(Text("idle.duration"))
    if context.welcome.hasCardPIN, context.snapshot.reader == .outOfOrder {
      page.note(Text("idle.no_reader"))
    }
    page.languages()
    page.keys([.choose, .ok("key.continue"), .language, .help, .wall])
    return page
  }
}
