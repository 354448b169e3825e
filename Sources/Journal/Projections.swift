// Moves the projections from one state to the next and reads them back. Only rows that a batch touches and that
// really differ are written; the caller's transaction holds records and rows together.

import GRDB
import Handover

struct Projections {
  let db: Database

  init(_ db: Database) {
    self.db = db
  }

  /// Writes the rows that changed. Rows that let go of something go before rows that take hold of it, so that the
  /// unique indexes of I2 and I3 never see two holders of what only changes hands.
  func move(from before: State, to after: State, touched: Touched) throws {
    try moveOperations(touched, before, after)
    try moveOrders(touched, before, after)
    try moveCompartments(touched, before, after)
    for id in touched.reviews.sorted() where before.reviews[id] != after.reviews[id] {
      try write(.reviews, key: .of(id), after.reviews[id]?.columns)
    }
    for slot in touched.counters.sorted() where before.counters[slot] != after.counters[slot] {
      try write(.counters, key: .of(slot), after.counters[slot]?.columns(slot: slot))
    }
    try moveOutbox(touched, before, after)
    try moveProofs(touched, before, after)
    try moveStation(before, after)
  }

  private func write(_ table: Table, key: SQLValue, _ columns: [SQLValue]?) throws {
    if let columns {
      try run(table.upsert, columns)
    } else {
      try run(table.delete, [key])
    }
  }

  func run(_ sql: String, _ values: [SQLValue]) throws {
    try db.run(sql, values)
  }

  private func moveOperations(_ touched: Touched, _ before: State, _ after: State) throws {
    let changed = touched.operations.filter { before.operations[$0] != after.operations[$0] }.sorted()
    for id in changed where after.operations[id] == nil { try write(.operations, key: .of(id.number), nil) }
    for id in changed {
      if let operation = after.operations[id] {
        try write(.operations, key: .of(id.number), operation.columns)
      }
    }
  }

  private func moveOrders(_ touched: Touched, _ before: State, _ after: State) throws {
    let changed = touched.orders.filter { before.orders[$0] != after.orders[$0] }.sorted()
    for id in changed where after.orders[id]?.custody == nil {
      try write(.orders, key: .of(id), after.orders[id]?.columns)
    }
    for id in changed {
      if let order = after.orders[id], order.custody != nil {
        try write(.orders, key: .of(id), order.columns)
      }
    }
  }

  private func moveCompartments(_ touched: Touched, _ before: State, _ after: State) throws {
    func isHolding(_ number: CompartmentNumber) -> Bool {
      if case .holds? = after.compartments[number]?.content { return true }
      return false
    }
    let changed = touched.compartments.filter { before.compartments[$0] != after.compartments[$0] }.sorted()
    for number in changed where !isHolding(number) {
      try write(.compartments, key: .of(number), after.compartments[number]?.columns)
    }
    for number in changed where isHolding(number) {
      try write(.compartments, key: .of(number), after.compartments[number]?.columns)
    }
  }

  private func moveOutbox(_ touched: Touched, _ before: State, _ after: State) throws {
    guard !touched.notices.isEmpty else { return }
    for notice in before.outbox where touched.notices.contains(notice) {
      try run("DELETE FROM outbox WHERE order_id = ? AND kind = ? AND cause = ?", notice.columns)
    }
    for notice in after.outbox where touched.notices.contains(notice) {
      try run("INSERT INTO outbox (order_id, kind, cause) VALUES (?, ?, ?)", notice.columns)
    }
  }

