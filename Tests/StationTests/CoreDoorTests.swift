// The door in the session: what did not move, stood open, was not taken, fell silent; and a journal that refuses.

import Handover
import Testing

@testable import Journal
@testable import Messages
@testable import Station

@Suite struct CoreDoorTests {
  private func atTheDoor(springs: Bool = true) throws -> CoreBench {
    let bench = try CoreBench()
    let id = bench.deposited(slip: "48271190")
    bench.springs = springs
    bench.signIn(slip: "48271190", id)
    bench.ask(.open)
    bench.work()
    return bench
  }

  @Test
  func
    `I12: a door that does not move is tried three times, each with its own intent, then staff are called`()
    throws
  {
    let bench = try atTheDoor(springs: false)
    for attempt in 1...3 {
      #expect(bench.unlocks.last?.attempt == attempt)
      bench.pass(20_000)
      #expect(bench.stageName == "notMoved")
      bench.ask(.tryAgain)
      bench.work()
    }
    #expect(bench.stageName == "doorStuck")
    #expect(bench.unlocks.count == 4)
    #expect(bench.loop.core.durable.compartments[1]?.block == .jammed)
    #expect(bench.loop.core.durable.reviews.values.map(\.kind) == [.jammed])
  }

  @Test func `C12: a door left open blocks its compartment alone, the others serve`() throws {
    let bench = try atTheDoor()
    bench.pass(60_000)
    #expect(bench.stageName == "leftOpen")
    #expect(bench.loop.core.durable.compartments[1]?.block == .leftOpen)
    bench.ask(.end)
    let other = bench.deposited(slip: "11112222")
    bench.signIn(slip: "11112222", other)
    bench.ask(.open)
    bench.work()
    #expect(bench.stageName == "open")
    // The late closing is an observation of the operation that opened.
    bench.move(1, .closed)
    #expect(bench.loop.core.durable.compartments[1]?.door == .closed)
  }

  @Test func `more time with an open door adds the whole interval, ten times`() throws {
    let bench = try atTheDoor()
    for _ in 1...10 {
      bench.pass(50_000)
      bench.ask(.moreTime)
      #expect(bench.stageName == "open")
    }
    bench.pass(50_000)
    bench.ask(.moreTime)
    bench.pass(10_000)
    #expect(bench.stageName == "leftOpen")
  }

  @Test func `not taken opens the same door again, with a new intent`() throws {
    let bench = try atTheDoor()
    bench.move(1, .closed)
    bench.ask(.answerTaken(false))
    bench.work()
    #expect(bench.unlocks.suffix(2).map(\.attempt) == [1, 2])
    #expect(bench.unlocks.suffix(2).map(\.compartment) == [1, 1])
    #expect(bench.stageName == "open")
  }

  @Test func `nobody answers: closed, unconfirmed, and the code stays valid`() throws {
    let bench = try atTheDoor()
    bench.move(1, .closed)
    bench.pass(30_000)
    #expect(bench.stage == .unconfirmed(compartment: 1))
    let id = bench.loop.core.durable.orderIDs[0]
    #expect(bench.loop.core.durable.orders[id]?.custody?.unconfirmed == true)
    bench.ask(.end)
    bench.signIn(slip: "48271190", id)
    #expect(bench.stageName == "ready")
  }

  @Test func `C13: a board that falls silent after the unlock is not called a door that did not move (I7)`()
    throws
  {
    let bench = try atTheDoor(springs: false)
    bench.tell(isAnswering: false)
    bench.pass(5_000)
    bench.tell()
    bench.pass(15_000)
    #expect(bench.stage == .boardSilent(compartment: 1))
    #expect(bench.loop.core.durable.reviews.values.map(\.kind) == [.outcomeUnknown])
    #expect(!bench.kinds.contains("no_movement"))
  }

