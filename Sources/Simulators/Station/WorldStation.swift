// The station in the simulated world: its starts and deaths, the wire between it and the boards, and the planted
// bugs, which distort what it decided or what it is told.

import Handover
import Lockers
import Messages
import Secrets
import Station

extension World {
  // MARK: Life and death

  func startStation() {
    life += 1
    disk.revive()
    guard let state = try? disk.load() else { return }
    let core = StationCore(
      setup: setup, keys: keys, state: state, at: stationTime, newOrderID: { [ids] in ids.next() })
    let loop = StationLoop(core: core, journal: disk)
    self.loop = loop
    let born = life
    do {
      try loop.start(station: 1, at: stationTime) { effect in self.perform(effect) }
    } catch {
      trace.add("start failed")
      self.loop = nil
      // systemd starts it again.
      after(1_000_000) { if born == self.life { self.startStation() } }
      return
    }
    if disk.isDead { return die() }
    var board = (0..<World.boardCount).map { BoardConfiguration(address: $0) }
    for index in board.indices { board[index].answersUnlock = .never }
    machine = BusMachine(BusConfiguration(path: "simulated", boards: board))
    blindLocks = []
    focused = []
    if options.plant == .noQueryAfterRestart {
      for plan in setup.plans where isOpen(plan.number) { blindLocks.insert(plan.lock) }
    }
    stationWake = now
    after(20_000) {
      guard born == self.life, self.loop != nil, self.isLineUp else { return }
      self.step(.lineOpened)
    }
    connectScreen(after: 300_000)
  }

  /// `kill -9`: everything that was not durable is gone.
  func die() {
    guard loop != nil else { return }
    judge.count { $0.crashes += 1 }
    trace.add("died \(now)")
    loop = nil
    machine = nil
    tokens = [:]
    screenIsUp = false
    snapshot = nil
    clerkLostConnection()
    let born = life
    after(Int64(random.pick(5...40)) * 100_000) { if born == self.life { self.startStation() } }
  }

  // MARK: The loop

  func feed(_ input: StationInput) {
    guard let loop else { return }
    trace.add(describe(input))
    // Into the hash, not into the log: an import holds whole persons.
    if case .staffRequest(_, _, let request) = input { trace.add(MessageCoding.encode(request)) }
    let time = stationTime
    var toDie = false
    loop.process(input, at: time, distort: { self.distort($0) }) { effect in
      guard !toDie else { return }
      self.perform(effect)
      // The process may die between any two effects; after an unlock left is the worst of them.
      if case .unlock = effect, self.options.hasCrashes, !self.isQuiet, self.random.happens(8) {
        toDie = true
      }
    }
    if toDie || disk.isDead { return die() }
    stationWake = loop.nextWake(after: time) * 1000
    lookWhereDoorsMove()
  }

  /// Boards of live operations are read often, the others in their turn.
  private func lookWhereDoorsMove() {
    let wanted = Set(disk.state.operations.values.map(\.lock.board))
    for board in focused.subtracting(wanted).sorted() { step(.unfocus(board: board)) }
    for board in wanted.subtracting(focused).sorted() { step(.focus(board: board)) }
    focused = wanted
  }

  func perform(_ effect: StationEffect) {
    switch effect {
    case .append, .delivery, .log, .close, .exchange: break
    case .deliver(let errand):
      trace.add("deliver \(errand.key) \(errand.attempt)")
      later(.errandEnded(errand.notice, attempt: errand.attempt, .accepted))
    case .alarm(let kind, let number): trace.add("alarm \(kind.name) \(number ?? 0)")
    case .emergency(let entries): trace.add("emergency \(entries.count)")
    case .unlock(let ref):
      trace.add("unlock \(ref.lock) \(ref.attempt)")
      judge.commanded(ref)
      unlock(ref)
    case .citizen(_, let reply):
      trace.add(MessageCoding.encode(reply))
      if case .snapshot(let snapshot) = reply { citizenSees(snapshot) }
    case .staff(_, let reply):
      trace.add(MessageCoding.encode(reply))
      let born = life
      after(1000) { if born == self.life { self.clerkHears(reply) } }
    }
  }

  private func describe(_ input: StationInput) -> String {
    switch input {
    case .readings(let board, let sights, let isAnswering):
      "readings \(board.board) \(sights.map { "\($0.door.rawValue)" }.joined()) \(isAnswering)"
    case .unlockReported(let ref, let report): "reported \(ref.operation.number) \(ref.attempt) \(report)"
    case .citizenConnected: "connected"
    case .citizenRequest(_, let request, let secret): "citizen \(request) \(secret?.count ?? 0)"
    case .citizenGone: "gone"
    case .staffRequest(_, _, .importOrders(let rows)): "staff imports \(rows.count)"
    case .staffRequest(_, _, let request): "staff \(request)"
    case .staffGone: "staff gone"
    case .disk(let free): "disk \(free)"
    case .emergency(let events): "emergency \(events.count)"
    case .damaged(let what): "damaged \(what)"
    case .errandEnded(let notice, let attempt, let outcome): "errand \(notice.key) \(attempt) \(outcome)"
    case .exchange: "exchange"
    case .tick: "tick \(now)"
    }
  }

