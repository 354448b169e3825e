// Doors: what the boards report, what a start makes of it, and what an operation's time brings.

import Handover
import Messages

extension StationCore {
  mutating func readings(_ board: BoardName, _ sights: [DoorSight], _ isAnswering: Bool) {
    boards[board] = isAnswering
    for (lock, sight) in sights.enumerated() {
      let address = LockAddress(bus: board.bus, board: board.board, lock: lock)
      self.sights[address] = sight
      if sight.door == .unknown { noteBlindness(address) }
      guard frozen == nil, let number = compartmentOfLock[address], sight.door != .unknown else { continue }
      let isFirst = unseenDoors.remove(number) != nil
      if let operation = working.operation(at: number), recovering.remove(operation.id) != nil {
        isRecovering = true
        decideFreely(.station) { $0.recover(operation.id, sight: sight, isFinal: false) }
      } else {
        decideFreely(.station) { $0.doorSeen(number, sight, isFirst ? .recovered : .seen) }
      }
    }
  }

  /// Openings and closings of operations that still live, seen by an earlier run and refused by its journal. The
  /// boards have the last word when they are read.
  mutating func recovered(_ events: [Event]) {
    for event in events {
      let door: DoorReading
      switch event {
      case .opened: door = .open
      case .closed: door = .closed
      default: continue
      }
      guard let ref = event.ref, working.operations[ref.operation]?.ref == ref else { continue }
      decideFreely(.station) { $0.doorSeen(ref.compartment, DoorSight(door), .recovered) }
    }
  }

  /// What a journal that worked would be told of an observation. Nothing of it is decided.
  func observations(of input: StationInput, in state: State) -> (entries: [Entry], state: State) {
    var decision = Decision(state, actor: .station, now: time.moment, policy: setup.policy)
    switch input {
    case .unlockReported(let ref, let report): decision.unlockReported(ref, report)
    case .readings(let board, let sights, _):
      for (lock, sight) in sights.enumerated() where sight.door != .unknown {
        let address = LockAddress(bus: board.bus, board: board.board, lock: lock)
        if let number = compartmentOfLock[address] { decision.doorSeen(number, sight, .seen) }
      }
    default: break
    }
    let entries = decision.effects.flatMap { effect -> [Entry] in
      if case .append(let entries) = effect { return entries }
      return []
    }
    return (entries.filter { $0.record.event.isObservation }, decision.state)
  }

  /// The contact is unknown after an unlock went out: the door may open and close meanwhile. What is read later
  /// says how it stands, not that it did not move (I7).
  private mutating func noteBlindness(_ lock: LockAddress) {
    guard let number = compartmentOfLock[lock], let operation = working.operation(at: number) else { return }
    if operation.phase == .intended || operation.phase == .sent { blind.insert(operation.id) }
  }

  /// Everything that is due: recovery, operations, the session, the day.
  mutating func passTime() {
    if isStarting { finishStart() }
    for id in timers.keys.sorted() {
      guard let deadline = timers[id]?.deadline, deadline <= now else { continue }
      timers[id]?.deadline = nil
      runOut(id)
    }
    passSessionTime()
    passProof()
    passLooks()
    if lastCheckedDay != time.moment.day {
      lastCheckedDay = time.moment.day
      decideFreely(.station) { $0.newDay() }
    }
  }

  private mutating func finishStart() {
    let hasAll = setup.boards.allSatisfy { boards[$0] != nil }
    let isLate = now >= recoveryDeadline
    if isLate {
      for id in recovering.sorted() {
        guard let operation = working.operations[id] else { continue }
        let sight = sight(operation.compartment)
        isRecovering = true
        decideFreely(.station) { $0.recover(id, sight: sight, isFinal: true) }
      }
      recovering = []
    }
    guard recovering.isEmpty, hasAll || isLate else { return }
    isStarting = false
    out.append(.log("serving: \(boards.values.filter { $0 }.count) of \(setup.boards.count) boards answer"))
  }

