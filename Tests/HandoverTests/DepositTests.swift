// Deposit (Einlegen): nothing is in custody that nobody looked at, and the citizen is told only of a complete set.

import Handover
import Testing

@Suite struct DepositTests {
  @Test func theWholePath() throws {
    var it = Fixture()
    it.announce(first, [.idCard])
    try it.run { try $0.openForDeposit(first, at: 1, sight: .closed) }
    #expect(it.names == ["intent"])
    #expect(it.unlocks == [it.operation.ref])
    #expect(it.operation.actor == Fixture.clerk)
    let live = it.operation.id
    it.doorOpens()
    try it.run { try $0.confirmEmpty(live, true) }
    #expect(it.events == [.emptyConfirmed(ref(it, epoch: 1), newEpoch: 2, .staff)])
    it.see(1, .closed)
    let parts = DocumentSet([.idCard]).parts
    try it.run { try $0.confirmDeposit(live, present: parts, witness: nil) }
    #expect(it.names == ["deposited", "notice_queued", "settled"])
    #expect(it.settlement! == (.openedClosed, .deposited))
    #expect(it.compartment(1).content == .holds(first))
    #expect(
      it.custody(first)
        == Custody(compartment: 1, epoch: 2, since: Fixture.firstDay, deadline: Fixture.firstDay + 7))
    #expect(it.state.outbox.map(\.kind) == [.ready])
  }

  private func ref(_ it: Fixture, epoch: Int) -> OperationRef {
    OperationRef(
      operation: OperationID(1), attempt: 1, compartment: 1, lock: Fixture.wall[0].lock, epoch: epoch)
  }

  /// I6: also a compartment that was confirmed empty before is asked for anew, and its epoch grows.
  @Test func everyDepositAsksWhetherItIsEmpty() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.retrieved(nil))
    #expect(it.compartment(1).content == .empty)
    let epoch = it.compartment(1).epoch
    it.announce(second)
    try it.run { try $0.openForDeposit(second, at: 1, sight: .closed) }
    let live = it.operation.id
    it.doorOpens()
    #expect(it.compartment(1).content == .unconfirmed)
    it.see(1, .closed)
    let parts = DocumentSet([.passport]).parts
    #expect(it.refusal { try $0.confirmDeposit(live, present: parts, witness: nil) } == .notConfirmedEmpty)
    try it.run { try $0.confirmEmpty(live, true) }
    try it.run { try $0.confirmDeposit(live, present: parts, witness: nil) }
    #expect(it.custody(second)?.epoch == epoch + 1)
  }

  /// The question is not asked again when the clerk opens the door once more to put the set in.
  @Test func confirmedOnceIsConfirmedForThisDeposit() throws {
    var it = Fixture()
    it.announce(first)
    try it.run { try $0.openForDeposit(first, at: 1, sight: .closed) }
    let live = it.operation.id
    it.doorOpens()
    try it.run { try $0.confirmEmpty(live, true) }
    it.see(1, .closed)
    it.see(1, .open)
    #expect(it.compartment(1).content == .empty)
  }

  /// The clerk sees behind the closed door that something is missing: the door opens once more, with an intent of its
  /// own (I12), and nobody is asked again whether it was empty.
  @Test func anIncompleteSetOpensTheDoorOnceMore() throws {
    var it = Fixture()
    it.announce(first, [.idCard])
    try it.run { try $0.openForDeposit(first, at: 1, sight: .closed) }
    let live = it.operation.id
    it.doorOpens()
    try it.run { try $0.confirmEmpty(live, true) }
    #expect(it.refusal { try $0.openAgain(live, sight: .open) } == .wrongPhase)
    it.see(1, .closed)
    try it.run { try $0.openAgain(live, sight: .closed) }
    #expect(it.names == ["not_deposited", "intent"])
    #expect(it.operation.attempt == 2)
    it.doorOpens()
    it.see(1, .closed)
    try it.run { try $0.confirmDeposit(live, present: DocumentSet([.idCard]).parts, witness: nil) }
    #expect(it.settlement! == (.openedClosed, .deposited))
  }

  @Test func anIncompleteSetIsRefusedAndSaysWhatIsMissing() throws {
    var it = Fixture()
    it.announce(first, [.idCard])
    try it.run { try $0.openForDeposit(first, at: 1, sight: .closed) }
    let live = it.operation.id
    it.doorOpens()
    try it.run { try $0.confirmEmpty(live, true) }
    it.see(1, .closed)
    let parts = DocumentSet([.idCard]).parts
    let refusal = it.refusal { try $0.confirmDeposit(live, present: [parts[0]], witness: nil) }
    #expect(refusal == .incomplete(missing: [parts[1]]))
    #expect(refusal?.message.contains("password_letter") == true)
    #expect(it.state.outbox.isEmpty)
    // Put in, it goes on.
    try it.run { try $0.confirmDeposit(live, present: parts, witness: nil) }
    #expect(it.custody(first) != nil)
  }

  @Test func notEmptyIsForAPersonToSettle() throws {
    var it = Fixture()
    it.announce(first)
    try it.run { try $0.openForDeposit(first, at: 1, sight: .closed) }
    let live = it.operation.id
    it.doorOpens()
    try it.run { try $0.confirmEmpty(live, false) }
    #expect(it.names == ["content_unclear", "review_opened", "blocked"])
    #expect(it.alarms == [.contentUnclear])
    #expect(it.compartment(1).content == .unclear)
    #expect(it.compartment(1).block == .contentUnclear)
    it.see(1, .closed)
    // Unclear stays unclear, whatever is said in the same breath.
    #expect(it.refusal { try $0.confirmEmpty(live, true) } == .contentUnclear(1))
    let parts = DocumentSet([.passport]).parts
    #expect(it.refusal { try $0.confirmDeposit(live, present: parts, witness: nil) } == .contentUnclear(1))
    try it.run { try $0.cancelDeposit(live) }
    #expect(it.settlement! == (.openedClosed, .notDeposited))
    #expect(it.refusal { try $0.openForDeposit(first, at: 1, sight: .closed) } == .contentUnclear(1))
    // Only a look inside makes it clear again.
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.foundEmpty)
    try it.clearUp(1)
    try it.deposit(first, at: 1)
  }

  @Test func cancelledTheOrderWaitsAtTheCounterAndTheCompartmentIsFree() throws {
    var it = Fixture()
    it.announce(first)
    try it.run { try $0.openForDeposit(first, at: 1, sight: .closed) }
    let live = it.operation.id
    for _ in 0..<2 {
      #expect(it.refusal { try $0.cancelDeposit(live) } == .wrongPhase)
      it.doorOpens()
    }
    it.see(1, .closed)
    try it.run { try $0.cancelDeposit(live) }
    #expect(it.names == ["not_deposited", "settled"])
    #expect(it.state.orders[first]?.stage == .announced)
    #expect(it.state.outbox.isEmpty)
    #expect(it.compartment(1).block == nil)
    try it.deposit(first, at: 1)
  }

  @Test func anUnlockThatNeverLeftMayBeCancelled() throws {
    var it = Fixture()
    it.announce(first)
    try it.run { try $0.openForDeposit(first, at: 1, sight: .closed) }
    let ref = it.operation.ref
    it.run(.station) { $0.unlockReported(ref, .notSent(.lineLost)) }
    try it.run { try $0.cancelDeposit(ref.operation) }
    #expect(it.settlement! == (.notSent, .notDeposited))
    #expect(it.compartment(1).block == nil)
  }

  @Test func fourEyesAreTwoPersons() throws {
    var it = Fixture()
    it.policy.fourEyes = true
    it.announce(first)
    try it.run { try $0.openForDeposit(first, at: 1, sight: .closed) }
    let live = it.operation.id
    it.doorOpens()
    try it.run { try $0.confirmEmpty(live, true) }
    it.see(1, .closed)
    let parts = DocumentSet([.passport]).parts
    for witness in [nil, Fixture.clerk.user] {
      #expect(
        it.refusal { try $0.confirmDeposit(live, present: parts, witness: witness) } == .needsWitness)
    }
    try it.run { try $0.confirmDeposit(live, present: parts, witness: 1003) }
    #expect(it.custody(first) != nil)
  }

  /// C14: by a clock that nobody believes, a deadline would lie in 1970 or in ten years.
  @Test func theDeadlineCountsFromTheLastDayThatWasBelieved() throws {
    var it = Fixture()
    it.setDay(CivilDay(number: 1))
    try it.deposit(first, at: 1)
    it.setDay(Fixture.firstDay + 4000)
    try it.deposit(second, at: 2)
    #expect(it.custody(first)?.deadline == Fixture.firstDay + 7)
    #expect(it.custody(second)?.deadline == Fixture.firstDay + 7)
  }
}

