// Every case of `Refusal` is reached by a command, and says what to do in words of its own.

import Handover
import Testing

@Suite struct RefusalTests {
  @Test func whatAHandoverIsRefusedWith() throws {
    var it = Fixture()
    func open(_ it: inout Fixture, _ id: OrderID, _ sight: DoorSight = .closed) -> Refusal? {
      it.refusal(Fixture.citizen) { try $0.openForHandover(id, sight: sight) }
    }
    #expect(open(&it, first) == .unknownOrder)
    it.announce(first)
    #expect(open(&it, first) == .notDeposited)
    try it.deposit(first, at: 1)
    #expect(open(&it, first) == .notIdentified)
    it.identify(first)
    #expect(open(&it, first, .silent) == .doorUnknown(1))
    #expect(open(&it, first, .open) == .doorOpen(1))
    try it.deposit(second, at: 2, counterOnly: true)
    it.identify(second)
    #expect(open(&it, second) == .counterOnly)
    #expect(it.refusal { try $0.renewCode(second) } == .counterOnly)
    try it.run { try $0.block(1) }
    #expect(open(&it, first) == .compartmentBlocked(1, .staff))
    try it.run { try $0.release(1, sight: .closed) }
    try it.run { try $0.openForRetrieval(1, sight: .closed) }
    #expect(open(&it, first) == .compartmentBusy(1))
    it.giveUp()
    // The retrieval ended unclear: the custody is not what it was.
    it.identify(first)
    #expect(open(&it, first) == .staleEpoch(1))
    #expect(it.unlocks.isEmpty)
  }

  @Test func whatADepositIsRefusedWith() throws {
    var it = Fixture()
    func open(_ it: inout Fixture, _ id: OrderID, _ number: Int, _ sight: DoorSight = .closed) -> Refusal? {
      it.refusal { try $0.openForDeposit(id, at: number, sight: sight) }
    }
    #expect(open(&it, first, 1) == .unknownOrder)
    try it.deposit(first, at: 1)
    #expect(open(&it, first, 2) == .alreadyDeposited(1))
    it.announce(second, size: .medium)
    #expect(open(&it, second, 99) == .unknownCompartment(99))
    #expect(open(&it, second, 1) == .compartmentHolds(1))
    #expect(open(&it, second, 2) == .compartmentUnsuitable(2))
    #expect(open(&it, second, 4, .silent) == .doorUnknown(4))
    #expect(open(&it, second, 4, .open) == .doorOpen(4))
    #expect(open(&it, second, 4) == nil)
    #expect(open(&it, second, 5) == .compartmentBusy(4))
    it.announce(OrderID(3))
    #expect(open(&it, OrderID(3), 4) == .compartmentBusy(4))
    it.giveUp()
    #expect(open(&it, OrderID(3), 4) == .contentUnclear(4))
    try it.run { try $0.block(5) }
    #expect(open(&it, OrderID(3), 5) == .compartmentBlocked(5, .staff))
    try it.handoverToQuestion(first)
    try it.answer(true)
    #expect(open(&it, first, 2) == .handedOver)
  }

  @Test func whatARetrievalIsRefusedWith() throws {
    var it = Fixture()
    #expect(it.refusal { try $0.openForRetrieval(99, sight: .closed) } == .unknownCompartment(99))
    #expect(it.refusal { try $0.openForRetrieval(1, sight: .silent) } == .doorUnknown(1))
    try it.begin(.handover)
    #expect(it.refusal { try $0.openForRetrieval(1, sight: .closed) } == .compartmentBusy(1))
  }

  @Test func answersThatDoNotFitTheOperation() throws {
    for purpose in Purpose.ofCustody {
      var it = Fixture()
      try it.begin(purpose)
      it.doorOpens()
      it.see(1, .closed)
      let live = it.operation.id
      if purpose != .handover {
        #expect(it.refusal(Fixture.citizen) { try $0.answerTaken(live, true) } == .invalidAnswer)
      }
      if purpose != .deposit {
        #expect(it.refusal { try $0.confirmEmpty(live, true) } == .invalidAnswer)
        #expect(it.refusal { try $0.confirmDeposit(live, present: [], witness: nil) } == .invalidAnswer)
        #expect(it.refusal { try $0.cancelDeposit(live) } == .invalidAnswer)
      }
      if purpose != .retrieval {
        #expect(it.refusal { try $0.answerRetrieval(live, .foundEmpty) } == .invalidAnswer)
      }
    }
  }

  @Test func answersBeforeTheDoorWasSeen() throws {
    for purpose in Purpose.ofCustody {
      var it = Fixture()
      try it.begin(purpose)
      let live = it.operation.id
      let refusal = it.refusal { decision in
        switch purpose {
        case .deposit: try decision.confirmEmpty(live, true)
        case .handover: try decision.answerTaken(live, true)
        case .retrieval: try decision.answerRetrieval(live, .foundEmpty)
        case .commissioning: throw Refusal.invalidAnswer
        }
      }
      #expect(refusal == .wrongPhase)
    }
  }

  @Test func everyOneHasAWordAndAnInstruction() {
    let all: [Refusal] = [
      .safeMode, .unknownOrder, .unknownCompartment(1), .unknownOperation, .unknownReview, .unknownNotice,
      .notDeposited,
      .alreadyDeposited(1), .handedOver, .overdue(until: Fixture.firstDay), .counterOnly, .notIdentified,
      .compartmentBlocked(1, .jammed), .compartmentBusy(1), .citizenOperationRunning, .doorUnknown(1),
      .doorOpen(1), .noFreeCompartment, .compartmentUnsuitable(1), .compartmentHolds(1), .contentUnclear(1),
      .reviewOpen(1), .staleEpoch(1), .attemptsUsedUp, .wrongPhase, .notConfirmedEmpty,
      .oldDocumentInside(1), .noProxyCode, .oldDocumentUnanswered,
      .incomplete(missing: DocumentSet([.idCard]).parts), .needsWitness, .extensionsUsedUp,
      .compartmentInUse(1), .invalidAnswer, .compartmentInService(1), .notSaidEmpty(1), .boardInUse(1),
    ]
    #expect(Set(all.map(\.code)).count == all.count)
    #expect(Set(all.map(\.message)).count == all.count)
    for refusal in all {
      #expect(refusal.code.allSatisfy { $0.isLowercase || $0 == "-" }, "\(refusal.code)")
      #expect(refusal.message.count > 20)
    }
  }
}
