// What the station believes of a reader: its own words, and nothing where it has none.

import Identity
import Messages
import Testing

@testable import Station

@Suite struct ReaderSightTests {
  private func sight(_ card: CardPresence, fault: CardError? = nil) -> ReaderSight? {
    let snapshot = ReaderSnapshot(fault: fault, readers: [ReaderState(name: "A", card: card)])
    return SmartCardSource.sight(snapshot, "A")
  }

  @Test("a reader that does not say whether a card lies there is not taken for empty")
  func unknown() {
    #expect(sight(.unknown) == nil)
    #expect(sight(.absent) == .empty)
    #expect(sight(.present(atr: [0x3B])) == .card && sight(.exclusive(atr: [])) == .card)
    #expect(sight(.mute) == .mute)
    #expect(sight(.present(atr: []), fault: .transport(.serviceGone)) == .outOfOrder)
    #expect(SmartCardSource.sight(ReaderSnapshot(fault: nil, readers: []), nil) == .outOfOrder)
  }
}
