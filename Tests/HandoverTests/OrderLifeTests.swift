// An order's days: reminder, overdue, extension, forgetting; and what may be done to it outside a compartment.

import Handover
import Testing

@Suite struct OrderLifeTests {
  @Test func theReminderGoesOutOnceOnItsDay() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.pass(days: 4)
    it.run(.station) { $0.newDay() }
    #expect(it.effects.isEmpty)
    it.pass(days: 1)
    it.run(.station) { $0.newDay() }
    #expect(it.names == ["reminded", "notice_queued"])
    it.pass(days: 1)
    it.run(.station) { $0.newDay() }
    #expect(it.effects.isEmpty)
  }

  @Test func noReminderWhereNoneIsConfigured() throws {
    var it = Fixture()
    it.policy.reminderDay = 0
    try it.deposit(first, at: 1)
    it.pass(days: 6)
    it.run(.station) { $0.newDay() }
    #expect(it.effects.isEmpty)
  }

  /// A station that was off on the day of the reminder reminds later, but not after the end.
  @Test func aLateReminderAndNoneForWhatIsOver() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.pass(days: 7)
    it.run(.station) { $0.newDay() }
    #expect(it.names == ["reminded", "notice_queued"])
    var other = Fixture()
    try other.deposit(first, at: 1)
    other.pass(days: 8)
    other.run(.station) { $0.newDay() }
    #expect(other.names == ["overdue", "notice_dropped"])
  }

  @Test func theLastDayIsADayAndTheNextIsNot() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.pass(days: 7)
    it.run(.station) { $0.newDay() }
    try it.handoverToQuestion(first)
    it.giveUp()
    it.identify(first)
    it.pass(days: 1)
    // Refused before the daily round has come by, and after it.
    for _ in 0..<2 {
      #expect(
        it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) }
          == .overdue(until: Fixture.firstDay + 7))
      it.run(.station) { $0.newDay() }
    }
    #expect(it.custody(first)?.overdue == true)
  }

  @Test func extendedItMayBePickedUpAgainAtMostTwice() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.pass(days: 10)
    it.run(.station) { $0.newDay() }
    try it.run { try $0.extend(first, days: 3) }
    #expect(it.names == ["extended", "notice_queued"])
    #expect(it.custody(first)?.deadline == it.now.day + 3)
    #expect(it.custody(first)?.overdue == false && it.custody(first)?.reminded == false)
    try it.beginHandover(first)
    it.giveUp()
    try it.run { try $0.extend(first, days: 31) }
    #expect(it.custody(first)?.deadline == it.now.day + 34)
    #expect(it.refusal { try $0.extend(first, days: 1) } == .extensionsUsedUp)
  }

  @Test(arguments: [0, -1, 32]) func anExtensionIsOneTo31Days(_ days: Int) throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    #expect(it.refusal { try $0.extend(first, days: days) } == .invalidAnswer)
  }

  @Test func onlyWhatLiesHereIsExtended() throws {
    var it = Fixture()
    it.announce(first)
    #expect(it.refusal { try $0.extend(first, days: 1) } == .notDeposited)
    #expect(it.refusal { try $0.extend(second, days: 1) } == .unknownOrder)
  }

  @Test func settledAndFetchedOrdersAreForgotten() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.deposit(second, at: 2)
    try it.handoverToQuestion(first)
    try it.answer(true)
    try it.retrievalToQuestion(2)
    try it.answerRetrieval(.retrieved(nil))
    it.pass(days: 14)
    it.run(.station) { $0.newDay() }
    #expect(it.effects.isEmpty)
    it.pass(days: 1)
    it.run(.station) { $0.newDay() }
    #expect(it.events == [.forgotten(first)] && it.side == [.erase(first)])
    it.pass(days: 45)
    it.restart()
    it.pass(days: 31)
    it.run(.station) { $0.newDay() }
    #expect(it.names == ["notice_dropped", "forgotten"])
    #expect(it.state.orders.isEmpty)
  }

  @Test func whatWaitsOrIsMissingIsNeverForgotten() throws {
    var it = Fixture()
    it.announce(first)
    try it.deposit(second, at: 2)
    try it.retrievalToQuestion(2)
    try it.answerRetrieval(.foundEmpty)
    for _ in 0..<20 {
      it.pass(days: 30)
      it.run(.station) { $0.newDay() }
    }
    #expect(it.state.orderIDs == [first, second])
  }

  @Test func withdrawnWhereNothingLies() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    #expect(it.refusal { try $0.withdraw(first) } == .alreadyDeposited(1))
    it.announce(second)
    it.identify(second)
    try it.run { try $0.openForDeposit(second, at: 2, sight: .closed) }
    #expect(it.refusal { try $0.withdraw(second) } == .compartmentBusy(2))
    it.giveUp()
    try it.run { try $0.withdraw(second) }
    #expect(it.side == [.erase(second)])
    #expect(it.state.orders[second] == nil && it.state.identified.isEmpty)
    #expect(it.refusal { try $0.withdraw(second) } == .unknownOrder)
  }

  @Test func aNewCodeCountsUpAndALetterIsOnRecord() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    try it.run { try $0.renewCode(first) }
    #expect(it.state.orders[first]?.codeNumber == 2)
    try it.run { try $0.showLetter(first) }
    #expect(it.names == ["letter_shown"])
    try it.handoverToQuestion(first)
    try it.answer(true)
    #expect(it.refusal { try $0.renewCode(first) } == .handedOver)
    #expect(it.refusal { try $0.showLetter(first) } == .handedOver)
  }

  @Test func onlyTheLastEightIdentifiedAreRemembered() {
    var it = Fixture()
    for id in 1...12 { it.announce(OrderID(UInt64(id))) }
    for id in 1...12 { it.identify(OrderID(UInt64(id))) }
    it.identify(OrderID(6))
    #expect(it.state.identified.map(\.value) == [5, 7, 8, 9, 10, 11, 12, 6])
    it.identify(OrderID(99))
    #expect(it.effects.isEmpty)
  }
}
