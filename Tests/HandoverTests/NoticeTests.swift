// Which notices an order's life queues, drops and ends (I13): once for each order, kind and cause, and never what is
// not true any more.

import Testing

@testable import Handover

@Suite struct NoticeTests {
  private func deposited() throws -> Fixture {
    var it = Fixture()
    it.announce(first)
    try it.deposit(first, at: 1)
    return it
  }

  @Test("I13: a key names order, kind and cause, and reads back", arguments: NoticeKind.allCases)
  func keys(_ kind: NoticeKind) {
    let notice = Notice(order: OrderID(0xABC), kind: kind, cause: 4711)
    #expect(Notice(key: notice.key) == notice)
    #expect(notice.key.utf8.allSatisfy { $0 < 0x80 && $0 > 0x20 })
    for bad in [
      "", "0-ready-1", notice.key + "-", notice.key + "x", "0000000000000abc-other-1",
      "0000000000000abc-ready-01", "0000000000000abc-ready--1",
    ] {
      #expect(Notice(key: bad) == nil)
    }
  }

  @Test func anExtensionTakesBackTheReminderOfTheOldDeadline() throws {
    var it = try deposited()
    it.pass(days: it.policy.reminderDay)
    it.run(.station) { $0.newDay() }
    #expect(it.state.outbox.map(\.kind) == [.ready, .reminder])
    try it.run { try $0.extend(first, days: 3) }
    #expect(it.state.outbox.map(\.kind) == [.ready, .extended])
    #expect(it.side.contains { if case .eraseContact = $0 { true } else { false } })
    try it.run { try $0.extend(first, days: 3) }
    #expect(it.state.outbox.map(\.kind) == [.ready, .extended], "the later deadline says all")
  }

  @Test func aPickupTakesBackEveryInvitation() throws {
    var it = try deposited()
    try it.run { try $0.renewCode(first) }
    #expect(it.state.outbox.map(\.kind) == [.ready], "the new code comes with the first notice")
    let ready = it.state.outbox[0]
    it.run(.station) { $0.noticeDone(ready) }
    #expect(it.side == [.eraseContact(ready)])
    try it.run { try $0.renewCode(first) }
    #expect(it.state.outbox.map(\.kind) == [.newCode])
    try it.handoverToQuestion(first)
    try it.answer(true)
    #expect(it.state.outbox.isEmpty)
  }

  @Test("I13: a removal is told with a contact of its own, before the order's data goes") func removal()
    throws
  {
    var it = try deposited()
    try it.retrievalToQuestion(1)
    try it.answerRetrieval(.retrieved(nil))
    #expect(it.state.outbox.map(\.kind) == [.removed])
    let kept = try #require(it.side.firstIndex(of: .keepContact(it.state.outbox[0])))
    let erased = try #require(it.side.firstIndex(of: .eraseClear(first)))
    #expect(kept < erased)
    try it.deposit(first, at: 1)
    #expect(it.state.outbox.map(\.kind) == [.ready], "it lies there again")
  }

  @Test func whoIsLateIsNotInvited() throws {
    var it = try deposited()
    it.pass(days: it.policy.holdDays + 1)
    it.run(.station) { $0.newDay() }
    #expect(it.names.contains("overdue") && it.state.outbox.isEmpty)
  }

  @Test func aConfirmationOutlivesItsOrder() throws {
    var it = try deposited()
    try it.handoverToQuestion(first)
    try it.answer(true)
    it.run(.station) { $0.queue(.confirmation, first) }
    it.run(.station) { $0.queue(.receipt, first) }
    it.pass(days: it.policy.settledDays + 1)
    it.run(.station) { $0.newDay() }
    #expect(it.state.orders[first] == nil)
    #expect(it.state.outbox.map(\.kind) == [.confirmation])
  }

  @Test func whatIsOverIsNotDroppedOrDoneTwice() throws {
    var it = try deposited()
    let ready = it.state.outbox[0]
    try it.run { try $0.dropNotice(ready) }
    #expect(it.names == ["notice_dropped"] && it.side == [.eraseContact(ready)])
    #expect(it.refusal { try $0.dropNotice(ready) } == .unknownNotice)
    it.run(.station) { $0.noticeDone(ready) }
    #expect(it.names == [])
  }
}
