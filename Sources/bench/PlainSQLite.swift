// The reference for the journal: the same statements with the same values, prepared once and carried out through
// SQLite's C API, and nothing around them: no rules, no coding, no hashes, no signatures.

import GRDBSQLite

/// A recorded run that can be carried out again. Its values lie ready in one piece of memory.
@safe final class PlainSQLite {
  private enum Value {
    case null
    case integer(Int64)
    case text(offset: Int, count: Int32)
    case blob(offset: Int, count: Int32)
  }

  private var statements: [(index: Int, values: [Value])] = []
  private var sql: [String] = []
  private let settings: [String]
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  /// `settings` are carried out on each new connection, before time is taken.
  init(_ traced: [TracedStatement], settings: [String]) {
    self.settings = settings
    var memory: [UInt8] = []
    var indices: [String: Int] = [:]
    func keep(_ part: [UInt8]) -> (Int, Int32) {
      defer { memory += part }
      return (memory.count, Int32(part.count))
    }
    for statement in traced {
      let index = indices[statement.sql] ?? sql.count
      if index == sql.count {
        indices[statement.sql] = index
        sql.append(statement.sql)
      }
      let values = statement.values.map { value -> Value in
        switch value {
        case .null: return .null
        case .integer(let number): return .integer(number)
        case .text(let text):
          let (offset, count) = keep(text)
          return .text(offset: offset, count: count)
        case .blob(let blob):
          let (offset, count) = keep(blob)
          return .blob(offset: offset, count: count)
        }
      }
      statements.append((index, values))
    }
    // One byte more, so that an empty blob has an address, too.
    unsafe bytes = .allocate(capacity: memory.count + 1)
    _ = unsafe bytes.initialize(from: memory + [0])
  }

  deinit { unsafe bytes.deallocate() }

  var count: Int { statements.count }

  /// Carries everything out on a database; the milliseconds that it took.
  func run(_ file: String) throws(BenchProblem) -> Double {
    var database: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    guard unsafe sqlite3_open_v2(file, &database, flags, nil) == SQLITE_OK else {
      throw BenchProblem("\(file): SQLite does not open it")
    }
    defer { unsafe sqlite3_close(database) }
    for setting in settings {
      guard unsafe sqlite3_exec(database, setting, nil, nil, nil) == SQLITE_OK else {
        throw BenchProblem("SQLite refuses \(setting)")
      }
    }
    var prepared: [OpaquePointer?] = unsafe Array(repeating: nil, count: sql.count)
    defer { unsafe prepared.forEach { unsafe sqlite3_finalize($0) } }
    let start = Clock.nanoseconds
    for (index, values) in statements {
      if unsafe prepared[index] == nil {
        // As GRDB does: told that the statement lives long.
        unsafe sqlite3_prepare_v3(
          database, sql[index], -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared[index], nil)
      }
      guard let statement = unsafe prepared[index] else {
        throw BenchProblem("SQLite does not prepare \(sql[index])")
      }
      for (position, value) in values.enumerated() { unsafe bind(statement, Int32(position + 1), value) }
      var result = unsafe sqlite3_step(statement)
      while result == SQLITE_ROW { result = unsafe sqlite3_step(statement) }
      guard result == SQLITE_DONE else { throw BenchProblem("SQLite \(result) at \(sql[index])") }
      unsafe sqlite3_reset(statement)
    }
    return Clock.milliseconds(since: start)
  }

  private func bind(_ statement: OpaquePointer, _ position: Int32, _ value: Value) {
    // Without a destructor SQLite reads the bytes where they are; they outlive the statement.
    switch value {
    case .null: unsafe sqlite3_bind_null(statement, position)
    case .integer(let number): unsafe sqlite3_bind_int64(statement, position, number)
    case .text(let offset, let count):
      unsafe UnsafeRawPointer(bytes.baseAddress! + offset).withMemoryRebound(
        to: CChar.self, capacity: Int(count)
      ) { _ = unsafe sqlite3_bind_text(statement, position, $0, count, nil) }
    case .blob(let offset, let count):
      unsafe sqlite3_bind_blob(statement, position, bytes.baseAddress! + offset, count, nil)
    }
  }
}
