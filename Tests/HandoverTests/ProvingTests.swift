// Proving a lock: who may, behind which doors, what is journaled, and what a start makes of one that was cut off.

import Handover
import Testing

private let board = BoardAddress(bus: 0, board: 0)

private func comparison(_ step: ContactComparison.Step, _ word: ContactComparison.Word) -> ContactComparison {
  ContactComparison(
    step: step, word: word, before: 0x3F, now: step == .afterOpening ? 0x3E : 0x3F, isSteady: true)
}

extension Fixture {
  mutating func beginProof(_ number: Int, saysEmpty: Bool = true) throws {
    try run(Fixture.technician) { try $0.openForProving(number, saysEmpty: saysEmpty, bits: 0x3F) }
  }

  mutating func say(_ step: ContactComparison.Step, _ word: ContactComparison.Word) throws {
    let id = operation.id
    try run(Fixture.technician) { try $0.doorSaid(id, comparison(step, word)) }
  }

  /// A wall whose compartments are all out of service.
  static func outOfService() throws -> Fixture {
    var it = Fixture()
    for plan in Fixture.wall { try it.run { try $0.block(plan.number) } }
    return it
  }
}

@Suite struct ProvingTests {
  @Test func i1EveryOpeningIsJournaledFirstAndToTheEnd() throws {
    var it = try Fixture.outOfService()
    try it.beginProof(1)
    #expect(it.names == ["intent", "contact_compared"])
    #expect(it.unlocks == [it.operation.ref])
    #expect(it.operation.actor == Fixture.technician && it.operation.purpose == .commissioning)
    it.sent()
    try it.say(.afterOpening, .opened)
    #expect(it.events.last == .opened(it.operation.ref, .witnessed))
    try it.say(.afterClosing, .shut)
    #expect(it.names == ["contact_compared", "closed", "settled"])
    #expect(it.settlement! == (.openedClosed, .unconfirmed))
    #expect(it.state.operations.isEmpty && it.state.reviews.isEmpty)
    // Whoever opened it is not believed about the next deposit: that asks anew.
    #expect(it.compartment(1).content == .unconfirmed && it.compartment(1).block == .staff)
  }

  @Test func i7TheContactOnTrialSaysNothing() throws {
    var it = try Fixture.outOfService()
    try it.beginProof(1)
    it.sent()
    // An inverted contact reads open while the door is shut, and shut while it is open.
    for sight in [DoorSight.open, .closed, .open, .silent] {
      it.see(1, sight)
      #expect(it.effects.isEmpty)
    }
    #expect(it.compartment(1).door == .closed)
    guard case .intent(let intent)? = it.records.map(\.event).last(where: { $0.name == "intent" }) else {
      Issue.record("no intent")
      return
    }
    #expect(intent.before == .unknown)
  }

  @Test func onlyOutOfServiceAndNeverWhereASetLies() throws {
    var it = Fixture()
    #expect(refusal(&it, 1) == .compartmentInService(1))
    try it.run { try $0.block(1) }
    #expect(refusal(&it, 1, saysEmpty: false) == .notSaidEmpty(1))
    #expect(refusal(&it, 1) == nil)
    #expect(refusal(&it, 99) == .unknownCompartment(99))

    try it.deposit(first, at: 2)
    #expect(refusal(&it, 2) == .compartmentHolds(2))
    try it.run { try $0.block(2) }
    #expect(refusal(&it, 2) == .compartmentHolds(2))
    #expect(it.names.isEmpty || it.unlocks.isEmpty)
  }

  private func refusal(_ it: inout Fixture, _ number: Int, saysEmpty: Bool = true) -> Refusal? {
    it.refusal(Fixture.technician) { try $0.openForProving(number, saysEmpty: saysEmpty, bits: 0) }
  }

  @Test func whatIsUnclearIsNeverOpened() throws {
    var it = Fixture()
    try it.run { try $0.openForRetrieval(4, sight: .closed) }
    it.doorOpens()
    it.leftOpen(.open)
    it.see(4, .closed)
    #expect(it.compartment(4).content == .unclear)
    #expect(refusal(&it, 4) == .contentUnclear(4))
  }

  @Test func oneLockOfABoardAtATime() throws {
    var it = try Fixture.outOfService()
    try it.beginProof(1)
    #expect(refusal(&it, 1) == .compartmentBusy(1))
    #expect(refusal(&it, 2) == .boardInUse(1))
    let live = it.operation.id
    it.run(Fixture.technician) { $0.endProving(live, sight: .silent) }
    try it.run { try $0.openForRetrieval(3, sight: .closed) }
    #expect(refusal(&it, 2) == .boardInUse(3))
  }

