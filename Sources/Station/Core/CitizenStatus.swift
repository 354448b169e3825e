// The citizen asks how far an ordered document has come.

import Journal
import Messages
import Secrets

/// Where a person stands who asks for a document.
struct StatusVisit: Equatable, Sendable {
}

extension StationCore {
  mutating func statusRequest(_ request: StatusRequest, _ secret: Secret?, _ journal: any JournalStore) {
  }

  /// One step back; from the first page to the start.
  mutating func backFromStatus(_ visit: StatusVisit) { session = nil }

  func statusStage(_ visit: StatusVisit) -> DocumentStatusStage { .number }
}
