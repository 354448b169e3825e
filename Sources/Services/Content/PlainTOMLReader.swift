// Reads the part of TOML that content is written in. After a mistake it goes on with the next line, so that one run
// names them all. It never traps, whatever the bytes are.

import Handover

/// Reads lines into a table.
public struct PlainTOMLReader {
  private let file: String
  private let bytes: [UInt8]
  private let end: Int
  private var at: Int
  private var line: Int
  private var root: PlainTable
  private var path: [String] = []
  private var problem: (line: Int, what: String, remedy: String)?

  /// Reads `bytes[range]` as TOML; `line` is the number of its first line. Mistakes are added to `mistakes`.
  public static func read(
    _ bytes: [UInt8], in range: Range<Int>? = nil, line: Int = 1, file: String,
    _ mistakes: inout ContentMistakes
  ) -> PlainTable {
    let range = (range ?? bytes.indices).clamped(to: bytes.indices)
    var reader = PlainTOMLReader(file: file, bytes: bytes, range: range, line: line)
    while reader.at < reader.end {
      reader.statement()
      if let problem = reader.problem {
        mistakes.add(file, problem.line, problem.what, problem.remedy)
        reader.problem = nil
        reader.skipLine()
      }
    }
    return reader.root
  }

  private init(file: String, bytes: [UInt8], range: Range<Int>, line: Int) {
    self.file = file
    self.bytes = bytes
    self.line = line
    at = range.lowerBound
    end = range.upperBound
    root = PlainTable(line: line)
  }

  // MARK: Lines

  private mutating func statement() {
    skipBlanks()
    guard at < end else { return }
    switch bytes[at] {
    case newline:
      at += 1
      line += 1
    case UInt8(ascii: "#"): skipLine()
    case UInt8(ascii: "["): header()
    default: assignment()
    }
  }

  private mutating func header() {
    let started = line
    at += 1
    let isArray = at < end && bytes[at] == UInt8(ascii: "[")
    if isArray { at += 1 }
    var names: [String] = []
    repeat {
      skipBlanks()
      guard let name = bareKey() else {
        return fail(
          "the name of a table is missing or has other letters than a-z, 0-9, _ and -", "write [name]")
      }
      names.append(name)
      skipBlanks()
    } while take(UInt8(ascii: "."))
    guard take(UInt8(ascii: "]")), !isArray || take(UInt8(ascii: "]")) else {
      return fail("the head of a table is not closed", isArray ? "end it with ]]" : "end it with ]")
    }
    guard names.count <= ContentLimit.tableDepthMax else {
      return fail(
        "tables stand in each other \(names.count) deep", "keep to \(ContentLimit.tableDepthMax)")
    }
    lineEnd()
    path = names
    let last = names[names.count - 1]
    let table = PlainTable(line: started)
    let entry = PlainEntry(key: last, line: started, value: isArray ? .tables([table]) : .table(table))
    if let other = root.insert(entry, at: names.dropLast()[...]) {
      problem = (started, "\(last) stands twice, first in line \(other)", "remove one")
    }
  }

  private mutating func assignment() {
    let started = line
    guard let key = bareKey() else {
      return fail("this is neither a key nor a table", "write key = value, keys of a-z, 0-9, _ and -")
    }
    skipBlanks()
    guard take(UInt8(ascii: "=")) else {
      return fail("there is no = behind \(ContentText.quoted(key))", "write \(key) = value")
    }
    skipBlanks()
    guard let value = value(depth: 0) else { return }
    lineEnd()
    let obstacle = root.insert(PlainEntry(key: key, line: started, value: value), at: path[...])
    if let obstacle, problem == nil {
      // The line was read to its end; what follows is the next one.
      problem = (started, "\(key) stands twice, first in line \(obstacle)", "remove one")
    }
  }

  // MARK: Values

