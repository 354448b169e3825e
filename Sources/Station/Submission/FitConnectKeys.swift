// The keys of a FIT-Connect destination, fetched at the start and every day and laid on the disk, so that an application
// can be encrypted while the network is away; and the keys that event tokens are checked with. Each use judges anew.

import Crypto
import Handover
import Synchronization

final class FitConnectKeys: Sendable {
  /// Between two fetches that went well, milliseconds.
  static let freshMilliseconds: Int64 = 86_400_000
  /// Between two that did not.
  static let againMilliseconds: Int64 = 60_000
  /// Keys that were fetched longer ago than this are not encrypted with: the destination may have lost them since.
  static let ageMillisecondsMax: Int64 = 30 * 86_400_000
  /// A token that names an unknown key has the keys fetched anew, not more often than this.
  static let lookMilliseconds: Int64 = 60_000
  private static let bytesMax = 1 << 20
  private static let limits = JSONValue.Limits(byteCountMax: bytesMax, depthMax: 8, valueCountMax: 10_000)

  private struct Known: Sendable {
    var fetchedAt: Int64 = 0
    var destination: [JSONValue] = []
    var service: [JSONValue] = []
    var serviceLookedAt: Int64?
    var destinationLookedAt: Int64?
  }

  private let name: String
  private let disk: any SpoolDisk
  private let rules: DestinationKeyRules
  /// Keys of the delivery service that the town has pinned; nil: what it publishes.
  private let pinned: [JSONValue]?
  private let known = Mutex(Known())

  init(name: String, disk: any SpoolDisk, rules: DestinationKeyRules, pinned: [JSONValue]?) {
    self.name = name
    self.disk = disk
    self.rules = rules
    self.pinned = pinned
    guard let bytes = try? disk.read(name + ".json", bytesMax: Self.bytesMax + 1),
      let value = JSONValue(bytes, within: Self.limits), let at = value["fetched"]?.number,
      let keys = value["keys"]?.list
    else { return }
    known.withLock { $0 = Known(fetchedAt: Int64(at), destination: keys) }
  }

  /// The key to encrypt with now.
  func encryptionKey(at time: DeliveryTime) throws(SubmissionFault) -> JWK {
    let (fetchedAt, keys) = known.withLock { ($0.fetchedAt, $0.destination) }
    guard !keys.isEmpty else {
      throw SubmissionFault(.keyMissing, "the keys of \(name) were never fetched")
    }
    guard time.wall - fetchedAt <= Self.ageMillisecondsMax else {
      throw SubmissionFault(.keyOld, "the keys of \(name) are older than 30 days")
    }
    return try rules.encryptionKey(among: keys, at: time.day).key
  }

  /// Fetches the destination's keys if it is time; when to ask again.
  func refresh(_ api: FitConnectAPI, at time: DeliveryTime) -> (next: Int64, fault: SubmissionFault?) {
    let age = time.wall - known.withLock { $0.fetchedAt }
    if (0..<Self.freshMilliseconds).contains(age), (try? encryptionKey(at: time)) != nil {
      return (time.wall + Self.freshMilliseconds - age, nil)
    }
    do throws(SubmissionFault) {
      let keys = try api.destinationKeys(now: time.wall)
      // A set without a usable key does not take the place of one that has one.
      _ = try rules.encryptionKey(among: keys, at: time.day)
      known.withLock {
        $0.destination = keys
        $0.fetchedAt = time.wall
      }
      let text = JSONValue.members(["fetched": .number(Int(time.wall)), "keys": .list(keys)]).written
      do throws(FileError) {
        try disk.replace(name + ".json", Array((text + "\n").utf8))
      } catch { throw SubmissionFault(.spool, error.message) }
      return (time.wall + Self.freshMilliseconds, nil)
    } catch {
      return (time.wall + max(Self.againMilliseconds, error.afterMilliseconds ?? 0), error)
    }
  }

  /// The key that a token of an issuer must be signed with.
  func verificationKey(
    of issuer: String, named kid: String, _ api: FitConnectAPI, at time: DeliveryTime
  ) throws(SubmissionFault) -> JWK {
    let isService = issuer == api.settings.issuer
    let keys = known.withLock { isService ? (pinned ?? $0.service) : $0.destination }
    if let key = try rules.verificationKey(named: kid, among: keys, isOwn: isService, at: time.day) {
      return key
    }
    let lookedAt = known.withLock { isService ? $0.serviceLookedAt : $0.destinationLookedAt }
    let mayLook = lookedAt.map { abs(time.wall - $0) >= Self.lookMilliseconds } ?? true
    if mayLook, !isService || pinned == nil {
      known.withLock {
        if isService { $0.serviceLookedAt = time.wall } else { $0.destinationLookedAt = time.wall }
      }
      let fetched = isService ? try api.serviceKeys() : try api.destinationKeys(now: time.wall)
      if isService { known.withLock { $0.service = fetched } }
      if let key = try rules.verificationKey(
        named: kid, among: fetched, isOwn: isService, at: time.day)
      {
        // Kept for the next token, but not as what to encrypt with: that is `refresh`'s matter.
        if !isService { known.withLock { $0.destination += fetched.filter { $0["kid"]?.text == kid } } }
        return key
      }
    }
    throw SubmissionFault(.eventWrong, "its key \(kid) is unknown")
  }
}
