// Every way a pickup goes, at the station: a family under one number, a proxy, a custodian, an old document, a longer
// time, a receipt.

import Handover
import Testing

@testable import Messages
@testable import Station

@Suite struct CoreWaysTests {
  static let slip = "48271190"
  static let texts = [
    "de": [
      "loss.declaration": "Ja, ich habe das alte Dokument nicht mehr.", "loss.version": "1",
      "done.received": "Sie haben erhalten", "done.reference": "Vorgang", "done.when": "Zeit",
      "document.passport": "Reisepass", "done.old_inside": "Ihr altes Dokument liegt im Fach.",
    ]
  ]

  func bench(_ change: (inout StationSetup) -> Void = { _ in }) throws -> CoreBench {
    try CoreBench {
      $0.welcome.texts = Self.texts
      change(&$0)
    }
  }

  func events(_ bench: CoreBench) -> [Event] {
    bench.journal.shared.withLock { $0.records.map(\.event) }
  }

  // MARK: Family

  @Test func `the code of any lists all, each opens with its own birth date, twins are asked once`() throws {
    let bench = try bench()
    let father = bench.deposited(slip: Self.slip, birthDate: "1980-01-02")
    let twin = bench.deposited(slip: Self.slip, birthDate: "2015-05-05")
    let other = bench.deposited(slip: Self.slip, birthDate: "2015-05-05")
    bench.deposited(slip: Self.slip, birthDate: "1981-01-01", counterOnly: true)
    bench.ask(.beginPickup)
    bench.ask(.number, Self.slip)
    bench.ask(.code, bench.code(twin))
    guard case .waiting(let sets)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(sets.count == 4 && sets.map(\.obstacle) == [nil, nil, nil, .counterOnly])
    bench.ask(.choose([0, 1, 2]))
    // The twins' date is not the father's.
    bench.ask(.birthDate, "2015-05-05")
    guard case .birthDate(_, let left, true)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(left == 4)
    bench.ask(.birthDate, "1980-01-02")
    #expect(bench.stageName == "ready")
    bench.openAndClose(1)
    bench.ask(.answerTaken(true))
    guard case .done(let receipt)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(receipt.moreWaiting == 2, "the counter-only one cannot be opened here")
    bench.ask(.next)
    #expect(bench.stageName == "birthDate", "the father's date opens no child's compartment")
    bench.ask(.birthDate, "2015-05-05")
    bench.openAndClose(2)
    bench.ask(.answerTaken(true))
    bench.ask(.next)
    #expect(bench.stageName == "ready", "the same date is not asked twice")
    bench.openAndClose(3)
    bench.ask(.answerTaken(true))
    let taken = events(bench).compactMap { event -> OrderID? in
      if case .taken(_, let id, _) = event { return id }
      return nil
    }
    #expect(taken == [father, twin, other])
  }

