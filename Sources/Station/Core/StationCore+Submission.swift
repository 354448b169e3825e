// Applications in the core: which destinations can take one, what became of one, and what staff ask of the spool. The
// core keeps no application; what waits, waits in the keeper's spool as ciphertext.

import Handover
import Messages

extension StationCore {
  /// Whether a form for this destination may be offered: there is a key to encrypt with.
  func isReady(destination name: String) -> Bool {
    destinations.contains { $0.name == name && $0.isReady }
  }

  mutating func destinationsSeen(_ sights: [DestinationSight]) {
    let before = formsWithoutService
    destinations = sights
    guard formsWithoutService != before else { return }
    for id in formsWithoutService {
      out.append(
        .log("the form \(id) is not offered: FIT-Connect needs a LeiKa key, and the form names none"))
    }
  }

  mutating func submissionReported(_ report: SubmissionReport) {
    switch report {
    case .kept(let reference):
      usedReferences.insert(reference)
      applicationKept(reference)
    case .notKept(let reference, let why): applicationNotKept(reference, why)
    case .known(let references): usedReferences.formUnion(references)
    case .answer(let connection, let reply): out.append(.staff(connection, reply))
    }
  }

  /// Staff requests that the keeper of the spool answers; false: it is another one.
  mutating func submissionRequest(_ desk: Desk, _ request: StaffRequest) -> Bool {
    switch request {
    case .submissions: out.append(.submissions(desk.connection, .list))
    case .retrySubmission(let reference):
      out.append(
        .log("submissions: user \(desk.actor.user ?? 0) tries \(reference ?? "all that failed") again"))
      out.append(.submissions(desk.connection, .retry(reference: reference)))
    case .dropSubmission(let reference):
      out.append(.log("submissions: user \(desk.actor.user ?? 0) drops \(reference)"))
      out.append(.submissions(desk.connection, .drop(reference: reference)))
    default: return false
    }
    return true
  }

  /// For `kiosk status`.
  var destinationViews: [DestinationView] {
    destinations.map { sight in
      var view = DestinationView(
        name: sight.name, ready: sight.isReady, waiting: sight.waiting, delivered: sight.delivered,
        failed: sight.failed)
      view.oldestWaitingSince = sight.oldestWaitingSince?.description
      let lacking = formsWithoutService(for: sight)
      view.lastFault =
        sight.lastFault
        ?? (lacking.isEmpty ? nil : "no LeiKa key, so not offered: \(lacking.joined(separator: ", "))")
      return view
    }
  }
}
