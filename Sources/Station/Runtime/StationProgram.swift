// `kiosk station` as a function: reads what it is started with, runs until SIGTERM or SIGINT, and says by its exit
// status how it went. Clock and chance come into the station here.

import Configuration
import Crypto
import Glibc
import Handover
import Journal
import Lockers
import Logging
import Services

public enum StationProgram {
  /// The version that `kiosk --version` and the journal's `started` records name.
  public static let version = "0.1.0"

  /// Runs a station; returns the exit status (sysexits.h).
  public static func run(_ places: StationPlaces) -> Int32 {
    ProcessGuard.raise()
    ProcessGuard.holdStopSignals()
    let manager = ServiceManager.fromEnvironment()
    let log = PlainLogHandler.logger()
    let station: RunningStation
    do throws(StartFailure) {
      station = try start(places, log: log, manager: manager)
    } catch {
      for line in error.lines { PlainLogHandler.writeToStandardError(PlainLogHandler.harmless(line) + "\n") }
      return error.status
    }
    ProcessGuard.waitForStopSignal()
    station.stop()
    return 0
  }

  private static func start(
    _ places: StationPlaces, log: Logger, manager: ServiceManager?
  ) throws(StartFailure) -> RunningStation {
    let configuration: StationConfiguration
    switch StationConfiguration.load(path: places.configuration) {
    case .success(let loaded): configuration = loaded
    case .failure(let failure): throw StartFailure(failure.report)
    }
    let content = ContentTexts.directory(
      configured: configuration.station.contentDirectory, executable: ContentTexts.executable())
    if content != configuration.station.contentDirectory { log.notice("content: \(content)") }
    let languages = configuration.station.languages
    let texts = try ContentTexts.load(
      directory: "\(content)/texts", languages: languages, needed: TextKeys.needed(languages: languages)
    ).get()
    let notices = try ContentTexts.load(directory: "\(content)/notices", languages: languages).get()
    if let mistake = NoticeTexts(texts: notices).mistake {
      throw StartFailure(
        status: ConfigurationReport.mistakesStatus, lines: ["\(content)/notices: \(mistake)"])
    }
    let clock: StationClock
    do throws(ClockError) { clock = try StationClock(timezone: configuration.station.timezone) } catch {
      throw StartFailure(status: ConfigurationReport.mistakesStatus, lines: [error.message])
    }
    let chance = StationChance(state: places.state, journal: JournalPaths(directory: places.state).database)
    if chance.isDemonstration {
      log.warning("a demonstration: the keys of this station and all its codes are known to everybody")
    }
    var world = StationWorld.product(clock, log, chance)
    world.manager = manager
    return try StationRunner.start(
      configuration, texts: texts, noticeTexts: notices, content: content, version: version, places: places,
      world: world)
  }
}

extension StationWorld {
  static func product(_ clock: StationClock, _ log: Logger, _ chance: StationChance) -> StationWorld {
    StationWorld(
      log: log, now: { clock.now() }, random: { chance.number() },
      makeBus: { (configuration, post) throws(BusDriver.StartError) in
        try BusDriver(configuration, post: post)
      },
      openJournal: { (directory) throws(JournalError) in try openSQLite(directory, chance) },
      anchorText: { anchorLine($0) },
      identify: { descriptor, book in PeerCredentials(descriptor: descriptor).map { book.identity($0) } },
      checkLines: LineCheck.run)
  }

  private static func openSQLite(
    _ directory: String, _ chance: StationChance
  ) throws(JournalError) -> OpenedJournal {
    let journal = try SQLiteJournal(directory: directory) {
      try StationSecrets(seed: chance.secret("signing"), hmacKey: chance.secret("hmac"))
    }
    let keys = StationKeys(mac: journal.secrets.hmac, signing: journal.secrets.signing)
    return OpenedJournal(store: journal, checked: journal, keys: keys)
  }
}
