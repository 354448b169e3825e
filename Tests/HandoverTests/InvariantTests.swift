// Each invariant that `check` knows, I1 to I8: the right record passes, the wrong one gives exactly its violation.

import Handover
import Testing

/// The invariants that a record would break, in the order found.
func broken(_ it: Fixture, _ event: Event, by actor: Actor = .station, skip: Int64 = 0) -> [String] {
  let record = Record(sequence: it.state.nextSequence + skip, time: it.now, actor: actor, event: event)
  return check(it.state, record).map(\.invariant)
}

func intent(
  _ ref: OperationRef, _ purpose: Purpose, _ order: OrderID?, before: DoorReading = .closed
) -> Event {
  .intent(Intent(ref: ref, purpose: purpose, order: order, before: before, itemBefore: .unknown))
}

extension Fixture {
  /// How the next operation at a compartment would name its door.
  func nextRef(_ number: Int) -> OperationRef {
    OperationRef(
      operation: OperationID(state.nextOperation), attempt: 1, compartment: number,
      lock: compartment(number).plan.lock, epoch: compartment(number).epoch)
  }
}

@Suite struct IntentInvariantTests {
  /// A set in compartment 1 whose person stands there.
  func ready() throws -> Fixture {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.identify(first)
    return it
  }

  @Test func i1NoUnlockWithoutItsIntent() throws {
    var it = try ready()
    let ref = it.nextRef(1)
    #expect(broken(it, .unlockSent(ref, complete: true)) == ["I1", "I12"])
    try it.begin(.handoverOfFirst)
    #expect(broken(it, .unlockSent(it.operation.ref, complete: true)) == [])
    var other = it.operation.ref
    other.lock.lock += 1
    #expect(broken(it, .unlockSent(other, complete: true)) == ["I1"])
    #expect(broken(it, .unlockNotSent(other, .busy)) == ["I1"])
  }

  @Test func i1AnIntentNamesItsOwnLockAndAnActorWhoMay() throws {
    let it = try ready()
    var ref = it.nextRef(1)
    #expect(broken(it, intent(ref, .handover, first), by: Fixture.citizen) == [])
    #expect(broken(it, intent(ref, .handover, first), by: Fixture.clerk) == ["I1"])
    #expect(broken(it, intent(ref, .handover, nil), by: Fixture.citizen) == ["I1"])
    #expect(broken(it, intent(ref, .retrieval, first), by: Fixture.clerk) == [])
    #expect(broken(it, intent(ref, .retrieval, first), by: Fixture.citizen) == ["I1"])
    #expect(broken(it, intent(ref, .retrieval, first), by: .station) == ["I1"])
    ref.lock.lock = 9
    #expect(broken(it, intent(ref, .handover, first), by: Fixture.citizen) == ["I1"])
  }

  @Test func i2OneOperationPerCompartmentAndOneCitizen() throws {
    var it = try ready()
    try it.deposit(second, at: 2)
    try it.begin(.handoverOfFirst)
    it.identify(second)
    #expect(broken(it, intent(it.nextRef(1), .retrieval, first), by: Fixture.clerk) == ["I2"])
    #expect(broken(it, intent(it.nextRef(2), .handover, second), by: Fixture.citizen) == ["I2"])
    #expect(broken(it, intent(it.nextRef(2), .retrieval, second), by: Fixture.clerk) == [])
    var again = it.nextRef(2)
    again.operation = OperationID(1)
    #expect(broken(it, intent(again, .retrieval, second), by: Fixture.clerk) == ["I2"])
    #expect(broken(it, .settled(it.nextRef(2), .jammed, .unconfirmed, nil)) == ["I2"])
    #expect(broken(it, .compartmentRemoved(4)) == [])
    #expect(broken(it, .compartmentRemoved(1)) == ["I3", "I2"])
  }

  @Test func i3AHandoverOpensWhereItsOrderLies() throws {
    var it = try ready()
    try it.deposit(second, at: 2)
    it.identify(second)
    #expect(broken(it, intent(it.nextRef(1), .handover, second), by: Fixture.citizen) == ["I3"])
  }

