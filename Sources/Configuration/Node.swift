// A TOML value as a Swift value. TOMLKit's own types are pointers into its parser and go no further than this
// file.

import TOMLKit

/// A value in a TOML file.
enum Node: Equatable, Sendable {
  case integer(Int)
  case text(String)
  case flag(Bool)
  case array([Node])
  case table([String: Node])
  /// A kind that no key of ours takes: a fraction, a date, a time; its name for the message.
  case other(String)

  /// What a person calls it, with its article.
  var kindName: String {
    switch self {
    case .integer: "a whole number"
    case .text: "a text in quotes"
    case .flag: "true or false"
    case .array: "a list"
    case .table: "a table"
    case .other(let name): name
    }
  }

  /// As it would stand in a file; only for scalars and lists of them.
  var source: String {
    switch self {
    case .integer(let value): String(value)
    case .text(let value): "\"\(value)\""
    case .flag(let value): String(value)
    case .array(let values): "[\(values.map(\.source).joined(separator: ", "))]"
    case .table: "{…}"
    case .other(let name): name
    }
  }
}

/// Parses TOML. A syntax error comes alone, since what follows it cannot be judged.
func parseTOML(_ text: String, file: String) -> Result<[String: Node], ConfigurationMistake> {
  do {
    return .success(table(try TOMLTable(string: text)))
  } catch let error as TOMLParseError {
    return .failure(
      ConfigurationMistake(
        file: file,
        position: TextPosition(
          line: max(1, error.source.begin.line), column: max(1, error.source.begin.column)),
        key: "TOML", problem: error.description,
        remedy: "correct this first; further mistakes are looked for afterwards"))
  } catch {
    return .failure(
      ConfigurationMistake(
        file: file, position: .start, key: "TOML", problem: "the text cannot be read as TOML",
        remedy: "compare it with the Kiosk.conf that comes with the product"))
  }
}

private func table(_ source: TOMLTable) -> [String: Node] {
  var result: [String: Node] = [:]
  for key in source.keys {
    if let value = source[key] { result[key] = node(value) }
  }
  return result
}

private func node(_ value: TOMLValueConvertible) -> Node {
  switch value.type {
  case .int: value.int.map(Node.integer) ?? .other("a number")
  case .string: value.string.map(Node.text) ?? .other("a text")
  case .bool: value.bool.map(Node.flag) ?? .other("a truth value")
  case .array:
    value.array.map { array in .array((0..<array.count).map { node(array[$0]) }) } ?? .other("a list")
  case .table: value.table.map { .table(table($0)) } ?? .other("a table")
  case .double: .other("a number with a fraction")
  case .date: .other("a date")
  case .time: .other("a time")
  case .dateTime: .other("a date with a time")
  }
}
