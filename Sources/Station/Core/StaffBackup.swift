// Backups, the station's part: it names a head, hands out records in slices that no citizen feels, and takes down that
// a copy was verified. It writes no copy itself, and side tables never leave it this way.

import Crypto
import Handover
import Journal
import Messages

/// `[backup]` of Kiosk.conf.
public struct BackupPlan: Equatable, Sendable {
  public var directory: String?
  public var keep: Int
  public var warnAfterDays: Int

  public init(directory: String? = nil, keep: Int = 7, warnAfterDays: Int = 3) {
    self.directory = directory
    self.keep = keep
    self.warnAfterDays = warnAfterDays
  }
}

extension StationCore {
  /// The head as it is now; records up to it never change, so that a copy is whole whatever is appended meanwhile.
  mutating func offerBackup(_ desk: Desk, _ journal: any JournalStore) throws(DeskError) -> StaffReply {
    let head = try DeskError.wrap { () throws(JournalError) in try journal.head() }
    offeredHeads[desk.connection] = head
    return .backup(
      BackupOffer(
        station: OrderID(head.station).description, sequence: head.sequence, hash: Hex.encode(head.hash),
        signature: Hex.encode(head.signature), publicKey: keys.publicKey, directory: setup.backup.directory,
        keep: setup.backup.keep))
  }

  /// Canonical bytes in hexadecimal, `StaffRequest.backupSliceMax` records at most.
  func backupSlice(
    from first: Int64, through last: Int64, _ journal: any JournalStore
  ) throws(DeskError) -> StaffReply {
    guard first >= 1, last >= first else { return .backupSlice([]) }
    let count = Int(min(last - first, Int64(StaffRequest.backupSliceMax) - 1)) + 1
    let records = try DeskError.wrap { () throws(JournalError) in
      try journal.records(from: first, limit: count)
    }
    return .backupSlice(records.map { Hex.encode($0.canonicalBytes) })
  }

  /// Only what this connection was offered can have been copied by it.
  mutating func backupMade(
    _ desk: Desk, _ sequence: Int64, _ hash: String
  ) throws(DeskError) -> StaffReply {
    guard let head = offeredHeads[desk.connection], head.sequence == sequence,
      Hex.encode(head.hash) == hash, let hash = RecordHash(head.hash)
    else {
      throw .refused(
        Refused(
          code: "backup-unknown",
          message: "no copy up to this record was begun over this connection: run 'kiosk backup' again"))
    }
    offeredHeads[desk.connection] = nil
    do throws(Refusal) {
      try decide(desk.actor, note: desk.note(nil)) { (decision: inout Decision) throws(Refusal) in
        try decision.backupMade(upTo: sequence, hash: hash)
      }
    } catch { throw .refusal(error) }
    return .done
  }

  var backupReport: BackupReport {
    let plan = setup.backup
    var report = BackupReport(directory: plan.directory, warnAfterDays: plan.warnAfterDays)
    if let last = durable.lastBackup {
      let age = max(0, time.moment.day.number - last.day.number)
      report.sequence = last.sequence
      report.day = last.day.description
      report.ageDays = age
      report.isOld = age > plan.warnAfterDays
    } else {
      report.isOld = plan.directory != nil
    }
    return report
  }
}
