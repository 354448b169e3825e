// How far ordered documents have come by the register's word. It stands beside the journal, durable and not signed,
// under keyed hashes of serial and slip numbers: no number, no name, no order. It says nothing of custody.

import GRDB
import Handover

/// What the register said of a document.
public struct RegisterState: Hashable, Sendable {
  /// How far it has come. The numbers stand in files and never change.
  public enum Stage: UInt8, Hashable, Sendable, CaseIterable {
    /// Nothing is to be said of it any more: the register took its word back.
    case withdrawn = 0
    case ordered = 1
    case produced = 2
    /// At the town hall, not yet ready.
    case arrived = 3
    /// Waits at the counter.
    case ready = 4
    case handedOver = 5
  }

  public var stage: Stage
  /// Nil: the register does not say.
  public var kind: DocumentKind?
  /// Since when it is so.
  public var since: CivilDay
  /// The day of the last file that said it.
  public var imported: CivilDay

  public init(stage: Stage, kind: DocumentKind?, since: CivilDay, imported: CivilDay) {
    self.stage = stage
    self.kind = kind
    self.since = since
    self.imported = imported
  }
}

/// A state under the keyed hash of a number.
public struct RegisterEntry: Hashable, Sendable {
  public var number: KeyedHash
  public var state: RegisterState

  public init(number: KeyedHash, state: RegisterState) {
    self.number = number
    self.state = state
  }
}

/// Counts without a number of anybody.
public struct RegisterStateCounts: Equatable, Sendable {
  /// How many numbers have each state, by `RegisterState.Stage`; those with none are left out.
  public var counts: [RegisterState.Stage: Int]
  /// The day of the last file; nil: nothing is known of any.
  public var lastImport: CivilDay?

  public init(counts: [RegisterState.Stage: Int] = [:], lastImport: CivilDay? = nil) {
    self.counts = counts
    self.lastImport = lastImport
  }

  public var all: Int { counts.values.reduce(0, +) }
}

extension SideTables {
  func documentState(_ number: KeyedHash) throws -> RegisterState? {
    let sql = "SELECT state, kind, since, imported FROM document_state WHERE hash = ?"
    return try fetch("document_state", sql, [.of(number.bytes)]) {
      RegisterState(
        stage: try $0.raw(RegisterState.Stage.self), kind: try $0.optionalRaw(DocumentKind.self),
        since: try $0.day(), imported: try $0.day())
    }.first
  }

  func documentStateCounts() throws -> RegisterStateCounts {
    let sql = "SELECT state, count(*), max(imported) FROM document_state GROUP BY state"
    let rows = try fetch("document_state", sql, []) {
      (try $0.raw(RegisterState.Stage.self), try $0.int(), try $0.day())
    }
    return RegisterStateCounts(
      counts: Dictionary(rows.map { ($0.0, $0.1) }, uniquingKeysWith: +), lastImport: rows.map(\.2).max())
  }

  func put(_ entry: RegisterEntry) throws {
    try run(
      "INSERT OR REPLACE INTO document_state (hash, state, kind, since, imported) VALUES (?, ?, ?, ?, ?)",
      [
        .of(entry.number.bytes), .of(entry.state.stage), .of(entry.state.kind?.rawValue),
        .of(entry.state.since.number), .of(entry.state.imported.number),
      ])
  }

  func forgetDocumentStates(before day: CivilDay, limit: Int) throws {
    try run(
      """
      DELETE FROM document_state WHERE hash IN
        (SELECT hash FROM document_state WHERE imported < ? ORDER BY imported LIMIT ?)
      """, [.of(day.number), .of(limit)])
  }
}

extension SQLiteJournal {
  public func documentState(_ number: KeyedHash) throws(JournalError) -> RegisterState? {
    try connection.access { db in try SideTables(db).documentState(number) }
  }

  public func documentStateCounts() throws(JournalError) -> RegisterStateCounts {
    try connection.access { db in try SideTables(db).documentStateCounts() }
  }

  public func put(_ states: [RegisterEntry]) throws(JournalError) {
    guard !states.isEmpty else { return }
    try change { db in for entry in states { try SideTables(db).put(entry) } }
  }

  public func forgetDocumentStates(before day: CivilDay, limit: Int) throws(JournalError) -> Int {
    // Most days nothing is old, and nothing need be written.
    let sql = "SELECT 1 FROM document_state WHERE imported < ? LIMIT 1"
    let found = try connection.access { db in try Int.fetchOne(db, sql: sql, arguments: [day.number]) }
    guard found != nil else { return 0 }
    var count = 0
    try change { db in
      try SideTables(db).forgetDocumentStates(before: day, limit: limit)
      count = db.changesCount
    }
    return count
  }

  /// A change beside the chain; after an error nothing is written until `probe` succeeds.
  private func change(_ body: (Database) throws -> Void) throws(JournalError) {
    if let failure { throw failure }
    do throws(JournalError) {
      try connection.transaction(body)
    } catch {
      failure = error
      throw error
    }
  }
}
