// Values on their way into SQLite and out of it. A column that holds something else than it should is damage, said
// with table and column, never a trap.

import GRDB
import Handover

typealias SQLValue = DatabaseValue

extension DatabaseValue {
  static func of(_ value: some BinaryInteger) -> DatabaseValue { Int64(value).databaseValue }
  static func of(_ value: (some BinaryInteger)?) -> DatabaseValue {
    value.map { Int64($0).databaseValue } ?? .null
  }
  static func of(_ value: Bool) -> DatabaseValue { (value ? Int64(1) : 0).databaseValue }
  static func of(_ value: some RawRepresentable<UInt8>) -> DatabaseValue {
    Int64(value.rawValue).databaseValue
  }
  static func of(_ text: String?) -> DatabaseValue { text?.databaseValue ?? .null }
  /// Unsigned 64 bits keep their bits; `printf('%016x', …)` shows them in SQLite's shell.
  static func of(bits: UInt64) -> DatabaseValue { Int64(bitPattern: bits).databaseValue }
  static func of(_ order: OrderID) -> DatabaseValue { .of(bits: order.value) }
  static func of(_ order: OrderID?) -> DatabaseValue { order.map { .of($0) } ?? .null }
  /// GRDB takes blobs as Foundation's `Data`, which this module does not import and so does not name.
  static func of(_ bytes: [UInt8]?) -> DatabaseValue { bytes.map { .of($0) } ?? .null }
  static func of(_ bytes: [UInt8]) -> DatabaseValue {
    DatabaseValue.Storage.blob(.init(bytes)).value?.databaseValue ?? .null
  }
}

extension Database {
  /// Runs a statement that is kept compiled, with as many values as it has places. The values stay in it until its
  /// next run, so that this is not for personal data.
  func run(_ sql: String, _ values: [SQLValue]) throws {
    let statement = try cachedStatement(sql: sql)
    // Bound one by one: GRDB's way through StatementArguments costs more than SQLite's work for a small row. This
    // call resets the statement and says that its arguments are in order.
    statement.setUncheckedArguments(StatementArguments())
    var place: CInt = 0
    for value in values {
      place += 1
      guard unsafe value.bind(to: statement.sqliteStatement, at: place) == 0 else {
        throw JournalError.io(what: "SQLite takes no value \(place) for: \(sql)")
      }
    }
    try statement.execute()
  }
}

/// Reads the columns of a row from left to right.
struct RowReader {
  private let row: Row
  private let table: String
  private var column = 0

  init(_ row: Row, _ table: String) {
    self.row = row
    self.table = table
  }

  private mutating func next() throws(JournalError) -> DatabaseValue.Storage {
    guard column < row.count else { throw damage("has too few columns") }
    let value: DatabaseValue = row[column]
    column += 1
    return value.storage
  }

  func damage(_ what: String) -> JournalError { .corrupt(what: "table \(table), column \(column): \(what)") }

  mutating func optionalInt64() throws(JournalError) -> Int64? {
    switch try next() {
    case .int64(let value): return value
    case .null: return nil
    default: throw damage("no number")
    }
  }

  mutating func int64() throws(JournalError) -> Int64 {
    guard let value = try optionalInt64() else { throw damage("empty") }
    return value
  }

  mutating func optionalInt() throws(JournalError) -> Int? { try optionalInt64().map { Int($0) } }
  mutating func int() throws(JournalError) -> Int { Int(try int64()) }
  mutating func bits() throws(JournalError) -> UInt64 { UInt64(bitPattern: try int64()) }
  mutating func optionalBits() throws(JournalError) -> UInt64? {
    try optionalInt64().map { UInt64(bitPattern: $0) }
  }
  mutating func order() throws(JournalError) -> OrderID { OrderID(try bits()) }
  mutating func optionalOrder() throws(JournalError) -> OrderID? { try optionalBits().map { OrderID($0) } }
  mutating func day() throws(JournalError) -> CivilDay { CivilDay(number: try int()) }

  mutating func uint32() throws(JournalError) -> UInt32 {
    guard let value = UInt32(exactly: try int64()) else { throw damage("out of range") }
    return value
  }

  mutating func optionalUInt32() throws(JournalError) -> UInt32? {
    guard let number = try optionalInt64() else { return nil }
    guard let value = UInt32(exactly: number) else { throw damage("out of range") }
    return value
  }

  mutating func bool() throws(JournalError) -> Bool {
    switch try int64() {
    case 0: return false
    case 1: return true
    default: throw damage("neither 0 nor 1")
    }
  }

  mutating func raw<Value: RawRepresentable<UInt8>>(_: Value.Type) throws(JournalError) -> Value {
    guard let value = try optionalRaw(Value.self) else { throw damage("empty") }
    return value
  }

  mutating func optionalRaw<Value: RawRepresentable<UInt8>>(_: Value.Type) throws(JournalError) -> Value? {
    guard let number = try optionalInt64() else { return nil }
    guard let code = UInt8(exactly: number), let value = Value(rawValue: code) else {
      throw damage("unknown value \(number)")
    }
    return value
  }

  mutating func bytes() throws(JournalError) -> [UInt8] {
    guard case .blob(let data) = try next() else { throw damage("no blob") }
    return Array(data)
  }

  mutating func optionalBytes() throws(JournalError) -> [UInt8]? {
    switch try next() {
    case .blob(let data): return Array(data)
    case .null: return nil
    default: throw damage("no blob")
    }
  }

  mutating func optionalText() throws(JournalError) -> String? {
    switch try next() {
    case .string(let text): return text
    case .null: return nil
    default: throw damage("no text")
    }
  }

  mutating func text() throws(JournalError) -> String {
    guard let text = try optionalText() else { throw damage("empty") }
    return text
  }
}
