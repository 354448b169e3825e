// Takes typed values out of a file's head and says what is missing, of another kind, too long or unknown. It knows
// tables, not what the values are for.

import Handover

/// Reads one table; `finish` names the keys that nobody asked for.
struct HeadReader {
  let file: String
  let table: PlainTable
  private var asked: Set<String> = []

  init(file: String, table: PlainTable) {
    self.file = file
    self.table = table
  }

  mutating func entry(_ key: String) -> PlainEntry? {
    asked.insert(key)
    return table[key]
  }

  /// The line of `key`, or of the table where there is none.
  func line(_ key: String) -> Int { table[key]?.line ?? table.line }

  /// A text; nil where it is missing, empty or wrong. `isRequired` makes a mistake of a missing one.
  mutating func text(
    _ key: String, isRequired: Bool = false, charactersMax: Int = ContentLimit.textCharactersMax,
    _ mistakes: inout ContentMistakes
  ) -> String? {
    guard let entry = entry(key) else {
      if isRequired { mistakes.add(file, table.line, "\(key) is missing", "write \(key) = \"…\"") }
      return nil
    }
    guard case .text(let text) = entry.value else {
      mistakes.add(file, entry.line, "\(key) is \(entry.value.kindName)", "write \(key) = \"…\"")
      return nil
    }
    return checked(text, key, entry.line, charactersMax, &mistakes)
  }

  /// A list of texts; empty where it is missing or wrong.
  mutating func texts(_ key: String, _ mistakes: inout ContentMistakes) -> [PlainLine] {
    guard let entry = entry(key) else { return [] }
    guard case .list(let items) = entry.value else {
      mistakes.add(file, entry.line, "\(key) is \(entry.value.kindName)", "write \(key) = [\"…\", \"…\"]")
      return []
    }
    return items.compactMap { item in
      guard case .text(let text) = item.value else {
        mistakes.add(file, item.line, "a value of \(key) is \(item.value.kindName)", "write it in \"quotes\"")
        return nil
      }
      return checked(text, key, item.line, ContentLimit.textCharactersMax, &mistakes)
        .map { PlainLine(line: item.line, text: $0) }
    }
  }

  mutating func integer(_ key: String, in range: ClosedRange<Int>, _ mistakes: inout ContentMistakes) -> Int?
  {
    guard let entry = entry(key) else { return nil }
    guard case .integer(let number) = entry.value, range.contains(number) else {
      mistakes.add(
        file, entry.line, "\(key) is no whole number from \(range.lowerBound) to \(range.upperBound)",
        "write \(key) = \(range.lowerBound)")
      return nil
    }
    return number
  }

  mutating func day(_ key: String, _ mistakes: inout ContentMistakes) -> CivilDay? {
    guard let entry = entry(key) else { return nil }
    guard case .day(let day) = entry.value else {
      mistakes.add(
        file, entry.line, "\(key) is \(entry.value.kindName)",
        "write a day without quotes, \(key) = 2026-02-07")
      return nil
    }
    return day
  }

  /// An amount as `46.00`, or whole euros.
  mutating func euro(_ key: String, _ mistakes: inout ContentMistakes) -> Euro? {
    guard let entry = entry(key) else { return nil }
    let amount: Euro?
    switch entry.value {
    case .integer(let euros) where (0...1_000_000).contains(euros): amount = Euro(cents: euros * 100)
    case .decimal(let text): amount = Euro(contentAmount: text)
    default: amount = nil
    }
    if amount == nil {
      mistakes.add(
        file, entry.line, "\(key) is no amount of euros", "write \(key) = 46.00, without quotes; 0 is free")
    }
    return amount
  }

  mutating func tables(_ key: String, _ mistakes: inout ContentMistakes) -> [PlainTable] {
    guard let entry = entry(key) else { return [] }
    guard case .tables(let tables) = entry.value else {
      mistakes.add(file, entry.line, "\(key) is \(entry.value.kindName)", "write [[\(key)]] before each")
      return []
    }
    return tables
  }

  mutating func table(_ key: String, _ mistakes: inout ContentMistakes) -> PlainTable? {
    guard let entry = entry(key) else { return nil }
    guard case .table(let table) = entry.value else {
      mistakes.add(
        file, entry.line, "\(key) is \(entry.value.kindName)", "write [\(key)] on a line of its own")
      return nil
    }
    return table
  }

  /// Names keys that are not known here; `facts` are those that only the leading language's file may have.
  func finish(facts: [String] = [], leading: String? = nil, _ mistakes: inout ContentMistakes) {
    for entry in table.entries where !asked.contains(entry.key) {
      if facts.contains(entry.key), let leading {
        mistakes.add(
          file, entry.line, "\(entry.key) is a fact, which a translation does not repeat",
          "remove it: it stands in \(leading)")
      } else if let near = ContentText.nearest(entry.key, in: asked.sorted()) {
        mistakes.add(file, entry.line, "\(entry.key) is not known here", "did you mean \(near)?")
      } else {
        let known = asked.sorted().joined(separator: ", ")
        mistakes.add(file, entry.line, "\(entry.key) is not known here", "remove it; known are \(known)")
      }
    }
  }

  private func checked(
    _ text: String, _ key: String, _ line: Int, _ charactersMax: Int, _ mistakes: inout ContentMistakes
  ) -> String? {
    let trimmed = String(MarkdownReader.trimmed(text[...]))
    if trimmed.isEmpty {
      mistakes.add(file, line, "\(key) is empty", "write a text, or remove \(key)")
      return nil
    }
    // By an escape such as \n in the file: a title of two lines fits no list.
    guard trimmed.unicodeScalars.allSatisfy(ContentText.isPrintable) else {
      mistakes.add(
        file, line, "\(key) has a line end or an invisible character in it",
        "write it on one line, without \\n")
      return nil
    }
    if trimmed.utf8.count > charactersMax, trimmed.count > charactersMax {
      mistakes.add(file, line, "\(key) has \(trimmed.count) characters", "keep to \(charactersMax)")
      return nil
    }
    return trimmed
  }
}

/// A text with its line.
struct PlainLine: Equatable {
  var line: Int
  var text: String
}

extension Euro {
  /// `46.00` or `46.5`; nil for more than two places, a sign, or a million and more.
  init?(contentAmount text: String) {
    let halves = text.split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count == 2, (1...2).contains(halves[1].utf8.count), halves[0].utf8.count <= 6,
      halves.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let euros = Int(halves[0]), let fraction = Int(halves[1])
    else { return nil }
    cents = euros * 100 + (halves[1].utf8.count == 1 ? fraction * 10 : fraction)
  }
}
