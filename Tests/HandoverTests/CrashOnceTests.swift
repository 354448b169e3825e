// The crash points that are not a state at a restart: C0, C1, C5, C6 alive, C7 going on, C10, C14; and C15, which is
// the journal's lock and the serial line's (JournalTests, LockersTests), not a decision.

import Handover
import Testing

@Suite struct CrashOnceTests {
  /// C0: nothing happened. The session is gone, the code is valid.
  @Test func c0BeforeTheIntentNothingHappened() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.identify(first)
    let before = it.state
    it.restart()
    #expect(it.state.operations.isEmpty && it.state.reviews.isEmpty)
    #expect(it.state.compartments == before.compartments && it.state.orders == before.orders)
    #expect(it.state.identified.isEmpty)
    try it.beginHandover(first)
  }

  /// C1, I1: the append stands before the unlock, in one effect of its own; when it fails nothing after it runs.
  @Test(arguments: Purpose.ofCustody) func c1TheIntentIsDurableBeforeTheUnlock(_ purpose: Purpose) throws {
    var it = Fixture()
    try it.begin(purpose)
    guard case .append(let entries)? = it.effects.first, case .unlock(let ref)? = it.effects.last else {
      Issue.record("no intent before the unlock")
      return
    }
    #expect(it.effects.count == 2)
    #expect(entries.contains { $0.record.event.name == "intent" && $0.record.event.ref == ref })
    // Not appended, not applied: the state is what it was, and the same command works once the journal does.
    var other = Fixture()
    try other.deposit(first, at: 1)
    other.identify(first)
    var lost = Decision(other.state, actor: Fixture.citizen, now: other.now, policy: other.policy)
    try lost.openForHandover(first, sight: .closed)
    #expect(other.state.operations.isEmpty)
    try other.run(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) }
    #expect(other.operation.ref == lost.state.operations.values.first?.ref)
  }

  /// C5: the answer is lost, the station lives. It looks at the contact and never sends again by itself.
  @Test(arguments: DoorReading.allCases) func c5TheAnswerIsLost(_ door: DoorReading) throws {
    for purpose in Purpose.ofCustody {
      var it = Fixture()
      try it.begin(purpose)
      it.sent()
      let live = it.operation.id
      it.run(.station) { $0.noMovement(live, sight: DoorSight(door)) }
      #expect(it.unlocks.isEmpty)
      switch door {
      case .closed: #expect(it.operation.phase == .noMovement)
      case .open: #expect(it.operation.phase == .open)
      case .unknown:
        #expect(it.settlement! == (.outcomeUnknown, .unconfirmed))
        #expect(it.reviewKinds == [.outcomeUnknown] && it.compartment(1).block == .outcomeUnknown)
      }
    }
  }

  /// C6, C7: found open after the restart the operation goes on, to the same answers as without a crash.
  @Test(arguments: [CrashPoint.c2, .c3, .c4, .c6, .c7, .c8, .noMovement, .notSent])
  func c7FoundOpenItGoesOn(_ point: CrashPoint) throws {
    for purpose in Purpose.ofCustody {
      var it = Fixture()
      try it.build(point, purpose, at: 1, item: .unknown)
      let live = it.operation.id
      it.restart { $0 == 1 ? .open : .closed }
      #expect(it.operation.phase == .open)
      it.see(1, .closed)
      switch purpose {
      case .handover:
        try it.answer(true)
        #expect(it.settlement! == (.openedClosed, .taken))
      case .deposit:
        if it.compartment(1).content != .empty { try it.run { try $0.confirmEmpty(live, true) } }
        let parts = DocumentSet([.passport]).parts
        try it.run { try $0.confirmDeposit(live, present: parts, witness: nil) }
        #expect(it.custody(first) != nil)
      case .retrieval:
        try it.answerRetrieval(.retrieved(nil))
        #expect(it.settlement! == (.openedClosed, .retrieved))
      case .commissioning: Issue.record("a proof moves no set")
      }
    }
  }

  /// C10, I13: what was queued is still queued, under the same key, until it is done; a dead order's is dropped.
  @Test func c10NoticesOutliveARestart() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    let outbox = it.state.outbox
    #expect(outbox.count == 1)
    it.restart()
    #expect(it.state.outbox == outbox)
    try it.handoverToQuestion(first)
    try it.answer(true)
    #expect(it.state.outbox.isEmpty)
  }

  /// C14: records are in order by their sequence; a jump is flagged once and nothing expires. More in ClockTests.
  @Test func c14AClockJumpChangesNoOrder() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.setDay(CivilDay(number: 0))
    it.restart()
    #expect(it.records.filter { $0.event == .clockSuspected(true) }.count == 1)
    #expect(it.custody(first)?.overdue == false)
    #expect(stranded(it) == [])
  }

  /// A restart forgets the operation's lock only with its settlement: the closing that comes later is still its own.
  @Test func c12TheLateClosingIsTheOperationsOwnAlsoAfterARestart() throws {
    var it = Fixture()
    try it.build(.c12, .handover, at: 1, item: .unknown)
    it.restart { $0 == 1 ? .open : .closed }
    #expect(it.names.isEmpty || it.names == ["started"])
    it.see(1, .closed)
    #expect(it.names == ["closed"])
    #expect(it.events.first?.ref?.operation == OperationID(2))
  }
}
