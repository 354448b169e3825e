// The keeper of applications in the simulated world: the product's own spool and file drop on simulated folders, stepped by
// the world's clock; an office that takes files when it likes and can be away for hours; and a keeper that answers late or
// not at all.

import Handover
import Messages
import Secrets
import Station

struct SimulatedOffice {
  let spool = SimulatedFolder()
  let folder = SimulatedFolder()
  let clock = KeeperClock()
  let chance: KeeperChance
  /// Nil while the station is dead.
  var keeper: SteppedKeeper?
  /// Numbers that the office has.
  var taken: Set<String> = []

  init(seed: UInt64) { chance = KeeperChance(seed: seed) }
}

/// On one thread only, as everything in a simulation.
final class KeeperClock: @unchecked Sendable {
  var wall: Int64 = 0
  var day = CivilDay(number: 0)
}

final class KeeperChance: @unchecked Sendable {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(random.next() >> 56) } }
}

extension World {
  /// Between two rounds of the deliverer.
  private static let roundMicroseconds: Int64 = 30_000_000

  func openOffice() {
    let office = terminal.office
    for folder in [office.spool, office.folder] {
      folder.written = { [unowned self] _, bytes in judgeWritten(bytes, "a file") }
    }
    office.folder.losesWord = { [unowned self] in
      options.hasFaults && !isQuiet && terminal.random.happens(40)
    }
    officeTakes()
    deliverSometimes()
  }

  func startKeeper() {
    let office = terminal.office
    setKeeperClock()
    terminal.office.keeper = try? SteppedKeeper(
      spool: office.spool, office: office.folder, destination: SimulatedTown.destination,
      key: Array(SimulatedTown.key.utf8),
      now: { [clock = office.clock] in (clock.wall, clock.day) },
      chance: { [chance = office.chance] in chance.bytes($0) })
    terminal.office.keeper?.begin()
    if terminal.office.keeper == nil { trace.add("no keeper") }
    keeperSays()
  }

  private func setKeeperClock() {
    let time = stationTime.moment
    terminal.office.clock.wall = time.wall
    terminal.office.clock.day = time.day
  }

  /// What it told the core; nothing, if the process died while it worked.
  private func keeperSays() {
    guard let (inputs, logs) = terminal.office.keeper?.take() else { return }
    for log in logs { judgeWritten(Array(log.utf8), "a log") }
    if terminal.office.spool.isCut || terminal.office.folder.isCut { return die() }
    for input in inputs { later(input) }
  }

  /// The power or the process goes; what was not durable is gone with the power alone.
  func loseFolders() {
    let folders = [terminal.office.spool, terminal.office.folder]
    terminal.office.keeper = nil
    if terminal.random.happens(500) {
      for folder in folders { folder.loseProcess() }
    } else {
      for folder in folders { folder.losePower { self.terminal.random.pick(0...$0 - 1) } }
    }
  }

  /// A handover to the keeper's thread.
  func keep(_ application: Application) {
    let data = application.data.withSpan { span in span.indices.map { span[$0] } }
    trace.add("submit \(application.reference)")
    terminal.judge.submitted(application.reference, data, live: terminal.guest?.confirmation)
    countFormHarm()
    if options.plant == .doneBeforeKept { later(.submission(.kept(reference: application.reference))) }
    let dice = options.hasFaults && !isQuiet ? terminal.random.pick(0...99) : 0
    let tenths = dice < 60 ? 0...3 : dice < 85 ? 3...30 : 50...400
    let born = life
    after(Int64(terminal.random.pick(tenths)) * 100_000 + 10_000) {
      guard born == self.life else { return }
      // It hangs: nobody hears of it again in this life.
      if dice >= 97 { return }
      if self.options.hasCrashes, !self.isQuiet, self.terminal.random.happens(150) {
        self.terminal.office.spool.cut(after: self.terminal.random.pick(0...7))
      }
      if self.options.plant == .plaintextInSpool { self.terminal.office.spool.leak = data }
      self.setKeeperClock()
      self.terminal.office.keeper?.keep(application)
      self.terminal.office.spool.leak = []
      self.keeperSays()
    }
  }

