// Which statements SQLite carries out, with their values: what the journal does is taken down by SQLite itself, so
// that the reference does the same and cannot drift away from it.

import GRDBSQLite
import Synchronization

/// A statement as it was carried out.
struct TracedStatement: Sendable {
  enum Value: Sendable {
    case null
    case integer(Int64)
    case text([UInt8])
    case blob([UInt8])
  }

  var sql: String
  var values: [Value]
}

enum StatementTrace {
  private static let taken = Mutex<[(sql: String, expanded: String)]>([])

  /// Takes down every statement of every connection that `body` opens.
  static func record<Failure: Error>(
    _ body: () throws(Failure) -> Void
  ) throws(Failure) -> [(sql: String, expanded: String)] {
    taken.withLock { $0 = [] }
    // SQLite calls this for each new connection; its parameters are not in the type that the function takes.
    let hook:
      @convention(c) (
        OpaquePointer?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, OpaquePointer?
      ) -> Int32 = { database, _, _ in
        unsafe sqlite3_trace_v2(
          database, UInt32(SQLITE_TRACE_STMT),
          { _, _, statement, text in
            guard let statement = unsafe statement, let text = unsafe text else { return 0 }
            // A comment stands for a step inside of the statement that has been told already.
            let told = unsafe String(cString: text.assumingMemoryBound(to: CChar.self))
            guard !told.hasPrefix("--") else { return 0 }
            let expanded = unsafe sqlite3_expanded_sql(OpaquePointer(statement))
            defer { unsafe sqlite3_free(expanded) }
            guard let expanded = unsafe expanded else { return 0 }
            let pair = unsafe (sql: told, expanded: String(cString: expanded))
            StatementTrace.taken.withLock { $0.append(pair) }
            return 0
          }, nil)
      }
    let entry = unsafe unsafeBitCast(hook, to: (@convention(c) () -> Void).self)
    sqlite3_auto_extension(entry)
    defer { sqlite3_cancel_auto_extension(entry) }
    try body()
    return taken.withLock { $0 }
  }

  /// The values that stand in `expanded` where `sql` has its question marks.
  static func parse(sql: String, expanded: String) throws(BenchProblem) -> TracedStatement {
    let pattern = Array(sql.utf8)
    let text = Array(expanded.utf8)
    var values: [TracedStatement.Value] = []
    var place = 0
    for byte in pattern {
      guard byte == UInt8(ascii: "?") else {
        guard place < text.count, text[place] == byte else {
          throw BenchProblem("a traced statement does not fit its pattern: \(sql)")
        }
        place += 1
        continue
      }
      values.append(try literal(text, &place))
    }
    return TracedStatement(sql: sql, values: values)
  }

  /// A literal as sqlite3_expanded_sql writes it.
  private static func literal(
    _ text: [UInt8], _ place: inout Int
  ) throws(BenchProblem) -> TracedStatement.Value {
    let start = place
    let quote = UInt8(ascii: "'")
    func quoted() -> [UInt8] {
      var bytes: [UInt8] = []
      place += 1
      while place < text.count {
        if text[place] == quote {
          guard place + 1 < text.count, text[place + 1] == quote else { break }
          place += 1
        }
        bytes.append(text[place])
        place += 1
      }
      place += 1
      return bytes
    }
    guard place < text.count else { throw BenchProblem("a traced statement ends too early") }
    if text[place] == quote { return .text(quoted()) }
    if text[place] == UInt8(ascii: "x") {
      place += 1
      let digits = quoted()
      return .blob(
        stride(from: 0, to: digits.count - 1, by: 2).map { index in
          UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
        })
    }
    let ends = Set(", )".utf8)
    while place < text.count, !ends.contains(text[place]) { place += 1 }
    let word = String(decoding: text[start..<place], as: UTF8.self)
    if word == "NULL" { return .null }
    guard let number = Int64(word) else { throw BenchProblem("a traced value that is unexpected: \(word)") }
    return .integer(number)
  }
}
