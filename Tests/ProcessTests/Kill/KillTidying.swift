// What people in the kill loop do after a restart: the citizen at the screen and the clerk at the wall bring what was
// cut off to its end, and the clerk looks into every compartment that the station has doubts about.

import Foundation
import Messages

extension KillWorld {
  /// The screen leads whoever stands there back to its idle page.
  func finishCitizen() throws {
    for _ in 0..<40 {
      try stand.wait("a page") { stand.stage != nil }
      guard let stage = stand.stage, stage != .idle else { return }
      switch stage {
      case .opening(_, let number, _):
        try stand.wait("the door or another page") {
          stand.stage != stage || stand.openDoors.contains(number)
        }
        if stand.stage == stage {
          try stand.wait("what the station sees", seconds: 30) { stand.stage != stage }
        }
      case .open(_, let number):
        if stand.openDoors.contains(number) {
          if chance.happens(percent: 70) { try reachIn(number) }
          try stand.linger(milliseconds: Stand.openMilliseconds)
          try stand.wall.hand("close", number)
        }
        try stand.wait("closed seen") { stand.stage != stage }
      case .askTaken(_, let number):
        try stand.citizen?.send(.answerTaken(contents[number] == nil))
        try stand.wait("an end") { stand.stage != stage }
      case .notMoved:
        try stand.citizen?.send(.reportStuck)
        try stand.wait("an end") { stand.stage != stage }
      case .outOfService:
        try stand.wait("service") { stand.stage != stage }
      default:
        try stand.citizen?.send(.end)
        try stand.wait("the next page") { stand.stage != stage }
      }
    }
    throw Failed(description: "the screen does not come back to idle: \(stand.stage.map { "\($0)" } ?? "")")
  }

  func finishClerk() throws {
    citizenAtWall = nil
    for view in try stand.status().liveOperations where view.purpose != "handover" {
      _ = try stand.ask(.watch(operation: view.operation))
      try finish(view)
    }
    // A door that no operation watches is shut by whoever passes by.
    for number in stand.openDoors.sorted() { try stand.wall.hand("close", number) }
    try stand.wait("all doors closed") { stand.openDoors.isEmpty }
  }

  private func finish(_ first: OperationView) throws {
    let operation = first.operation
    let number = first.compartment
    var took: String?
    for _ in 0..<20 {
      let view = stand.views[operation] ?? first
      if view.outcome != nil { return }
      switch view.phase {
      case "open":
        if stand.openDoors.contains(number) {
          if view.purpose == "retrieval" || !view.confirmedEmpty {
            took = contents[number]
            try reachIn(number)
          }
          try stand.linger(milliseconds: Stand.openMilliseconds)
          try stand.wall.hand("close", number)
        }
        try stand.wait("closed seen") { stand.views[operation]?.phase != "open" }
      case "closed":
        try answer(view, took)
        try stand.wait("settled") { stand.views[operation].map { $0.outcome != nil || $0 != view } ?? true }
      case "notSent", "noMovement", "notTaken":
        _ = try stand.ask(.giveUp(operation: operation))
        try stand.wait("given up") { stand.views[operation].map { $0 != view } ?? true }
      default:
        try stand.wait("the door", seconds: 40) { stand.views[operation].map { $0 != view } ?? true }
      }
    }
    throw Failed(description: "operation \(operation) does not end: \(stand.views[operation] ?? first)")
  }

  private func answer(_ view: OperationView, _ took: String?) throws {
    let number = view.compartment
    let reply: StaffReply
    if view.purpose == "deposit" {
      if contents[number] != nil, view.confirmedEmpty {
        reply = try stand.ask(.confirmDeposit(operation: view.operation, present: view.parts.map(\.id)))
      } else {
        reply = try stand.ask(.cancelDeposit(operation: view.operation))
      }
    } else if contents[number] != nil {
      reply = try stand.ask(.answerRetrieval(operation: view.operation, answer: .leftInside, order: nil))
    } else {
      let named = view.order == nil ? took.flatMap { orderOf($0) } : nil
      reply = try stand.ask(
        .answerRetrieval(
          operation: view.operation, answer: took == nil ? .foundEmpty : .retrieved, order: named))
    }
    if case .refused(let refused) = reply {
      throw Failed(description: "\(view.purpose) cannot be ended: \(refused.code) \(refused.message)")
    }
  }

  /// The clerk looks behind each door in doubt, closes what is in review and puts compartments back into service.
  func settleReviews() throws {
    for _ in 0..<4 {
      let rows = try stand.compartmentRows()
      let reviews = try stand.reviewRows()
      var doubtful = Set(rows.filter { $0.blocked != nil || $0.content == "unclear" }.map(\.compartment))
      doubtful.formUnion(reviews.compactMap(\.compartment))
      if doubtful.isEmpty, reviews.isEmpty { return }
      for number in doubtful.sorted() { try retrieve(number) }
      for item in try stand.reviewRows() {
        _ = try stand.ask(.closeReview(item: item.item, reason: "looked behind the door"))
      }
      for row in try stand.compartmentRows() where row.blocked != nil {
        _ = try stand.ask(.release(compartment: row.compartment, reason: "looked behind the door"))
      }
    }
    throw Failed(description: "reviews do not end: \(try stand.reviewRows())")
  }
}
