// Crash points x door truth: each way to open a door, stopped at each point, restarted with the door closed, open or
// silent and the item sensor absent, seeing the set or seeing none. The outcomes stand in Golden/crash_points.txt;
// what must hold whatever the table says is asked here.

import Handover
import Testing

/// What is true when the boards are read after the restart.
struct Truth: CustomStringConvertible {
  /// What the sensor sees; none where no sensor is wired.
  enum Item: String, CaseIterable { case none, present, absent }

  var door: DoorReading
  var item: Item

  static let all: [Truth] = DoorReading.allCases.flatMap { door in
    Item.allCases.map { Truth(door: door, item: $0) }
  }

  /// Compartment 3 has a sensor, 1 has none.
  var number: Int { item == .none ? 1 : 3 }
  var sight: DoorSight {
    switch item {
    case .none: DoorSight(door)
    case .present: DoorSight(door, item: door == .unknown ? .unknown : .present)
    case .absent: DoorSight(door, item: door == .unknown ? .unknown : .absent)
    }
  }
  var description: String { "\(door.name)/\(item.rawValue)" }
}

@Suite struct CrashPointTests {
  static func built(_ point: CrashPoint, _ purpose: Purpose, _ truth: Truth) throws -> Fixture {
    var it = Fixture()
    let before: ItemReading = truth.item == .none ? .unknown : purpose == .deposit ? .absent : .present
    try it.build(point, purpose, at: truth.number, item: before)
    return it
  }

  static func restarted(_ it: inout Fixture, _ truth: Truth) {
    it.restart { $0 == truth.number ? truth.sight : .closed }
  }

  static func row(_ point: CrashPoint, _ purpose: Purpose, _ truth: Truth) throws -> String {
    var it = try built(point, purpose, truth)
    let crash = it
    restarted(&it, truth)
    let compartment = it.compartment(truth.number)
    let outcome =
      if let live = it.state.operations.values.first { "live in phase \(live.phase)" } else {
        it.settlement.map { "\($0.outcome.name), \($0.confirmation.name)" } ?? "-"
      }
    let content =
      switch compartment.content {
      case .holds: "holds"
      case .oldDocument: "old document"
      case .empty: "empty"
      case .unconfirmed: "unconfirmed"
      case .unclear: "unclear"
      }
    let reviews = it.reviewKinds.map(\.name).joined(separator: "+")
    it.identify(first)
    let code = it.refusal(Fixture.citizen) { try $0.openForHandover(first, sight: .closed) }
    return [
      "\(point) \(purpose.name) \(truth)", outcome, content,
      compartment.block.map { "blocked: \($0.name)" } ?? "in service",
      "review: \(reviews.isEmpty ? "-" : reviews)",
      "epoch +\(compartment.epoch - crash.compartment(truth.number).epoch)",
      "code: \(code?.code ?? "opens")",
    ].joined(separator: " | ")
  }

  static func forEach(_ body: (CrashPoint, Purpose, Truth) throws -> Void) rethrows {
    for purpose in Purpose.ofCustody {
      for point in CrashPoint.allCases where point.fits(purpose) {
        for truth in Truth.all { try body(point, purpose, truth) }
      }
    }
  }

  @Test func everyPointAndEveryTruthHasItsOutcome() throws {
    var lines: [String] = []
    try Self.forEach { point, purpose, truth in lines.append(try Self.row(point, purpose, truth)) }
    try expectGolden("crash_points.txt", lines)
  }

  /// I11: settled or in review before the compartment serves again; only an open door is still watched.
  @Test func nothingIsLeftUnsettledButAnOpenDoor() throws {
    try Self.forEach { point, purpose, truth in
      var it = try Self.built(point, purpose, truth)
      Self.restarted(&it, truth)
      if let live = it.state.operations.values.first {
        #expect(live.phase == .open && truth.door == .open, "\(point) \(purpose) \(truth)")
        #expect(CrashPoint.live.contains(point))
      }
      // I7: what nobody could read is never a success, and never serves without a person.
      if truth.door == .unknown, CrashPoint.live.contains(point) {
        #expect(it.settlement! == (.outcomeUnknown, .unconfirmed), "\(point) \(purpose) \(truth)")
        #expect(it.compartment(truth.number).block != nil && !it.state.reviews.isEmpty)
      }
    }
  }

  /// An opening that may have happened unseen is on the review list, wherever the set is now.
  @Test func everyUnknownOutcomeIsReviewed() throws {
    try Self.forEach { point, purpose, truth in
      var it = try Self.built(point, purpose, truth)
      Self.restarted(&it, truth)
      guard it.state.operations.isEmpty, it.settlement?.outcome == .outcomeUnknown else { return }
      #expect(it.reviewKinds == [.outcomeUnknown], "\(point) \(purpose) \(truth)")
    }
  }

  /// Nothing is delivered, deposited, fetched or called empty by a crash, but by a sensor that saw the set go.
  @Test func noCrashHandsAnythingOver() throws {
    try Self.forEach { point, purpose, truth in
      var it = try Self.built(point, purpose, truth)
      let before = it.records.count
      let epoch = it.compartment(truth.number).epoch
      Self.restarted(&it, truth)
      let names = Set(it.records.dropFirst(before).map(\.event.name))
      let sawItGo =
        purpose == .handover && truth.item == .absent && truth.door == .closed
        && [.c7, .c8].contains(point)
      #expect(names.contains("taken") == sawItGo, "\(point) \(purpose) \(truth)")
      #expect(it.compartment(truth.number).epoch == epoch + (sawItGo ? 1 : 0))
      #expect(names.isDisjoint(with: ["deposited", "retrieved", "found_empty", "noticeQueued", "intent"]))
      if purpose == .deposit { #expect(it.state.outbox.isEmpty && it.custody(first) == nil) }
    }
  }

  /// A second start, by the same truth, writes that it started and nothing else.
  @Test func aSecondRestartChangesNothingMore() throws {
    try Self.forEach { point, purpose, truth in
      var it = try Self.built(point, purpose, truth)
      Self.restarted(&it, truth)
      let once = it.state
      let count = it.records.count
      Self.restarted(&it, truth)
      #expect(it.records.dropFirst(count).map(\.event.name) == ["started"], "\(point) \(purpose) \(truth)")
      var twice = it.state
      twice.sequence = once.sequence
      #expect(twice == once)
    }
  }

  /// A board that answers late: the first start learns nothing, the next all.
  @Test func aSilentBoardIsWaitedFor() throws {
    for point in CrashPoint.live {
      for purpose in Purpose.ofCustody where point.fits(purpose) {
        var it = try Self.built(point, purpose, Truth(door: .closed, item: .none))
        let live = it.operation.id
        it.reboot()
        it.run(.station) { $0.start(version: "test") }
        it.run(.station) { $0.recover(live, sight: .silent, isFinal: false) }
        #expect(it.effects.isEmpty && it.state.operations[live] != nil)
        it.run(.station) { $0.recover(live, sight: .closed, isFinal: false) }
        #expect(it.state.operations.isEmpty, "\(point) \(purpose)")
      }
    }
  }

  @Test func i15NothingIsStranded() throws {
    try Self.forEach { point, purpose, truth in
      var it = try Self.built(point, purpose, truth)
      Self.restarted(&it, truth)
      let found = stranded(it)
      #expect(found == [], "\(point) \(purpose) \(truth)")
    }
  }
}
