// The wrong-code rule (I10): counted per identifier, locked for a while, then the counter; durable and bounded.

import Handover
import Testing

@Suite struct WrongCodeTests {
  let number = KeyedHash([1])

  func standing(_ it: Fixture, _ slot: Int? = 0) -> TryStanding {
    it.state.standing(slot: slot, now: it.now, policy: it.policy)
  }

  func tryWrong(_ it: inout Fixture, _ times: Int, slot: Int = 0) {
    for _ in 0..<times {
      let known = it.state.counters[slot] == nil ? nil : slot
      it.run(Fixture.citizen) { $0.wrongTry(number, slot: known) }
    }
  }

  @Test func fiveTriesThenFifteenMinutes() {
    var it = Fixture()
    #expect(standing(it, nil) == .free(triesLeft: 5))
    for left in [4, 3, 2, 1] {
      tryWrong(&it, 1)
      #expect(it.names == ["wrong_try"])
      #expect(standing(it) == .free(triesLeft: left))
    }
    tryWrong(&it, 1)
    #expect(standing(it) == .locked(untilWall: it.now.wall + 900_000))
    it.pass(seconds: 899)
    #expect(standing(it) == .locked(untilWall: it.now.wall + 1000))
    it.pass(seconds: 1)
    #expect(standing(it) == .free(triesLeft: 5))
  }

  @Test func afterThreeLocksOnlyTheCounterHelps() {
    var it = Fixture()
    for lock in 1...3 {
      tryWrong(&it, 5)
      if lock < 3 { it.pass(seconds: 900) }
    }
    #expect(standing(it) == .needsCounter)
    it.pass(days: 30)
    it.reboot()
    #expect(standing(it) == .needsCounter)
    it.run { $0.clearTries(0) }
    #expect(it.side == [.eraseCounter(slot: 0)])
    #expect(standing(it) == .free(triesLeft: 5))
    it.run { $0.clearTries(0) }
    it.run { $0.clearTries(nil) }
    #expect(it.effects.isEmpty)
  }

  /// A try during the lock must not lift it.
  @Test func whileLockedATryChangesNothing() {
    var it = Fixture()
    tryWrong(&it, 5)
    let locked = it.state.counters
    it.pass(seconds: 100)
    tryWrong(&it, 3)
    #expect(it.effects.isEmpty && it.state.counters == locked)
    #expect(standing(it) == .locked(untilWall: it.now.wall + 800_000))
  }

  @Test func successClears() {
    var it = Fixture()
    it.announce(first)
    tryWrong(&it, 4)
    it.run(Fixture.citizen) { $0.identify(first, slot: 0) }
    #expect(it.names == ["identified", "tries_cleared"])
    #expect(standing(it, nil) == .free(triesLeft: 5))
    #expect(it.state.counters.isEmpty)
  }

  /// The identifier's hash goes to the side table with its first try only.
  @Test func unknownIdentifiersCountTooEachOnItsOwn() {
    var it = Fixture()
    tryWrong(&it, 1)
    #expect(it.side == [.putCounter(slot: 0, number)])
    tryWrong(&it, 1)
    #expect(it.side == [])
    let other = KeyedHash([2])
    it.run(Fixture.citizen) { $0.wrongTry(other, slot: nil) }
    #expect(it.side == [.putCounter(slot: 1, other)])
    #expect(standing(it, 0) == .free(triesLeft: 3))
    #expect(standing(it, 1) == .free(triesLeft: 4))
  }

  @Test func inOneBootTheMonotonicClockCounts() {
    var it = Fixture()
    tryWrong(&it, 5)
    it.now.wall += 3_600_000
    guard case .locked = standing(it) else {
      Issue.record("a wall clock put forward lifts the lock")
      return
    }
    it.now.wall -= 36_000_000
    guard case .locked = standing(it) else {
      Issue.record("a wall clock put back lifts the lock")
      return
    }
    it.now.monotonic += 900_000
    #expect(standing(it) == .free(triesLeft: 5))
  }

  @Test func afterARestartTheWallClockCountsAndNeverLocksLonger() {
    var it = Fixture()
    tryWrong(&it, 5)
    it.pass(seconds: 300)
    it.reboot()
    #expect(standing(it) == .locked(untilWall: it.now.wall + 600_000))
    it.pass(seconds: 600)
    #expect(standing(it) == .free(triesLeft: 5))
    // A clock that fell back to 1970 does not lock for 56 years.
    it.setDay(CivilDay(number: 0))
    #expect(standing(it) == .free(triesLeft: 5))
  }

  @Test func theTableIsBoundedAndTheOldestUnlockedGivesWay() {
    var it = Fixture()
    it.policy.countersMax = 4
    func count(_ it: inout Fixture, _ id: UInt8, times: Int = 1) -> Int {
      var slot: Int?
      for _ in 0..<times {
        it.pass(seconds: 1)
        it.run(Fixture.citizen) { $0.wrongTry(KeyedHash([id]), slot: slot) }
        if case .wrongTry(let taken, _)? = it.events.first { slot = taken }
      }
      return slot ?? -1
    }
    #expect(count(&it, 10, times: 5) == 0)
    #expect(count(&it, 11) == 1)
    #expect(count(&it, 12) == 2)
    #expect(count(&it, 13) == 3)
    // Slot 0 is the oldest, but locked: slot 1 gives way, with a fresh count and the new hash.
    #expect(count(&it, 14) == 1)
    #expect(it.side == [.putCounter(slot: 1, KeyedHash([14]))])
    #expect(it.state.counters[1]?.tries == 1)
    #expect(count(&it, 15) == 2)
    #expect(it.state.counters.count == 4)
    // All locked: the oldest lock gives way, one that needs the counter never before it.
    for slot in 1...3 {
      for _ in 0..<5 { it.run(Fixture.citizen) { $0.wrongTry(KeyedHash([UInt8(slot)]), slot: slot) } }
    }
    it.pass(seconds: 900)
    for _ in 0..<2 {
      for _ in 0..<5 { it.run(Fixture.citizen) { $0.wrongTry(KeyedHash([10]), slot: 0) } }
      it.pass(seconds: 900)
    }
    #expect(standing(it, 0) == .needsCounter)
    for _ in 0..<8 { #expect(count(&it, 77) != 0) }
    #expect(it.state.counters.count == 4)
  }

  @Test func aStricterPolicyLocksAtTheNextTry() {
    var it = Fixture()
    tryWrong(&it, 4)
    it.policy.codeTriesMax = 3
    #expect(standing(it) == .free(triesLeft: 0))
    tryWrong(&it, 1)
    guard case .locked = standing(it) else {
      Issue.record("more tries than the policy allows")
      return
    }
  }
}
