// Liveness (I15) on the pure level: with faults off and every door shut, whatever happened before, each compartment
// serves, or it is blocked and a person can put it back into service; and no order is stranded.

import Handover
import Testing

/// Everything that would stand still for ever after this state. Works on a copy.
func stranded(_ before: Fixture) -> [String] {
  var it = before
  var found: [String] = []
  func demand(_ isTrue: Bool, _ what: @autoclosure () -> String) { if !isTrue { found.append(what()) } }
  if it.state.safeMode != nil { _ = it.refusal { try $0.leaveSafeMode() } }
  it.run { $0.confirmClock() }
  it.restart()
  demand(it.state.operations.isEmpty, "an operation outlives a restart behind closed doors")
  for number in it.state.compartmentNumbers {
    let compartment = it.compartment(number)
    if compartment.block != nil || compartment.content == .unclear {
      demand(compartment.block != nil, "\(number) is unclear and not blocked")
      demand(lookInto(&it, number), "\(number) cannot be looked into")
      demand((try? it.clearUp(number)) != nil, "\(number) cannot be put back into service")
      demand(it.compartment(number).block == nil, "\(number) stays blocked")
    }
    switch it.compartment(number).content {
    case .holds(let id): demand(serves(&it, id, number), "\(number) does not serve order \(id)")
    case .empty, .unconfirmed: demand(takes(&it, number), "\(number) takes no deposit")
    case .oldDocument: demand(empties(&it, number), "\(number) cannot be emptied of an old document")
    case .unclear: demand(false, "\(number) stays unclear")
    }
  }
  for id in it.state.orderIDs {
    guard let custody = it.custody(id) else { continue }
    demand(
      it.state.compartments[custody.compartment]?.content == .holds(id), "order \(id) lies nowhere")
  }
  return found
}

/// Opens for a look and says what a person would: nothing there where the content was unclear, else all in place.
private func lookInto(_ it: inout Fixture, _ number: Int) -> Bool {
  var isUnclear = false
  switch it.compartment(number).content {
  case .unclear, .empty, .unconfirmed: isUnclear = true
  case .holds, .oldDocument: break
  }
  guard (try? it.retrievalToQuestion(number)) != nil else { return false }
  return (try? it.answerRetrieval(isUnclear ? .foundEmpty : .leftInside)) != nil
}

/// Fresh factors and "open compartment" lead to one unlock; overdue or counter-only sets are fetched instead.
private func serves(_ it: inout Fixture, _ id: OrderID, _ number: Int) -> Bool {
  guard let order = it.state.orders[id], let custody = order.custody, custody.compartment == number else {
    return false
  }
  let decision = Decision(it.state, actor: Fixture.citizen, now: it.now, policy: it.policy)
  if decision.isOver(custody) || order.facts.counterOnly {
    guard (try? it.run { try $0.openForRetrieval(number, sight: .closed) }) != nil else { return false }
  } else {
    guard (try? it.beginHandover(id)) != nil else { return false }
  }
  guard it.unlocks.count == 1, it.unlocks[0].compartment == number else { return false }
  return isWithdrawn(&it)
}

/// Staff take the old document out, and a deposit may follow.
private func empties(_ it: inout Fixture, _ number: Int) -> Bool {
  guard (try? it.retrievalToQuestion(number)) != nil, (try? it.answerRetrieval(.oldDocument)) != nil else {
    return false
  }
  return takes(&it, number)
}

private func takes(_ it: inout Fixture, _ number: Int) -> Bool {
  let id = OrderID(1_000_000 + UInt64(number))
  if it.state.orders[id] == nil { it.announce(id) }
  guard (try? it.run { try $0.openForDeposit(id, at: number, sight: .closed) }) != nil else { return false }
  return it.unlocks.count == 1 && isWithdrawn(&it)
}

/// The unlock did not leave after all, so that the next compartment can be tried.
private func isWithdrawn(_ it: inout Fixture) -> Bool {
  let ref = it.operation.ref
  it.run(.station) { $0.unlockReported(ref, .notSent(.lineLost)) }
  it.giveUp()
  return it.state.operations.isEmpty
}

@Suite struct LivenessTests {
  @Test func i15AFreshWallServes() throws {
    var it = Fixture()
    #expect(stranded(it) == [])
    for number in [1, 3, 5] { try it.deposit(OrderID(UInt64(number)), at: number) }
    #expect(stranded(it) == [])
  }

  /// Each phase of each way to open, ended in each way that time or a person can end it.
  @Test(arguments: Purpose.ofCustody) func i15AfterEveryEnding(_ purpose: Purpose) throws {
    let endings: [(String, (inout Fixture) -> Void)] = [
      ("gave up, closed", { $0.giveUp(.closed) }), ("gave up, open", { $0.giveUp(.open) }),
      ("gave up, silent", { $0.giveUp(.silent) }), ("left open", { $0.leftOpen(.open) }),
      ("left open, silent", { $0.leftOpen(.silent) }),
      ("restarted, closed", { $0.restart { _ in .closed } }),
      ("restarted, open", { $0.restart { _ in .open } }),
      ("restarted, silent", { $0.restart { _ in .silent } }),
    ]
    for point in CrashPoint.live where point.fits(purpose) {
      for number in [1, 3] {
        for (name, end) in endings {
          var it = Fixture()
          try it.build(point, purpose, at: number, item: .unknown)
          end(&it)
          let found = stranded(it)
          #expect(found == [], "\(purpose.name) \(point) at \(number), \(name)")
        }
      }
    }
  }

  @Test func i15AfterSafeModeAndAWrongClock() throws {
    var it = Fixture()
    try it.begin(.handover)
    it.setDay(CivilDay(number: 0))
    it.run(.station) { $0.enterSafeMode(["I5"]) }
    #expect(stranded(it) == [])
  }
}
