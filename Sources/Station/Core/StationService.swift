// Whether the station serves, and what happens while the journal refuses.

import Handover
import Journal
import Messages

extension StationCore {
  /// Why nothing can be picked up now; nil: in service.
  var outage: OutOfService? {
    if frozen != nil || isDiskLow { return .journal }
    if durable.safeMode != nil { return .safeMode }
    if isStarting { return .starting }
    if setup.offers.hasLockers, !boards.values.contains(true) { return .boards }
    return nil
  }

  /// The same in a word for staff and for the system's log.
  var serviceWord: String {
    switch outage {
    case nil: "in-service"
    case .starting: "starting"
    case .boards: "boards-silent"
    case .journal: frozen == nil ? "disk-low" : "journal-refused"
    case .safeMode: "safe-mode"
    }
  }

  /// One line for `systemctl status`: states and counts, nothing of a person.
  var statusLine: String {
    let answering = boards.values.count { $0 }
    return "\(serviceWord): \(answering) of \(setup.boards.count) boards answer, "
      + "\(durable.compartments.count) compartments, \(durable.reviews.count) open reviews"
  }

  /// The journal refused a transaction while `input` was handled: nothing of it happened. Decisions stop until it
  /// works again; whoever asked is told.
  public mutating func journalFailed(_ message: String, during input: StationInput) -> [StationEffect] {
    frozen = message
    working = durable
    var effects: [StationEffect] = [.log("journal refused a record, nothing is opened: \(message)")]
    if case .staffRequest(let id, _, _) = input {
      effects.append(.staff(id, .refused(Refused(code: "journal", message: message))))
    }
    // What was counted may not have been written.
    statusDesk.stored = nil
    switch input {
    case .exchange(.rows(let batch, _)), .exchange(.documents(let batch, _)):
      effects.append(.exchange(batch: batch, .refused(message)))
    default: break
    }
    effects += dropProof()
    if let place = session?.place {
      switch place {
      case .operation, .ended: break
      // The PIN of a card and an application need no journal.
      case .card(let visit) where visit.purpose == .pin: break
      case .card(let visit) where visit.purpose.shown == .identity: break
      case .form, .info: break
      default: end(with: .outOfService(.journal))
      }
    }
    return effects
  }

  /// The journal works again.
  public mutating func journalWorks() -> [StationEffect] {
    frozen = nil
    return [.log("journal accepts records again")]
  }

  /// Invariants were about to be broken: the record is not written, the station opens nothing until a person has
  /// looked.
  public mutating func violated(_ violations: [Violation], at time: StationTime) -> [StationEffect] {
    begin(time)
    decideFreely(.station) {
      $0.enterSafeMode(violations.map { "\($0.invariant): \($0.what)" })
    }
    if session?.operation == nil, session != nil { end(with: .outOfService(.safeMode)) }
    return take()
  }

  /// When `tick` is wanted, monotonic milliseconds. At least once a minute for the clock on the screen.
  public func nextWake(after time: StationTime) -> Int64 {
    let now = time.moment.monotonic
    var wake = now + 60_000 - time.moment.wall % 60_000
    if isStarting { wake = min(wake, recoveryDeadline) }
    for timer in timers.values { if let deadline = timer.deadline { wake = min(wake, deadline) } }
    for look in looksAgain.values { wake = min(wake, look) }
    if let until = proof?.stage.until { wake = min(wake, until) }
    if let deadline = session?.timer.deadline { wake = min(wake, deadline) }
    if let patience = session?.visit?.patience { wake = min(wake, patience) }
    if let due = formWake { wake = min(wake, due) }
    if let lost = session?.lostAt { wake = min(wake, lost + setup.intervals.reconnect) }
    if !durable.outbox.isEmpty, durable.safeMode == nil { wake = min(wake, notices.wake) }
    return max(wake, now + 1)
  }
}
