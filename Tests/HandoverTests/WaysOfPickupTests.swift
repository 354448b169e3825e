// Proxies, custodians, a longer time at the screen, and what becomes of an old document: decided, recorded, and safe
// against every other order of things.

import Handover
import Testing

@Suite struct WaysOfPickupTests {
  private func bench(old: DocumentKind? = .passport, at number: Int = 1) throws -> Fixture {
    var it = Fixture()
    it.announce(first, [.passport], oldDocument: old)
    try it.deposit(first, at: number)
    return it
  }

  @Test("An announced order's old document is a record of its own, and the facts have it")
  func named() throws {
    var it = Fixture()
    it.announce(first, [.passport], oldDocument: .idCard)
    #expect(it.names == ["announced", "old_document_named"])
    #expect(it.state.orders[first]?.facts.oldDocument == .idCard)
  }

  @Test("Surrender: both are said in one answer, and the compartment is not empty (I6)")
  func surrender() throws {
    var it = try bench()
    try it.handoverToQuestion(first)
    let live = it.operation.id
    #expect(it.refusal(Fixture.citizen) { try $0.answerTaken(live, true) } == .oldDocumentUnanswered)
    try it.run(Fixture.citizen) { try $0.answerTaken(live, true, oldLaidIn: true) }
    #expect(it.names == ["taken", "old_document_settled", "notice_dropped", "erased", "settled"])
    #expect(it.compartment(1).content == .oldDocument(first))
    #expect(it.state.orders[first]?.oldDocumentFate == .surrendered)
    // Not offered, not accepted for a deposit.
    it.announce(second)
    #expect(it.refusal { try $0.openForDeposit(second, at: 1, sight: .closed) } == .oldDocumentInside(1))
    let decision = Decision(it.state, actor: Fixture.clerk, now: it.now, policy: it.policy)
    #expect(try decision.proposeCompartment(for: second) { _ in .closed } != 1)
    // Nor removed from the wall.
    var plans = Fixture.wall
    plans.removeFirst()
    #expect(it.refusal(.station) { try $0.configure(plans) } == .compartmentInUse(1))
    // Staff empty it, and it serves again in a new epoch.
    let epoch = it.compartment(1).epoch
    try it.retrievalToQuestion(1)
    let retrieval = it.operation.id
    #expect(it.refusal { try $0.answerRetrieval(retrieval, .retrieved(nil)) } == .invalidAnswer)
    try it.answerRetrieval(.oldDocument)
    #expect(it.names == ["old_document_collected", "empty_confirmed", "settled"])
    #expect(it.compartment(1).content == .empty && it.compartment(1).epoch == epoch + 1)
    #expect(it.state.reviews.isEmpty)
    try it.deposit(second, at: 1)
  }

