// `kiosk simulate station`: days in the life of a station, one a seed, judged by the simulator's own truth.

import Handover
import Messages
import Station

/// One simulated day and its outcome.
public struct SimulatedDay: Equatable, Sendable {
  public var seed: UInt64
  public var tally: Tally
  /// SHA-256 over every input, effect, record and snapshot, hexadecimal.
  public var hash: String

  public var json: String { "{\"seed\":\(seed),\"hash\":\"\(hash)\",\(tally.json)}" }
}

/// Plays one day: imports, deposits, pickups, trouble and deaths; then quiet (liveness, I15); then the days until
/// everything is overdue, and its retrieval.
public func simulateDay(seed: UInt64, _ options: SimulationOptions) -> SimulatedDay {
  let world = World(seed: seed, options: options)
  world.play()
  return SimulatedDay(seed: seed, tally: world.judge.tally, hash: world.trace.finish().hex)
}

extension World {
  private static let hour: Int64 = 3_600_000_000
  /// Longer than a set waits with every extension.
  private static let daysUntilOverdue: Int64 = 16

  func play() {
    openOffice()
    startStation()
    run(until: 2_000_000)
    afterSeconds(10...50) { self.clerkWorks() }
    supplyOrders()
    if options.hasFaults {
      makeTrouble()
      makeTerminalTrouble()
    }
    guestsCome()
    if options.hasCrashes { dieSometimes() }
    visitLoop()
    run(until: 15 * World.hour) {
      self.judge.tally.pickups >= self.options.pickupsMin || self.isOverEarly
    }
    if isOverEarly { return }
    if judge.tally.pickups < options.pickupsMin { judge.count { $0.stuck += 1 } }
    // Liveness: without trouble everybody is served, and nothing stays unsettled.
    isQuiet = true
    for line in lines.indices { clearFaults(line) }
    disk.trouble = .none
    endTerminalTrouble()
    let calm = now + World.hour
    run(until: calm)
    if !disk.state.operations.isEmpty, loop == nil { judge.count { $0.stuck += 1 } }
    // Before the station is switched off nobody stands at a door.
    clerkRests = true
    queue = []
    run(until: now + World.hour) { self.isAtRest }
    shutDoors()
    run(until: now + 5_000_000)
    judge.decide(at: now)
    passDays(World.daysUntilOverdue)
    run(until: now + World.hour) { self.isAllRetrieved }
    if !isAllRetrieved { judge.count { $0.stuck += 1 } }
    shutDoors()
    run(until: now + 120_000_000)
    // Nobody causes anything new to say; what was said last gets its time.
    clerkRests = true
    run(until: now + World.hour) { self.isAtRest && self.isOutboxAtRest && self.isOfficeAtRest }
    staff(.notices(onlyOpen: false))
    run(until: now + 1_000_000)
    judgeOutbox()
    judgeApplications()
    judge.decide(at: now, isEnd: true)
  }

  /// The station is off for days; what lay there is overdue when it comes back.
  private func passDays(_ days: Int64) {
    queue = []
    people = people.map {
      var person = $0
      person.visitsLeft = 0
      return person
    }
    clerk.desk = []
    life += 1
    loop = nil
    stopMachines()
    tokens = [:]
    screenIsUp = false
    snapshot = nil
    visit = nil
    terminal.guest = nil
    terminal.reader = SimulatedReader()
    loseFolders()
    clerkLostConnection()
    shutDoors()
    run(until: now + 10_000_000)
    wallStart += days * 86_400_000
    boot += 1
    startStation()
    run(until: now + 5_000_000)
    clerkRests = false
  }

  private var isOverEarly: Bool { options.endsAtHarm && judge.tally.harm > 0 }

  private var isAtRest: Bool {
    disk.state.operations.isEmpty && clerk.task == nil && visit == nil && terminal.guest == nil
  }

  private func shutDoors() { for plan in setup.plans where isOpen(plan.number) { close(plan.number) } }

  private var isAllRetrieved: Bool {
    disk.state.orders.values.allSatisfy { $0.custody == nil } && disk.state.operations.isEmpty
      && disk.state.compartments.values.allSatisfy { !$0.holdsOldDocument }
  }

  /// Enough on the desk for the wall never to be empty.
  private func supplyOrders() {
    guard !isQuiet else { return }
    if clerk.desk.count < 20 { importOrders(12) }
    afterSeconds(300...900) { self.supplyOrders() }
  }

  private func dieSometimes() {
    afterSeconds(3000...18_000) {
      guard !self.isQuiet else { return }
      self.die()
      self.dieSometimes()
    }
  }

  /// People look whether the screen is free; those whom a restart drove away come again.
  private func visitLoop() {
    welcomeNext()
    if let stuck = visit {
      let id = stuck.id
      // Nobody stands there for longer than this.
      after(900_000_000) {
        if self.visit?.id == id {
          self.people[stuck.person].isWaiting = false
          self.visit = nil
        }
      }
    }
    afterSeconds(50...50) { self.visitLoop() }
  }
}
