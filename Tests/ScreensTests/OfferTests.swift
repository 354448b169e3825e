// What the idle screen offers: in the station's order, what is closed with the time when it opens, nothing greyed.

import Messages
import Terminal
import Testing

@testable import Screens

@Suite struct OfferTests {
  private func flow(_ offers: [Offer], _ stage: Stage = .idle, isThere: Bool = true) -> CitizenFlow {
    var snapshot = Fixtures.snapshot(stage)
    snapshot.offers = offers
    snapshot.pickupAvailable = isThere
    snapshot.reader = .empty
    var flow = CitizenFlow()
    _ = flow.reduce(.welcome(Fixtures.welcome()))
    _ = flow.reduce(.snapshot(snapshot, at: 0))
    return flow
  }

  @Test("All that is open can be chosen by its digit, in the order of the station")
  func all() {
    let requests: [CitizenRequest] = [
      .beginPickup, .info(.begin), .form(.begin), .documentStatus(.begin), .beginCardPIN, .contact,
    ]
    for (index, request) in requests.enumerated() {
      var flow = flow(Offer.Kind.allCases.map { Offer($0) })
      flow.type("\(index + 1)")
      #expect(flow.press([.ok]) == [.send(request, nil)])
    }
  }

  @Test("UX-12 what is closed is no choice; the page says when it opens")
  func closed() {
    var flow = flow([
      Offer(.pickup, isOpen: false, opens: .key("opens.tomorrow", ["time": "6:00"])), Offer(.information),
    ])
    let text = rendered(flow)
    #expect(text.contains("Dokument abholen: morgen ab 6:00 Uhr geöffnet"))
    #expect(text.contains("1  Informationen"))
    #expect(flow.press([.ok]) == [.send(.info(.begin), nil)])
  }

  @Test("All closed: said, with a way to ask")
  func allClosed() {
    var flow = flow([Offer(.pickup, isOpen: false, opens: nil)])
    #expect(rendered(flow).contains("Zurzeit ist hier geschlossen."))
    #expect(rendered(flow).contains("0999 123-0"))
    #expect(flow.press([.ok]).isEmpty)
  }

  @Test("A terminal without lockers has an idle page without a pickup")
  func terminal() {
    let text = rendered(flow([Offer(.information), Offer(.application)], isThere: false))
    #expect(text.contains("1  Informationen") && !text.contains("abholen"))
  }

  @Test("The help of the first page speaks of what is offered, and says when all is closed")
  func help() {
    for (offers, key) in [
      ([Offer(.pickup), Offer(.information)], "idle.help"), ([Offer(.information)], "idle.help_terminal"),
      ([Offer(.pickup, isOpen: false)], "idle.help_closed"),
    ] {
      var flow = flow(offers)
      flow.press([.help])
      let said = flow.page.blocks.contains {
        if case .paragraph(let text) = $0, case .key(key, _) = text.content { true } else { false }
      }
      #expect(said, "\(key)")
    }
  }

  @Test("While nothing can be picked up, everything else goes on")
  func outage() {
    var flow = flow(
      [Offer(.information), Offer(.application), Offer(.cardPIN)], .outOfService(.boards), isThere: false)
    flow.type("2")
    #expect(flow.press([.ok]) == [.send(.form(.begin), nil)])
  }
}
