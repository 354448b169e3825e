// The part of TOML in which content is written, as values that know their lines: tables, arrays of tables, texts,
// whole numbers, decimals, days, truth values and lists of those. No inline tables, no dotted or quoted keys, no
// times: a file that uses them is told so. Kiosk.conf is another matter, see Configuration.

import Handover

/// One value of a file.
public indirect enum PlainValue: Equatable, Sendable {
  case text(String)
  case integer(Int)
  /// As it was written, such as `46.00`: money must not become a binary fraction.
  case decimal(String)
  case truth(Bool)
  case day(CivilDay)
  case list([PlainItem])
  case table(PlainTable)
  /// `[[name]]`, in the order of the file.
  case tables([PlainTable])

  /// For mistakes: what it is, with its article.
  public var kindName: String {
    switch self {
    case .text: "a text"
    case .integer: "a whole number"
    case .decimal: "a decimal number"
    case .truth: "true or false"
    case .day: "a day"
    case .list: "a list"
    case .table: "a table"
    case .tables: "a list of tables"
    }
  }
}

/// A value in a list, with its line.
public struct PlainItem: Equatable, Sendable {
  /// From 1.
  public var line: Int
  public var value: PlainValue

  public init(line: Int, value: PlainValue) {
    self.line = line
    self.value = value
  }
}

/// A key with its value.
public struct PlainEntry: Equatable, Sendable {
  public var key: String
  /// The key's line, from 1.
  public var line: Int
  public var value: PlainValue

  public init(key: String, line: Int, value: PlainValue) {
    self.key = key
    self.line = line
    self.value = value
  }
}

/// A table: keys in the order of the file, each once.
public struct PlainTable: Equatable, Sendable {
  /// The line of its header; 1 or the first line of the head for the outermost.
  public var line: Int
  public var entries: [PlainEntry]

  public init(line: Int, entries: [PlainEntry] = []) {
    self.line = line
    self.entries = entries
  }

  public subscript(key: String) -> PlainEntry? { entries.first { $0.key == key } }

  /// Puts `entry` at the end of the table at `path`, which is followed into the last of `tables`; the line of the
  /// key that is in the way, if one is.
  mutating func insert(_ entry: PlainEntry, at path: ArraySlice<String>) -> Int? {
    guard let head = path.first else {
      if let old = entries.firstIndex(where: { $0.key == entry.key }) {
        guard case .tables(let more) = entry.value, case .tables(let known) = entries[old].value else {
          return entries[old].line
        }
        entries[old].value = .tables(known + more)
        return nil
      }
      entries.append(entry)
      return nil
    }
    let rest = path.dropFirst()
    guard let index = entries.firstIndex(where: { $0.key == head }) else {
      var table = PlainTable(line: entry.line)
      let obstacle = table.insert(entry, at: rest)
      entries.append(PlainEntry(key: head, line: entry.line, value: .table(table)))
      return obstacle
    }
    switch entries[index].value {
    case .table(var table):
      let obstacle = table.insert(entry, at: rest)
      entries[index].value = .table(table)
      return obstacle
    case .tables(var tables) where !tables.isEmpty:
      let obstacle = tables[tables.count - 1].insert(entry, at: rest)
      entries[index].value = .tables(tables)
      return obstacle
    default: return entries[index].line
    }
  }
}
