// The citizen applies: one form at a time, in the session's memory alone.

import Messages
import Secrets

/// An application that is being filled in.
struct FormVisit: Equatable, Sendable {
}

extension StationCore {
  mutating func formRequest(_ request: FormRequest, _ secret: Secret?) {
  }

  /// One step back; from the first page to the start.
  mutating func backFromForm() { session = nil }

  func formStage(_ visit: FormVisit, _ language: String) -> FormStage {
    .list(InfoList(title: .key("form.list"), entries: []))
  }
}
