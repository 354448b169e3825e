// Handover (Aushändigung): the citizen's door, from both factors to the answer, and every way it ends.

import Handover
import Testing

@Suite struct PickupTests {
  /// The records that the issue names: intent, unlock sent, opened, closed, taken, settled.
  @Test func theWholePath() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    let before = it.records.count
    try it.handoverToQuestion(first)
    try it.answer(true)
    #expect(
      it.records.dropFirst(before).map(\.event.name) == [
        "identified", "intent", "unlock_sent", "opened", "closed", "taken", "notice_dropped", "erased",
        "settled",
      ])
    #expect(it.side.last == .eraseSettled(first) && it.side.count == 2)
    #expect(it.settlement! == (.openedClosed, .taken))
    #expect(it.state.orders[first]?.stage == .handedOver(OperationID(2), day: Fixture.firstDay))
    #expect(it.compartment(1).content == .unconfirmed)
    #expect(it.state.operations.isEmpty && it.state.reviews.isEmpty && it.state.outbox.isEmpty)
  }

  @Test func notTakenOpensTheSameDoorAgainAtMostThreeTimesEachWithItsOwnIntent() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.handoverToQuestion(first)
    let live = it.operation.id
    var intents = [it.operation.ref]
    for attempt in 2...3 {
      try it.answer(false)
      #expect(it.names == ["not_taken"])
      try it.run(Fixture.citizen) { try $0.openAgain(live, sight: .closed) }
      #expect(it.names == ["intent"])
      #expect(it.unlocks.map(\.attempt) == [attempt])
      intents.append(it.unlocks[0])
      it.doorOpens()
      it.see(1, .closed)
    }
    #expect(Set(intents).count == 3)
    try it.answer(false)
    #expect(
      it.refusal(Fixture.citizen) { try $0.openAgain(live, sight: .closed) } == .attemptsUsedUp)
    it.giveUp()
    #expect(it.settlement! == (.openedClosed, .notTaken))
    #expect(it.reviewKinds == [.notTaken])
    // The set is where it was and the code answers.
    #expect(it.compartment(1).content == .holds(first) && it.compartment(1).block == nil)
    try it.beginHandover(first)
  }

  @Test func theDoorThatDoesNotMoveIsTriedAgainThenJammed() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.beginHandover(first)
    let live = it.operation.id
    for attempt in 1...3 {
      it.sent()
      it.run(.station) { $0.noMovement(live, sight: .closed) }
      #expect(it.names == ["no_movement"])
      if attempt < 3 { try it.run(Fixture.citizen) { try $0.openAgain(live, sight: .closed) } }
    }
    #expect(it.refusal(Fixture.citizen) { try $0.openAgain(live, sight: .closed) } == .attemptsUsedUp)
    it.giveUp()
    #expect(it.settlement! == (.jammed, .unconfirmed))
    #expect(it.reviewKinds == [.jammed] && it.compartment(1).block == .jammed)
    #expect(it.compartment(1).content == .holds(first))
  }

  @Test func aPolicyMayAllowFewerAttempts() throws {
    var it = Fixture()
    it.policy.attemptsMax = 1
    try it.deposit(first, at: 1)
    try it.handoverToQuestion(first)
    try it.answer(false)
    let live = it.operation.id
    #expect(it.refusal(Fixture.citizen) { try $0.openAgain(live, sight: .closed) } == .attemptsUsedUp)
  }

  @Test func noNewAttemptWhileTheDoorIsOpenOrUnknown() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.handoverToQuestion(first)
    let live = it.operation.id
    #expect(it.refusal(Fixture.citizen) { try $0.openAgain(live, sight: .closed) } == .wrongPhase)
    try it.answer(false)
    #expect(it.refusal(Fixture.citizen) { try $0.openAgain(live, sight: .silent) } == .doorUnknown(1))
    #expect(it.refusal(Fixture.citizen) { try $0.openAgain(live, sight: .open) } == .doorOpen(1))
    try it.run { try $0.block(1) }
    #expect(
      it.refusal(Fixture.citizen) { try $0.openAgain(live, sight: .closed) }
        == .compartmentBlocked(1, .staff))
  }

  /// C8: nobody answers; the code stays valid, a person looks at the deadline.
  @Test func unansweredIsUnconfirmedAndReviewedAtTheDeadline() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.handoverToQuestion(first)
    it.giveUp()
    #expect(it.settlement! == (.openedClosed, .unconfirmed))
    #expect(it.custody(first)?.unconfirmed == true)
    #expect(it.state.reviews.isEmpty && it.compartment(1).block == nil)
    it.pass(days: 7)
    it.run(.station) { $0.newDay() }
    #expect(it.state.reviews.isEmpty)
    it.pass(days: 1)
    it.run(.station) { $0.newDay() }
    #expect(it.reviewKinds == [.unconfirmed])
    #expect(it.custody(first)?.overdue == true)
  }

  @Test func theSamePersonMayComeAgainAfterNoAnswer() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.handoverToQuestion(first)
    it.giveUp()
    try it.handoverToQuestion(first)
    try it.answer(true)
    #expect(it.state.orders[first]?.custody == nil)
  }

  /// Midnight passes while the door is open: the review is not lost.
  @Test func unansweredAfterTheDeadlineIsReviewedAtOnce() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.pass(days: 7)
    try it.handoverToQuestion(first)
    it.pass(days: 1)
    it.run(.station) { $0.newDay() }
    #expect(it.reviewKinds == [])
    it.giveUp()
    #expect(it.reviewKinds == [.unconfirmed])
  }

  /// C4, I10: the factors of one operation do not open for the next.
  @Test func afterAnyEndBothFactorsAreAskedAgain() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.handoverToQuestion(first)
    it.giveUp()
    #expect(
      it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) } == .notIdentified)
    it.identify(first)
    try it.run { try $0.renewCode(first) }
    #expect(
      it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) } == .notIdentified)
  }

  @Test func aRestartForgetsWhoStoodThere() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.identify(first)
    it.restart()
    #expect(
      it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) } == .notIdentified)
  }

  @Test func theCodeIsDeadAfterTheHandover() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.handoverToQuestion(first)
    try it.answer(true)
    it.identify(first)
    #expect(it.effects.isEmpty && it.state.identified.isEmpty)
    #expect(
      it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) } == .handedOver)
  }

  @Test func oneCitizenAtATimeAndTheOthersServeAfterADoorLeftOpen() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.deposit(second, at: 2)
    try it.beginHandover(first)
    it.identify(second)
    #expect(
      it.refusal(Fixture.citizen) { try $0.openForHandover(second, sight: .closed) }
        == .citizenOperationRunning)
    it.doorOpens()
    it.pass(seconds: 60)
    it.leftOpen()
    try it.beginHandover(second)
    #expect(it.operation.compartment == 2)
  }
}

