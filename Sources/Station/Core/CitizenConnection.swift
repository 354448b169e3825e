// A citizen screen comes and goes; the session stays with the station.

import Handover
import Messages

extension StationCore {
  var defaultLanguage: String { setup.welcome.languages.first ?? "de" }

  mutating func citizenConnected(_ id: ConnectionID) {
    guard screen == nil else {
      out.append(
        .citizen(
          id,
          .refused(
            Refused(
              code: "screen-connected",
              message: "another citizen screen is connected: end it first, one station has one screen"))))
      out.append(.close(id))
      return
    }
    screen = id
    lastSnapshot = nil
    if let lost = session?.lostAt, now >= lost + setup.intervals.reconnect { session?.isResumed = true }
    session?.connection = id
    session?.lostAt = nil
  }

  mutating func citizenGone(_ id: ConnectionID) {
    guard screen == id else { return }
    screen = nil
    lastSnapshot = nil
    session?.connection = nil
    session?.lostAt = now
  }

  /// Idle time, warnings, results; and a session that lost its screen.
  mutating func passSessionTime() {
    guard let current = session else { return }
    if let lost = current.lostAt, now >= lost + setup.intervals.reconnect, current.operation == nil {
      session = nil
      return
    }
    guard let deadline = current.timer.deadline, deadline <= now else { return }
    switch current.place {
    case .operation: session?.timer.deadline = nil
    case .ended, .idle: session = nil
    case .card(let visit) where visit.isOver: session = nil
    case .form where current.timer.kind == .warning && current.form?.isOver == true: session = nil
    case .number, .code, .waiting, .birthDate, .factor, .passportKey, .card, .pinLetter, .oldDocument,
      .declareLoss, .extend, .ready, .info, .form, .documentStatus:
      if current.timer.kind == .idle {
        let used = current.timer.moreTimeUsed
        session?.timer.start(setup.intervals.warning, .warning, now: now)
        session?.timer.moreTimeUsed = used
      } else {
        end(with: .timedOut)
      }
    }
  }

  /// To a question; everything found under a number stays.
  mutating func go(_ place: Session.Place) {
    session?.place = place
    let interval = idleInterval
    session?.timer.start(interval, .idle, now: now)
  }

  /// How long the page at hand waits silently for a key.
  var idleInterval: Int64 {
    if case .info? = session?.place { return setup.intervals.info }
    return setup.intervals.idle
  }

  /// To a message. What was found is wiped unless more waits under the same number, and the person who signed in is
  /// still here. `id`: whose end it tells.
  mutating func end(with stage: Stage, about id: OrderID? = nil) {
    let others = stage.leavesOthers ? othersWaiting(besides: id) : 0
    var isDone = false
    if case .done = stage { isDone = true }
    if others == 0 && !isDone { wipe() }
    session?.more = others
    session?.place = .ended(stage)
    session?.timer.start(setup.intervals.result, .stage, now: now)
  }

  /// Forgets what was found under a number (UX-15).
  mutating func wipe() {
    session?.identifiers = []
    session?.orders = []
    session?.chosen = []
    session?.verified = []
    session?.triesSlot = nil
    session?.proxyFor = nil
    session?.custodial = []
    session?.lettersConfirmed = []
    session?.oldBrought = []
    session?.lossDeclared = []
    session?.passports = []
    session?.oldRead = []
    session?.contacts = [:]
    session?.receiptOrder = nil
    session?.form = nil
    session?.more = 0
  }

  /// A key was pressed or a question answered: the idle time starts anew.
  mutating func keepAwake() {
    let interval = idleInterval
    switch session?.place {
    case .idle, .number, .code, .waiting, .birthDate, .factor, .passportKey, .pinLetter, .oldDocument,
      .declareLoss, .extend, .ready, .info, .documentStatus:
      session?.timer.start(interval, .idle, now: now)
    case .form: restartFormTime()
    case .card(let visit) where visit.waitsForPerson:
      session?.timer.start(setup.intervals.idle, .idle, now: now)
    case .operation, .ended, .card, nil: break
    }
  }

  mutating func moreTime() {
    guard let current = session else { return }
    if let id = current.operation {
      guard let timer = timers[id], timer.moreTimeUsed < setup.moreTimeMax,
        let operation = durable.operations[id]
      else { return }
      switch operation.phase {
      case .open, .closed, .noMovement, .notSent, .notTaken:
        let interval = interval(operation)
        timers[id]?.extend(interval, now: now)
      case .intended, .sent: break
      }
      return
    }
    guard current.timer.moreTimeUsed < setup.moreTimeMax else { return }
    let idle = idleInterval
    switch current.place {
    case .ended: session?.timer.extend(setup.intervals.result, now: now)
    case .card(let visit) where visit.isOver: session?.timer.extend(setup.intervals.result, now: now)
    case .card(let visit) where !visit.waitsForPerson: break
    case .form:
      guard let visit = current.form, !visit.isSending else { break }
      let interval = formInterval(visit)
      session?.timer.extend(interval, now: now)
      session?.timer.kind = .idle
    case .idle, .number, .code, .waiting, .birthDate, .factor, .passportKey, .card, .pinLetter, .oldDocument,
      .declareLoss, .extend, .ready, .info, .documentStatus:
      session?.timer.extend(idle, now: now)
      session?.timer.kind = .idle
    case .operation: break
    }
  }
}
