// What the contacts say: openings nobody asked for, contacts that flap, readings that add nothing (I5, I7).

import Testing

@testable import Handover

@Suite struct ObservingTests {
  @Test func anOpeningNobodyAskedForIsAnAlarmAndBlocks() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.see(1, .open)
    #expect(it.names == ["uncommanded_opening", "review_opened", "blocked"])
    #expect(it.alarms == [.uncommandedOpening])
    let item = it.state.reviews[it.state.reviewIDs[0]]
    #expect(item?.order == first && item?.compartment == 1)
    #expect(it.compartment(1).block == .uncommandedOpening)
    it.see(1, .closed)
    #expect(it.names == ["uncommanded_closing"])
  }

  /// Somebody was at it: that it is empty is not known any more.
  @Test func itMakesAnEmptyCompartmentUnconfirmed() throws {
    var it = Fixture()
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.foundEmpty)
    #expect(it.compartment(1).content == .empty)
    it.see(1, .open)
    #expect(it.compartment(1).content == .unconfirmed)
  }

  @Test func repeatsAreCountedThenTheItemStandsForAll() throws {
    var it = Fixture()
    for count in 0...Decision.repeatsMax {
      it.see(1, .open)
      #expect(it.names.contains("uncommanded_opening"))
      #expect(it.names.contains("review_opened") == (count == 0))
      it.see(1, .closed)
    }
    #expect(it.state.reviews.count == 1)
    #expect(it.state.reviews[it.state.reviewIDs[0]]?.repeats == Decision.repeatsMax)
    let before = it.state
    it.see(1, .open)
    it.see(1, .closed)
    #expect(it.state == before)
    // Once a person has settled it, the next opening is news again.
    try it.clearUp(1)
    it.see(1, .open)
    #expect(it.names == ["uncommanded_opening", "review_opened", "blocked"])
  }

  /// A handover that nobody answers, again and again, is one item on the list, not a hundred.
  @Test func theSameThingWhileItsItemIsOpenIsARepeat() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    for _ in 0..<3 {
      try it.handoverToQuestion(first)
      try it.answer(false)
      it.giveUp()
      #expect(it.alarms == [.notTaken])
    }
    #expect(it.state.reviews.count == 1)
    #expect(it.state.reviews[it.state.reviewIDs[0]]?.repeats == 2)
  }

  @Test(arguments: Purpose.ofCustody) func aContactThatFlapsEndsTheOperation(_ purpose: Purpose) throws {
    var it = Fixture()
    try it.begin(purpose)
    it.sent()
    let live = it.operation.id
    var edges = 0
    while it.state.operations[live] != nil, edges < 100 {
      it.see(1, edges % 2 == 0 ? .open : .closed)
      edges += 1
    }
    #expect(edges == Operation.edgesMax + 1)
    #expect(it.settlement! == (.outcomeUnknown, .unconfirmed))
    #expect(it.compartment(1).block == .contactFlapping)
    #expect(it.reviewKinds == [.contactFlapping])
    // What staff did behind a door that cannot be watched is not known.
    #expect(it.compartment(1).content == (purpose == .handover ? .holds(first) : .unclear))
    it.see(1, .closed)
    #expect(it.names == ["closed"])
  }

  @Test func readingsThatAddNothingAreNotRecorded() throws {
    var it = Fixture()
    for sight in [DoorSight.closed, .silent] {
      it.see(1, sight)
      #expect(it.effects.isEmpty)
    }
    it.see(1, .open)
    for sight in [DoorSight.open, .silent] {
      it.see(1, sight)
      #expect(it.effects.isEmpty)
    }
    it.see(99, .open)
    #expect(it.effects.isEmpty)
  }

  /// I7: a board that falls silent neither closes a door nor takes a set.
  @Test func unknownIsNotClosed() throws {
    var it = Fixture()
    try it.begin(.handover, at: 3, item: .present)
    it.doorOpens()
    it.see(3, DoorSight(.unknown, item: .absent))
    #expect(it.effects.isEmpty && it.operation.phase == .open)
  }

  /// I5: an earlier opening is closed in the journal before the next begins; else the next would never be seen.
  @Test func aClosingThatWasMissedIsTakenDownBeforeTheNextIntent() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.beginHandover(first)
    it.doorOpens()
    it.leftOpen()
    try it.run { try $0.openForRetrieval(1, sight: .closed) }
    #expect(it.names == ["closed", "intent"])
    it.doorOpens()
    #expect(it.operation.phase == .open)

    var other = Fixture()
    other.see(2, .open)
    let item = other.state.reviewIDs[0]
    try other.run { try $0.closeReview(item) }
    other.announce(first)
    try other.run { try $0.release(2, sight: .closed) }
    try other.run { try $0.openForDeposit(first, at: 2, sight: .closed) }
    #expect(other.names == ["uncommanded_closing", "intent"])
  }

  @Test func openedAgainAfterTheAnswerNoIsAskedAgain() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.handoverToQuestion(first)
    try it.answer(false)
    it.see(1, .open)
    it.see(1, .closed)
    #expect(it.operation.phase == .closed)
    try it.answer(true)
  }
}
