// The keeper of applications one step at a time, for a simulated world that has no threads, no clock and no disk but its
// own: the same spool, the same encryption, the same file drop. It adds no rule to them.

import Crypto
import Handover
import Secrets
import Synchronization

/// One destination, a folder, whose key never changes.
package final class SteppedKeeper {
  private let keeper: SubmissionKeeper
  private let deliverer: Deliverer
  private let spool: Spool
  private let told = Told()
  private let now: @Sendable () -> (wall: Int64, day: CivilDay)

  /// Reads what an earlier run left in `spool`, as a start does. `key` is a JWK, `chance` never fails, `now` is wall
  /// milliseconds and the town's day.
  package init(
    spool disk: any SpoolDisk, office: any SpoolDisk, destination: String, key: [UInt8],
    now: @escaping @Sendable () -> (wall: Int64, day: CivilDay),
    chance: @escaping @Sendable (Int) -> [UInt8]
  ) throws(FileError) {
    guard let key = try? JWK(json: key) else { preconditionFailure("a simulated office has a key") }
    spool = Spool(disk)
    try spool.open()
    let secrets: @Sendable (Int) throws(CryptoError) -> Secret = { Secret(chance($0)) }
    let drop = FileDropWay(
      name: destination, retryDays: 21, keepDays: 7, keyPath: "", disk: office, chance: secrets)
    let way = KeyedDrop(drop: drop, key: key, chance: secrets)
    deliverer = Deliverer(spool: spool, ways: [way]) { [told] in told.logs.append($0) }
    self.now = now
    let time: @Sendable () -> DeliveryTime = {
      let (wall, day) = now()
      return DeliveryTime(wall: wall, day: day)
    }
    keeper = SubmissionKeeper(
      deliverer, printKey: Secret(chance(32)), now: time, log: { [told] in told.logs.append($0) },
      post: { [told] in told.inputs.append($0) })
  }

  /// What it has said to the core since the last time, and to the log.
  package func take() -> (inputs: [StationInput], logs: [String]) {
    defer {
      told.inputs = []
      told.logs = []
    }
    return (told.inputs, told.logs)
  }

  /// What a start tells first.
  package func begin() {
    let references = references
    if !references.isEmpty { told.inputs.append(.submission(.known(references: references))) }
    keeper.tellSights()
  }

  package func keep(_ application: Application) {
    do throws(SubmissionFault) {
      try keeper.keepNow(application)
      told.inputs.append(.submission(.kept(reference: application.reference)))
      keeper.tellSights()
    } catch {
      told.inputs.append(.submission(.notKept(reference: application.reference, why: error.text)))
    }
  }

  /// One round of deliveries.
  package func deliver() {
    _ = deliverer.round(at: { [now] in
      let (wall, day) = now()
      return DeliveryTime(wall: wall, day: day)
    })
    keeper.tellSights()
  }

  /// All in the spool, and those of them that the destination does not have yet or a person must decide on.
  package var references: [String] { spool.entries.map(\.reference) }
  package var undelivered: [String] { spool.entries.filter { $0.stage != .accepted }.map(\.reference) }
  /// Files that cannot be read.
  package var damaged: [String] { spool.damaged }

  /// On one thread only, as everything in a simulation.
  private final class Told: @unchecked Sendable {
    var inputs: [StationInput] = []
    var logs: [String] = []
  }
}

/// A file drop whose key is there from the start.
private struct KeyedDrop: DeliveryWay {
  let drop: FileDropWay
  let key: JWK
  let chance: @Sendable (Int) throws(CryptoError) -> Secret

  var name: String { drop.name }
  var retryDays: Int { drop.retryDays }
  var keepDays: Int { drop.keepDays }

  func isReady(at time: DeliveryTime) -> Bool { true }

  func seal(
    _ application: Application, at time: DeliveryTime
  ) throws(SubmissionFault) -> (content: SpoolEntry.Content, key: String?) {
    (try Sealing.seal(application, to: key, chance: chance), key.keyIdentifier)
  }

  func refresh(at time: DeliveryTime) -> (next: Int64, fault: SubmissionFault?) {
    (time.wall + Deliverer.dayMilliseconds, nil)
  }

  func step(
    _ entry: inout SpoolEntry, at time: DeliveryTime, save: (SpoolEntry) throws(SubmissionFault) -> Void
  ) -> DeliveryStep { drop.step(&entry, at: time, save: save) }
}
