// Keeps confirmed applications until their destinations have them: encrypts at once, writes ciphertext into the spool,
// and delivers in its own time. It decides nothing about forms and knows no session.

import Messages

final class SubmissionKeeper: Sendable {
  private let post: @Sendable (StationInput) -> Void

  init(post: @escaping @Sendable (StationInput) -> Void) { self.post = post }

  func keep(_ application: Application) {
    post(.submission(.notKept(reference: application.reference, why: "there is no spool yet")))
  }

  func take(_ order: SubmissionOrder, for connection: ConnectionID) {
    post(.submission(.answer(connection, Self.answer(order, of: []))))
  }

  static func answer(_ order: SubmissionOrder, of rows: [SubmissionRow]) -> StaffReply {
    switch order {
    case .list: .submissions(rows)
    case .retry(nil): .done
    case .retry, .drop: .refused(unknown)
    }
  }

  static let unknown = Refused(
    code: "unknown-submission", message: "no application has this reference: see 'kiosk submissions'")
  static let notOpen = Refused(
    code: "submission-not-open",
    message: "it is on its way or delivered: only what failed or was rejected is tried again or dropped")
}
