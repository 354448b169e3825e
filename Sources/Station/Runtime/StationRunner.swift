// Builds a running station from a file and two directories, in the one order that is safe: configuration, texts, key
// and journal, wall, sockets, buses. Crash-only: the same code starts a new station and one that was killed.

import Configuration
import Crypto
import Glibc
import Handover
import Identity
import Journal
import Lockers
import Logging
import Messages

/// Where a station's things are.
public struct StationPlaces: Sendable {
  /// The path of Kiosk.conf.
  public var configuration: String
  /// The state directory: journal, key, ballast.
  public var state: String
  /// The directory of the two sockets.
  public var sockets: String

  public init(configuration: String, state: String, sockets: String) {
    self.configuration = configuration
    self.state = state
    self.sockets = sockets
  }
}

/// The world outside: what differs between the product and a test.
struct StationWorld: Sendable {
  var log: Logger
  var now: @Sendable () -> StationTime
  var random: @Sendable () -> UInt64
  var makeBus: BusMaking
  var openJournal: @Sendable (String) throws(JournalError) -> OpenedJournal
  var anchorText: @Sendable (JournalHead) -> String
  var identify: @Sendable (Int32, RoleBook) -> StaffIdentity?
  var limits = ConnectionLimits()
  /// Who is told that the station serves, lives and stops; nil: nobody.
  var manager: ServiceManager?
  /// Random bytes for the work with cards.
  var cardChance: OwnCardWorker.CardChance = { (count) throws(CryptoError) in try randomSecret(count) }
  /// Whether another station has one of the lines; the state directory is given, for the choice of words.
  var checkLines: @Sendable ([BusConfiguration], String) throws(StartFailure) -> Void = {
    (_, _) throws(StartFailure) in
  }
}

/// A station that runs.
final class RunningStation: Sendable {
  /// How long a stop waits for each channel, milliseconds.
  private static let carryMilliseconds = 3_000

  private let actor: StationActor
  private let buses: Buses
  private let server: SocketServer
  private let log: Logger
  private let manager: ServiceManager?
  private let orderInbox: OrderInbox?
  private let cards: (any CardWorker)?
  private let applications: SubmissionKeeper?
  private let content: ContentKeeper?
  private let usage: UsageKeeper?
  /// Held while the station runs, so that `kiosk card` keeps off its readers.
  private let readerLock: ReaderLock?

  init(
    actor: StationActor, buses: Buses, server: SocketServer, log: Logger, manager: ServiceManager? = nil,
    orderInbox: OrderInbox? = nil, cards: (any CardWorker)? = nil, readerLock: ReaderLock? = nil,
    applications: SubmissionKeeper? = nil,
    content: ContentKeeper? = nil, usage: UsageKeeper? = nil
  ) {
    self.applications = applications
    self.cards = cards
    self.content = content
    self.usage = usage
    self.readerLock = readerLock
    self.manager = manager
    self.orderInbox = orderInbox
    self.actor = actor
    self.buses = buses
    self.server = server
    self.log = log
  }

  /// For tests: an input from nowhere.
  func post(_ input: StationInput) { actor.inbox.post(input) }

  /// Nobody new, no more doors, the last word to the journal's anchor.
  func stop() {
    log.notice("stopping")
    manager?.stopping()
    server.stopListening()
    orderInbox?.stop()
    content?.stop()
    cards?.stop()
    applications?.stop(milliseconds: Self.carryMilliseconds)
    buses.stop()
    // What is half handed over is waited for, not long: its helper goes on without us.
    for carrier in actor.now({ $0.stopCarrying() }) { carrier.finish(milliseconds: Self.carryMilliseconds) }
    actor.now { $0.end() }
    usage?.stop()
    server.stop()
    log.notice("stopped")
  }
}

