// The citizen asks how far an ordered document has come. What was typed is turned into keyed hashes and forgotten. An
// unknown number and one of which nothing is known get the same answer after the same work, and nothing of custody
// changes here: whoever picks up goes through the code and the second factor like everybody else.

import Handover
import Journal
import Messages
import Secrets

/// Where a person stands who asks for a document.
struct StatusVisit: Equatable, Sendable {
  /// Unknown numbers since the visit began, or since the last pause.
  var unknown = 0
  /// The answer on the screen; nil: the number is asked for.
  var finding: StatusFinding?
}

/// An answer, and what a pickup would need.
struct StatusFinding: Equatable, Sendable {
  var status: DocumentStatus
  /// The order that lies here; nil: none, or nothing lies here.
  var order: OrderID?
  /// The slip number as the page of the pickup would search it; empty where a serial number was typed.
  var identifiers: [KeyedHash] = []
}

/// What is counted for the whole station: it knows no faces.
struct StatusDesk: Sendable {
  /// When questions were answered in the last hour, monotonic milliseconds.
  var asked: [Int64] = []
  /// Nobody can ask before; nil: no pause.
  var pausedUntil: Int64?
  /// The day on which what is old was forgotten last.
  var sweptDay: CivilDay?
  /// Numbers of which the register has said something; nil: not counted yet.
  var stored: Int?
}

extension StationCore {
  static let minuteMilliseconds: Int64 = 60_000
  static let hourMilliseconds: Int64 = 3_600_000

  mutating func statusRequest(_ request: StatusRequest, _ secret: Secret?, _ journal: any JournalStore) {
    switch request {
    case .begin: beginStatus()
    case .number: statusNumber(secret, journal)
    case .pickUp: pickUpNow(journal)
    }
  }

  private mutating func beginStatus() {
    switch session?.place {
    case nil, .idle, .ended: break
    case .documentStatus(let visit): return askAgain(visit)
    default: return
    }
    if session == nil { session = Session(connection: screen, language: defaultLanguage, place: .idle) }
    wipe()
    askAgain(StatusVisit())
  }

  /// To the question for a number, or to the pause.
  private mutating func askAgain(_ visit: StatusVisit) {
    if let until = statusPause() { return pausePage(until) }
    var visit = visit
    visit.finding = nil
    if visit.unknown >= setup.status.unknownMax { visit.unknown = 0 }
    go(.documentStatus(visit))
  }

  private mutating func statusNumber(_ secret: Secret?, _ journal: any JournalStore) {
    guard case .documentStatus(var visit)? = session?.place, visit.finding == nil, let secret else { return }
    if let until = statusPause() { return pausePage(until) }
    statusDesk.asked.append(now)
    do throws(JournalError) {
      let finding = try lookUp(secret, journal)
      visit.finding = finding
      if finding.status.state == .unknown {
        visit.unknown += 1
        if visit.unknown >= setup.status.unknownMax {
          statusDesk.pausedUntil = now + Int64(setup.status.pauseMinutes) * Self.minuteMilliseconds
        }
      }
      go(.documentStatus(visit))
    } catch {
      end(with: .outOfService(.journal))
      out.append(.log("status refused: \(error.message)"))
    }
  }

  /// When the next question is answered, monotonic milliseconds; nil: now.
  private mutating func statusPause() -> Int64? {
    statusDesk.asked.removeAll { $0 <= now - Self.hourMilliseconds }
    if let until = statusDesk.pausedUntil, until <= now { statusDesk.pausedUntil = nil }
    return statusDesk.nextAnswer(now: now, setup.status)
  }

  private mutating func pausePage(_ until: Int64) {
    let pause = pause(milliseconds: until - now)
    end(
      with: .documentStatus(.paused(minutesLeft: pause.minutes, hour: pause.hour, minute: pause.minute)))
  }

  /// Two hashes and four questions to the journal, whatever was typed and whatever is known of it.
  private func lookUp(_ typed: Secret, _ journal: any JournalStore) throws(JournalError) -> StatusFinding {
    let number = try? DocumentNumber.read(typed).get()
    // What can be no number is searched for all the same, as nothing.
    let serial = keys.hash(.serial, number?.serialBytes ?? [])
    let slip = keys.hash(.slip, number?.slipBytes ?? [])
    let ids = try journal.orders(serial: serial) + journal.orders(identifier: slip)
    let said = [try journal.documentState(serial), try journal.documentState(slip)].compactMap { $0 }
      .filter { !isForgotten($0) }
    let word = said.first
    let found = Set(ids).sorted().compactMap { durable.orders[$0] }.map { ($0.id, status(of: $0, word)) }
    guard let (id, status) = found.min(by: { $0.1.state.rank < $1.1.state.rank }) else {
      return StatusFinding(status: word.map(status(_:)) ?? DocumentStatus(state: .unknown))
    }
    let typedAsPickup = number?.slipBytes == nil ? [] : TypedNumber.forms(typed)
    return StatusFinding(
      status: status, order: status.state == .readyHere ? id : nil,
      identifiers: typedAsPickup.map { keys.hash($0.kind, $0.text) })
  }

  private func isForgotten(_ said: RegisterState) -> Bool {
    said.imported + setup.status.days < time.moment.day
  }

  /// What the register said. Whatever it says, the station knows better what lies in its compartments.
  private func status(_ said: RegisterState) -> DocumentStatus {
    let state: DocumentState =
      switch said.stage {
      case .withdrawn: .unknown
      case .ordered: .ordered
      case .produced: .produced
      case .arrived: .arrived
      case .ready: .readyAtCounter
      case .handedOver: .handedOver
      }
    guard state != .unknown else { return DocumentStatus(state: .unknown) }
    return DocumentStatus(
      state: state, documents: said.kind.map { [$0.name] } ?? [], since: said.since.description)
  }

