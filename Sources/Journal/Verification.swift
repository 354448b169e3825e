// The whole check of a closed journal, in one pass and in memory that does not grow with it: every record's bytes,
// the chain, the signed head, the projections against a replay, and the anchors of a log. Side tables are not read:
// emptied ones change nothing.

import Crypto
import GRDB
import Handover

/// Checks a closed journal. What is wrong with it stands in the report; what keeps it from being read is thrown.
public func verifyJournal(
  file: String, publicKey: PublicKey, anchors: AnchorLog = AnchorLog()
) throws(JournalError) -> VerificationReport {
  let journal: ClosedJournal
  do {
    journal = try ClosedJournal(file: file)
  } catch .corrupt(let what) {
    var report = VerificationReport(file: file)
    report.note("the database cannot be read: \(what)", remedy: Verification.restore)
    return report
  }
  var verification = Verification(file: file, publicKey: publicKey, anchors: anchors)
  do throws(JournalError) {
    try journal.connection.access { db in try verification.run(db) }
  } catch .corrupt(let what) {
    verification.report.note("the database cannot be read on: \(what)", remedy: Verification.restore)
  } catch .notAJournal {
    verification.report.note(
      "the database cannot be read on: a table is missing", remedy: Verification.restore)
  }
  try? journal.close()
  return verification.report
}

struct Verification {
  static let restore =
    "Keep this file as evidence, restore the last backup that verifies, and compare both with 'kiosk journal export'."
  private static let changed =
    "Somebody or something changed the file after it was written. " + restore

  var report: VerificationReport
  private let verifier: SignatureVerifier
  private let log: AnchorLog
  /// Anchors signed by this key, by the number of their record.
  private var wanted: [Int64: [JournalAnchor]] = [:]
  private let chain = Chain()
  private var state = State()
  /// What the next record may follow: after a break both what was stored and what was computed.
  private var previous = [Chain.genesis]
  private var next: Int64 = 1
  private var isReplayed = true

  init(file: String, publicKey: PublicKey, anchors: AnchorLog) {
    report = VerificationReport(file: file)
    verifier = SignatureVerifier(publicKey)
    log = anchors
  }

  mutating func run(_ db: Database) throws {
    sortAnchors()
    try checkPages(db)
    for foreign in try SchemaCheck.foreign(db) { report.note(foreign, remedy: Verification.changed) }
    try compareAnchors(at: 0, Chain.genesis)
    let rows = try Row.fetchCursor(db, sql: "SELECT seq, kind, canonical, hash FROM record ORDER BY seq")
    while let row = try rows.next() {
      var reader = RowReader(row, "record")
      let sequence = try reader.int64()
      do throws(JournalError) {
        try take(sequence, &reader)
      } catch {
        guard case .corrupt(let what) = error else { throw error }
        damage(what, at: sequence)
      }
      report.records += 1
    }
    try checkHead(db)
    compareMissingAnchors()
    if isReplayed {
      for row in differences(try Projections(db).load(), state) {
        report.note(
          "\(row) is not what the records amount to",
          remedy: "The records are the truth: restore a backup whose projections agree, or have them rebuilt."
        )
      }
    }
  }

  private mutating func damage(_ what: String, at sequence: Int64) {
    report.note(what, at: sequence, remedy: Verification.changed)
    isReplayed = false
  }

  private mutating func checkPages(_ db: Database) throws {
    for text in try String.fetchAll(db, sql: "PRAGMA integrity_check(5)") where text != "ok" {
      report.note("SQLite finds the file damaged: \(text)", remedy: Verification.restore)
    }
  }

  private mutating func take(_ sequence: Int64, _ reader: inout RowReader) throws(JournalError) {
    if sequence != next {
      let gap =
        sequence - 1 > next ? "records \(next) to \(sequence - 1) are missing" : "record \(next) is missing"
      damage(sequence > next ? gap : "record \(sequence) stands where \(next) belongs", at: next)
    }
    next = sequence + 1
    let kind = try reader.int64()
    let canonical = try reader.bytes()
    guard let stored = Digest32(try reader.bytes()) else {
      previous = previous.map { chain.link(after: $0, canonical) }
      throw .corrupt(what: "the hash is no hash")
    }
    let computed = previous.map { chain.link(after: $0, canonical) }
    let holds = computed.contains(stored)
    previous = holds ? [stored] : [stored, computed[0]]
    if !holds { damage("the chain breaks here: record or hash is not what was written", at: sequence) }
    try compareAnchors(at: sequence, stored)
    let record = try decodeRecord(canonical, at: sequence)
    if kind != Int64(record.event.code) {
      damage("the column 'kind' says \(kind), the record is of kind \(record.event.code)", at: sequence)
    }
    state.apply(record)
  }

  private mutating func checkHead(_ db: Database) throws {
    let head: JournalHead
    do {
      head = try fetchHead(db)
    } catch {
      report.note(
        "the head cannot be read: \(JournalError(error, file: report.file).message)", remedy: Self.changed)
      return
    }
    report.head = head
    report.station = head.station
    if !verifier.isValid(head) {
      report.note(
        "the head is not signed by this key: another key, or a chain computed anew without it",
        at: head.sequence,
        remedy: "Check that the key is this station's journal.pub, from the time of its founding. "
          + Self.restore)
    }
    if head.sequence != next - 1 || !previous.contains(where: { $0.bytes == head.hash }) {
      report.note(
        "the head is of record \(head.sequence), the records end at \(next - 1) with another hash or number",
        at: min(head.sequence, next - 1) + 1, remedy: Self.changed)
    }
    if isReplayed, head.station != state.station ?? 0 {
      report.note("the head names another station than the founding record", at: 1, remedy: Self.changed)
    }
  }

  // MARK: Anchors

  private mutating func sortAnchors() {
    for line in log.damagedLines {
      report.note(
        "line \(line) of the log begins like an anchor and is none",
        remedy: "Look at that line of the log: it was cut or changed.")
    }
    for anchor in log.anchors {
      if verifier.isValid(anchor.head) {
        wanted[anchor.sequence, default: []].append(anchor)
      } else {
        report.foreignAnchors += 1
      }
    }
    if report.foreignAnchors > 0, wanted.isEmpty {
      report.note(
        "none of the log's \(report.foreignAnchors) anchors is signed by this key",
        remedy: "Check that log and key belong to this station.")
    } else if log.anchors.isEmpty, !log.isUnused {
      report.note(
        "the log holds no anchor", remedy: "Give the station's system log: journalctl -u kiosk-station")
    }
  }

  private mutating func compareAnchors(at sequence: Int64, _ hash: Digest32) throws(JournalError) {
    guard let anchors = wanted.removeValue(forKey: sequence) else { return }
    for anchor in anchors {
      if anchor.hash == hash.bytes {
        report.anchors += 1
      } else {
        report.note(
          "line \(anchor.line) of the log knows another record \(sequence) than the file", at: sequence,
          remedy: "The journal was written anew from here or before. " + Self.restore)
      }
    }
  }

  private mutating func compareMissingAnchors() {
    guard let highest = wanted.keys.max(), let anchor = wanted[highest]?.first else { return }
    let end = next - 1
    report.note(
      highest > end
        ? "the log knows record \(highest) (line \(anchor.line)), the file ends at \(end): its tail was cut, or it is an "
          + "older file put back"
        : "the log knows record \(highest) (line \(anchor.line)), the file does not",
      at: min(highest, end + 1), remedy: Self.restore)
  }
}
