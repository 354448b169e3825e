// The station in the simulated world: its starts and deaths, what goes in and out of its loop, and the planted bugs,
// which distort what it decided. Its wires are in WorldWire.swift.

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
    for line in lines.indices {
      lines[line].machine = BusMachine(lines[line].configuration)
      lines[line].focused = []
    }
    blindLocks = []
    if options.plant == .noQueryAfterRestart {
      for plan in setup.plans where isOpen(plan.number) { blindLocks.insert(plan.lock) }
    }
    startKeeper()
    stationWake = now
    after(20_000) {
      guard born == self.life, self.loop != nil else { return }
      for line in self.lines.indices where self.lines[line].isUp { self.step(line, .lineOpened) }
      self.tellReader()
      self.feed(.printer(.ready))
    }
    connectScreen(after: 300_000)
  }

  /// `kill -9`: everything that was not durable is gone.
  func die() {
    guard loop != nil else { return }
    judge.count { $0.crashes += 1 }
    trace.add("died \(now)")
    loop = nil
    stopMachines()
    tokens = [:]
    screenIsUp = false
    snapshot = nil
    clerkLostConnection()
    loseFolders()
    terminal.reader.job = nil
    let born = life
    after(Int64(random.pick(5...40)) * 100_000) { if born == self.life { self.startStation() } }
  }

  /// The bus threads end with the process; the boards live on.
  func stopMachines() { for line in lines.indices { lines[line].machine = nil } }

  // MARK: The loop

  func feed(_ input: StationInput) {
    guard let loop else { return }
    trace.add(describe(input))
    // Into the hash, not into the log: an import holds whole persons.
    if case .staffRequest(_, _, let request) = input { trace.add(MessageCoding.encode(request)) }
    let time = stationTime
    var toDie = false
    loop.process(input, at: time, distort: { self.distort($0, input) }) { effect in
      guard !toDie else { return }
      if case .deliver = effect, self.diesAtErrand() {
        // Before its helper began, or while it is at work: the journal says `sending` either way.
        toDie = true
        if self.gateways.random.happens(500) { return }
      }
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

  private func diesAtErrand() -> Bool {
    options.hasCrashes && !isQuiet && gateways.random.happens(15)
  }

  func perform(_ effect: StationEffect) {
    switch effect {
    case .append, .delivery, .documentStates, .forgetDocumentStates, .close, .exchange, .probe,
      .readUnlockTime, .setUnlockTime, .submissions:
      break
    case .log(let text): judgeWritten(Array(text.utf8), "a log")
    case .count(let target, let month): judgeWritten(Array("\(target) \(month)".utf8), "a count")
    case .card(let order): take(order)
    case .submit(let application): keep(application)
    case .deliver(let errand): carry(errand)
    case .forget(let notice, let channel, let attempt): forget(notice, channel, attempt)
    case .print(let reference, _):
      trace.add("print \(reference)")
      later(.printed(reference: reference, .printed))
    case .printDocument(let reference, let pdf, _):
      trace.add("print \(reference)")
      printSlip(reference, pdf)
    case .alarm(let kind, let number): trace.add("alarm \(kind.name) \(number ?? 0)")
    case .emergency(let entries): trace.add("emergency \(entries.count)")
    case .unlock(let ref):
      trace.add("unlock \(ref.lock) \(ref.attempt)")
      judge.commanded(ref)
      unlock(ref)
    case .citizen(_, .snapshot(let snapshot)):
      let seen = kept(snapshot)
      let bytes = MessageCoding.encode(CitizenReply.snapshot(seen))
      trace.add(bytes)
      judgePage(seen, bytes)
      citizenSees(seen)
    case .citizen(_, let reply): trace.add(MessageCoding.encode(reply))
    case .staff(_, let reply):
      let bytes = MessageCoding.encode(reply)
      trace.add(bytes)
      judgeWritten(bytes, "an answer to staff")
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
    case .probed(let board, let sample): "probed \(board.board) \(sample)"
    case .unlockTime(let board, let time): "unlock time \(board.board) \(time)"
    case .staffGone: "staff gone"
    case .disk(let free): "disk \(free)"
    case .emergency(let events): "emergency \(events.count)"
    case .damaged(let what): "damaged \(what)"
    case .errandEnded(let notice, let attempt, let outcome): "errand \(notice.key) \(attempt) \(outcome)"
    case .exchange: "exchange"
    case .printed(let reference, let outcome): "printed \(reference) \(outcome)"
    case .printer(let state): "printer \(state)"
    case .card(let report): "card \(report)"
    case .submission(let report): "submission \(report)"
    case .destinations: "destinations"
    case .content(let edition): "content \(edition.number)"
    case .contentRefused(let what): "content refused \(what)"
    case .tick: "tick \(now)"
    }
  }
}
