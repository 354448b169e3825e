// The running station's check of its own journal, in slices so short that no request waits for them: each record and
// link of the chain once a day, then the tables. It says what it found; what follows from that is decided elsewhere.

import Journal

/// Where the check of a day stands.
struct JournalWatch: Sendable {
  /// A slice is at least this long, and long enough that the whole is checked in this many slices: with one slice
  /// every 10 s that is half a day.
  static let sliceRecordsMin = 256
  static let slicesMax: Int64 = 4000

  /// The first record of the next slice; nil: done for today.
  private(set) var next: Int64? = 1

  init() {}

  /// A new day: from the beginning.
  mutating func restart() { next = 1 }

  /// One slice of a journal with `records` records. What is wrong, or nil.
  mutating func check(_ journal: any CheckableJournal, records: Int64) throws(JournalError) -> String? {
    guard let first = next else { return nil }
    let count = max(Self.sliceRecordsMin, Int(records / Self.slicesMax) + 1)
    let report = try journal.verifySlice(from: first, count: count)
    next = report.next
    if let damage = report.damage { return damage }
    guard report.next == nil else { return nil }
    return try journal.verifyTables().first
  }
}

/// A journal that can check itself piece by piece.
protocol CheckableJournal: AnyObject {
  func verifySlice(from sequence: Int64, count: Int) throws(JournalError) -> SliceReport
  func verifyTables() throws(JournalError) -> [String]
}

extension SQLiteJournal: CheckableJournal {}
