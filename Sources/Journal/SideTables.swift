// Personal data, keyed hashes, logins and reasons: what a person must read or find by, and what can be emptied at
// any time without touching the chain.

import GRDB
import Handover

struct SideTables {
  private let db: Database

  init(_ db: Database) {
    self.db = db
  }

  func run(_ sql: String, _ values: [SQLValue]) throws {
    try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
  }

  /// Makes a change that belongs to the record `sequence`.
  func apply(_ change: SideChange, sequence: Int64) throws {
    switch change {
    case .put(let order, let personal): try put(order, personal)
    case .eraseClear(let order):
      try run(
        """
        UPDATE personal SET name = NULL, phone = NULL, email = NULL, slip = NULL, register_id = NULL
        WHERE order_id = ?
        """, [.of(order)])
    case .eraseSettled(let order):
      for table in ["identifier", "serial", "custodian"] {
        try run("DELETE FROM \(table) WHERE order_id = ?", [.of(order)])
      }
      try run(
        """
        UPDATE personal SET birth_date = x'', name = NULL, phone = NULL, email = NULL, slip = NULL,
        language = '', register_id = NULL, old_serial = NULL WHERE order_id = ?
        """, [.of(order)])
    case .erase(let order): try run("DELETE FROM personal WHERE order_id = ?", [.of(order)])
    case .putCounter(let slot, let hash):
      try run("DELETE FROM counter_key WHERE slot = ? OR hash = ?", [.of(slot), .of(hash.bytes)])
      try run("INSERT INTO counter_key (slot, hash) VALUES (?, ?)", [.of(slot), .of(hash.bytes)])
    case .eraseCounter(let slot): try run("DELETE FROM counter_key WHERE slot = ?", [.of(slot)])
    case .putContact(let notice, let contact): try put(notice, contact)
    case .keepContact(let notice):
      guard let personal = try personal(notice.order) else { return }
      try put(notice, personal.contact(for: notice.kind))
    case .eraseContact(let notice):
      for table in ["notice_contact", "delivery"] {
        try run("DELETE FROM \(table) WHERE order_id = ? AND kind = ? AND cause = ?", notice.columns)
      }
    case .note(let login, let reason):
      try run(
        "INSERT OR REPLACE INTO note (seq, login, reason) VALUES (?, ?, ?)",
        [.of(sequence), .of(login), .of(reason)])
    }
  }

  private func put(_ order: OrderID, _ personal: Personal) throws {
    // The hashes of an earlier version go with it (ON DELETE CASCADE).
    try run("DELETE FROM personal WHERE order_id = ?", [.of(order)])
    try run(
      """
      INSERT INTO personal (order_id, birth_date, name, phone, email, slip, language, register_id, old_serial)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .of(order), .of(personal.birthDate.bytes), .of(personal.name), .of(personal.phone),
        .of(personal.email), .of(personal.slip), .of(personal.language), .of(personal.registerID),
        .of(personal.oldSerial?.bytes),
      ])
    try run(
      "INSERT INTO register (hash, order_id) VALUES (?, ?)", [.of(personal.register.bytes), .of(order)])
    for hash in personal.identifiers {
      try run(
        "INSERT OR IGNORE INTO identifier (hash, order_id) VALUES (?, ?)", [.of(hash.bytes), .of(order)])
    }
    for hash in personal.custodianBirthDates {
      try run(
        "INSERT OR IGNORE INTO custodian (hash, order_id) VALUES (?, ?)", [.of(hash.bytes), .of(order)])
    }
    for hash in personal.serials {
      try run("INSERT OR IGNORE INTO serial (hash, order_id) VALUES (?, ?)", [.of(hash.bytes), .of(order)])
    }
  }

  /// Orders under a keyed hash of `table`, by their ids.
  func orders(in table: String, _ hash: KeyedHash) throws -> [OrderID] {
    let sql = "SELECT order_id FROM \(table) WHERE hash = ?"
    return try fetch(table, sql, [.of(hash.bytes)]) { try $0.order() }.sorted()
  }

  func slot(_ hash: KeyedHash) throws -> Int? {
    try fetch("counter_key", "SELECT slot FROM counter_key WHERE hash = ?", [.of(hash.bytes)]) {
      try $0.int()
    }.first
  }

  func personal(_ order: OrderID) throws -> Personal? {
    func hashes(_ table: String) throws -> [KeyedHash] {
      try fetch(table, "SELECT hash FROM \(table) WHERE order_id = ? ORDER BY hash", [.of(order)]) {
        KeyedHash(try $0.bytes())
      }
    }
    guard let register = try hashes("register").first else { return nil }
    let identifiers = try hashes("identifier")
    let serials = try hashes("serial")
    let custodians = try hashes("custodian")
    let sql = """
      SELECT birth_date, name, phone, email, slip, language, register_id, old_serial FROM personal
      WHERE order_id = ?
      """
    return try fetch("personal", sql, [.of(order)]) {
      Personal(
        register: register, identifiers: identifiers, birthDate: KeyedHash(try $0.bytes()), serials: serials,
        name: try $0.optionalText(), phone: try $0.optionalText(), email: try $0.optionalText(),
        slip: try $0.optionalText(), language: try $0.text(), registerID: try $0.optionalText(),
        custodianBirthDates: custodians, oldSerial: try $0.optionalBytes().map { KeyedHash($0) })
    }.first
  }

  func fetch<Value>(
    _ table: String, _ sql: String, _ values: [SQLValue], _ body: (inout RowReader) throws -> Value
  ) throws -> [Value] {
    let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: StatementArguments(values))
    var found: [Value] = []
    while let row = try rows.next() {
      var reader = RowReader(row, table)
      found.append(try body(&reader))
    }
    return found
  }

  /// Empties all of them; the chain and the projections stay as they are.
  func empty() throws {
    // A file of an older version has not all of them.
    let there = Set(try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'"))
    for table in Schema.sideTables where there.contains(table) { try db.execute(sql: "DELETE FROM \(table)") }
  }
}