  @Test("An old document that is not there when staff look is a review item, and the compartment is empty")
  func gone() throws {
    var it = try bench()
    try it.handoverToQuestion(first)
    let live = it.operation.id
    try it.run(Fixture.citizen) { try $0.answerTaken(live, true, oldLaidIn: true) }
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.foundEmpty)
    #expect(it.reviewKinds == [.oldDocumentMissing])
    #expect(it.compartment(1).content == .empty)
  }

  @Test("Left inside: it stays an old document to collect")
  func staysInside() throws {
    var it = try bench()
    try it.handoverToQuestion(first)
    let live = it.operation.id
    try it.run(Fixture.citizen) { try $0.answerTaken(live, true, oldLaidIn: true) }
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.leftInside)
    #expect(it.compartment(1).content == .oldDocument(first) && it.state.reviews.isEmpty)
  }

  @Test("Taken, but the old one not laid in: handed over all the same, and the counter asks for the old one")
  func owed() throws {
    var it = try bench()
    try it.handoverToQuestion(first)
    let live = it.operation.id
    try it.run(Fixture.citizen) { try $0.answerTaken(live, true, oldLaidIn: false) }
    #expect(it.state.orders[first]?.oldDocumentFate == .owed)
    #expect(it.compartment(1).content == .unconfirmed)
    #expect(it.reviewKinds == [.oldDocumentMissing])
  }

  @Test(
    "Gone without an answer: unconfirmed as ever; staff who find the old one know that the new one is missing"
  )
  func unanswered() throws {
    var it = try bench()
    try it.handoverToQuestion(first)
    it.giveUp()
    #expect(it.compartment(1).content == .holds(first))
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.oldDocument)
    #expect(it.names.prefix(2) == ["found_empty", "notice_dropped"] || it.names.first == "found_empty")
    #expect(it.reviewKinds == [.missing])
    #expect(it.compartment(1).content == .empty)
  }

  @Test("An item sensor does not answer for an old document that is to be laid in")
  func sensor() throws {
    var it = try bench(at: 3)
    try it.beginHandover(first, sight: DoorSight(.closed, item: .present))
    it.sent()
    it.see(3, .open)
    it.see(3, DoorSight(.closed, item: .absent))
    #expect(it.operation.phase == .closed)
    // Nobody answers: the sensor speaks at the end, and the old one is owed.
    it.giveUp(DoorSight(.closed, item: .absent))
    #expect(it.settlement?.confirmation == .taken)
    #expect(it.state.orders[first]?.oldDocumentFate == .owed)
  }

  @Test("Keep: recorded as kept; off: nobody asks")
  func keepAndOff() throws {
    var it = try bench()
    it.policy.oldDocument = .keep
    try it.handoverToQuestion(first)
    try it.answer(true)
    #expect(it.state.orders[first]?.oldDocumentFate == .kept)
    #expect(it.compartment(1).content == .unconfirmed)
    it = try bench()
    it.policy.oldDocument = .off
    try it.handoverToQuestion(first)
    try it.answer(true)
    #expect(it.state.orders[first]?.oldDocumentFate == nil)
  }

  @Test("Loss: the words are kept, a clerk is told, and the last question is the ordinary one")
  func lost() throws {
    var it = try bench()
    let words = "Ich habe mein altes Dokument verloren."
    #expect(
      it.refusal(Fixture.citizen) { try $0.declareOldDocumentLost(first, version: "1", wording: words) }
        == .notIdentified)
    it.identify(first)
    try it.run(Fixture.citizen) { try $0.declareOldDocumentLost(first, version: "1", wording: words) }
    #expect(it.events.first == .oldDocumentLost(first, .passport, version: "1", wording: words))
    #expect(it.reviewKinds == [.oldDocumentLost])
    try it.handoverToQuestion(first)
    try it.answer(true)
    #expect(it.state.orders[first]?.oldDocumentFate == .declaredLost)
    #expect(it.compartment(1).content == .unconfirmed)
  }

  @Test("A proxy code is released anew each time, and dies with withdrawal, deadline, pickup and retrieval")
  func proxy() throws {
    var it = try bench(old: nil)
    try it.run { try $0.releaseProxy(first) }
    #expect(it.state.orders[first]?.proxy == ProxyCode(number: 1, isLive: true))
    try it.run { try $0.releaseProxy(first) }
    #expect(it.state.orders[first]?.proxy == ProxyCode(number: 2, isLive: true))
    try it.run { try $0.withdrawProxy(first) }
    #expect(it.state.orders[first]?.proxy == ProxyCode(number: 3, isLive: false))
    #expect(it.refusal { try $0.withdrawProxy(first) } == .noProxyCode)
    // A dead code identifies nobody.
    it.run(Fixture.citizen) { $0.identify(first, as: .proxy, slot: nil) }
    #expect(it.state.identified.isEmpty)
    try it.run { try $0.releaseProxy(first) }
    it.run(Fixture.citizen) { $0.identify(first, as: .proxy, slot: nil) }
    #expect(it.state.identified == [first] && it.state.orders[first]?.identifiedAs == .proxy)
    // Withdrawn between the second factor and the door.
    try it.run { try $0.withdrawProxy(first) }
    #expect(it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) } == .notIdentified)
    try it.run { try $0.releaseProxy(first) }
    it.run(Fixture.citizen) { $0.identify(first, as: .proxy, slot: nil) }
    try it.run(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) }
    it.doorOpens()
    it.see(1, .closed)
    try it.answer(true)
    #expect(it.state.orders[first]?.proxy == ProxyCode(number: 6, isLive: false))
    #expect(it.state.orders[first]?.identifiedAs == .proxy)
    #expect(it.refusal { try $0.releaseProxy(first) } == .handedOver)
  }

  @Test("§18(5): never for an order that may be handed over at the counter only; not after the deadline")
  func proxyRefused() throws {
    var it = Fixture()
    try it.deposit(first, at: 1, counterOnly: true)
    #expect(it.refusal { try $0.releaseProxy(first) } == .counterOnly)
    it = try bench(old: nil)
    try it.run { try $0.releaseProxy(first) }
    it.pass(days: 8)
    it.run(.station) { $0.newDay() }
    #expect(it.state.orders[first]?.proxy.isLive == false)
    let deadline = it.custody(first)!.deadline
    #expect(it.refusal { try $0.releaseProxy(first) } == .overdue(until: deadline))
  }

  @Test("A longer time at the screen: after the second factor, before the deadline, as often as allowed")
  func extendAtScreen() throws {
    var it = try bench()
    it.policy.extensionsMax = 1
    #expect(it.refusal(Fixture.citizen) { try $0.extendAtScreen(first) } == .notIdentified)
    it.identify(first)
    let before = it.custody(first)!.deadline
    try it.run(Fixture.citizen) { try $0.extendAtScreen(first) }
    #expect(it.custody(first)?.deadline == before + it.policy.extensionDays)
    #expect(it.names == ["extended", "notice_queued"])
    #expect(it.records.last { $0.event.name == "extended" }?.actor.role == .citizen)
    #expect(it.refusal(Fixture.citizen) { try $0.extendAtScreen(first) } == .extensionsUsedUp)
    it.policy.extensionsMax = 2
    it.pass(days: 30)
    let deadline = it.custody(first)!.deadline
    #expect(it.refusal(Fixture.citizen) { try $0.extendAtScreen(first) } == .overdue(until: deadline))
  }
}
