// Whether a database holds only what the journal laid out. A trigger or a view runs or hides behind statements that
// look like ours, and no hash covers it. Columns and rows are not compared here: a missing one shows when it is read.

import GRDB

enum SchemaCheck {
  private static let tables = Set(Schema.tableNames)
  private static let indexes = (Schema.projections + Schema.side + Schema.later).compactMap {
    Schema.name(of: $0, "INDEX")
  }

  /// What does not belong into a journal, in words that name it; empty when there is nothing. Names that begin with
  /// `sqlite_` are SQLite's own, and nobody else can give one.
  static func foreign(_ db: Database) throws -> [String] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT type, name FROM sqlite_schema
          WHERE type <> 'index' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name
        """)
    var found: [String] = []
    while let row = try rows.next() {
      var reader = RowReader(row, "sqlite_schema")
      let type = try reader.text()
      let name = try reader.text()
      if type == "table", tables.contains(name) { continue }
      found.append("\(type) \(harmless(name)) is no part of a journal")
    }
    return found
  }

  /// What should be there and is not: without an index nothing keeps a compartment from holding two sets (I3).
  static func missing(_ db: Database) throws -> [String] {
    let names = Set(try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema"))
    return (Schema.tableNames + indexes).filter { !names.contains($0) }.map { "\($0) is missing" }
  }

  /// A name that somebody planted, fit for one line of a log.
  private static func harmless(_ name: String) -> String {
    let charactersMax = 64
    let shown = name.unicodeScalars.prefix(charactersMax).map { scalar in
      scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "?" : Character(scalar)
    }
    return String(shown)
  }
}