  private mutating func value(depth: Int) -> PlainValue? {
    guard at < end, bytes[at] != newline else {
      return failed("the value is missing", "write it behind the =, texts in \"quotes\"")
    }
    switch bytes[at] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return text().map(PlainValue.text)
    case UInt8(ascii: "["):
      guard depth == 0 else { return failed("a list stands in a list", "write one list") }
      return list()
    case UInt8(ascii: "{"):
      return failed("{ } is not read here", "write a table with its [head] on a line of its own")
    default: return word()
    }
  }

  private mutating func list() -> PlainValue? {
    at += 1
    var items: [PlainItem] = []
    while true {
      skipBlanksAndLines()
      guard at < end else { return failed("the list is not closed", "end it with ]") }
      if take(UInt8(ascii: "]")) { return .list(items) }
      let started = line
      guard let value = value(depth: 1) else { return nil }
      items.append(PlainItem(line: started, value: value))
      guard items.count <= ContentLimit.listItemsMax else {
        return failed("the list has too many values", "keep to \(ContentLimit.listItemsMax)")
      }
      skipBlanksAndLines()
      if take(UInt8(ascii: ",")) { continue }
      guard at < end, bytes[at] == UInt8(ascii: "]") else {
        return failed("a value of the list is not followed by , or ]", "part values with , and end with ]")
      }
    }
  }

  /// A number, a day or a truth value.
  private mutating func word() -> PlainValue? {
    let started = at
    while at < end, ![newline, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "#")].contains(bytes[at]),
      !isBlank(bytes[at])
    { at += 1 }
    let word = String(decoding: bytes[started..<at], as: UTF8.self)
    if word == "true" || word == "false" { return .truth(word == "true") }
    if let day = CivilDay(contentDay: word) { return .day(day) }
    let digits = word.hasPrefix("-") || word.hasPrefix("+") ? word.dropFirst() : word[...]
    let isPlain = !digits.isEmpty && digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    if isPlain, digits.count == 1 || !digits.hasPrefix("0"), let number = Int(word) {
      return .integer(number)
    }
    let halves = digits.split(separator: ".", omittingEmptySubsequences: false)
    if halves.count == 2, word.utf8.count <= 20,
      halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } })
    {
      return .decimal(word)
    }
    return failed(
      "\(ContentText.quoted(word)) is no value",
      "write texts in \"quotes\", days as 2026-11-22, money as 46.00")
  }

  private mutating func text() -> String? {
    let quote = bytes[at]
    let isLong = at + 2 < end && bytes[at + 1] == quote && bytes[at + 2] == quote
    at += isLong ? 3 : 1
    if isLong, at < end, bytes[at] == newline {
      at += 1
      line += 1
    }
    var result: [UInt8] = []
    while true {
      guard at < end, isLong || bytes[at] != newline else {
        let mark = isLong ? "three quotes" : "a quote"
        return failed("a text is not closed", "end it with \(mark)")
      }
      let byte = bytes[at]
      if byte == quote {
        if !isLong {
          at += 1
          break
        }
        if at + 2 < end, bytes[at + 1] == quote, bytes[at + 2] == quote {
          at += 3
          break
        }
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        guard escape(into: &result) else { return nil }
        continue
      }
      if byte == newline { line += 1 }
      result.append(byte)
      at += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func escape(into result: inout [UInt8]) -> Bool {
    at += 1
    guard at < end else { return true }
    let letter = bytes[at]
    at += 1
    switch letter {
    case UInt8(ascii: "n"): result.append(newline)
    case UInt8(ascii: "t"): result.append(UInt8(ascii: " "))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): result.append(letter)
    case newline:
      line += 1
      while at < end, isBlank(bytes[at]) || bytes[at] == newline {
        if bytes[at] == newline { line += 1 }
        at += 1
      }
    default:
      at -= 1
      fail(
        "a \\ stands before a letter that needs none", "write \\\" for a quote and \\\\ for the sign itself")
      return false
    }
    return true
  }

  // MARK: Small steps

  private var newline: UInt8 { 0x0A }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  private mutating func bareKey() -> String? {
    let started = at
    while at < end, isKeyLetter(bytes[at]) { at += 1 }
    guard at > started, at - started <= ContentLimit.identifierBytesMax else { return nil }
    return String(decoding: bytes[started..<at], as: UTF8.self)
  }

  private func isKeyLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-")
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard at < end, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func skipBlanks() { while at < end, isBlank(bytes[at]) { at += 1 } }

  private mutating func skipBlanksAndLines() {
    while at < end {
      if bytes[at] == newline {
        line += 1
        at += 1
      } else if bytes[at] == UInt8(ascii: "#") {
        while at < end, bytes[at] != newline { at += 1 }
      } else if isBlank(bytes[at]) {
        at += 1
      } else {
        return
      }
    }
  }

  /// To the start of the next line.
  private mutating func skipLine() {
    while at < end, bytes[at] != newline { at += 1 }
    if at < end {
      at += 1
      line += 1
    }
  }

  /// Nothing but a comment may follow on this line; the end of the line stays for the next statement.
  private mutating func lineEnd() {
    skipBlanks()
    guard at < end, bytes[at] != newline, bytes[at] != UInt8(ascii: "#") else { return }
    fail("something stands behind the value", "write one key on a line, comments behind #")
  }

  private mutating func fail(_ what: String, _ remedy: String) {
    if problem == nil { problem = (line, what, remedy) }
  }

  private mutating func failed<T>(_ what: String, _ remedy: String) -> T? {
    fail(what, remedy)
    return nil
  }
}

extension CivilDay {
  /// A day as content writes it, `2026-11-22`; nil for anything else and for days that do not exist.
  init?(contentDay text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
    self.init(year: year, month: month, day: day)
  }
}
