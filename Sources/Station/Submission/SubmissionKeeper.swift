// Keeps confirmed applications until their destinations have them: encrypts at once, writes ciphertext into the spool, and
// delivers in its own time, each on a thread of its own. It decides nothing about forms and knows no session.

import Crypto
import Dispatch
import Handover
import Messages
import Secrets
import Synchronization

final class SubmissionKeeper: Sendable {
  /// The longest pause of the delivery, milliseconds: what was missed is seen then.
  static let pauseMillisecondsMax: Int64 = 3_600_000
  /// An application whose number another one in the spool has.
  static let numberTaken = "the number is taken"

  private struct State {
    var isStopping = false
    /// The round that is planned; older plans do nothing.
    var plan = 0
    /// Keyed hashes of what this run has kept, to tell a repetition from another application of the same number.
    var prints: [String: [UInt8]] = [:]
    var sights: [DestinationSight]?
  }

  private let deliverer: Deliverer
  private let spool: Spool
  private let now: @Sendable () -> DeliveryTime
  private let log: @Sendable (String) -> Void
  private let post: @Sendable (StationInput) -> Void
  /// Of this run alone.
  private let printKey: Secret
  private let keeping = DispatchQueue(label: "kiosk.submissions.keep")
  private let delivery = DispatchQueue(label: "kiosk.submissions.deliver")
  private let state = Mutex(State())

  /// `printKey` is fresh chance, 32 bytes.
  init(
    _ deliverer: Deliverer, printKey: Secret, now: @escaping @Sendable () -> DeliveryTime,
    log: @escaping @Sendable (String) -> Void, post: @escaping @Sendable (StationInput) -> Void
  ) {
    self.deliverer = deliverer
    spool = deliverer.spool
    self.printKey = printKey
    self.now = now
    self.log = log
    self.post = post
  }

  /// From here on it delivers; what an earlier run kept is told first.
  func start() {
    let entries = spool.entries
    if !entries.isEmpty { post(.submission(.known(references: entries.map(\.reference)))) }
    for name in spool.damaged { log("submissions: \(name) in the spool is damaged and stays where it is") }
    tellSights()
    wake()
  }

  /// Waits for the step that runs, at most so long. What is on its way goes on at the next start.
  func stop(milliseconds: Int) {
    state.withLock { $0.isStopping = true }
    let group = DispatchGroup()
    keeping.async(group: group) {}
    delivery.async(group: group) {}
    _ = group.wait(timeout: .now() + .milliseconds(milliseconds))
  }

  // MARK: Keeping

  func keep(_ application: Application) {
    keeping.async { [self] in
      do throws(SubmissionFault) {
        try keepNow(application)
        post(.submission(.kept(reference: application.reference)))
        tellSights()
        wake()
      } catch {
        log("submissions: \(application.reference) is not kept: \(error.text)")
        post(.submission(.notKept(reference: application.reference, why: error.text)))
      }
    }
  }

  func keepNow(_ application: Application) throws(SubmissionFault) {
    let reference = application.reference
    guard SpoolEntry.isReference(reference) else {
      throw SubmissionFault(.spool, "the number cannot name a file")
    }
    let print = application.data.withSpan { HMACSHA256(key: printKey).code(for: $0).bytes }
    if spool.contains(reference) {
      // Nothing is known of what an earlier run kept but its number; the core draws none that is in use.
      guard state.withLock({ $0.prints[reference].map { $0 == print } ?? true }) else {
        throw SubmissionFault(.spool, Self.numberTaken)
      }
      return
    }
    guard let way = deliverer.way(application.destination) else {
      throw SubmissionFault(.notConfigured, "Kiosk.conf has no destination \(application.destination)")
    }
    let time = now()
    let (content, key) = try way.seal(application, at: time)
    let entry = SpoolEntry(
      reference: reference, destination: application.destination, form: application.form,
      title: application.title, leika: application.leika, day: application.day, keptAt: time.wall, key: key,
      since: time.wall, content: content)
    _ = try spool.keep(entry)
    state.withLock { state in
      // What was delivered and forgotten needs no print.
      if state.prints.count > 2 * Spool.entriesMax {
        state.prints = state.prints.filter { spool.contains($0.key) }
      }
      state.prints[reference] = print
    }
  }

  // MARK: Staff

  func take(_ order: SubmissionOrder, for connection: ConnectionID) {
    keeping.async { [self] in
      post(.submission(.answer(connection, answer(order))))
      if order != .list {
        tellSights()
        wake()
      }
    }
  }

  private func answer(_ order: SubmissionOrder) -> StaffReply {
    let wall = now().wall
    do throws(SubmissionFault) {
      switch order {
      case .list: return .submissions(rows())
      case .retry(nil):
        for entry in spool.entries where entry.isOpen {
          try spool.update(entry.reference) { if $0.isOpen { $0.retry(at: wall) } }
        }
        deliverer.resume()
        return .done
      case .retry(let reference?), .drop(let reference):
        guard let entry = spool.entries.first(where: { $0.reference == reference }) else {
          return .refused(Self.unknown)
        }
        guard entry.isOpen else { return .refused(Self.notOpen) }
        if case .drop = order {
          try spool.remove(reference)
        } else {
          try spool.update(reference) { if $0.isOpen { $0.retry(at: wall) } }
          deliverer.resume()
        }
        return .done
      }
    } catch {
      return .refused(Refused(code: "spool", message: "the spool cannot be written: \(error.detail)"))
    }
  }

  private func rows() -> [SubmissionRow] {
    let time = now()
    let rows = spool.entries.map { entry in
      let age = Int(max(0, time.wall - entry.since) / Deliverer.dayMilliseconds)
      var row = SubmissionRow(
        reference: entry.reference, form: entry.form, destination: entry.destination,
        state: entry.stage.rawValue, day: entry.day.description,
        since: CivilDay(number: time.day.number - age).description, attempts: entry.attempts)
      let isOnItsWay = !entry.isOpen && entry.stage != .accepted
      row.nextInSeconds = isOnItsWay ? Int(max(0, entry.nextAt - time.wall) / 1_000) : nil
      row.fault = entry.fault
      return row
    }
    return rows
      + spool.damaged.map { name in
        var row = SubmissionRow(
          reference: name, form: "-", destination: "-", state: "failed", day: "-", since: "-", attempts: 0)
        row.fault = SubmissionFault(.damaged, "the file cannot be read").text
        return row
      }
  }

  /// Where no destination is set up.
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

  // MARK: Delivering

  private func wake() { plan(afterMilliseconds: 0) }

  private func plan(afterMilliseconds wait: Int64) {
    let plan = state.withLock { state in
      state.plan += 1
      return state.plan
    }
    delivery.asyncAfter(deadline: .now() + .milliseconds(Int(min(wait, Self.pauseMillisecondsMax)))) {
      [weak self] in
      guard let self, state.withLock({ !$0.isStopping && $0.plan == plan }) else { return }
      deliver(plan)
    }
  }

  private func deliver(_ plan: Int) {
    let next = deliverer.round(at: now) { state.withLock { $0.isStopping } }
    tellSights()
    // Something new came meanwhile: it has planned its own round.
    guard state.withLock({ !$0.isStopping && $0.plan == plan }) else { return }
    self.plan(afterMilliseconds: max(0, next - now().wall))
  }

  func tellSights() {
    let sights = deliverer.sights(at: now())
    let isNews = state.withLock { state in
      defer { state.sights = sights }
      return state.sights != sights
    }
    if isNews { post(.destinations(sights)) }
  }
}