  private func moveStation(_ before: State, _ after: State) throws {
    try run(
      """
      UPDATE station SET seq = ?, station = ?, last_day = ?, clock_suspect = ?, safe_mode = ?,
      next_operation = ?, identified = ?
      """,
      [
        .of(after.sequence), after.station.map { .of(bits: $0) } ?? .null, .of(after.lastDay.number),
        .of(after.isClockSuspect), .of(after.safeMode != nil), .of(after.nextOperation),
        .of(after.identified.flatMap { bigEndian($0.value) }),
      ])
    if let mark = after.lastBackup, before.lastBackup != mark {
      try run(
        "INSERT OR REPLACE INTO last_backup (one, seq, wall, day) VALUES (1, ?, ?, ?)",
        [.of(mark.sequence), .of(mark.wall), .of(mark.day.number)])
    }
    guard before.safeMode != after.safeMode else { return }
    try run("DELETE FROM safe_mode_cause", [])
    for (position, text) in (after.safeMode ?? []).enumerated() {
      try run("INSERT INTO safe_mode_cause (position, text) VALUES (?, ?)", [.of(position), .of(text)])
    }
  }

  /// The state as the rows say it.
  func load() throws -> State {
    var state = State()
    try loadStation(into: &state)
    try each(.compartments) {
      let compartment = try Compartment(from: &$0)
      state.compartments[compartment.plan.number] = compartment
    }
    // A copy that was made before version 2 has fewer columns, and verifies all the same.
    let hasWays = try db.columns(in: Table.orders.name).contains { $0.name == "person" }
    try each(Table.orders.name, hasWays ? Table.orders.select : Table.ordersOfVersion1) {
      let order = try Order(from: &$0)
      state.orders[order.id] = order
    }
    try each(.operations) {
      let operation = try Operation(from: &$0)
      state.operations[operation.id] = operation
    }
    try each(.reviews) {
      let item = try ReviewItem(from: &$0)
      state.reviews[item.id] = item
    }
    try each(.counters) {
      let slot = try $0.int()
      state.counters[slot] = try TryCounter(from: &$0)
    }
    try each("outbox", "SELECT order_id, kind, cause FROM outbox ORDER BY position") {
      state.outbox.append(
        Notice(order: try $0.order(), kind: try $0.raw(NoticeKind.self), cause: try $0.int64()))
    }
    return state
  }

  private func each(_ table: Table, _ body: (inout RowReader) throws -> Void) throws {
    try each(table.name, table.select, body)
  }

  func each(_ table: String, _ sql: String, _ body: (inout RowReader) throws -> Void) throws {
    let rows = try Row.fetchCursor(db.cachedStatement(sql: sql))
    while let row = try rows.next() {
      var reader = RowReader(row, table)
      try body(&reader)
    }
  }

  private func loadStation(into state: inout State) throws {
    var isFound = false
    var isSafe = false
    try each(
      "station",
      "SELECT seq, station, last_day, clock_suspect, safe_mode, next_operation, identified FROM station"
    ) { row in
      isFound = true
      state.sequence = try row.int64()
      state.station = try row.optionalBits()
      state.lastDay = try row.day()
      state.isClockSuspect = try row.bool()
      isSafe = try row.bool()
      state.nextOperation = try row.int64()
      let identified = try row.bytes()
      guard identified.count % 8 == 0 else { throw row.damage("half an order") }
      for start in stride(from: 0, to: identified.count, by: 8) {
        state.identified.append(OrderID(identified[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }))
      }
    }
    guard isFound else { throw JournalError.corrupt(what: "table station is empty") }
    var causes: [String] = []
    try each("safe_mode_cause", "SELECT text FROM safe_mode_cause ORDER BY position") {
      causes.append(try $0.text())
    }
    if isSafe { state.safeMode = causes }
    try loadProofs(into: &state)
    // A copy that was made before version 2 has no such table, and verifies all the same.
    guard try db.tableExists("last_backup") else { return }
    try each("last_backup", "SELECT seq, wall, day FROM last_backup") {
      state.lastBackup = BackupMark(sequence: try $0.int64(), wall: try $0.int64(), day: try $0.day())
    }
  }
}

extension Notice {
  var columns: [SQLValue] { [.of(order), .of(kind), .of(cause)] }
}

private func bigEndian(_ value: UInt64) -> [UInt8] {
  stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt64($0)) }
}