  @Test func i12AnAttemptIsAnIntentOfItsOwn() throws {
    var it = try Fixture.outOfService()
    try it.beginProof(1)
    let id = it.operation.id
    #expect(it.refusal(Fixture.technician) { try $0.openAgainForProving(id, bits: 0) } == .wrongPhase)
    for attempt in 1...3 {
      it.sent()
      try it.say(.afterOpening, .unmoved)
      #expect(it.operation.attempt == attempt && it.operation.phase == .noMovement)
      let refused = it.refusal(Fixture.technician) { try $0.openAgainForProving(id, bits: 0x3F) }
      #expect(refused == (attempt == 3 ? .attemptsUsedUp : nil))
    }
    it.run(Fixture.technician) { $0.endProving(id, sight: .silent) }
    #expect(it.settlement! == (.jammed, .unconfirmed))
    #expect(it.state.reviews.isEmpty)
  }

  @Test func aClerkDoesNotAnswerForTheTechnician() throws {
    var it = try Fixture.outOfService()
    try it.beginProof(1)
    let id = it.operation.id
    it.sent()
    #expect(it.refusal { try $0.openAgain(id, sight: .closed) } == .invalidAnswer)
    #expect(it.refusal { try $0.answerRetrieval(id, .foundEmpty) } == .invalidAnswer)
    #expect(it.refusal { try $0.confirmEmpty(id, true) } == .invalidAnswer)
    #expect(it.refusal { try $0.release(1, sight: .closed) } == .compartmentBusy(1))
  }

