// Everything that works with cards, as Kiosk.conf has it: the reader, the own card stack, and who sees to PINs. Made once
// at a start; a trust store that cannot be read stops the start, a reader that is not there does not.

import Configuration
import Crypto
import Identity
import Logging
import Messages
import Secrets
import Synchronization

/// What a card workshop needs of the world.
struct CardWorld: Sendable {
  var today: @Sendable () -> CivilDate
  var chance: OwnCardWorker.CardChance
  var log: Logger
  var post: @Sendable (CardReport) -> Void
}

final class CardWorkshop: CardWorker {
  /// A trust store older than this is a warning at each start, days.
  static let trustDaysMax = 180

  private let own: OwnCardWorker

  private init(own: OwnCardWorker) { self.own = own }

  /// Nil where no reader is set up. `state`: the station's state directory.
  static func make(
    _ settings: CardSettings, state: String, _ world: CardWorld
  ) throws(StartFailure) -> CardWorkshop? {
    let source: any CardSource
    if let demo = SocketCardSource.ofDemo(state: state) {
      source = demo
    } else {
      switch settings.reader {
      case .none: return nil
      case .auto: source = SmartCardSource(name: nil, isShared: settings.path == .ausweisApp)
      case .named(let name): source = SmartCardSource(name: name, isShared: settings.path == .ausweisApp)
      }
    }
    return CardWorkshop(
      own: OwnCardWorker(
        source: source, trust: try trust(settings, world),
        trace: settings.trace.map { CardTraceFile(path: $0) },
        today: world.today, chance: world.chance, post: world.post))
  }

  private static func trust(
    _ settings: CardSettings, _ world: CardWorld
  ) throws(StartFailure) -> TrustStore? {
    guard let path = settings.csca else { return nil }
    let today = world.today()
    do throws(TrustFileFault) {
      let store = try TrustStore.load(path: path, at: today)
      world.log.notice("passports: \(store.authorities.count) signing authorities, of \(store.date)")
      if store.isOlder(thanDays: trustDaysMax, at: today) {
        world.log.warning(
          "\(path) is \(store.ageDays(at: today)) days old: fetch the newest from its publisher")
      }
      return store
    } catch {
      throw StartFailure(status: ConfigurationReport.mistakesStatus, lines: ["card.csca: \(error)"])
    }
  }

  /// From here on reports come.
  func start() { own.start() }

  func take(_ order: CardOrder) { own.take(order) }

  func stop() { own.stop() }
}
