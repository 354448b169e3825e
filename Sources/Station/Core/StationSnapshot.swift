// What the screen is told: derived from the session and from what the journal says, after the effects of an input
// have run. Sent when it differs from what was sent last.

import Handover
import Messages

/// What makes two snapshots different; the remaining time runs by itself.
struct SnapshotKey: Equatable, Sendable {
  var snapshot: Snapshot
  var deadline: Int64?
}

extension StationCore {
  /// What all who listen must hear now.
  public mutating func publish(at time: StationTime) -> [StationEffect] {
    self.time = time
    refreshInfo()
    if outage == nil { outageMinute = nil } else if outageMinute == nil { outageMinute = time.minuteOfDay }
    var effects: [StationEffect] = []
    if let screen {
      let snapshot = snapshot()
      var still = snapshot
      still.timer?.remaining = 0
      let key = SnapshotKey(snapshot: still, deadline: deadline)
      if key != lastSnapshot {
        lastSnapshot = key
        effects.append(.citizen(screen, .snapshot(snapshot)))
      }
    }
    for id in changedOperations.sorted() {
      guard let operation = durable.operations[id] else { continue }
      for watcher in (watchers[id] ?? []).sorted() {
        effects.append(.staff(watcher, .operation(view(operation))))
      }
    }
    for view in settledViews {
      let id = OperationID(view.operation)
      for watcher in (watchers[id] ?? []).sorted() { effects.append(.staff(watcher, .operation(view))) }
      watchers[id] = nil
    }
    changedOperations = []
    settledViews = []
    effects += proofNews()
    return effects
  }

  private var activeTimer: SessionTimer? {
    guard let session else { return nil }
    if let id = session.operation { return timers[id] }
    return session.timer
  }

  private var deadline: Int64? { activeTimer?.deadline }

  /// Where the session stands.
  public func snapshot() -> Snapshot {
    let (year, month, day) = time.moment.day.date
    let clock = Snapshot.Clock(
      year: year, month: month, day: day, weekday: time.moment.day.weekday, hour: time.minuteOfDay / 60,
      minute: time.minuteOfDay % 60)
    var timer: Snapshot.Timer?
    if let active = activeTimer, let deadline = active.deadline {
      timer = Snapshot.Timer(
        remaining: Int(max(0, deadline - now)), total: Int(active.total),
        moreTimeLeft: max(0, setup.moreTimeMax - active.moreTimeUsed), kind: active.kind)
    }
    return Snapshot(
      language: session?.language ?? leftLanguage, clock: clock, stage: stage, timer: timer,
      pickupAvailable: setup.offers.hasLockers && outage == nil,
      outageMinute: outage == nil ? nil : outageMinute,
      moreWaiting: moreWaiting, reader: card.reader, offers: offers)
  }

  /// Who has left a card is told in the language that they had chosen.
  private var leftLanguage: String { card.isCardLeft ? card.language ?? defaultLanguage : defaultLanguage }

  private var moreWaiting: Int {
    switch session?.place {
    case .birthDate, .factor: return max(0, (session?.orders.count ?? 1) - 1)
    default: break
    }
    guard let session, case .ended(let stage) = session.place else { return 0 }
    if case .done = stage { return 0 }
    return session.more
  }

  /// Without lockers an outage takes away what needs them, and that is not offered anyway.
  private var idleStage: Stage {
    guard let outage, setup.offers.hasLockers || outage == .starting else { return .idle }
    return .outOfService(outage)
  }

