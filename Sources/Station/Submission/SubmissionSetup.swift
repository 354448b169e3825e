// From Kiosk.conf to a keeper with its spool, its ways and their keys. What is wrong with a destination's files takes that
// destination away and says so; it never keeps a station from its doors.

import Configuration
import Crypto
import Glibc
import Handover
import Logging
import Secrets

enum SubmissionSetup {
  /// Below the state directory.
  static let spoolFolder = "spool"
  static let keysFolder = "destinations"
  private static let fileBytesMax = 1 << 20
  private static let limits = JSONValue.Limits(byteCountMax: fileBytesMax, depthMax: 8, valueCountMax: 10_000)

  /// What differs between the product and a test.
  struct World: Sendable {
    var now: @Sendable () -> StationTime
    var chance: @Sendable (Int) throws(CryptoError) -> Secret
    var log: Logger
    var post: @Sendable (StationInput) -> Void
    var transport: @Sendable (_ ca: String?) -> any HTTPTransport = { CurlTransport(ca: $0) }
  }

  /// Nil: no destination is set up and none has left anything, or the spool cannot be opened, which is logged.
  static func keeper(
    _ destinations: [DestinationSettings], state: String, _ world: World
  ) -> SubmissionKeeper? {
    let folder = "\(state)/\(spoolFolder)"
    guard !destinations.isEmpty || SmallFile.exists(folder) else { return nil }
    for path in [folder, "\(state)/\(keysFolder)"] {
      guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST, unsafe chmod(path, 0o700) == 0 else {
        world.log.error("submissions: \(path) cannot be made (errno \(errno)): no application is taken")
        return nil
      }
    }
    let spool = Spool(FolderDisk(path: folder, mode: 0o600))
    do throws(FileError) { try spool.open() } catch {
      world.log.error("submissions: the spool cannot be opened, no application is taken: \(error.message)")
      return nil
    }
    let clock = world.now
    let now: @Sendable () -> DeliveryTime = {
      let time = clock()
      return DeliveryTime(wall: time.moment.wall, day: time.moment.day)
    }
    let logger = world.log
    let log: @Sendable (String) -> Void = { logger.notice("\($0)") }
    let ways = destinations.compactMap { way($0, keys: "\(state)/\(keysFolder)", world) }
    guard let printKey = try? world.chance(32) else {
      world.log.error("submissions: there is no chance to encrypt with, no application is taken")
      return nil
    }
    return SubmissionKeeper(
      Deliverer(spool: spool, ways: ways, log: log), printKey: printKey, now: now, log: log,
      post: world.post)
  }

  private static func way(
    _ settings: DestinationSettings, keys folder: String, _ world: World
  ) -> (any DeliveryWay)? {
    switch settings.kind {
    case .file(let drop):
      let way = FileDropWay(
        settings, drop, disk: FolderDisk(path: drop.directory, mode: 0o640), chance: world.chance)
      // Its key lies beside: it is ready before the first citizen asks.
      _ = way.refresh(at: DeliveryTime(wall: 0, day: CivilDay(number: 0)))
      return way
    case .fitConnect(let fit):
      do throws(SubmissionFault) {
        var rules = DestinationKeyRules()
        if let path = fit.roots { rules.roots = try roots(path) }
        let pinned: [JSONValue]? =
          if let path = fit.keys { try pinnedKeys(path) } else { nil }
        let api = FitConnectAPI(fit, transport: world.transport(fit.ca)) {
          (path) throws(SubmissionFault) in try SecretFile.read(path)
        }
        let keys = FitConnectKeys(
          name: settings.name, disk: FolderDisk(path: folder, mode: 0o600), rules: rules, pinned: pinned)
        return FitConnectWay(settings, api: api, keys: keys, chance: world.chance)
      } catch {
        // Whom to believe is not known: nothing is encrypted for anybody.
        world.log.error("submissions: \(settings.name) is not set up: \(error.text)")
        return UnusableWay(settings, error)
      }
    }
  }

  static func roots(_ path: String) throws(SubmissionFault) -> [X509Certificate] {
    guard let bytes = try? SmallFile.read(path, bytesMax: fileBytesMax) else {
      throw SubmissionFault(.keyWrong, "\(path) cannot be read")
    }
    guard let roots = X509Chain.roots(pem: bytes) else {
      throw SubmissionFault(.keyWrong, "\(path) holds no PEM certificates, or a damaged one")
    }
    return roots
  }

  static func pinnedKeys(_ path: String) throws(SubmissionFault) -> [JSONValue] {
    guard let bytes = try? SmallFile.read(path, bytesMax: fileBytesMax) else {
      throw SubmissionFault(.keyWrong, "\(path) cannot be read")
    }
    guard let keys = JSONValue(bytes, within: limits)?["keys"]?.list, !keys.isEmpty else {
      throw SubmissionFault(.keyWrong, "\(path) is no JWK set")
    }
    return keys
  }
}

/// A destination whose files cannot be used: never ready; what an earlier run kept for it waits.
private struct UnusableWay: DeliveryWay {
  let name: String
  let retryDays: Int
  let keepDays: Int
  let fault: SubmissionFault

  init(_ settings: DestinationSettings, _ fault: SubmissionFault) {
    name = settings.name
    retryDays = settings.retryDays
    keepDays = settings.keepDays
    self.fault = fault
  }

  func isReady(at time: DeliveryTime) -> Bool { false }

  func seal(
    _ application: Application, at time: DeliveryTime
  ) throws(SubmissionFault) -> (content: SpoolEntry.Content, key: String?) { throw fault }

  func refresh(at time: DeliveryTime) -> (next: Int64, fault: SubmissionFault?) {
    (time.wall + Deliverer.dayMilliseconds, fault)
  }

  func step(
    _ entry: inout SpoolEntry, at time: DeliveryTime, save: (SpoolEntry) throws(SubmissionFault) -> Void
  ) -> DeliveryStep { .later(fault) }
}