  @Test func i1ARecordOfAnotherRoleOrOfACompartmentInServiceIsAViolation() throws {
    var it = try Fixture.outOfService()
    let ref = it.nextRef(1)
    #expect(broken(it, intent(ref, .commissioning, nil, before: .unknown), by: Fixture.technician) == [])
    #expect(broken(it, intent(ref, .commissioning, nil, before: .unknown), by: Fixture.clerk) == ["I1"])
    #expect(broken(it, intent(ref, .commissioning, nil, before: .unknown), by: Fixture.citizen) == ["I1"])
    #expect(broken(it, intent(ref, .commissioning, nil), by: Fixture.technician) == ["I7"])
    #expect(
      broken(it, intent(ref, .commissioning, first, before: .unknown), by: Fixture.technician) == ["I3"])
    try it.run { try $0.release(1, sight: .closed) }
    #expect(broken(it, intent(ref, .commissioning, nil, before: .unknown), by: Fixture.technician) == ["I8"])
    try it.deposit(first, at: 1)
    try it.run { try $0.block(1) }
    let held = it.nextRef(1)
    #expect(broken(it, intent(held, .commissioning, nil, before: .unknown), by: Fixture.technician) == ["I3"])
    #expect(broken(it, .opened(held, .witnessed)) == ["I7", "I5"])
  }

  @Test func i7AWitnessIsForTrialsAndAContactIsNot() throws {
    var it = try Fixture.outOfService()
    try it.beginProof(1)
    it.sent()
    // Only the end of a trial of whose door nobody has spoken may go by the contact.
    #expect(broken(it, .opened(it.operation.ref, .seen)) == [])
    try it.say(.afterOpening, .opened)
    #expect(broken(it, .opened(it.operation.ref, .seen)) == ["I7"])
    let ref = it.operation.ref
    it.run(Fixture.technician) { $0.endProving(ref.operation, sight: .silent) }
    #expect(broken(it, .contactCompared(ref, comparison(.afterOpening, .opened))) == ["I5"])
  }

  /// C2 to C8 of a proof: a start settles it at once; what nobody saw is put before a person (I11).
  @Test func i11AStartSettlesWhatWasCutOff() throws {
    typealias Row = (phase: Handover.Operation.Phase, outcome: Outcome, reviews: [ReviewKind])
    let rows: [Row] = [
      (.intended, .outcomeUnknown, [.outcomeUnknown]), (.sent, .outcomeUnknown, [.outcomeUnknown]),
      (.notSent, .notSent, []), (.noMovement, .jammed, []), (.open, .openedLeftOpen, [.leftOpen]),
    ]
    for row in rows {
      for sight in [DoorSight.closed, .open, .silent] {
        var it = try Fixture.outOfService()
        try it.beginProof(1)
        let ref = it.operation.ref
        switch row.phase {
        case .sent: it.sent()
        case .notSent: it.run(.station) { $0.unlockReported(ref, .notSent(.lineLost)) }
        case .noMovement:
          it.sent()
          try it.say(.afterOpening, .unmoved)
        case .open:
          it.sent()
          try it.say(.afterOpening, .opened)
        default: break
        }
        #expect(it.operation.phase == row.phase)
        it.reboot()
        it.run(.station) { $0.start(version: "test") }
        it.run(.station) { $0.recover(ref.operation, sight: sight, isFinal: sight == .silent) }
        #expect(it.state.operations.isEmpty && it.unlocks.isEmpty)
        // A contact that left its rest is this opening's doing.
        let hasMoved = sight == .open && [.intended, .sent, .noMovement].contains(row.phase)
        #expect(it.settlement! == (hasMoved ? .openedLeftOpen : row.outcome, .unconfirmed))
        #expect(it.reviewKinds == (hasMoved ? [.leftOpen] : row.reviews))
        #expect(it.compartment(1).block != nil && it.compartment(1).content == .unconfirmed)
      }
    }
  }

  @Test func i5TheFirstReadingAfterABrokenTrialIsItsOpenings() throws {
    for (sight, hasMoved) in [(DoorSight.open, false), (.closed, true), (.silent, true)] {
      var it = try Fixture.outOfService()
      try it.beginProof(1)
      let ref = it.operation.ref
      it.sent()
      it.run(Fixture.technician) { $0.endProving(ref.operation, sight: sight, hasMoved: hasMoved) }
      #expect(it.names == ["opened", "settled", "review_opened"])
      #expect(it.events.first == .opened(ref, .seen))
      #expect(it.settlement! == (.openedLeftOpen, .unconfirmed))
      // Later edges count as usual.
      it.see(1, .closed)
      #expect(it.names == ["closed"])
      it.see(1, .open)
      #expect(it.names.first == "uncommanded_opening")
    }
  }

  @Test func i5AStartWaitsForTheFirstReadingOfABrokenTrial() throws {
    var it = try Fixture.outOfService()
    try it.beginProof(1)
    let ref = it.operation.ref
    it.sent()
    it.reboot()
    it.run(.station) { $0.start(version: "test") }
    it.run(.station) { $0.recover(ref.operation, sight: .silent, isFinal: false) }
    #expect(it.effects.isEmpty)
    it.run(.station) { $0.recover(ref.operation, sight: .open, isFinal: false) }
    #expect(it.events.first == .opened(ref, .recovered))
    #expect(it.settlement! == (.openedLeftOpen, .unconfirmed))
  }

  @Test func aRefusedPulseIsNoOpening() throws {
    var it = try Fixture.outOfService()
    try it.beginProof(1)
    let id = it.operation.id
    it.sent()
    it.run(Fixture.technician) { $0.unlockRefusedInProof(id, sight: .closed, hasMoved: false) }
    #expect(it.names == ["no_movement", "settled"])
    #expect(it.settlement! == (.jammed, .unconfirmed) && it.state.reviews.isEmpty)
  }

  @Test func aDoorThatTheStationTookOutOfServiceCanBeBlockedByAPerson() throws {
    var it = Fixture()
    it.see(1, .open)
    #expect(it.compartment(1).block == .uncommandedOpening)
    try it.run { try $0.block(1) }
    #expect(it.compartment(1).block == .staff)
    #expect(it.refusal { try $0.block(1) } == .compartmentBlocked(1, .staff))
    // The review item stays, and has to be settled before the compartment serves again.
    it.see(1, .closed)
    #expect(it.refusal { try $0.release(1, sight: .closed) } == .reviewOpen(1))
  }

  @Test func aProofHoldsUntilItIsDoubted() throws {
    var it = try Fixture.outOfService()
    let values = BoardValues(
      dialect: .kerong, pulseForm: .own, locks: 6, closedIsOne: true, inverted: 0, ignored: 0,
      answersUnlock: .never, byteOrder: .highFirst, statusTimeout: 60)
    let proven = ProvenBoard(
      board: board, values: values, pulseMilliseconds: 500, answerMilliseconds: 5, unlocks: 6,
      unlocksAnswered: 0, fragment: Digest256(1, 2, 3, 4))
    #expect(broken(it, .boardProven(proven), by: Fixture.clerk) == ["I1"])
    try it.beginProof(1)
    #expect(broken(it, .boardProven(proven), by: Fixture.technician) == ["I11"])
    let live = it.operation.id
    it.run(Fixture.technician) { $0.endProving(live, sight: .silent) }
    it.run(Fixture.technician) { $0.boardProven(proven) }
    #expect(it.state.proofs[board]?.proven == proven)
    #expect(it.state.proofs[board]?.sequence == it.state.sequence)
    #expect(try ProvenBoard(canonicalBytes: proven.canonicalBytes) == proven)
    it.run(Fixture.technician) { $0.boardDoubted(board, .duplicateAddress, lock: nil) }
    #expect(it.state.proofs.isEmpty)
  }
}