  private var stage: Stage {
    guard let session else {
      if card.isCardLeft { return .card(.take) }
      return idleStage
    }
    switch session.place {
    case .idle: return idleStage
    case .number: return .number
    case .code(let wrong): return .code(triesLeft: left(session), wrong: wrong)
    case .waiting: return .waiting(session.orders.compactMap { durable.orders[$0] }.map(waitingSet))
    case .birthDate(let id, let wrong):
      guard let order = durable.orders[id] else { return .interrupted }
      return .birthDate(waitingSet(order), triesLeft: left(session), wrong: wrong)
    case .factor(let id, let wrong):
      guard let order = durable.orders[id] else { return .interrupted }
      return .factor(waitingSet(order), triesLeft: left(session), wrong: wrong)
    case .passportKey(let id, let wrong):
      guard let order = durable.orders[id] else { return .interrupted }
      return .passportKey(waitingSet(order), wrong: wrong)
    case .card(let visit): return .card(cardStage(visit))
    case .info(let visit): return .info(infoStage(visit))
    case .form: return session.form.map { .form(formStage($0, session.language)) } ?? .interrupted
    case .documentStatus(let visit): return .documentStatus(statusStage(visit))
    case .pinLetter(let id):
      guard let order = durable.orders[id] else { return .interrupted }
      return .pinLetter(waitingSet(order))
    case .oldDocument(let id):
      guard let order = durable.orders[id] else { return .interrupted }
      return .oldDocument(waitingSet(order))
    case .declareLoss(let id):
      guard let order = durable.orders[id] else { return .interrupted }
      return .declareLoss(waitingSet(order))
    case .extend(let id):
      guard let order = durable.orders[id] else { return .interrupted }
      return .extend(waitingSet(order))
    case .ready(let id):
      guard let order = durable.orders[id], let number = order.custody?.compartment else {
        return .interrupted
      }
      return .ready(
        waitingSet(order), compartment: number, isLow: durable.compartments[number]?.plan.isLow == true)
    case .ended(.leftOpen(let number, _)):
      // Who shuts the door after all is told that it was seen.
      return .leftOpen(compartment: number, isClosed: durable.compartments[number]?.door == .closed)
    case .ended(let stage): return stage
    case .operation(let id): return stage(of: id)
    }
  }

  private func left(_ session: Session) -> Int {
    if case .free(let left) = durable.standing(
      slot: session.triesSlot, now: time.moment, policy: setup.policy)
    {
      return left
    }
    return 0
  }

  private func stage(of id: OperationID) -> Stage {
    guard let operation = durable.operations[id], let order = operation.order.flatMap({ durable.orders[$0] })
    else {
      return .interrupted
    }
    let set = waitingSet(order)
    let number = operation.compartment
    switch operation.phase {
    case .intended, .sent: return .opening(set, compartment: number, attempt: operation.attempt)
    case .noMovement, .notSent:
      let attemptsMax = min(setup.policy.attemptsMax, Operation.attemptsMax)
      return .notMoved(set, compartment: number, attemptsLeft: max(0, attemptsMax - operation.attempt))
    case .open: return .open(set, compartment: number)
    case .closed, .notTaken:
      return frozen == nil ? .askTaken(set, compartment: number) : .outOfService(.journal)
    }
  }

  func waitingSet(_ order: Order) -> WaitingSet {
    let documents = order.facts.documents.documents.map(\.name)
    switch order.stage {
    case .deposited(let custody):
      let obstacle = obstacle(order)
      let rule = setup.policy.oldDocument
      return WaitingSet(
        documents: documents, since: custody.since.description, until: custody.deadline.description,
        canOpen: obstacle == nil, obstacle: obstacle, birthDateOf: birthDateOf(order.id),
        oldDocument: order.oldDocumentAsked(rule).map {
          .init(kind: $0.name, isSurrendered: rule == .surrender)
        },
        extendUntil: extendedDay(order)?.description)
    case .retrieved(let day, let until):
      return WaitingSet(
        documents: documents, since: day.description, until: until.description, canOpen: false,
        obstacle: .late,
        birthDateOf: birthDateOf(order.id))
    case .announced, .handedOver, .missing:
      return WaitingSet(documents: documents, since: "", until: "", canOpen: false)
    }
  }

  private func birthDateOf(_ id: OrderID) -> WaitingSet.BirthDateOf {
    if session?.proxyFor == id { return .principal }
    return session?.custodial.contains(id) == true ? .custodian : .holder
  }

  func receipt(_ operation: Operation) -> Receipt {
    let order = operation.order.flatMap { durable.orders[$0] }
    return Receipt(
      documents: order?.facts.documents.documents.map(\.name) ?? [], reference: operation.id.description,
      day: time.moment.day.description, hour: time.minuteOfDay / 60, minute: time.minuteOfDay % 60,
      moreWaiting: othersWaiting(besides: operation.order), oldDocumentFate: order?.oldDocumentFate?.name,
      oldDocument: order?.facts.oldDocument?.name,
      oldDocumentRead: operation.order.map { session?.oldRead.contains($0) == true } ?? false,
      ways: receiptWays(operation.order))
  }
}
