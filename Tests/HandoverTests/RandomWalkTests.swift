// Random walks over everything a station can be told: 200 seeds of 500 steps. The invariants are asked of every record
// by the fixture; here: nothing grows without bound, no row is forgotten, replay and bytes give the same again.

import Handover
import Testing

@Suite struct RandomWalkTests {
  static let seedsPerGroup: UInt64 = 25
  static let steps = 500

  @Test(arguments: 0..<8) func whateverComes(_ group: UInt64) throws {
    for seed in group * Self.seedsPerGroup..<(group + 1) * Self.seedsPerGroup {
      var walk = Walk(seed: seed)
      var checked = 0
      for step in 0..<Self.steps {
        let before = walk.it.state
        walk.step()
        for problem in Self.problems(before, walk.it, from: checked) {
          Issue.record("seed \(seed) step \(step): \(problem)")
          return
        }
        checked = walk.it.records.count
      }
      var replayed = State()
      for record in walk.it.records { replayed.apply(record) }
      if replayed != walk.it.state { Issue.record("seed \(seed): the replay differs") }
      for what in stranded(walk.it) { Issue.record("seed \(seed): \(what)") }
    }
  }

  /// The walks get everywhere: each kind of record that a decision writes, each outcome, each review.
  @Test func theWalksGetEverywhere() {
    var names: Set<String> = []
    var outcomes: Set<String> = []
    var reviews: Set<ReviewKind> = []
    for seed in 1000..<1090 as Range<UInt64> {
      var walk = Walk(seed: seed)
      for _ in 0..<Self.steps { walk.step() }
      for record in walk.it.records {
        names.insert(record.event.name)
        if case .settled(_, let outcome, let confirmation, _) = record.event {
          outcomes.insert("\(outcome.name) \(confirmation.name)")
        }
        if case .reviewOpened(let kind, _, _, _) = record.event { reviews.insert(kind) }
      }
    }
    // "Done" is the outbox's word, not a decision's; a backup is the journal's own business.
    let all = Set(RecordCodingTests.events.map(\.name)).subtracting([
      "notice_done", "pin_letter_confirmed", "backup_made", "board_proven",
    ])
    #expect(all.subtracting(names) == [])
    #expect(Set(ReviewKind.allCases).subtracting(reviews) == [])
    #expect(
      outcomes.isSuperset(of: [
        "opened_closed taken", "opened_closed deposited", "opened_closed retrieved",
        "already_open found_empty", "opened_closed old_document_retrieved",
        "opened_closed not_taken", "opened_closed not_deposited", "opened_left_open unconfirmed",
        "jammed unconfirmed", "not_sent unconfirmed", "outcome_unknown unconfirmed",
        "opened_closed unconfirmed",
      ]))
  }

  private static func problems(_ before: State, _ it: Fixture, from checked: Int) -> [String] {
    var found: [String] = []
    var touched = Touched()
    for record in it.records[checked...] {
      touched.formUnion(record.event.touched(in: before, sequence: record.sequence))
      if (try? Record(canonicalBytes: record.canonicalBytes)) != record {
        found.append("\(record.event.name) does not read back")
      }
    }
    let after = it.state
    func compare<Key: Hashable, Value: Equatable>(
      _ name: String, _ old: [Key: Value], _ new: [Key: Value], _ rows: Set<Key>
    ) {
      for key in Set(old.keys).union(new.keys) where old[key] != new[key] && !rows.contains(key) {
        found.append("\(name) \(key) changed and is not among the touched rows")
      }
    }
    compare("compartment", before.compartments, after.compartments, touched.compartments)
    compare("order", before.orders, after.orders, touched.orders)
    compare("operation", before.operations, after.operations, touched.operations)
    compare("review", before.reviews, after.reviews, touched.reviews)
    compare("counter", before.counters, after.counters, touched.counters)
    let notices = Set(before.outbox).symmetricDifference(after.outbox)
    if !notices.isSubset(of: touched.notices) { found.append("a notice changed and is not touched") }
    return found + unbounded(it)
  }

  private static func unbounded(_ it: Fixture) -> [String] {
    let state = it.state
    var found: [String] = []
    if state.operations.count > state.compartments.count { found.append("more operations than doors") }
    if Set(state.operations.values.map(\.compartment)).count != state.operations.count {
      found.append("two operations at one door")
    }
    if state.operations.values.filter({ $0.purpose == .handover }).count > 1 {
      found.append("two citizens at once")
    }
    if state.counters.count > it.policy.countersMax { found.append("counters") }
    if state.identified.count > 8 { found.append("identified") }
    if state.outbox.contains(where: { state.orders[$0.order] == nil && $0.kind != .confirmation }) {
      found.append("a notice of no order")
    }
    if state.outbox.count > state.orders.count * (3 + it.policy.extensionsMax) { found.append("outbox") }
    struct Kind: Hashable {
      var kind: ReviewKind
      var compartment: Int?
      var order: OrderID?
    }
    let kinds = Set(
      state.reviews.values.map { Kind(kind: $0.kind, compartment: $0.compartment, order: $0.order) })
    if kinds.count != state.reviews.count { found.append("one thing twice on the review list") }
    // I3: a set is where its custody says, and nowhere else.
    for order in state.orders.values {
      let holders = state.compartments.values.filter { $0.content == .holds(order.id) }
      if holders.count > 1 { found.append("order \(order.id) in two compartments") }
      if let old = order.facts.oldDocument, order.oldDocumentFate == .surrendered {
        let kept = state.compartments.values.filter { $0.content == .oldDocument(order.id) }
        if kept.count > 1 { found.append("old \(old.name) of \(order.id) in two compartments") }
      }
      if order.proxy.isLive {
        switch order.stage {
        case .announced, .deposited: break
        default: found.append("the proxy code of \(order.id) outlives its set")
        }
      }
      if let holder = holders.first, order.custody?.compartment != holder.plan.number {
        found.append("compartment \(holder.plan.number) holds what is not in its custody")
      }
    }
    return found
  }
}
