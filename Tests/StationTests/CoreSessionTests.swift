// The citizen's session: the questions in their order, wrong answers, time, and the ways out.

import Handover
import Testing

@testable import Messages
@testable import Station

@Suite struct CoreSessionTests {
  @Test func `a pickup from number to receipt`() throws {
    let bench = try CoreBench()
    let id = bench.deposited(slip: "48271190")
    #expect(bench.stage == .idle)
    bench.signIn(slip: "4827 1190", id)
    #expect(bench.stageName == "ready")
    bench.ask(.open)
    #expect(bench.stageName == "opening")
    bench.work()
    #expect(bench.stageName == "open")
    bench.move(1, .closed)
    #expect(bench.stageName == "askTaken")
    bench.ask(.answerTaken(true))
    #expect(bench.stageName == "done")
    #expect(
      Array(bench.kinds.suffix(9))
        == [
          "tries_cleared", "identified", "intent", "unlock_sent", "opened", "closed", "taken",
          "notice_dropped", "erased",
          "settled",
        ].suffix(9))
    bench.ask(.end)
    #expect(bench.stage == .idle)
    // I10: the code is dead.
    bench.ask(.beginPickup)
    bench.ask(.number, "48271190")
    bench.ask(.code, bench.code(id))
    #expect(bench.stage == .code(triesLeft: 4, wrong: true))
  }

  @Test func `I10: an unknown number and a wrong code get the same answers, counted before they are shown`()
    throws
  {
    let bench = try CoreBench()
    bench.deposited(slip: "48271190")
    for number in ["48271190", "99999999"] {
      bench.ask(.beginPickup)
      bench.ask(.number, number)
      #expect(bench.stage == .code(triesLeft: 5, wrong: false))
      for left in [4, 3, 2, 1] {
        let before = bench.kinds.filter { $0 == "wrong_try" }.count
        bench.ask(.code, "000000")
        #expect(bench.stage == .code(triesLeft: left, wrong: true))
        #expect(bench.kinds.filter { $0 == "wrong_try" }.count == before + 1)
      }
      bench.ask(.code, "000000")
      #expect(bench.stageName == "locked")
      bench.ask(.end)
    }
  }

  @Test func `three locks, and only the counter helps`() throws {
    let bench = try CoreBench()
    let id = bench.deposited(slip: "48271190")
    for round in 1...3 {
      bench.ask(.beginPickup)
      bench.ask(.number, "48271190")
      for _ in 1...5 { bench.ask(.code, "000000") }
      #expect(bench.stageName == (round < 3 ? "locked" : "askAtCounter"))
      bench.ask(.end)
      bench.pass(16 * 60_000)
    }
    bench.signIn(slip: "48271190", id)
    #expect(bench.stageName == "askAtCounter")
    #expect(bench.staff(.clearTries(order: id.description, reason: "ID card shown")) == .done)
    bench.ask(.end)
    bench.signIn(slip: "48271190", id)
    #expect(bench.stageName == "ready")
  }

  @Test func `a wrong birth date counts on the same counter`() throws {
    let bench = try CoreBench()
    let id = bench.deposited(slip: "48271190")
    bench.ask(.beginPickup)
    bench.ask(.number, "48271190")
    bench.ask(.code, "000000")
    bench.ask(.code, bench.code(id))
    bench.ask(.birthDate, "1999-01-01")
    guard case .birthDate(_, let left, true)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(left == 3)
    #expect(bench.unlocks.count == 1)
  }

  @Test func `several sets under one number: the birth date is asked once for one person`() throws {
    let bench = try CoreBench()
    let first = bench.deposited(slip: "48271190")
    bench.deposited(slip: "48271190")
    bench.deposited(slip: "48271190", birthDate: "2015-01-02")
    bench.ask(.beginPickup)
    bench.ask(.number, "48271190")
    bench.ask(.code, bench.code(first))
    guard case .waiting(let sets)? = bench.stage else { return #expect(Bool(false), "\(bench.stageName)") }
    #expect(sets.count == 3)
    bench.ask(.choose([0, 1, 2]))
    bench.ask(.birthDate, "1964-08-12")
    for _ in 1...2 {
      #expect(bench.stageName == "ready")
      bench.ask(.open)
      bench.work()
      bench.move(bench.unlocks.last!.compartment, .closed)
      bench.ask(.answerTaken(true))
      #expect(bench.stageName == "done")
      bench.ask(.next)
    }
    #expect(bench.stageName == "birthDate")
    bench.ask(.birthDate, "2015-01-02")
    #expect(bench.stageName == "ready")
  }

  @Test func `too late: the code still answers, and opens nothing`() throws {
    let bench = try CoreBench()
    let id = bench.deposited(slip: "48271190")
    bench.day = bench.day + 8
    bench.pass(60_000)
    #expect(bench.kinds.contains("overdue"))
    bench.ask(.beginPickup)
    bench.ask(.number, "48271190")
    bench.ask(.code, bench.code(id))
    #expect(bench.stage == .late(Late(until: "2026-11-29", documents: ["passport"])))
    bench.ask(.open)
    #expect(bench.unlocks.count == 1)
  }

  @Test func `AX-50: idle, warning, more time at least ten times, then wiped`() throws {
    let bench = try CoreBench()
    bench.ask(.beginPickup)
    #expect(bench.snapshot?.timer?.kind == .idle)
    for _ in 1...10 {
      bench.pass(60_000)
      #expect(bench.snapshot?.timer?.kind == .warning)
      bench.ask(.moreTime)
      #expect(bench.snapshot?.timer?.kind == .idle)
    }
    bench.pass(60_000)
    bench.ask(.moreTime)
    #expect(bench.snapshot?.timer?.kind == .warning)
    bench.pass(30_000)
    #expect(bench.stage == .timedOut)
    bench.pass(30_000)
    #expect(bench.stage == .idle)
  }

  @Test func `AX-51: a key restarts the idle time, but does not answer the warning`() throws {
    let bench = try CoreBench()
    bench.ask(.beginPickup)
    bench.pass(50_000)
    bench.ask(.active)
    bench.pass(50_000)
    #expect(bench.snapshot?.timer?.kind == .idle)
  }

  @Test func `a screen that is lost ends the session after ten seconds, an operation never`() throws {
    let bench = try CoreBench()
    let id = bench.deposited(slip: "48271190")
    bench.signIn(slip: "48271190", id)
    bench.feed(.citizenGone(CoreBench.screen))
    bench.pass(9_000)
    bench.feed(.citizenConnected(CoreBench.screen))
    bench.ask(.hello(version: protocolVersion))
    #expect(bench.stageName == "ready")
    bench.ask(.open)
    bench.work()
    bench.feed(.citizenGone(CoreBench.screen))
    bench.pass(30_000)
    bench.feed(.citizenConnected(CoreBench.screen))
    #expect(bench.stageName == "open")
    bench.move(1, .closed)
    bench.ask(.answerTaken(true))
    bench.ask(.end)
    bench.ask(.beginPickup)
    bench.feed(.citizenGone(CoreBench.screen))
    bench.pass(10_000)
    bench.feed(.citizenConnected(CoreBench.screen))
    #expect(bench.stage == .idle)
  }

  @Test func `one station has one screen`() throws {
    let bench = try CoreBench()
    var closed = false
    bench.loop.process(.citizenConnected(ConnectionID(9)), at: bench.time) {
      if $0 == .close(ConnectionID(9)) { closed = true }
    }
    #expect(closed)
  }
}