  @Test func i5NoIntentBeforeTheLastOpeningHasEnded() throws {
    var it = try ready()
    it.see(1, .open)
    let item = it.state.reviewIDs[0]
    try it.run { try $0.closeReview(item) }
    #expect(broken(it, intent(it.nextRef(1), .retrieval, first), by: Fixture.clerk) == ["I5"])
    #expect(broken(it, intent(it.nextRef(1), .retrieval, first, before: .open), by: Fixture.clerk) == [])
  }

  @Test func i6AnIntentOfAnOldEpochNeverActuates() throws {
    let it = try ready()
    var ref = it.nextRef(1)
    ref.epoch -= 1
    #expect(broken(it, intent(ref, .retrieval, first), by: Fixture.clerk) == ["I6"])
    #expect(broken(it, intent(ref, .handover, first), by: Fixture.citizen) == ["I6", "I6"])
  }

  @Test func i7NoIntentWhileTheContactIsUnknown() throws {
    let it = try ready()
    let ref = it.nextRef(1)
    #expect(
      broken(it, intent(ref, .handover, first, before: .unknown), by: Fixture.citizen) == ["I7", "I8"])
    #expect(
      broken(it, intent(ref, .retrieval, first, before: .unknown), by: Fixture.clerk) == ["I7"])
  }

  @Test func i8NoIntentForABlockedOrOpenCompartmentNorInSafeMode() throws {
    var it = try ready()
    let ref = it.nextRef(1)
    #expect(broken(it, intent(ref, .handover, first, before: .open), by: Fixture.citizen) == ["I8"])
    try it.run { try $0.block(1) }
    #expect(broken(it, intent(ref, .handover, first), by: Fixture.citizen) == ["I8"])
    #expect(broken(it, intent(ref, .retrieval, first), by: Fixture.clerk) == [])
    it.run(.station) { $0.enterSafeMode(["I1"]) }
    #expect(broken(it, intent(ref, .retrieval, first), by: Fixture.clerk) == ["I8"])
  }

  @Test func i10NoHandoverWithoutBothFactorsNorOfACounterOnlyOrder() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.deposit(second, at: 2, counterOnly: true)
    it.identify(second)
    #expect(broken(it, intent(it.nextRef(1), .handover, first), by: Fixture.citizen) == ["I10"])
    #expect(broken(it, intent(it.nextRef(2), .handover, second), by: Fixture.citizen) == ["I10"])
  }

  @Test func i12EachAttemptItsOwnIntentAndAtMostThree() throws {
    var it = try ready()
    try it.begin(.handoverOfFirst)
    var ref = it.operation.ref
    #expect(broken(it, intent(ref, .handover, first), by: Fixture.citizen) == ["I12", "I12"])
    it.sent()
    #expect(broken(it, .unlockSent(ref, complete: true)) == ["I12"])
    ref.attempt = 2
    #expect(broken(it, intent(ref, .handover, first), by: Fixture.citizen) == ["I12"])
    let live = it.operation.id
    it.run(.station) { $0.noMovement(live, sight: .closed) }
    #expect(broken(it, intent(ref, .handover, first), by: Fixture.citizen) == [])
    var elsewhere = it.nextRef(2)
    elsewhere.operation = live
    elsewhere.attempt = 2
    #expect(broken(it, intent(elsewhere, .retrieval, first), by: Fixture.clerk) == ["I2"])
    ref.attempt = 3
    #expect(broken(it, intent(ref, .handover, first), by: Fixture.citizen) == ["I12"])
    var fresh = it.nextRef(2)
    fresh.attempt = 2
    #expect(broken(it, intent(fresh, .retrieval, nil), by: Fixture.clerk) == ["I12"])
    for _ in 2...3 {
      try it.run(Fixture.citizen) { try $0.openAgain(live, sight: .closed) }
      it.run(.station) { $0.noMovement(live, sight: .closed) }
    }
    ref.attempt = 4
    #expect(broken(it, intent(ref, .handover, first), by: Fixture.citizen) == ["I12"])
  }
}

extension Fixture {
  enum Shortcut { case handoverOfFirst }
  mutating func begin(_: Shortcut) throws {
    try run(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) }
  }
}