  // MARK: The wire

  private func unlock(_ ref: OperationRef) {
    var lock = ref.lock
    if options.plant == .offByOneLock { lock.lock = (lock.lock + 1) % World.locksPerBoard }
    let token = nextToken
    nextToken += 1
    tokens[token] = ref
    step(
      .unlock(
        LockPosition(board: lock.board, lock: lock.lock), token: BusToken(token),
        expires: BusTime(microseconds: now + 4_000_000)))
  }

  func step(_ input: BusInput) {
    guard machine != nil, let outputs = machine?.step(now: BusTime(microseconds: now), input) else { return }
    for output in outputs { machineSays(output) }
  }

  private func machineSays(_ output: BusOutput) {
    switch output {
    case .write(let bytes):
      bus.receive(bytes, at: now)
      step(.written)
    case .reading(let reading):
      var sights = reading.sights
      if options.plant == .lateAnswerAccepted, random.happens(30),
        let other = lastReading[(reading.board + 1) % 3]
      {
        sights = other
      }
      lastReading[reading.board] = reading.sights
      for (index, sight) in sights.enumerated() {
        let lock = LockAddress(bus: 0, board: reading.board, lock: index)
        if sight.door == .closed { blindLocks.remove(lock) }
        if blindLocks.contains(lock) { sights[index].door = .closed }
      }
      later(.readings(BoardName(bus: 0, board: reading.board), sights, isAnswering: true))
    case .health(let board, .unknown):
      let sights = [DoorSight](repeating: DoorSight(.unknown), count: World.locksPerBoard)
      later(.readings(BoardName(bus: 0, board: board), sights, isAnswering: false))
    case .unlock(let token, let result):
      guard let ref = tokens.removeValue(forKey: token.value) else { return }
      later(.unlockReported(ref, SendReport(result)))
    case .flushInput, .wake, .health, .allBoardsRead, .pulseTime, .diagnostic: break
    }
  }

  /// From the bus thread into the station's inbox: never inside another input.
  private func later(_ input: StationInput) {
    let born = life
    after(50) { if born == self.life { self.feed(input) } }
  }

  func boardSays(_ output: SimulatedOutput) {
    switch output {
    case .bytes(_, let bytes): if isLineUp { step(.received(bytes)) }
    case .hangUp(_, let milliseconds):
      isLineUp = false
      step(.lineLost(.unplugged))
      after(Int64(milliseconds) * 1000 + 500_000) {
        self.isLineUp = true
        self.step(.lineOpened)
      }
    case .truth(let truth):
      let lock = LockAddress(bus: 0, board: truth.board, lock: truth.lock)
      trace.add("truth \(lock) \(truth.event.rawValue) \(truth.at)")
      switch truth.event {
      case .pulse:
        lastPulse[lock] = now
        judge.pulsed(lock, isRight: isRight(lock))
      case .doorOpened:
        let number = number(of: lock)
        openingOf[number, default: 0] += 1
        judge.opened(number, live: disk.state.operation(at: number)?.id, at: now)
        doorOpened(number)
      case .doorClosed: judge.closed(number(of: lock), at: now)
      case .coilHeld: judge.count { $0.coilsHeld += 1 }
      case .unlockFrame, .itemTaken, .itemPut: break
      }
    }
  }

  /// By the truth about things: a pulse for a handover opens the door of that person's own set, or of none.
  private func isRight(_ lock: LockAddress) -> Bool {
    guard let operation = disk.state.operation(at: number(of: lock)), operation.purpose == .handover,
      let order = operation.order
    else { return true }
    if let thing = things[lock] { return ownerOf[thing] == ownerOf[order] }
    return !things.values.contains(order)
  }

  // MARK: Planted bugs

  private func distort(_ effects: [StationEffect]) -> [StationEffect] {
    switch options.plant {
    case .unlockBeforeAppend:
      return effects.filter(\.isUnlock) + effects.filter { !$0.isUnlock }
    case .epochIgnored:
      return effects.map { effect in
        guard case .unlock(var ref) = effect, let order = intended(ref, in: effects),
          let former = formerLock[order],
          former.lock != ref.lock
        else { return effect }
        ref.lock = former.lock
        ref.compartment = former.compartment
        ref.epoch = former.epoch
        return .unlock(ref)
      }
    case .noQueryAfterRestart, .offByOneLock, .lateAnswerAccepted, nil: return effects
    }
  }
}

extension World {
  /// The order of the intent that belongs to an unlock.
  private func intended(_ ref: OperationRef, in effects: [StationEffect]) -> OrderID? {
    for case .append(let entries) in effects {
      for entry in entries {
        if case .intent(let intent) = entry.record.event, intent.ref == ref { return intent.order }
      }
    }
    return nil
  }
}

extension StationEffect {
  var isUnlock: Bool {
    if case .unlock = self { return true }
    return false
  }
}