  private mutating func runOut(_ id: OperationID) {
    guard let operation = working.operations[id] else { return }
    if operation.purpose == .commissioning { return proofRanOut(id) }
    let sight = sight(operation.compartment)
    switch operation.phase {
    case .intended, .sent:
      if blind.contains(id) {
        decideFreely(.station) { $0.recover(id, sight: sight, isFinal: true) }
      } else {
        decideFreely(.station) { $0.noMovement(id, sight: sight) }
      }
    case .open: decideFreely(.station) { $0.leftOpen(id, sight: sight) }
    case .closed, .notSent, .noMovement, .notTaken: decideFreely(.station) { $0.giveUp(id, sight: sight) }
    }
  }

  /// An operation's record is durable: its timer starts anew, its watchers hear of it, its session moves on.
  mutating func operationChanged(_ id: OperationID, _ before: Operation?, _ event: Event) {
    changedOperations.insert(id)
    guard let operation = durable.operations[id] else {
      timers[id] = nil
      blind.remove(id)
      if case .settled(_, let outcome, let confirmation, _) = event, let before {
        settled(before, outcome, confirmation)
      }
      return
    }
    if before?.phase != operation.phase || before?.attempt != operation.attempt {
      let interval = interval(operation)
      timers[id, default: SessionTimer()].start(interval, .stage, now: now)
    }
    if operation.purpose == .handover { adopt(operation) }
    if operation.purpose == .commissioning { proofOperationChanged(operation) }
  }

  /// How long an operation stays in its phase without an observation or an answer.
  func interval(_ operation: Operation) -> Int64 {
    let isCitizens = operation.purpose == .handover
    // Whether a door on trial has moved is the technician's word.
    if operation.purpose == .commissioning { return setup.intervals.staff }
    switch operation.phase {
    case .intended, .sent: return setup.intervals.doorMove
    case .open: return isCitizens ? setup.intervals.doorOpen : setup.intervals.staff
    case .closed, .noMovement, .notSent, .notTaken:
      return isCitizens ? setup.intervals.result : setup.intervals.staff
    }
  }

  /// A citizen's operation always has a session, also after a restart: the door is still theirs. Whoever had begun
  /// something else meanwhile is shown the open door first.
  mutating func adopt(_ operation: Operation) {
    if session?.operation == operation.id { return }
    if case .ready(let order)? = session?.place, order == operation.order {
      session?.place = .operation(operation.id)
      return
    }
    session = Session(connection: screen, language: defaultLanguage, place: .operation(operation.id))
    session?.isResumed = true
    session?.orders = operation.order.map { [$0] } ?? []
    if screen == nil { session?.lostAt = now }
  }

  private mutating func settled(_ operation: Operation, _ outcome: Outcome, _ confirmation: Confirmation) {
    var view = view(operation)
    view.phase = "settled"
    view.outcome = outcome.name
    view.confirmation = confirmation.name
    if letterDue == operation.id { view.needsLetter = true }
    settledViews.append(view)
    guard operation.purpose == .handover else { return }
    if session == nil {
      session = Session(connection: screen, language: defaultLanguage, place: .ended(.interrupted))
    }
    let number = operation.compartment
    let stage: Stage
    switch (outcome, confirmation) {
    case (_, .taken):
      session?.receiptOrder = operation.order
      stage = .done(receipt(operation))
    case _ where isRecovering: stage = .interrupted
    case (.openedClosed, .notTaken) where session?.isResumed == true: stage = .interrupted
    case (.openedClosed, .notTaken), (.alreadyOpen, .notTaken): stage = .notTaken(compartment: number)
    case (.openedClosed, _), (.alreadyOpen, _): stage = .unconfirmed(compartment: number)
    case (.openedLeftOpen, _): stage = .leftOpen(compartment: number, isClosed: false)
    case (.jammed, _), (.notSent, _): stage = .doorStuck(compartment: number)
    case (.outcomeUnknown, _): stage = .boardSilent(compartment: number)
    }
    session?.chosen.removeAll { $0 == operation.order }
    // Both factors were good for one opening; another one asks for the birth date again.
    if let order = operation.order { session?.verified.remove(order) }
    if confirmation == .taken { session?.orders.removeAll { $0 == operation.order } }
    // Nobody asked for this end: who signed in may be gone, and what waits for the others is nobody's business.
    if !isPersonHere, stage.leavesOthers, confirmation != .taken { wipe() }
    end(with: stage, about: operation.order)
  }
}