@Suite struct ProposalTests {
  func proposal(_ it: Fixture, _ id: OrderID, _ sight: DoorSight = .closed) throws -> Int {
    let decision = Decision(it.state, actor: Fixture.clerk, now: it.now, policy: it.policy)
    return try decision.proposeCompartment(for: id) { _ in sight }
  }

  @Test func theSmallestThatFits() throws {
    var it = Fixture()
    it.announce(first, size: .medium)
    #expect(try proposal(it, first) == 4)
    it.announce(second, size: .large)
    #expect(try proposal(it, second) == 5)
  }

  @Test func lowDoorsAreKeptForThoseWhoAskForThem() throws {
    var it = Fixture()
    it.announce(first)
    #expect(try proposal(it, first) == 2)
    it.announce(second, wantsLowDoor: true)
    #expect(try proposal(it, second) == 1)
  }

  @Test func confirmedEmptyBeforeNotLookedAt() throws {
    var it = Fixture()
    try it.deposit(first, at: 6)
    try it.retrievalToQuestion(6)
    try it.answerRetrieval(.retrieved(nil))
    it.announce(second, wantsLowDoor: true)
    #expect(try proposal(it, second) == 6)
  }

  @Test func noneThatIsHeldBlockedOpenUsedOrNotRead() throws {
    var it = Fixture([Fixture.plan(1), Fixture.plan(2), Fixture.plan(3), Fixture.plan(4), Fixture.plan(5)])
    try it.deposit(first, at: 1)
    try it.run { try $0.block(2) }
    it.see(3, .open)
    it.announce(second)
    it.announce(OrderID(3))
    try it.run { try $0.openForDeposit(OrderID(3), at: 4, sight: .closed) }
    #expect(try proposal(it, second) == 5)
    #expect(throws: Refusal.noFreeCompartment) { try proposal(it, second, .silent) }
    #expect(throws: Refusal.noFreeCompartment) { try proposal(it, second, .open) }
    try it.run { try $0.block(5) }
    #expect(throws: Refusal.noFreeCompartment) { try proposal(it, second) }
  }

  @Test func noneForALowDoorInAHighWall() throws {
    var it = Fixture([Fixture.plan(1, isLow: false)])
    it.announce(first, wantsLowDoor: true)
    #expect(throws: Refusal.noFreeCompartment) { try proposal(it, first) }
    #expect(it.refusal { try $0.openForDeposit(first, at: 1, sight: .closed) } == .compartmentUnsuitable(1))
  }
}
