// Each invariant that `check` asks of what became of a set, of reviews, codes and notices: right passes, wrong is named.

import Handover
import Testing

@Suite struct OutcomeInvariantTests {
  @Test func i3ASetIsInOnePlaceAndAnOrderIsAnnouncedOnce() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    let facts = OrderFacts(documents: DocumentSet([.passport]))
    #expect(broken(it, .announced(second, facts)) == [])
    #expect(broken(it, .announced(first, facts)) == ["I3"])
    #expect(broken(it, .announced(second, OrderFacts(documents: DocumentSet([])))) == ["I3"])
    let many = DocumentSet(Array(repeating: .passport, count: 9))
    #expect(broken(it, .announced(second, OrderFacts(documents: many))) == ["I3"])
    #expect(broken(it, .withdrawn(first)) == ["I3"])
    #expect(broken(it, .forgotten(first)) == ["I3"])
    #expect(broken(it, .compartmentRemoved(1)) == ["I3"])
    #expect(broken(it, .compartmentRemoved(2)) == [])
  }

  @Test func i3WhatIsDepositedIsTheOperationsOwnCompleteSet() throws {
    var it = Fixture()
    it.announce(second)
    try it.begin(.deposit)
    it.doorOpens()
    let live = it.operation.id
    try it.run { try $0.confirmEmpty(live, true) }
    it.see(1, .closed)
    let ref = it.operation.ref
    func content(_ id: OrderID, _ parts: [DocumentSet.Part]) -> Event {
      .deposited(ref, DepositContent(order: id, parts: parts, deadline: it.now.day, witness: nil))
    }
    let parts = DocumentSet([.passport]).parts
    #expect(broken(it, content(first, parts)) == [])
    #expect(broken(it, content(first, [])) == ["I3"])
    #expect(broken(it, content(second, parts)) == ["I3"])
  }

  @Test func i4DeliveredImpliesOpenedAndClosed() throws {
    var it = Fixture()
    try it.begin(.handover)
    let taken = Event.taken(it.operation.ref, first, .answer)
    #expect(broken(it, taken) == ["I4", "I4"])
    it.doorOpens()
    #expect(broken(it, taken) == ["I4"])
    it.see(1, .closed)
    #expect(broken(it, taken) == [])
    #expect(broken(it, .taken(it.operation.ref, first, .itemSensor)) == ["I4"])
    #expect(broken(it, .taken(it.operation.ref, second, .answer)) == ["I3", "I3"])
    let ref = it.operation.ref
    #expect(broken(it, .settled(ref, .openedClosed, .unconfirmed, first)) == [])
    // "Taken" is settled only behind the answer's own record.
    #expect(broken(it, .settled(ref, .openedClosed, .taken, first)) == ["I4"])
  }

  @Test func i4NoOutcomeSaysOpenedThatWasNotSeen() throws {
    var it = Fixture()
    try it.begin(.handover)
    let ref = it.operation.ref
    for outcome in Outcome.allCases {
      let isSeen = [.openedClosed, .openedLeftOpen, .alreadyOpen].contains(outcome)
      #expect(broken(it, .settled(ref, outcome, .unconfirmed, first)) == (isSeen ? ["I4"] : []))
    }
  }

  @Test func i4StaffLookInsideBehindADoorThatWasOpenedAndClosed() throws {
    var it = Fixture()
    try it.begin(.retrieval)
    for _ in 0..<2 {
      let ref = it.operation.ref
      for event in [
        Event.retrieved(ref, first, until: it.now.day), .foundEmpty(ref, first), .leftInside(ref),
      ] {
        #expect(broken(it, event) == ["I4"])
      }
      it.doorOpens()
    }
    it.see(1, .closed)
    #expect(broken(it, .leftInside(it.operation.ref)) == [])
  }

  @Test func i5EveryOpeningBelongsToOneOperationOrIsAnAlarm() throws {
    var it = Fixture()
    let lock = it.compartment(2).plan.lock
    #expect(broken(it, .opened(it.nextRef(1), .seen)) == ["I5"])
    #expect(broken(it, .uncommandedOpening(2, lock, epoch: 1, .seen)) == [])
    #expect(broken(it, .uncommandedClosing(2, lock, epoch: 1, .seen)) == ["I5"])
    try it.begin(.handover)
    let ref = it.operation.ref
    #expect(broken(it, .opened(ref, .seen)) == [])
    var elsewhere = ref
    elsewhere.lock = lock
    #expect(broken(it, .opened(elsewhere, .seen)) == ["I5"])
    elsewhere.compartment = 2
    #expect(broken(it, .opened(elsewhere, .seen)) == ["I5"])
    #expect(broken(it, .closed(ref, .seen)) == ["I5"])
    #expect(broken(it, .uncommandedOpening(1, ref.lock, epoch: 2, .seen)) == ["I5"])
    it.doorOpens()
    #expect(broken(it, .closed(ref, .seen)) == [])
  }

  @Test func i6ReassignedOnlyAfterConfirmedEmptyAndTheEpochGrows() throws {
    var it = Fixture()
    try it.begin(.deposit)
    let unseen = it.operation.ref
    #expect(broken(it, .emptyConfirmed(unseen, newEpoch: 2, .staff)) == ["I6"])
    it.doorOpens()
    it.see(1, .closed)
    let ref = it.operation.ref
    #expect(broken(it, .emptyConfirmed(ref, newEpoch: 2, .staff)) == [])
    #expect(broken(it, .emptyConfirmed(ref, newEpoch: 1, .staff)) == ["I6"])
    #expect(broken(it, .emptyConfirmed(ref, newEpoch: 3, .staff)) == ["I6"])
    #expect(broken(it, .emptyConfirmed(ref, newEpoch: 2, .itemSensor)) == ["I6"])
    let content = DepositContent(
      order: first, parts: DocumentSet([.passport]).parts, deadline: it.now.day, witness: nil)
    #expect(broken(it, .deposited(ref, content)) == ["I6"])
    var old = ref
    let live = it.operation.id
    try it.run { try $0.confirmEmpty(live, true) }
    #expect(broken(it, .deposited(old, content)) == ["I6"])
    old.epoch += 1
    #expect(broken(it, .deposited(old, content)) == [])

    var holding = Fixture()
    try holding.begin(.retrieval)
    holding.doorOpens()
    holding.see(1, .closed)
    #expect(broken(holding, .emptyConfirmed(holding.operation.ref, newEpoch: 3, .staff)) == ["I6"])
  }

  @Test func i7UnknownIsNeverASuccessNorPutIntoService() throws {
    var it = Fixture()
    try it.begin(.deposit)
    let ref = it.operation.ref
    for outcome in [Outcome.outcomeUnknown, .jammed, .notSent] {
      for success in [Handover.Confirmation.taken, .deposited, .retrieved, .foundEmpty] {
        #expect(broken(it, .settled(ref, outcome, success, first)).first == "I7")
      }
      for other in [Handover.Confirmation.unconfirmed, .notTaken, .notDeposited, .leftInside] {
        #expect(broken(it, .settled(ref, outcome, other, first)) == [])
      }
    }
    it.giveUp()
    #expect(it.compartment(1).content == .unclear)
    #expect(broken(it, .released(1)) == ["I7"])
    #expect(broken(it, .released(2)) == [])
  }

  @Test func i9RecordsFollowWithoutAGap() {
    let it = Fixture()
    #expect(broken(it, .safeModeLeft) == [])
    #expect(broken(it, .safeModeLeft, skip: 1) == ["I9"])
    #expect(broken(it, .safeModeLeft, skip: -1) == ["I9"])
  }

  @Test func i10TheCodeOfASettledOrderIsDead() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    #expect(broken(it, .identified(first)) == [])
    #expect(broken(it, .identified(second)) == ["I10"])
    try it.handoverToQuestion(first)
    try it.answer(true)
    #expect(broken(it, .identified(first)) == ["I10"])
  }

  /// I11: what a start leaves unsettled is only what it watches; `CrashPointTests` goes through every point.
  @Test func i11AfterARestartEverythingIsSettledOrWatched() throws {
    for purpose in Purpose.ofCustody {
      var it = Fixture()
      try it.begin(purpose)
      it.sent()
      it.restart()
      #expect(it.state.operations.isEmpty)
      #expect(it.compartment(1).block != nil || it.state.reviews.count == 1)
    }
  }

  @Test func i13ANoticeIsQueuedAndSentOnce() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    let notice = it.state.outbox[0]
    #expect(broken(it, .noticeQueued(notice)) == ["I13"])
    #expect(broken(it, .noticeQueued(Notice(order: first, kind: .ready, cause: 999))) == [])
    #expect(broken(it, .noticeDone(notice)) == [])
    #expect(broken(it, .noticeDone(Notice(order: first, kind: .reminder, cause: 1))) == ["I13"])
  }
}
