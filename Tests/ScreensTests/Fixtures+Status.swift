// One sample of every answer to "Where is my document?".

import Messages

@testable import Screens

extension Fixtures {
  static let tries = StatusTries(left: 3, pauseMinutes: 5)

  static let statuses: [(name: String, stage: Stage, timer: Snapshot.Timer?)] = {
    let quiet = timer(.idle, 60, of: 60)
    func result(
      _ name: String, _ status: DocumentStatus, left: Int = 3
    ) -> (name: String, stage: Stage, timer: Snapshot.Timer?) {
      (
        "status-\(name)", .documentStatus(.result(status, StatusTries(left: left, pauseMinutes: 5))), quiet
      )
    }
    let card = ["id_card"]
    return [
      ("status-number", .documentStatus(.number(tries)), quiet),
      ("status-number-last", .documentStatus(.number(StatusTries(left: 1, pauseMinutes: 1))), quiet),
      result("unknown", DocumentStatus(state: .unknown), left: 2),
      result("unknown-pause", DocumentStatus(state: .unknown), left: 0),
      result("ordered", DocumentStatus(state: .ordered, documents: card, since: "2026-11-02")),
      result("ordered-bare", DocumentStatus(state: .ordered)),
      result("produced", DocumentStatus(state: .produced, documents: card, since: "2026-11-12")),
      result("arrived", DocumentStatus(state: .arrived, documents: ["passport"], since: "2026-11-20")),
      result(
        "here",
        DocumentStatus(
          state: .readyHere, documents: card + ["passport"], since: "2026-11-20", until: "2026-11-27",
          canPickUp: true)),
      result(
        "here-counter",
        DocumentStatus(
          state: .readyHere, documents: card, since: "2026-11-20", until: "2026-11-27", canPickUp: false)),
      result(
        "counter", DocumentStatus(state: .readyAtCounter, documents: card, until: "2026-11-20")),
      result("counter-bare", DocumentStatus(state: .readyAtCounter)),
      result("handed-over", DocumentStatus(state: .handedOver, documents: card, since: "2026-11-19")),
      (
        "status-paused", .documentStatus(.paused(minutesLeft: 5, hour: 18, minute: 9)),
        timer(.stage, 30, of: 30)
      ),
    ]
  }()
}
