// Clocks that are wrong (C14): the station serves, nothing expires, staff are told once, and it ends by itself.

import Handover
import Testing

@Suite struct ClockTests {
  @Test func backTo1970NothingExpiresAndTheStationServes() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.pass(days: 3)
    it.announce(second)
    let right = it.now.day
    it.setDay(CivilDay(number: 0))
    it.reboot()
    it.run(.station) { $0.start(version: "test") }
    #expect(it.names == ["clock_suspected", "started"])
    #expect(it.state.isClockSuspect && it.state.lastDay == right)
    it.run(.station) { $0.newDay() }
    #expect(it.effects.isEmpty)
    try it.beginHandover(first)
    #expect(it.names == ["intent"])
    it.giveUp()
    it.setDay(right + 1)
    it.run(.station) { $0.newDay() }
    #expect(it.events == [.clockSuspected(false)])
    #expect(it.state.lastDay == right + 1)
  }

  @Test func farForwardNothingExpiresAndTheJumpDoesNotConfirmItself() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    let right = it.now.day
    it.setDay(right + 61)
    for count in 0..<5 {
      it.run(.station) { $0.newDay() }
      #expect(it.names == (count == 0 ? ["clock_suspected"] : []))
    }
    #expect(it.state.isClockSuspect && it.state.lastDay == right)
    #expect(it.custody(first)?.overdue == false)
    try it.beginHandover(first)
    it.giveUp()
    it.setDay(right + 2)
    it.run(.station) { $0.newDay() }
    #expect(!it.state.isClockSuspect && it.state.lastDay == right + 2)
  }

  /// Nobody looked at the clock before the first record that the jump wrote.
  @Test func theFirstRecordByAWrongClockIsPrecededByTheFlag() throws {
    for day in [CivilDay(number: 5), Fixture.firstDay + 500] {
      var it = Fixture()
      try it.deposit(first, at: 1)
      it.identify(first)
      it.setDay(day)
      try it.run(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) }
      #expect(it.names == ["clock_suspected", "intent"])
      #expect(it.state.lastDay == Fixture.firstDay)
    }
  }

  /// An information terminal may write nothing for months: its own calendar must not become a jump.
  @Test func aStationThatNobodyUsesKeepsItsCalendar() throws {
    var it = Fixture()
    it.run(.station) { $0.start(version: "test") }
    let begin = it.now.day
    var confirmed = 0
    for day in 1...400 {
      it.setDay(begin + day)
      it.run(.station) { $0.newDay() }
      #expect(!it.state.isClockSuspect)
      confirmed += it.events.filter { $0 == .clockSuspected(false) }.count
    }
    #expect((12...14).contains(confirmed))
  }

  @Test func aStationThatWasOffForWeeksIsBelieved() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.pass(days: 60)
    it.run(.station) { $0.newDay() }
    #expect(it.names == ["overdue", "notice_dropped"])
  }

  @Test func aPersonMayConfirmTheClock() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.setDay(Fixture.firstDay + 100)
    it.run(.station) { $0.newDay() }
    it.run(Fixture.technician) { $0.confirmClock() }
    #expect(it.events == [.clockSuspected(false)])
    #expect(it.state.lastDay == Fixture.firstDay + 100)
    it.run(.station) { $0.newDay() }
    #expect(it.names == ["overdue", "notice_dropped"])
  }

  @Test func extensionsCountFromABelievedDay() throws {
    var it = Fixture()
    try it.deposit(first, at: 1)
    it.setDay(Fixture.firstDay + 1000)
    try it.run { try $0.extend(first, days: 2) }
    #expect(it.custody(first)?.deadline == Fixture.firstDay + 9)
  }

  @Test func ordersAreInSequenceWhateverTheClockSays() throws {
    var it = Fixture()
    for day in [Fixture.firstDay + 3, CivilDay(number: 0), Fixture.firstDay + 900, Fixture.firstDay + 4] {
      it.setDay(day)
      it.announce(OrderID(UInt64(abs(day.number)) + 1000))
    }
    #expect(it.records.map(\.sequence) == Array(1...Int64(it.records.count)))
  }
}