  @Test func `C7: after a restart the open door is still this session's, but "not taken" opens nothing`()
    throws
  {
    let bench = try atTheDoor()
    try bench.start()
    #expect(bench.stageName == "open")
    // Whoever stands there now cannot begin something else before the door is shut.
    bench.ask(.beginPickup)
    #expect(bench.stageName == "open")
    bench.move(1, .closed)
    #expect(bench.stageName == "askTaken")
    let before = bench.unlocks.count
    bench.ask(.answerTaken(false))
    #expect(bench.stage == .interrupted)
    #expect(bench.unlocks.count == before)
    #expect(bench.loop.core.durable.operations.isEmpty)
  }

  @Test func `C8: closed before the crash is settled at the start, and the person is told`() throws {
    let bench = try atTheDoor()
    bench.move(1, .closed)
    try bench.start()
    #expect(bench.stage == .interrupted)
    #expect(bench.loop.core.durable.operations.isEmpty)
  }

  @Test func `C1: a journal that refuses the intent opens nothing, and serves again when it works`() throws {
    let bench = try CoreBench()
    let id = bench.deposited(slip: "48271190")
    bench.signIn(slip: "48271190", id)
    bench.journal.shared.withLock { $0.failure = .diskFull }
    bench.ask(.open)
    #expect(bench.unlocks.count == 1)
    #expect(bench.stage == .outOfService(.journal))
    bench.ask(.beginPickup)
    #expect(bench.stage == .outOfService(.journal))
    bench.ask(.end)
    #expect(bench.loop.core.session == nil)
    bench.journal.shared.withLock { $0.failure = nil }
    bench.pass(6_000)
    #expect(bench.stage == .idle)
    bench.signIn(slip: "48271190", id)
    bench.ask(.open)
    bench.work()
    #expect(bench.stageName == "open")
  }

  @Test func `C6, C9: an opening that the journal refuses is kept and written later`() throws {
    let bench = try atTheDoor(springs: false)
    let before = bench.kinds
    bench.journal.shared.withLock { $0.failure = .diskFull }
    bench.move(1, .open)
    #expect(bench.emergencies.map(\.record.event.name).contains("opened"))
    bench.move(1, .closed)
    #expect(bench.kinds == before)
    bench.journal.shared.withLock { $0.failure = nil }
    bench.pass(6_000)
    #expect(Array(bench.kinds.suffix(2)) == ["opened", "closed"])
    #expect(bench.stageName == "askTaken")
  }

  @Test func `I5, C6: what was held is decided by what was seen until then, not by the newest look`() throws {
    let bench = try atTheDoor(springs: false)
    bench.move(1, .open)
    let opened = bench.kinds.count { $0 == "opened" }
    bench.journal.shared.withLock { $0.failure = .diskFull }
    _ = bench.staff(.block(compartment: 2, reason: "the disk fills up"))
    let order = try #require(bench.loop.core.durable.orderIDs.first)
    bench.feed(.errandEnded(Notice(order: order, kind: .ready, cause: 1), attempt: 1, .accepted))
    // Door 1 still stands open in this look at the whole board.
    bench.move(3, .open)
    bench.move(1, .closed)
    bench.pass(61_000)
    bench.journal.shared.withLock { $0.failure = nil }
    bench.pass(6_000)
    #expect(bench.kinds.count { $0 == "opened" } == opened)
    #expect(bench.kinds.count { $0 == "closed" } == bench.kinds.count { $0 == "opened" })
  }

  @Test func `I5: an opening that nobody asked for is an alarm, and its compartment is blocked`() throws {
    let bench = try CoreBench()
    bench.move(3, .open)
    #expect(bench.loop.core.durable.reviews.values.map(\.kind) == [.uncommandedOpening])
    #expect(bench.loop.core.durable.compartments[3]?.block == .uncommandedOpening)
    #expect(bench.snapshot?.pickupAvailable == true)
  }

  @Test func `I8: a silent wall is out of service and says so`() throws {
    let bench = try CoreBench()
    bench.tell(isAnswering: false)
    #expect(bench.stage == .outOfService(.boards))
    bench.tell()
    #expect(bench.stage == .idle)
  }
}
