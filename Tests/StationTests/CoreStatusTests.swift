// "Where is my document?" at the core: states from the orders and from the register, the same answer and the same work
// for every unknown number, limits that strike as they were announced, and a pickup that is as hard as ever.

import Handover
import Messages
import Testing

@testable import Journal
@testable import Station

@Suite struct CoreStatusTests {
  private func ask(_ bench: CoreBench, _ number: String) -> DocumentStatus? {
    if case .documentStatus(.number)? = bench.stage {} else { bench.ask(.documentStatus(.begin)) }
    bench.ask(.documentStatus(.number), number)
    guard case .documentStatus(.result(let status, _))? = bench.stage else { return nil }
    return status
  }

  private func tries(_ bench: CoreBench) -> Int? {
    switch bench.stage {
    case .documentStatus(.number(let tries)), .documentStatus(.result(_, let tries)): tries.left
    default: nil
    }
  }

  private func generous(_ setup: inout StationSetup) {
    setup.status.perMinuteMax = 1000
    setup.status.perHourMax = 1000
    setup.status.unknownMax = 1000
  }

  @discardableResult
  private func tell(_ bench: CoreBench, _ rows: RegisterRow...) -> RegisterResult? {
    guard case .documentsImported(let result)? = bench.staff(.importDocuments(rows)) else { return nil }
    return result
  }

  private func announced(_ bench: CoreBench, serial: String, slip: String, phone: String? = nil) {
    _ = bench.staff(
      .importOrders([
        OrderImportRow(
          id: "R-\(serial)", documents: ["id_card"], serials: [serial], name: "Muster", phone: phone,
          email: nil, slip: slip, birthDate: "1964-08-12", size: "S", low: false, counterOnly: false,
          pinLetterConfirmed: true, language: "de")
      ]))
  }

  @Test("C: every state of an order, by serial and by slip number")
  func statesOfAnOrder() throws {
    let bench = try CoreBench { generous(&$0) }
    announced(bench, serial: "L01X00T47", slip: "48271190")
    let ordered = DocumentStatus(state: .ordered, documents: ["id_card"])
    #expect(ask(bench, "L01X00T47") == ordered)
    bench.ask(.documentStatus(.begin))
    #expect(ask(bench, "48 27 11 90") == ordered)

    tell(bench, RegisterRow(serial: "L01X00T47", state: .arrived, day: "2026-11-20"))
    #expect(
      ask(bench, "l01x00t471")
        == DocumentStatus(state: .arrived, documents: ["id_card"], since: "2026-11-20"))

    bench.ask(.end)
    let id = try #require(bench.loop.core.durable.orders.keys.first)
    guard case .operation(let view)? = bench.staff(.deposit(order: id.description, compartment: nil)) else {
      Issue.record("no deposit")
      return
    }
    bench.work()
    _ = bench.staff(.confirmEmpty(operation: view.operation, isEmpty: true))
    bench.move(view.compartment, .closed)
    _ = bench.staff(.confirmDeposit(operation: view.operation, present: view.parts.map(\.id)))
    let here = ask(bench, "L01X00T47")
    #expect(here?.state == .readyHere && here?.canPickUp == true)
    #expect(here?.since == "2026-11-22" && here?.until == "2026-11-29")

