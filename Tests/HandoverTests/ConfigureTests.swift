// The wall and its configuration: what moves, comes and goes; out of service and back; safe mode.

import Testing

@testable import Handover

@Suite struct ConfigureTests {
  @Test func anUnchangedWallWritesNothing() throws {
    var it = Fixture()
    try it.run(.station) { try $0.configure(Fixture.wall) }
    #expect(it.effects.isEmpty)
  }

  @Test func aNewCompartmentIsUnconfirmedInItsFirstEpoch() throws {
    var it = Fixture()
    try it.run(.station) { try $0.configure(Fixture.wall + [Fixture.plan(7)]) }
    #expect(it.compartment(7).content == .unconfirmed && it.compartment(7).epoch == 1)
  }

  @Test func aCompartmentInUseIsNotRemovedAndNothingElseIsEither() throws {
    var it = Fixture()
    try it.deposit(first, at: 2)
    let plans = Fixture.wall.filter { $0.number > 2 }
    #expect(it.refusal(.station) { try $0.configure(plans) } == .compartmentInUse(2))
    #expect(it.state.compartments[1] != nil)
    try it.retrievalToQuestion(2)
    #expect(it.refusal(.station) { try $0.configure(plans) } == .compartmentInUse(2))
    try it.answerRetrieval(.retrieved(nil))
    try it.run(.station) { try $0.configure(plans) }
    #expect(it.state.compartmentNumbers == [3, 4, 5, 6])
  }

  /// An empty compartment whose door is being opened is in use.
  @Test func aLiveOperationKeepsItsCompartment() throws {
    var it = Fixture()
    try it.begin(.deposit)
    let plans = Fixture.wall.filter { $0.number != 1 }
    #expect(it.refusal(.station) { try $0.configure(plans) } == .compartmentInUse(1))
  }

  @Test func aMovedLockIsReviewedUnlessNothingIsInside() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.retrievalToQuestion(2)
    try it.answerRetrieval(.foundEmpty)
    #expect(it.compartment(2).content == .empty)
    // 1 and 2 change places: behind 2 there is now the set of 1.
    let plans =
      [Fixture.plan(1, lock: 1), Fixture.plan(2, isLow: false, lock: 0)] + Fixture.wall.dropFirst(2)
    try it.run(.station) { try $0.configure(Array(plans)) }
    #expect(it.compartment(1).block == .moved && it.reviewKinds == [.moved])
    #expect(it.compartment(2).content == .unconfirmed)
    #expect(it.alarms == [.moved])
    it.identify(first)
    #expect(
      it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) }
        == .compartmentBlocked(1, .moved))
  }

  /// After a crash the configuration names another lock: what that lock says is nothing about the door that was opened.
  @Test func anUnsettledOperationOfAMovedLockEndsUnknown() throws {
    for purpose in Purpose.ofCustody {
      var it = Fixture()
      try it.begin(purpose)
      it.sent()
      let live = it.operation.id
      let plans = [Fixture.plan(1, lock: 20)] + Fixture.wall.dropFirst()
      try it.run(.station) { try $0.configure(Array(plans)) }
      #expect(it.state.operations[live] == nil)
      #expect(it.settlement! == (.outcomeUnknown, .unconfirmed))
      #expect(it.compartment(1).block == .outcomeUnknown)
      it.restart { _ in .open }
    }
  }

  @Test func outOfServiceAndBack() throws {
    var it = Fixture()
    try it.run { try $0.block(1) }
    #expect(it.refusal { try $0.block(1) } == .compartmentBlocked(1, .staff))
    #expect(it.refusal { try $0.release(2, sight: .closed) } == .invalidAnswer)
    #expect(it.refusal { try $0.release(1, sight: .silent) } == .doorUnknown(1))
    #expect(it.refusal { try $0.release(1, sight: .open) } == .doorOpen(1))
    try it.run { try $0.openForRetrieval(1, sight: .closed) }
    #expect(it.refusal { try $0.release(1, sight: .closed) } == .compartmentBusy(1))
    it.doorOpens()
    it.see(1, .closed)
    try it.answerRetrieval(.foundEmpty)
    try it.run { try $0.release(1, sight: .closed) }
    #expect(it.compartment(1).block == nil)
  }

  @Test func notBeforeItsReviewItemsAreSettled() throws {
    var it = Fixture()
    it.see(1, .open)
    it.see(1, .closed)
    #expect(it.refusal { try $0.release(1, sight: .closed) } == .reviewOpen(1))
    let item = it.state.reviewIDs[0]
    try it.run { try $0.closeReview(item) }
    #expect(it.refusal { try $0.closeReview(item) } == .unknownReview)
    try it.run { try $0.release(1, sight: .closed) }
  }

  @Test func safeModeOpensNothingAndEndsWithAReason() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.announce(second)
    it.identify(first)
    it.run(.station) { $0.enterSafeMode(["I1"]) }
    it.run(.station) { $0.enterSafeMode(["I2"]) }
    #expect(it.effects.isEmpty)
    #expect(it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) } == .safeMode)
    #expect(it.refusal { try $0.openForDeposit(second, at: 2, sight: .closed) } == .safeMode)
    #expect(it.refusal { try $0.openForRetrieval(1, sight: .closed) } == .safeMode)
    try it.run { try $0.leaveSafeMode() }
    #expect(it.refusal { try $0.leaveSafeMode() } == .invalidAnswer)
    try it.beginHandover(first)
  }

  @Test func safeModeStopsTheNextAttemptButNotTheAnswer() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.handoverToQuestion(first)
    it.run(.station) { $0.enterSafeMode(["I1"]) }
    let live = it.operation.id
    #expect(it.refusal(Fixture.citizen) { try $0.openAgain(live, sight: .closed) } == .safeMode)
    try it.answer(true)
  }

  /// A record has a longest length; what does not fit stands in the log.
  @Test func whatSafeModeSaysFitsIntoARecord() throws {
    var it = Fixture()
    let long = String(repeating: "ä", count: 5000)
    it.run(.station) { $0.enterSafeMode(Array(repeating: long, count: 500)) }
    let record = try #require(it.records.last)
    #expect(record.canonicalBytes.count <= Record.canonicalBytesMax)
    #expect(it.state.safeMode?.count == Decision.violationsMax)
    #expect(try Record(canonicalBytes: record.canonicalBytes) == record)
  }

  @Test func aJournalIsFoundedOnce() {
    var it = Fixture()
    it.run(.station) { $0.found(station: 8) }
    #expect(it.effects.isEmpty && it.state.station == 7)
  }
}
