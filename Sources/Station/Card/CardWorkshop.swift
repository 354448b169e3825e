// Everything that works with cards, as Kiosk.conf has it: the reader, the own card stack, and who sees to PINs. Made once
// at a start, which nothing of it stops: without a usable trust store no passport is read, without a reader no card.

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
  /// Milliseconds that never go back.
  var milliseconds: @Sendable () -> Int64
  var log: Logger
  var post: @Sendable (CardReport) -> Void

  /// For the line to AusweisApp, of which each frame takes one: none of the station's own numbers, which a demonstration
  /// knows beforehand.
  @Sendable func number() -> UInt64 {
    guard let bytes = try? chance(8) else { preconditionFailure("no chance to be had") }
    return bytes.withSpan { span in span.indices.reduce(0) { $0 << 8 | UInt64(span[$1]) } }
  }
}

final class CardWorkshop: CardWorker {
  /// The folder of AusweisApp below the state directory.
  static let ausweisFolder = "ausweisapp"

  private let own: OwnCardWorker
  private let ausweis: (worker: AusweisCardWorker, service: AusweisService)?
  /// The job that AusweisApp has, if it is one of its.
  private let ausweisJob = Mutex<Int?>(nil)

  private init(own: OwnCardWorker, ausweis: (worker: AusweisCardWorker, service: AusweisService)?) {
    self.own = own
    self.ausweis = ausweis
  }

  /// Nil where no reader is set up. `state`: the station's state directory; `trust`: as `trust(_:today:log:)` has it.
  static func make(
    _ configuration: StationConfiguration, trust: TrustStore?, state: String, _ world: CardWorld
  ) -> CardWorkshop? {
    let settings = configuration.card
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
        source: source, trust: trust,
        trace: settings.trace.map {
          CardTraceFile(path: $0, log: world.log, milliseconds: world.milliseconds)
        },
        today: world.today, chance: world.chance, post: world.post),
      ausweis: settings.path == .ausweisApp && configuration.ausweisApp.isEnabled
        ? ausweis(configuration.ausweisApp, source, state: state, world) : nil)
  }

  private static func ausweis(
    _ settings: AusweisAppSettings, _ source: any CardSource, state: String, _ world: CardWorld
  ) -> (worker: AusweisCardWorker, service: AusweisService) {
    let line = AusweisLine()
    let channel = settings.backChannel.flatMap {
      CurlBackChannel(base: $0, credentials: settings.backChannelCredentials, ca: settings.backChannelCA)
    }
    let worker = AusweisCardWorker(channel: channel, tell: { line.tell($0) }, post: world.post)
    let service = AusweisService(
      settings: settings, directory: "\(state)/\(ausweisFolder)", chance: world.number,
      readerCount: { source.readerCount }, log: world.log
    ) { [weak worker] in worker?.heard($0) }
    line.open(to: service)
    return (worker, service)
  }

  /// Whom a passport must be signed by; nil where Kiosk.conf names nobody, or what it names cannot be used. Then the
  /// passport at the reader is not offered, and everything else is.
  static func trust(_ settings: CardSettings, today: CivilDate, log: Logger) -> TrustStore? {
    guard let path = settings.csca else { return nil }
    do throws(TrustFileFault) {
      let store = try TrustStore.load(path: path, at: today)
      log.notice("passports: \(store.authorities.count) signing authorities, of \(store.date)")
      if store.isOlder(thanDays: TrustStore.ageDaysMax, at: today) {
        log.warning(
          "\(path) is \(store.ageDays(at: today)) days old: fetch the newest from its publisher")
      }
      return store
    } catch {
      let place = settings.cscaPlace.map { "\($0): " } ?? ""
      log.error("\(place)card.csca: \(error); until the next start no old passport is read at the reader")
      return nil
    }
  }

  /// From here on reports come.
  func start() {
    own.start()
    ausweis?.service.start()
  }

  /// PINs are AusweisApp's where it is set up; passports are always read here.
  func take(_ order: CardOrder) {
    let isAusweis = ausweisJob.withLock { job in
      switch order {
      case .start(.readPassport, _): return false
      case .start(_, let number):
        job = ausweis == nil ? nil : number
        return ausweis != nil
      case .give(_, let number), .accept(let number), .end(let number): return job == number
      }
    }
    if isAusweis { ausweis?.worker.take(order) } else { own.take(order) }
  }

  func stop() {
    own.stop()
    ausweis?.worker.stop()
    ausweis?.service.stop()
  }
}

/// The way from the worker to the service, which knows the worker first.
private final class AusweisLine: Sendable {
  private let service = Mutex<AusweisService?>(nil)

  func open(to service: AusweisService) { self.service.withLock { $0 = service } }

  func tell(_ event: AusweisEvent) { service.withLock { $0 }?.post(event) }
}