enum StationRunner {
  /// What stands in the `started` record and in `kiosk status`.
  static func start(
    _ configuration: StationConfiguration, texts: [String: [String: String]],
    noticeTexts: [String: [String: String]] = [:], content contentFolder: String? = nil, version: String,
    places: StationPlaces, world: StationWorld
  ) throws(StartFailure) -> RunningStation {
    let busConfigurations = try busConfigurations(configuration)
    var setup = StationSetup(configuration, texts: texts, version: version)
    if SocketCardSource.ofDemo(state: places.state) != nil { setup.hasReader = true }
    let trust = setup.hasReader ? trust(configuration.card, for: &setup, world) : nil
    for doubt in configuration.doubts { world.log.warning("\(doubt.description)") }
    setup.noticeTexts = NoticeTexts(texts: noticeTexts, emailFrom: configuration.notices.emailFrom ?? "")
    do throws(SocketError) {
      // Another station's sockets are found before a journal is founded beside it.
      for name in [SocketName.citizen, SocketName.staff] {
        try ListeningSocket.check(path: "\(places.sockets)/\(name)")
      }
    } catch {
      throw StartFailure(error)
    }
    try world.checkLines(busConfigurations, places.state)
    try prepareDirectory(places.state, mode: 0o700, option: "--state", log: world.log)
    let actor = StationActor(
      log: world.log, now: world.now,
      emergency: EmergencyFile(state: places.state, anchorFile: configuration.journal.anchorFile),
      anchor: Anchor(file: configuration.journal.anchorFile), state: places.state,
      ballastMegabytes: configuration.journal.ballastMegabytes,
      floorMegabytes: configuration.journal.diskFloorMegabytes, anchorLine: world.anchorText,
      manager: world.manager)
    let random = world.random
    do {
      let counted = UsageKeeper.load(directory: places.state)
      setup.usage = counted.counts
      let usage = UsageKeeper(directory: places.state, counts: setup.usage, log: world.log)
      let carriers = ProgramCarrier.configured(
        configuration.notices, directory: "\(places.state)/\(ProgramCarrier.folder)")
      let rules = setup
      try actor.now {
        $0.carry(by: carriers)
        try $0.begin(setup: rules, station: random(), newOrderID: { OrderID(random()) }) {
          () throws(JournalError) in
          try world.openJournal(places.state)
        }
      }
      usage.setAside(counted)
      try prepareDirectory(places.sockets, mode: 0o755, option: "--socket", log: world.log)
      let (citizen, staff) = try listen(configuration.access, in: places.sockets)
      let buses = try Buses(busConfigurations, inbox: actor.inbox, log: world.log, make: world.makeBus)
      let book = RoleBook(configuration.access, owner: geteuid())
      let identify = world.identify
      let server = SocketServer(
        citizen: citizen, staff: staff, limits: world.limits, inbox: actor.inbox
      ) { identify($0, book) }
      let orderInbox = configuration.exchange.inbox.map {
        OrderInbox(path: $0, station: setup.name, log: world.log, now: world.now) {
          actor.inbox.post($0)
        }
      }
      let confirmations = configuration.exchange.outbox.map {
        ConfirmationOutbox(path: $0, log: world.log) { actor.inbox.post($0) }
      }
      let cards = CardWorkshop.make(
        configuration, trust: trust, state: places.state,
        CardWorld(
          today: { CivilDate(world.now().moment.day) }, chance: world.cardChance,
          milliseconds: { world.now().moment.monotonic }, log: world.log,
          post: { actor.inbox.post(.card($0)) }))
      let applications = SubmissionSetup.keeper(
        configuration.destinations, state: places.state,
        SubmissionSetup.World(
          now: world.now, chance: world.cardChance, log: world.log, post: { actor.inbox.post($0) }))
      actor.now { $0.keep(by: applications) }
      actor.now {
        $0.serve(
          buses: buses, server: server, orderInbox: orderInbox, confirmations: confirmations,
          printer: configuration.receipt.printer, cards: cards, usage: usage)
      }
      let readerLock = cards == nil ? nil : holdReaders(places.sockets, world.log)
      cards?.start()
      try buses.start()
      orderInbox?.start()
      applications?.start()
      let content = contentFolder.map {
        ContentKeeper(content: $0, state: places.state, log: world.log, now: world.now) {
          actor.inbox.post($0)
        }
      }
      content?.start()
      world.manager?.ready()
      return RunningStation(
        actor: actor, buses: buses, server: server, log: world.log, manager: world.manager,
        orderInbox: orderInbox, cards: cards, readerLock: readerLock, applications: applications,
        content: content, usage: usage)
    } catch let failure as StartFailure {
      throw failure
    } catch let error as SocketError {
      throw StartFailure(error)
    } catch {
      throw StartFailure(
        status: 71, lines: ["no thread for a locker bus (\(error)): check the process's limits"])
    }
  }