  @Test func `a late one of a family is told and the others go on without signing in again`() throws {
    let bench = try bench()
    let late = bench.deposited(slip: Self.slip)
    bench.day = bench.day + 5
    let fresh = bench.deposited(slip: Self.slip)
    bench.day = bench.day + 4
    bench.pass(60_000)
    bench.ask(.beginPickup)
    bench.ask(.number, Self.slip)
    bench.ask(.code, bench.code(late))
    bench.ask(.choose([0]))
    #expect(bench.stageName == "late" && bench.snapshot?.moreWaiting == 1)
    bench.ask(.next)
    #expect(bench.stageName == "waiting")
    bench.ask(.choose([1]))
    bench.ask(.birthDate, "1964-08-12")
    #expect(bench.stageName == "ready")
    #expect(
      bench.loop.core.durable.identified == [late, fresh] || bench.loop.core.durable.identified.last == fresh)
  }

  @Test func `a single counter-only order is the counter's at once, and not "too many tries"`() throws {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip, counterOnly: true)
    bench.ask(.beginPickup)
    bench.ask(.number, Self.slip)
    bench.ask(.code, bench.code(id))
    guard case .waiting(let sets)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(sets.map(\.canOpen) == [false])
    bench.ask(.choose([0]))
    #expect(bench.stageName == "waiting")
  }

  // MARK: Proxy

  private func release(_ bench: CoreBench, _ id: OrderID) -> StaffReply? {
    bench.staff(.releaseProxy(order: id.description, reason: "Vollmacht geprüft"))
  }

  @Test func `a proxy sees the one order, is asked for the holder's birth date, and is recorded as a proxy`()
    throws
  {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip, birthDate: "1964-08-12")
    bench.deposited(slip: Self.slip, birthDate: "1990-01-01")
    guard case .letter(let letter)? = release(bench, id) else {
      Issue.record("no letter")
      return
    }
    #expect(letter.number == Self.slip && letter.code == bench.proxyCode(id, number: 1))
    #expect(letter.code != bench.code(id))
    bench.ask(.beginPickup)
    bench.ask(.number, Self.slip)
    bench.ask(.code, letter.code)
    guard case .birthDate(let set, _, false)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(set.birthDateOf == .principal && set.extendUntil == nil)
    bench.ask(.birthDate, "1990-01-01")
    #expect(bench.stageName == "birthDate")
    bench.ask(.birthDate, "1964-08-12")
    bench.openAndClose(1)
    bench.ask(.answerTaken(true))
    guard case .done(let receipt)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(receipt.moreWaiting == 0)
    #expect(events(bench).contains(.identifiedAs(id, .proxy)))
    // One-time: dead now, and the same answer as for any wrong code.
    bench.ask(.end)
    bench.ask(.beginPickup)
    bench.ask(.number, Self.slip)
    bench.ask(.code, letter.code)
    guard case .code(_, true)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
  }

  @Test func `a withdrawn or replaced proxy code is a wrong code, and the ordinary code stays`() throws {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip)
    _ = release(bench, id)
    _ = release(bench, id)
    bench.ask(.beginPickup)
    bench.ask(.number, Self.slip)
    bench.ask(.code, bench.proxyCode(id, number: 1))
    guard case .code(4, true)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(bench.staff(.withdrawProxy(order: id.description, reason: "widerrufen")) == .done)
    bench.ask(.code, bench.proxyCode(id, number: 2))
    guard case .code(3, true)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    bench.ask(.code, bench.code(id))
    #expect(bench.stageName == "birthDate")
  }

  @Test func `a late proxy is shown the late page, also after the retrieval, and no try is lost`() throws {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip)
    _ = release(bench, id)
    bench.day = bench.day + 40
    bench.ask(.beginPickup)
    bench.ask(.number, Self.slip)
    bench.ask(.code, bench.proxyCode(id, number: 1))
    #expect(bench.stageName == "late")
  }

  @Test func `§18(5): nobody is called to a compartment that may not be opened for them, and gets no letter`()
    throws
  {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip, counterOnly: true)
    #expect(!bench.loop.core.durable.outbox.contains { $0.order == id && $0.kind.isInvitation })
    guard case .refused(let refused)? = bench.staff(.letter(order: id.description)) else {
      Issue.record("a letter for the counter's order")
      return
    }
    #expect(refused.code == "counter-only")
  }

  @Test func `§18(5): no proxy code where the order says counter only`() throws {
    let bench = try bench()
    let id = bench.deposited(slip: Self.slip, counterOnly: true)
    guard case .refused(let refused)? = release(bench, id) else {
      Issue.record("released")
      return
    }
    #expect(refused.code == "counter-only")
    #expect(!events(bench).contains(.proxyReleased(id, number: 1)))
  }

  // MARK: Custodians

  @Test func `a minor's order opens for a custodian and not for the child's own birth date`() throws {
    let bench = try bench()
    let id = bench.deposited(
      slip: Self.slip, birthDate: "2014-12-24", documents: ["under16_card"],
      custodians: ["1979-11-02", "1981-04-05"])
    bench.signIn(slip: Self.slip, id, birthDate: "2014-12-24")
    guard case .birthDate(let set, 4, true)? = bench.stage else {
      Issue.record("\(bench.stageName)")
      return
    }
    #expect(set.birthDateOf == .custodian)
    bench.ask(.birthDate, "1981-04-05")
    #expect(bench.stageName == "ready")
    #expect(events(bench).contains(.identifiedAs(id, .custodian)))
  }
}
