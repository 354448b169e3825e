// The random walks' steps about proxies, a longer time and old documents.

import Handover
import Testing

extension Walk {
  /// What a citizen may still ask for before the door opens, and what a clerk releases for a proxy.
  mutating func waysOfPickup(_ id: OrderID) {
    it.policy.oldDocument = random.chance(25) ? OldDocumentRule.allCases[random.below(3)] : .surrender
    switch random.below(8) {
    case 7: collectOldDocument()
    case 4, 5, 6: pickUp(id)
    case 0: _ = it.refusal(Fixture.citizen) { try $0.extendAtScreen(id) }
    case 1:
      _ = it.refusal(Fixture.citizen) {
        try $0.declareOldDocumentLost(id, version: "1", wording: "verloren")
      }
    case 2: _ = it.refusal { try $0.withdrawProxy(id) }
    default: _ = it.refusal { try $0.releaseProxy(id) }
    }
  }

  /// A whole pickup, up to an answer about the old document; walks by single steps seldom get there.
  mutating func pickUp(_ id: OrderID) {
    guard let number = it.custody(id)?.compartment, !openDoors.contains(number), !silent.contains(number),
      it.state.citizenOperation == nil
    else { return }
    guard (try? it.handoverToQuestion(id)) != nil, let live = it.state.citizenOperation?.id else { return }
    let laidIn = random.chance(50)
    _ = it.refusal(Fixture.citizen) { try $0.answerTaken(live, true, oldLaidIn: laidIn) }
  }

  /// Staff empty a compartment of an old document, or find none.
  mutating func collectOldDocument() {
    let old = it.state.compartmentNumbers.filter {
      if case .oldDocument = it.compartment($0).content { return it.compartment($0).block == nil }
      return false
    }
    if let number = random.pick(old), it.state.operation(at: number) == nil, !openDoors.contains(number),
      it.state.safeMode == nil
    {
      try? it.retrievalToQuestion(number)
      try? it.answerRetrieval(random.chance(70) ? .oldDocument : .foundEmpty)
    }
  }
}