  private func deliverSometimes() {
    after(World.roundMicroseconds) {
      if self.loop != nil, self.terminal.office.keeper != nil {
        let isRisky =
          self.options.hasCrashes && !self.isQuiet && !self.terminal.office.keeper!.undelivered.isEmpty
        if isRisky, self.terminal.random.happens(15) {
          let folder =
            self.terminal.random.happens(500) ? self.terminal.office.spool : self.terminal.office.folder
          folder.cut(after: self.terminal.random.pick(0...7))
        }
        self.setKeeperClock()
        self.terminal.office.keeper?.deliver()
        self.keeperSays()
      }
      self.deliverSometimes()
    }
  }

  private func officeTakes() {
    after(Int64(terminal.random.pick(100...6000)) * 100_000) {
      let folder = self.terminal.office.folder
      if folder.failure == nil, !folder.isCut {
        for name in folder.visible { self.arrives(name, folder.take(name)) }
      }
      self.officeTakes()
    }
  }

  private func arrives(_ name: String, _ bytes: [UInt8]) {
    let reference = String(name.dropLast(".json".count))
    trace.add("office has \(reference)")
    judge.count { $0.terminal["delivered", default: 0] += 1 }
    terminal.office.taken.insert(reference)
    terminal.judge.arrived(reference)
    judgeWritten(bytes, "the office's file")
    countFormHarm()
  }

  /// Anything that lasts, or that others read.
  func judgeWritten(_ bytes: [UInt8], _ what: String) {
    guard !terminal.judge.wrote(bytes) else { return }
    trace.add("HARM an answer in \(what)")
    countFormHarm()
  }

  // MARK: Trouble

  func makeTerminalTrouble() {
    after(Int64(terminal.random.pick(3000...15_000)) * 100_000) {
      guard !self.isQuiet else { return }
      self.terminalTrouble()
      self.makeTerminalTrouble()
    }
  }

  private func terminalTrouble() {
    func note(_ kind: String) {
      trace.add("fault \(kind)")
      judge.count { $0.faults[kind, default: 0] += 1 }
    }
    let office = terminal.office
    switch terminal.random.pick(0...4) {
    case 0:
      note("office-away")
      office.folder.failure = SimulatedFolder.away
      after(Int64(terminal.random.pick(60...18_000)) * 1_000_000) { office.folder.failure = nil }
    case 1:
      note("spool-full")
      office.spool.failure = SimulatedFolder.full
      after(Int64(terminal.random.pick(30...600)) * 1_000_000) { office.spool.failure = nil }
    case 2:
      note("content-changed")
      terminal.edition += 1
      feed(.content(SimulatedTown.edition(terminal.edition)))
    case 3:
      note("no-paper")
      feed(.printer(terminal.random.happens(500) ? .noPaper : .offline))
      after(Int64(terminal.random.pick(30...900)) * 1_000_000) { self.feed(.printer(.ready)) }
    default:
      note("reader-gone")
      feed(.card(.reader(.outOfOrder)))
      after(Int64(terminal.random.pick(30...600)) * 1_000_000) { self.tellReader() }
    }
  }

  func endTerminalTrouble() {
    for folder in [terminal.office.spool, terminal.office.folder] { folder.loseProcess() }
    terminal.office.spool.failure = nil
    terminal.office.folder.failure = nil
    terminal.waiting = 0
    feed(.printer(.ready))
    tellReader()
  }

  var isOfficeAtRest: Bool { terminal.office.keeper?.undelivered.isEmpty == true }

  /// After days in which everything worked: what was promised has arrived, and nothing waits.
  func judgeApplications() {
    let folder = terminal.office.folder
    for name in folder.visible { arrives(name, folder.take(name)) }
    let undelivered = terminal.office.keeper?.undelivered ?? ["no keeper"]
    for reference in undelivered { trace.add("undelivered \(reference)") }
    if !undelivered.isEmpty || terminal.office.keeper?.damaged != [] { judge.count { $0.stuck += 1 } }
    for reference in terminal.judge.decide() { trace.add("lost \(reference)") }
    countFormHarm()
  }

  /// What a printer does with a slip.
  func printSlip(_ reference: String, _ pdf: [UInt8]) {
    judgeWritten(pdf, "a slip")
    let dice = options.hasFaults ? terminal.random.pick(0...9) : 0
    let outcome: PrintOutcome = dice < 7 ? .printed : dice < 9 ? .noPaper : .failed
    let born = life
    after(Int64(terminal.random.pick(5...200)) * 100_000) {
      if born == self.life { self.feed(.printed(reference: reference, outcome)) }
    }
  }
}
