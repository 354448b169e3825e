// Retrieval (Rückholung): staff look into a compartment and say what they found; no set gets lost on paper.

import Handover
import Testing

@Suite struct RetrievalTests {
  @Test func theSetGoesToTheCounterAndTheCodeStillSaysWhere() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.identify(first)
    it.pass(days: 9)
    it.run(.station) { $0.newDay() }
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.retrieved(nil))
    #expect(it.names == ["retrieved", "notice_queued", "empty_confirmed", "settled"])
    #expect(it.side.contains(.eraseClear(first)))
    #expect(it.settlement! == (.openedClosed, .retrieved))
    let until = Fixture.firstDay + 7
    #expect(it.state.orders[first]?.stage == .retrieved(day: it.now.day, until: until))
    #expect(it.compartment(1).content == .empty && it.compartment(1).epoch == 3)
    #expect(it.state.outbox.map(\.kind) == [.removed])
    it.identify(first)
    #expect(
      it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) } == .overdue(until: until))
  }

  /// A set that was fetched and put in again asks for both factors anew.
  @Test func putInAgainItAsksForBothFactors() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.identify(first)
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.retrieved(nil))
    try it.deposit(first, at: 2)
    #expect(
      it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) } == .notIdentified)
  }

  @Test func foundEmptyIsMissingAndReviewed() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.foundEmpty)
    #expect(it.settlement! == (.openedClosed, .foundEmpty))
    #expect(it.state.orders[first]?.stage == .missing(since: Fixture.firstDay))
    #expect(it.reviewKinds == [.missing])
    #expect(it.compartment(1).content == .empty)
    #expect(it.state.outbox.isEmpty)
    #expect(
      it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) } == .notDeposited)
  }

  @Test func leftInsideChangesNothing() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    let custody = it.custody(first)
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.leftInside)
    #expect(it.settlement! == (.openedClosed, .leftInside))
    #expect(it.custody(first) == custody)
    #expect(it.compartment(1).content == .holds(first))
    try it.beginHandover(first)
  }

  /// The journal knows of no set, the clerk leaves one inside: nobody deposits on top of it.
  @Test func leftInsideWhereNothingWasKnownIsUnclear() throws {
    var it = Fixture()
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.leftInside)
    #expect(it.compartment(1).content == .unclear)
    #expect(it.compartment(1).block == .contentUnclear)
    #expect(it.reviewKinds == [.contentUnclear])
  }

  @Test func aDoorThatStandsOpenIsNotUnlocked() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.see(1, .open)
    #expect(it.reviewKinds == [.uncommandedOpening])
    try it.run { try $0.openForRetrieval(1, sight: .open) }
    #expect(it.names == ["intent", "opened"])
    #expect(it.unlocks.isEmpty)
    it.see(1, .closed)
    try it.answerRetrieval(.leftInside)
    #expect(it.settlement! == (.alreadyOpen, .leftInside))
  }

  /// I5: the door was open before anybody said so; that staff come just then does not swallow the alarm.
  @Test func anOpenDoorThatNobodyReportedIsAnAlarmFirst() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.run { try $0.openForRetrieval(1, sight: .open) }
    #expect(it.names == ["uncommanded_opening", "review_opened", "blocked", "intent", "opened"])
    #expect(it.alarms == [.uncommandedOpening])
    #expect(it.unlocks.isEmpty)
  }

  @Test func blockedAndUnclearCompartmentsAreOpenedForALook() throws {
    var it = Fixture()
    try it.run { try $0.block(1) }
    try it.run { try $0.openForRetrieval(1, sight: .closed) }
    #expect(it.unlocks.count == 1)
  }

  @Test func unclearContentNeedsTheOrdersName() throws {
    var it = Fixture()
    it.announce(first)
    try it.run { try $0.openForDeposit(first, at: 1, sight: .closed) }
    it.doorOpens()
    it.leftOpen()
    it.see(1, .closed)
    try it.retrievalToQuestion(1)
    let live = it.operation.id
    #expect(it.refusal { try $0.answerRetrieval(live, .retrieved(nil)) } == .unknownOrder)
    #expect(it.refusal { try $0.answerRetrieval(live, .retrieved(OrderID(99))) } == .unknownOrder)
    try it.deposit(second, at: 2)
    #expect(it.refusal { try $0.answerRetrieval(live, .retrieved(second)) } == .alreadyDeposited(2))
    try it.answerRetrieval(.retrieved(first))
    #expect(it.state.orders[first]?.stage == .retrieved(day: Fixture.firstDay, until: Fixture.firstDay))
    try it.clearUp(1)
    try it.deposit(OrderID(3), at: 1)
  }

  @Test func anOrderThatWasHandedOverIsNotFetched() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.handoverToQuestion(first)
    try it.answer(true)
    try it.retrievalToQuestion(1)
    let live = it.operation.id
    #expect(it.refusal { try $0.answerRetrieval(live, .retrieved(first)) } == .handedOver)
    try it.answerRetrieval(.foundEmpty)
    #expect(it.compartment(1).content == .empty && it.state.reviews.isEmpty)
  }

  @Test func anotherOrderThanTheOneInsideDoesNotFit() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.announce(second)
    try it.retrievalToQuestion(1)
    let live = it.operation.id
    #expect(it.refusal { try $0.answerRetrieval(live, .retrieved(second)) } == .invalidAnswer)
  }

  /// A retrieval that ended unknown leaves an order in custody of unclear content. Whatever is found there later, that
  /// order is not forgotten in a compartment that is called empty.
  @Test(arguments: [RetrievalAnswer.foundEmpty, .retrieved(second), .retrieved(first)])
  func noOrderIsLeftBehindInAnEmptyCompartment(_ answer: RetrievalAnswer) throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.announce(second)
    try it.retrievalToQuestion(1)
    it.giveUp()
    #expect(it.compartment(1).content == .unclear && it.custody(first) != nil)
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(answer)
    #expect(it.custody(first) == nil)
    if answer == .retrieved(first) {
      #expect(it.reviewKinds == [.contentUnclear])
    } else {
      #expect(it.state.orders[first]?.stage == .missing(since: Fixture.firstDay))
      #expect(it.reviewKinds == [.contentUnclear, .missing])
    }
    try it.clearUp(1)
    try it.deposit(OrderID(3), at: 1)
  }

  @Test func nothingIsSaidOfADoorThatWasNotSeenOpenAndClosed() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.run { try $0.openForRetrieval(1, sight: .closed) }
    let live = it.operation.id
    for _ in 0..<2 {
      #expect(it.refusal { try $0.answerRetrieval(live, .foundEmpty) } == .wrongPhase)
      it.doorOpens()
    }
  }
}
