// The citizen reads: where they stand in the town's information, and where a choice leads.

import Messages
import Secrets

/// Where a person stands in the information.
struct InfoVisit: Equatable, Sendable {
}

extension StationCore {
  mutating func infoRequest(_ request: InfoRequest, _ secret: Secret?) {
  }

  /// One step back; from the first page to the start.
  mutating func backFromInfo(_ visit: InfoVisit) { session = nil }

  func infoStage(_ visit: InfoVisit) -> InfoStage { .menu([]) }

  /// To the page with contact and appointment.
  mutating func beginContact() {
  }
}