@Suite struct ItemSensorTests {
  /// A set in compartment 3, whose sensor sees it, and a pickup up to the open door.
  func opened(before: ItemReading) throws -> Fixture {
    var it = Fixture()
    try it.deposit(first, at: 3)
    try it.beginHandover(first, sight: DoorSight(.closed, item: before))
    it.doorOpens()
    return it
  }

  @Test func presentThenAbsentIsTakenWithoutAnAnswer() throws {
    var it = try opened(before: .present)
    it.see(3, DoorSight(.closed, item: .absent))
    #expect(it.settlement! == (.openedClosed, .taken))
    #expect(it.names == ["closed", "taken", "notice_dropped", "erased", "settled", "empty_confirmed"])
    #expect(it.compartment(3).content == .empty)
    #expect(it.compartment(3).epoch == 3)
  }

  @Test(arguments: [ItemReading.unknown, .present])
  func anythingElseAsksTheCitizen(_ item: ItemReading) throws {
    var it = try opened(before: .present)
    it.see(3, DoorSight(.closed, item: item))
    #expect(it.operation.phase == .closed)
  }

  /// I4: a sensor that never saw the set is broken or blind; its "absent" would give the document away on paper only.
  @Test(arguments: [ItemReading.unknown, .absent])
  func aSensorThatNeverSawTheSetIsNoEvidence(_ before: ItemReading) throws {
    var it = try opened(before: before)
    it.see(3, DoorSight(.closed, item: .absent))
    #expect(it.operation.phase == .closed)
    it.giveUp(DoorSight(.closed, item: .absent))
    #expect(it.settlement! == (.openedClosed, .unconfirmed))
  }

  /// C8: the sensor settles what nobody answered, also when it spoke late.
  @Test func absentLaterSettlesWhatNobodyAnswered() throws {
    var it = try opened(before: .present)
    it.see(3, .closed)
    it.giveUp(DoorSight(.closed, item: .absent))
    #expect(it.settlement! == (.openedClosed, .taken))
  }

  @Test func aReadingWhereNoSensorIsWiredIsNoEvidence() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.beginHandover(first, sight: DoorSight(.closed, item: .present))
    it.doorOpens()
    it.see(1, DoorSight(.closed, item: .absent))
    #expect(it.operation.phase == .closed)
  }
}
