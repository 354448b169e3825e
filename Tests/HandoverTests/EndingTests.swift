// Endings without an answer: doors left open (C12), silent boards (C13), giving up, and what comes late.

import Handover
import Testing

@Suite struct EndingTests {
  @Test func aDoorLeftOpenBlocksItsCompartmentAndItsLateClosingIsAnObservation() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.beginHandover(first)
    it.doorOpens()
    let ref = it.operation.ref
    it.pass(seconds: 60)
    it.leftOpen()
    #expect(it.names == ["settled", "review_opened", "blocked"])
    #expect(it.alarms == [.leftOpen])
    #expect(it.settlement! == (.openedLeftOpen, .unconfirmed))
    #expect(it.compartment(1).block == .leftOpen)
    #expect(it.compartment(1).content == .holds(first))
    #expect(it.custody(first)?.unconfirmed == true)
    #expect(it.compartment(1).door == .openBy(ref.operation, attempt: 1))
    it.see(1, .open)
    #expect(it.effects.isEmpty)
    it.see(1, .closed)
    #expect(it.events == [.closed(ref, .seen)])
    #expect(it.compartment(1).door == .closed)
    it.identify(first)
    #expect(
      it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) }
        == .compartmentBlocked(1, .leftOpen))
    try it.clearUp(1)
    try it.beginHandover(first)
  }

  @Test func aDepositLeftOpenIsUnclearAndTellsNobody() throws {
    var it = Fixture()
    it.announce(first)
    try it.run { try $0.openForDeposit(first, at: 1, sight: .closed) }
    it.doorOpens()
    it.leftOpen()
    #expect(it.compartment(1).content == .unclear && it.compartment(1).block == .leftOpen)
    #expect(it.state.outbox.isEmpty)
    #expect(it.refusal { try $0.release(1, sight: .open) } == .doorOpen(1))
    it.see(1, .closed)
    let item = it.state.reviewIDs[0]
    try it.run { try $0.closeReview(item) }
    #expect(it.refusal { try $0.release(1, sight: .closed) } == .contentUnclear(1))
  }

  @Test func aRetrievalOfADoorLeftOpenEndsWithTheClosing() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.beginHandover(first)
    it.doorOpens()
    it.leftOpen()
    try it.run { try $0.openForRetrieval(1, sight: .open) }
    let live = it.operation
    #expect(it.names == ["intent", "opened"] && it.unlocks.isEmpty)
    it.see(1, .closed)
    #expect(it.events == [.closed(live.ref, .seen)])
    try it.answerRetrieval(.foundEmpty)
    #expect(it.settlement! == (.alreadyOpen, .foundEmpty))
  }

  /// C13: the board falls silent while the door is watched.
  @Test func aSilentBoardIsUnknownForEveryWayToOpen() throws {
    for purpose in Purpose.ofCustody {
      for isOpen in [true, false] {
        var it = Fixture()
        try it.begin(purpose)
        let live = it.operation.id
        if isOpen {
          it.doorOpens()
          it.leftOpen(.silent)
        } else {
          it.sent()
          it.run(.station) { $0.noMovement(live, sight: .silent) }
        }
        #expect(it.settlement! == (.outcomeUnknown, .unconfirmed))
        #expect(it.reviewKinds == [.outcomeUnknown])
        #expect(it.compartment(1).block == .outcomeUnknown)
        #expect(it.compartment(1).content == (purpose == .handover ? .holds(first) : .unclear))
      }
    }
  }

  @Test func givingUpWhileTheBoardIsSilentIsUnknown() throws {
    var it = Fixture()
    try it.begin(.handover)
    it.giveUp(.silent)
    #expect(it.settlement! == (.outcomeUnknown, .unconfirmed))
  }

  @Test(arguments: [Purpose.deposit, .retrieval])
  func aJammedDoorOfStaffLeavesTheContentUnclear(_ purpose: Purpose) throws {
    var it = Fixture()
    try it.begin(purpose)
    it.sent()
    it.giveUp()
    #expect(it.settlement! == (.jammed, .unconfirmed))
    #expect(it.compartment(1).content == .unclear && it.compartment(1).block == .jammed)
  }

  @Test func closedWithoutAWordOfStaffIsUnclear() throws {
    for purpose in [Purpose.deposit, .retrieval] {
      var it = Fixture()
      try it.begin(purpose)
      it.doorOpens()
      it.see(1, .closed)
      it.giveUp()
      #expect(it.settlement! == (.openedClosed, .unconfirmed))
      #expect(it.compartment(1).content == .unclear && it.compartment(1).block == .contentUnclear)
      #expect(it.reviewKinds == [.contentUnclear])
    }
  }

  @Test func anUnlockThatNeverLeftBlocksNothing() throws {
    for purpose in Purpose.ofCustody {
      var it = Fixture()
      try it.begin(purpose)
      let ref = it.operation.ref
      it.run(.station) { $0.unlockReported(ref, .notSent(.expired)) }
      #expect(it.names == ["unlock_not_sent"])
      it.giveUp()
      #expect(it.settlement! == (.notSent, .unconfirmed))
      #expect(it.compartment(1).block == nil && it.state.reviews.isEmpty)
    }
  }

  @Test func anUnlockThatNeverLeftMayBeTriedAgain() throws {
    var it = Fixture()
    try it.begin(.handover)
    let ref = it.operation.ref
    it.run(.station) { $0.unlockReported(ref, .notSent(.coolingDown)) }
    try it.run(Fixture.citizen) { try $0.openAgain(ref.operation, sight: .closed) }
    #expect(it.unlocks.map(\.attempt) == [2])
    // A report that belongs to the attempt before is not taken for this one's.
    it.run(.station) { $0.unlockReported(ref, .sent(complete: true)) }
    #expect(it.effects.isEmpty)
  }

  @Test func aFrameCutOffMayHaveOpenedTheDoor() throws {
    var it = Fixture()
    try it.begin(.handover)
    it.sent(complete: false)
    #expect(it.operation.phase == .sent)
    it.see(1, .open)
    #expect(it.operation.phase == .open)
  }

  /// What the contact says now goes first: an ending never contradicts the door.
  @Test func anEndingBelievesTheDoor() throws {
    var it = Fixture()
    try it.begin(.handover)
    it.sent()
    let live = it.operation.id
    it.run(.station) { $0.noMovement(live, sight: .open) }
    #expect(it.names == ["opened"])
    it.leftOpen(.closed)
    #expect(it.names == ["closed"])
    #expect(it.operation.phase == .closed)

    var other = Fixture()
    try other.begin(.handover)
    other.sent()
    other.giveUp(.open)
    #expect(other.names == ["opened", "settled", "review_opened", "blocked"])
    #expect(other.settlement! == (.openedLeftOpen, .unconfirmed))
  }

  @Test func whatIsSettledStaysSettled() throws {
    var it = Fixture()
    try it.begin(.handover)
    let ref = it.operation.ref
    it.giveUp()
    let after = it.state
    it.run(.station) { $0.giveUp(ref.operation, sight: .closed) }
    it.run(.station) { $0.leftOpen(ref.operation, sight: .open) }
    it.run(.station) { $0.noMovement(ref.operation, sight: .silent) }
    it.run(.station) { $0.recover(ref.operation, sight: .closed, isFinal: true) }
    it.run(.station) { $0.unlockReported(ref, .sent(complete: true)) }
    #expect(it.state == after)
    #expect(
      it.refusal(Fixture.citizen) { try $0.answerTaken(ref.operation, true) } == .unknownOperation)
  }
}

extension Fixture {
  /// One live operation of each kind at compartment 1, its intent durable.
  mutating func begin(_ purpose: Purpose, at number: Int = 1, item: ItemReading = .unknown) throws {
    let sight = DoorSight(.closed, item: item)
    switch purpose {
    case .deposit:
      announce(first)
      try run { try $0.openForDeposit(first, at: number, sight: sight) }
    case .handover:
      try deposit(first, at: number)
      try beginHandover(first, sight: sight)
    case .retrieval:
      try deposit(first, at: number)
      try run { try $0.openForRetrieval(number, sight: sight) }
    case .commissioning:
      try run { try $0.block(number) }
      try beginProof(number)
    }
  }
}