    bench.ask(.end)
    _ = bench.staff(.block(compartment: view.compartment, reason: "hinge"))
    #expect(ask(bench, "L01X00T47")?.canPickUp == false, "its compartment is out of service")
    bench.ask(.end)
    bench.day = bench.day + 8
    bench.pass(60_000)
    let late = ask(bench, "L01X00T47")
    #expect(late?.state == .readyAtCounter && late?.until == "2026-11-29" && late?.canPickUp == false)
  }

  @Test("The register's word: every state, in clear nowhere, and gone after its days")
  func statesOfTheRegister() throws {
    let bench = try CoreBench { generous(&$0) }
    let wanted: [(RegisterWord, DocumentState)] = [
      (.ordered, .ordered), (.produced, .produced), (.arrived, .arrived), (.ready, .readyAtCounter),
      (.handedOver, .handedOver), (.withdrawn, .unknown),
    ]
    for (index, (word, state)) in wanted.enumerated() {
      let serial = "L01X00T4\(index)"
      tell(bench, RegisterRow(serial: serial, state: word, kind: "passport", day: "2026-11-2\(index % 3)"))
      let status = ask(bench, serial)
      #expect(status?.state == state)
      #expect(status?.documents == (state == .unknown ? [] : ["passport"]))
      #expect(status?.canPickUp == false)
      bench.ask(.documentStatus(.begin))
    }
    bench.ask(.end)
    for _ in 0..<2 {
      bench.day = bench.day + 45
      bench.pass(60_000)
    }
    #expect(ask(bench, "L01X00T40")?.state == .ordered, "on the last day")
    bench.ask(.end)
    bench.day = bench.day + 1
    #expect(ask(bench, "L01X00T40")?.state == .unknown, "not told any more, even before it is swept")
    bench.pass(120_000)
    #expect(bench.journal.shared.withLock { $0.states.isEmpty }, "swept")
  }

  @Test("A damaged page under the old states keeps no door shut")
  func sweepFails() throws {
    let bench = try CoreBench { generous(&$0) }
    bench.journal.shared.withLock { $0.forgetFailure = .diskFull }
    bench.day = bench.day + 1
    bench.pass(60_000)
    #expect(bench.loop.core.frozen == nil)
    #expect(bench.logs.contains { $0.contains("stay until tomorrow") })
    let said = bench.logs.count
    bench.pass(60_000)
    #expect(bench.logs.count == said, "once a day")
  }

  @Test("An unknown number, one of which nothing is known, and no number at all: same answer, same work")
  func equalWork() throws {
    let bench = try CoreBench { generous(&$0) }
    announced(bench, serial: "L01X00T47", slip: "48271190", phone: "+491701234567")
    tell(bench, RegisterRow(serial: "C01X00T47", state: .withdrawn))
    var work: [String: [String: Int]] = [:]
    for number in [
      "L01X00T47", "48271190", "C01X00T47", "C01X00T48", "99999999", "01701234567", "L01X00T472", "x", "",
    ] {
      bench.ask(.end)
      bench.ask(.documentStatus(.begin))
      bench.journal.shared.withLock { $0.questions = [:] }
      bench.ask(.documentStatus(.number), number)
      work[number] = bench.journal.shared.withLock { $0.questions }
      if number != "L01X00T47", number != "48271190" {
        guard case .documentStatus(.result(let status, _))? = bench.stage else {
          Issue.record("\(number): no answer")
          continue
        }
        #expect(status == DocumentStatus(state: .unknown), "\(number)")
      }
    }
    let same = ["orders(serial:)": 1, "orders(identifier:)": 1, "documentState": 2]
    for (number, questions) in work { #expect(questions == same, "\(number)") }
  }

  @Test("AX-53: three unknown numbers bring the announced pause, for everybody; known ones do not")
  func unknownNumbersPause() throws {
    let bench = try CoreBench {
      $0.status.unknownMax = 3
      $0.status.pauseMinutes = 5
      $0.status.perMinuteMax = 60
    }
    announced(bench, serial: "L01X00T47", slip: "48271190")
    bench.ask(.documentStatus(.begin))
    for left in [2, 1, 0] {
      _ = ask(bench, "C01X00T47")
      #expect(tries(bench) == left)
      if left > 0 {
        bench.ask(.documentStatus(.begin))
        _ = ask(bench, "L01X00T47")
        #expect(tries(bench) == left, "a known number costs nothing")
        bench.ask(.back)
      }
    }
    bench.ask(.documentStatus(.begin))
    #expect(bench.stage == .documentStatus(.paused(minutesLeft: 5, hour: 0, minute: 5)))
    bench.ask(.end)
    bench.ask(.documentStatus(.begin))
    #expect(bench.stageName == "documentStatus", "the pause is the station's, not the session's")
    guard case .documentStatus(.paused)? = bench.stage else {
      Issue.record("no pause")
      return
    }
    bench.pass(5 * 60_000)
    bench.ask(.documentStatus(.begin))
    #expect(tries(bench) == 3)
  }

  @Test("The station answers so often in a minute and in an hour, known numbers too")
  func rate() throws {
    let bench = try CoreBench {
      $0.status.perMinuteMax = 4
      $0.status.perHourMax = 10
    }
    announced(bench, serial: "L01X00T47", slip: "48271190")
    var answered = 0
    for _ in 0..<200 {
      if ask(bench, "L01X00T47") != nil { answered += 1 }
      bench.ask(.end)
      bench.pass(1_000)
    }
    #expect(answered == 10, "four in each of two minutes, then two: the hour is full")
    bench.ask(.documentStatus(.begin))
    guard case .documentStatus(.paused(let minutes, _, _))? = bench.stage else {
      Issue.record("no pause")
      return
    }
    #expect((56...57).contains(minutes))
    bench.pass(57 * 60_000)
    #expect(ask(bench, "L01X00T47") != nil)
  }

  @Test("'Jetzt abholen' leads to the code, and the code and the birth date open, nothing else")
  func pickUpNow() throws {
    let bench = try CoreBench { generous(&$0) }
    let id = bench.deposited(slip: "48271190")
    #expect(ask(bench, "48271190")?.canPickUp == true)
    bench.ask(.open)
    bench.ask(.birthDate, "1964-08-12")
    #expect(bench.unlocks.count == 1, "nothing opened but the deposit")
    bench.ask(.documentStatus(.pickUp))
    #expect(bench.stage == .code(triesLeft: 5, wrong: false))
    bench.ask(.open)
    bench.ask(.code, bench.code(id))
    #expect(bench.stageName == "birthDate")
    bench.ask(.birthDate, "1964-08-12")
    #expect(bench.stageName == "ready")
    bench.ask(.open)
    #expect(bench.unlocks.count == 2)
  }

  @Test(
    "C3: wrong codes after a status question count as if the number had been typed, by slip and by serial")
  func wrongCodesCountTheSame() throws {
    for (typed, ordinary) in [("0482711", "0482711"), ("L01X00T47", "01701234567")] {
      let bench = try CoreBench { generous(&$0) }
      announced(bench, serial: "L01X00T47", slip: "0482711", phone: "+491701234567")
      let id = try #require(bench.loop.core.durable.orders.keys.first)
      guard case .operation(let view)? = bench.staff(.deposit(order: id.description, compartment: nil)) else {
        Issue.record("no deposit")
        return
      }
      bench.work()
      _ = bench.staff(.confirmEmpty(operation: view.operation, isEmpty: true))
      bench.move(view.compartment, .closed)
      _ = bench.staff(.confirmDeposit(operation: view.operation, present: view.parts.map(\.id)))
      let wrong = bench.code(id) == "111111" ? "222222" : "111111"
      // Two wrong codes the ordinary way, then three by way of the status: five in all.
      for _ in 0..<2 {
        bench.ask(.beginPickup)
        bench.ask(.number, ordinary)
        bench.ask(.code, wrong)
        bench.ask(.end)
      }
      for left in [2, 1] {
        #expect(ask(bench, typed)?.canPickUp == true)
        bench.ask(.documentStatus(.pickUp))
        bench.ask(.code, wrong)
        #expect(bench.stage == .code(triesLeft: left, wrong: true), "\(typed)")
        bench.ask(.end)
      }
      _ = ask(bench, typed)
      bench.ask(.documentStatus(.pickUp))
      bench.ask(.code, wrong)
      #expect(bench.stageName == "locked", "\(typed)")
      bench.ask(.end)
      // Neither way opens now, with the right code.
      _ = ask(bench, typed)
      bench.ask(.documentStatus(.pickUp))
      bench.ask(.code, bench.code(id))
      #expect(bench.stageName == "locked", "\(typed)")
      bench.ask(.end)
      bench.ask(.beginPickup)
      bench.ask(.number, ordinary)
      bench.ask(.code, bench.code(id))
      #expect(bench.stageName == "locked", "\(typed)")
      #expect(bench.unlocks.count == 1)
    }
  }

  @Test("A question for a status changes nothing of custody and writes no record")
  func nothingChanges() throws {
    let bench = try CoreBench { generous(&$0) }
    bench.deposited(slip: "48271190")
    let before = bench.loop.core.durable
    let records = bench.kinds.count
    for number in ["48271190", "L01X00T47", "77777777", ""] {
      _ = ask(bench, number)
      bench.ask(.documentStatus(.begin))
    }
    bench.ask(.end)
    #expect(bench.loop.core.durable.orders == before.orders && bench.kinds.count == records)
    #expect(bench.logs.allSatisfy { !$0.contains("48271190") && !$0.contains("L01X00T47") })
  }

  @Test("A restart keeps what the register said, and a journal that refuses says so")
  func restart() throws {
    let bench = try CoreBench { generous(&$0) }
    tell(bench, RegisterRow(serial: "L01X00T47", state: .produced, day: "2026-11-20"))
    try bench.start()
    bench.tell()
    #expect(ask(bench, "L01X00T47")?.state == .produced)
    bench.journal.shared.withLock { $0.failure = .diskFull }
    bench.replies = []
    #expect(tell(bench, RegisterRow(serial: "C01X00T47", state: .produced)) == nil)
    guard case .refused(let refused)? = bench.replies.first else {
      Issue.record("no refusal: \(bench.replies)")
      return
    }
    #expect(refused.code == "journal")
    bench.journal.shared.withLock { $0.failure = nil }
    bench.pass(60_000)
    #expect(tell(bench, RegisterRow(serial: "C01X00T47", state: .produced))?.taken == 1)
  }
}