  private func status(of order: Order, _ said: RegisterState?) -> DocumentStatus {
    let documents = order.facts.documents.documents.map(\.name)
    if let late = late(order) {
      var since: String?
      if case .retrieved(let day, _) = order.stage { since = day.description }
      return DocumentStatus(
        state: .readyAtCounter, documents: documents, since: since, until: since == nil ? late.until : nil)
    }
    switch order.stage {
    case .announced:
      // Of an order that is to come here the register's newest word counts, of nothing else.
      guard let said, said.stage != .withdrawn else {
        return DocumentStatus(state: .ordered, documents: documents)
      }
      var status = status(said)
      status.documents = documents
      return status
    case .deposited(let custody):
      return DocumentStatus(
        state: .readyHere, documents: documents, since: custody.since.description,
        until: custody.deadline.description, canPickUp: isOffered(.pickup) && obstacle(order) == nil)
    case .handedOver(_, let day):
      return DocumentStatus(state: .handedOver, documents: documents, since: day.description)
    case .retrieved(let day, _):
      return DocumentStatus(state: .readyAtCounter, documents: documents, since: day.description)
    // Where it is, a person must find out; that the counter is to be asked, this state says.
    case .missing: return DocumentStatus(state: .arrived, documents: documents)
    }
  }

  /// "It lies here: pick it up now". The page of the code follows as if the person had typed the order's own number:
  /// wrong tries count where they always count, and a serial number opens no way past them.
  private mutating func pickUpNow(_ journal: any JournalStore) {
    guard case .documentStatus(var visit)? = session?.place, var finding = visit.finding,
      finding.status.canPickUp, let id = finding.order
    else { return }
    guard isOffered(.pickup), let order = durable.orders[id], obstacle(order) == nil else {
      // A moment ago it could; the page says so and keeps the way to the counter.
      finding.status.canPickUp = false
      visit.finding = finding
      return go(.documentStatus(visit))
    }
    do throws(JournalError) {
      let identifiers =
        finding.identifiers.isEmpty ? try ownIdentifiers(of: id, journal) : finding.identifiers
      guard !identifiers.isEmpty else { return }
      wipe()
      session?.identifiers = identifiers
      go(.code(wrong: false))
    } catch {
      end(with: .outOfService(.journal))
      out.append(.log("lookup refused: \(error.message)"))
    }
  }

  /// The number under which the message went out: the one that would have been typed.
  private func ownIdentifiers(
    of id: OrderID, _ journal: any JournalStore
  ) throws(JournalError) -> [KeyedHash] {
    guard let personal = try journal.personal(id) else { return [] }
    let own = [personal.phone.map { keys.hash(.phone, $0) }, personal.slip.map { keys.hash(.slip, $0) }]
    let first = own.compactMap { $0 }.first { personal.identifiers.contains($0) }
    return (first ?? personal.identifiers.first).map { [$0] } ?? []
  }

  /// One step back; from the first page to the start.
  mutating func backFromStatus(_ visit: StatusVisit) {
    if visit.finding == nil { session = nil } else { askAgain(visit) }
  }

  func statusStage(_ visit: StatusVisit) -> DocumentStatusStage {
    let left =
      statusDesk.pausedUntil.map { $0 > now } == true
      ? 0 : min(setup.status.unknownMax - visit.unknown, statusDesk.answersLeft(now: now, setup.status))
    let tries = StatusTries(left: max(0, left), pauseMinutes: setup.status.pauseMinutes)
    return visit.finding.map { .result($0.status, tries) } ?? .number(tries)
  }
}

extension StatusDesk {
  private func asked(since: Int64) -> Int { asked.count { $0 > since } }

  /// When there is an answer again; nil: now.
  func nextAnswer(now: Int64, _ rules: StatusRules) -> Int64? {
    var until = pausedUntil.map { [$0] } ?? []
    for (interval, most) in [
      (StationCore.minuteMilliseconds, rules.perMinuteMax), (StationCore.hourMilliseconds, rules.perHourMax),
    ] {
      let recent = asked.filter { $0 > now - interval }
      // So many must have become old for the next one.
      if recent.count >= most { until.append(recent[recent.count - most] + interval) }
    }
    return until.max().flatMap { $0 > now ? $0 : nil }
  }

  func answersLeft(now: Int64, _ rules: StatusRules) -> Int {
    min(
      rules.perMinuteMax - asked(since: now - StationCore.minuteMilliseconds),
      rules.perHourMax - asked(since: now - StationCore.hourMilliseconds))
  }
}

extension DocumentNumber {
  /// To be hashed, and for nothing else.
  fileprivate var serialBytes: [UInt8]? {
    if case .serial(let secret) = self {
      secret.withSpan { span in span.indices.map { span[$0] } }
    } else {
      nil
    }
  }

  fileprivate var slipBytes: [UInt8]? {
    if case .slip(let secret) = self {
      secret.withSpan { span in span.indices.map { span[$0] } }
    } else {
      nil
    }
  }
}

extension DocumentState {
  /// Of several orders under one number that one is told which a person can do most about.
  fileprivate var rank: Int {
    switch self {
    case .readyHere: 0
    case .readyAtCounter: 1
    case .arrived: 2
    case .produced: 3
    case .ordered: 4
    case .handedOver: 5
    case .unknown: 6
    }
  }
}
