// The check of a running station's whole file, cut into slices of a few milliseconds: every page can be read, every
// record and link holds, the rows are what the records amount to, every table and index is sound, free pages are empty.
// It starts anew each day; what follows from damage is decided elsewhere.

import GRDB
import Glibc
import Handover

/// Where the check of a day stands.
public struct WholeCheck: Sendable {
  /// A slice is at least this long, and long enough that the records are checked in `slicesMax` slices: at one slice
  /// every 2 s that is under six hours, whatever the journal's age.
  public static let sliceRecordsMin = 256
  public static let slicesMax: Int64 = 10_000
  /// 1 MiB of the usual pages, past every cache.
  static let slicePages = 256
  static let sliceNotes = 2000

  enum Stage: Equatable {
    case pages(next: Int)
    case records(next: Int64)
    case part(Int)
    case notes(after: Int64)
    case done
  }

  private(set) var stage = Stage.pages(next: 1)
  /// What the records that were checked so far amount to.
  private var replay = State()

  public init() {}

  public var isDone: Bool { stage == .done }

  /// The record that the next slice begins with, while records are checked.
  public var nextRecord: Int64? {
    if case .records(let next) = stage { next } else { nil }
  }

  /// One slice. `durable` is the state that the station works with, at the journal's last record. What is wrong, in
  /// words, or nil; after damage the check is over for the day.
  public mutating func step(_ journal: SQLiteJournal, durable: State) -> String? {
    do throws(JournalError) {
      // What stands on the disk is asked, not what was kept in memory.
      try journal.connection.access { db in try db.execute(sql: "PRAGMA shrink_memory") }
      if let damage = try slice(journal, durable) {
        stage = .done
        return damage
      }
      return nil
    } catch {
      // Nobody else uses the file: what cannot be read is damage, too.
      stage = .done
      return error.message
    }
  }

  private mutating func slice(_ journal: SQLiteJournal, _ durable: State) throws(JournalError) -> String? {
    switch stage {
    case .done: return nil
    case .pages(let next):
      let slice = try journal.verifyPages(from: next, count: Self.slicePages)
      stage = slice.next.map { .pages(next: $0) } ?? .records(next: 1)
      return slice.damage
    case .records(let next):
      let count = max(Self.sliceRecordsMin, Int(journal.last.sequence / Self.slicesMax) + 1)
      let report = try journal.verifySlice(from: next, count: count, replaying: &replay)
      if let damage = report.damage { return damage }
      stage = report.next.map { .records(next: $0) } ?? .part(0)
      // At once, before another record comes: rows, memory and records must say the same.
      return report.next == nil ? try compare(journal, durable) : nil
    case .part(let index):
      let parts = SQLiteJournal.parts
      stage = index + 1 < parts.count ? .part(index + 1) : .notes(after: 0)
      return try journal.verifyPart(parts[index]).first
    case .notes(let after):
      let last = try journal.readNotes(after: after, count: Self.sliceNotes)
      stage = last.map { .notes(after: $0) } ?? .done
      return nil
    }
  }

  private func compare(_ journal: SQLiteJournal, _ durable: State) throws(JournalError) -> String? {
    if let row = try journal.verifyProjections(replay).first {
      return "\(row) is not what the records amount to"
    }
    if let row = differences(durable, replay).first {
      return "\(row): the running station believes something else than its records say"
    }
    return nil
  }
}

extension SQLiteJournal {
  /// What is checked one by one, each small whatever the journal's age. `record` and `note` grow and have slices.
  static let parts: [String] =
    ["head", "schema", "foreign keys", "sqlite_schema"]
    + Schema.tableNames.sorted().filter { $0 != "record" && $0 != "note" }

  /// Checks one of `parts`; what is found, one line each.
  func verifyPart(_ part: String) throws(JournalError) -> [String] {
    try connection.access { db in
      switch part {
      case "head":
        let head = try fetchHead(db)
        if head != last { return ["the head in the file is not the one last written"] }
        return verifier.isValid(head) ? [] : ["the head's signature is not by this station's key"]
      case "schema": return try SchemaCheck.foreign(db) + SchemaCheck.missing(db)
      case "foreign keys":
        return try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil
          ? [] : ["a row of a side table belongs to nobody"]
      default:
        return try String.fetchAll(db, sql: "PRAGMA integrity_check('\(part)')").filter { $0 != "ok" }
      }
    }
  }

  /// Reads a range of notes whole; the last number read, nil at the end.
  func readNotes(after: Int64, count: Int) throws(JournalError) -> Int64? {
    try connection.access { db in
      let statement = try db.cachedStatement(
        sql: "SELECT seq, login, reason FROM note WHERE seq > ? ORDER BY seq LIMIT ?")
      let rows = try Row.fetchCursor(statement, arguments: [after, count])
      var last: Int64?
      while let row = try rows.next() {
        var reader = RowReader(row, "note")
        let number = try reader.int64()
        guard number > last ?? after, number <= self.last.sequence else {
          throw reader.damage("a note of no record")
        }
        _ = try reader.optionalText()
        _ = try reader.optionalText()
        last = number
      }
      return last
    }
  }

  /// Reads pages `first` and following past every cache: a sector that cannot be read, a file that is cut, a list of
  /// free pages that is broken, and free pages that hold something.
  func verifyPages(
    from first: Int, count: Int
  ) throws(JournalError) -> (next: Int?, damage: String?) {
    let file = try pageFile()
    let (pages, free) = try file.freePages()
    if let damage = free.damage { return (nil, damage) }
    let last = min(pages, first + count - 1)
    if first == 1 { file.forgetCache() }
    for page in stride(from: first, through: last, by: 1) {
      let bytes = try file.read(page)
      if free.leaves.contains(page), bytes.contains(where: { $0 != 0 }) {
        return (nil, "the free page \(page) is not empty")
      }
    }
    return (last < pages ? last + 1 : nil, nil)
  }

  private func pageFile() throws(JournalError) -> PageFile {
    if let pages { return pages }
    let opened = try PageFile(paths.database)
    pages = opened
    return opened
  }
}

extension Schema {
  /// Every table that a journal has.
  static let tableNames = (journal + projections + side + later).compactMap { name(of: $0, "TABLE") }

  /// The name of what a statement makes, where it makes a `what`.
  static func name(of sql: String, _ what: String) -> String? {
    var words = sql.split(whereSeparator: { $0 == " " || $0 == "\n" })
    words.removeAll { $0 == "UNIQUE" }
    return words.count > 2 && words[0] == "CREATE" && words[1] == what ? String(words[2]) : nil
  }
}