  /// Without a usable trust store the passport at the reader is not offered; it is an optional proof.
  private static func trust(
    _ settings: CardSettings, for setup: inout StationSetup, _ world: StationWorld
  ) -> TrustStore? {
    let trust = CardWorkshop.trust(settings, today: CivilDate(world.now().moment.day), log: world.log)
    setup.readsPassports = trust != nil
    setup.unusableTrust = trust == nil ? settings.csca : nil
    return trust
  }

  /// A technician's command that works with a card just now is no reason not to start: the reader is busy until it ends.
  private static func holdReaders(_ directory: String, _ log: Logger) -> ReaderLock? {
    switch ReaderLock.take(in: directory, makes: true) {
    case .taken(let lock): return lock
    case .held: log.warning("a kiosk card command works with a reader: the reader is busy until it ends")
    case .unavailable(let number):
      log.warning(
        "\(directory)/\(ReaderLock.fileName): errno \(number): kiosk card will not see this station")
    }
    return nil
  }

  /// What the wiring of the lockers cannot do, as mistakes of the configuration.
  private static func busConfigurations(
    _ configuration: StationConfiguration
  ) throws(StartFailure) -> [BusConfiguration] {
    var lines: [String] = []
    let buses = configuration.buses.map { settings in
      let bus = BusConfiguration(settings)
      lines += bus.problems.map { "bus \(settings.name): \($0)" }
      return bus
    }
    guard lines.isEmpty else { throw StartFailure(status: ConfigurationReport.mistakesStatus, lines: lines) }
    return buses
  }

  private static func listen(
    _ access: AccessSettings, in directory: String
  ) throws(SocketError) -> (citizen: ListeningSocket, staff: ListeningSocket) {
    let citizen = [access.citizenGroup].compactMap { Accounts.group($0) }
    let staff = [access.staffGroup, access.technicianGroup, access.auditGroup].compactMap {
      Accounts.group($0)
    }
    return (
      try ListeningSocket(path: "\(directory)/\(SocketName.citizen)", groups: citizen),
      try ListeningSocket(path: "\(directory)/\(SocketName.staff)", groups: staff)
    )
  }

  /// Makes a directory that is missing, with its parents.
  private static func prepareDirectory(
    _ path: String, mode: mode_t, option: String, log: Logger
  ) throws(StartFailure) {
    var status = stat()
    if unsafe stat(path, &status) != 0 {
      guard errno == ENOENT else { throw directoryFailure(path, option, errno) }
      let parent = SmallFile.directoryName(path)
      if parent != "/", parent != ".", !SmallFile.exists(parent) {
        try prepareDirectory(parent, mode: 0o755, option: option, log: log)
      }
      guard unsafe mkdir(path, mode) == 0 || errno == EEXIST else {
        throw directoryFailure(path, option, errno)
      }
      // The process's mask must not shut out those whom the sockets let in.
      guard unsafe chmod(path, mode) == 0 else { throw directoryFailure(path, option, errno) }
    } else if status.st_mode & S_IFMT != S_IFDIR {
      throw directoryFailure(path, option, ENOTDIR)
    } else if mode == 0o700, status.st_mode & 0o077 != 0 {
      log.warning(
        "\(path) is open to others (mode \(String(status.st_mode & 0o777, radix: 8))): run 'chmod 700 \(path)'"
      )
    }
  }

  private static func directoryFailure(_ path: String, _ option: String, _ number: Int32) -> StartFailure {
    let error = FileError(path: path, call: "directory", number: number)
    return StartFailure(
      status: 73, lines: ["\(option) \(error.message): name a directory of the station's user"])
  }
}

extension CivilDate {
  /// The same day; one that no calendar of four digits has is the last that it has.
  init(_ day: CivilDay) {
    let (year, month, number) = day.date
    self = CivilDate(year: year, month: month, day: number) ?? CivilDate(year: 9999, month: 12, day: 31)!
  }
}
