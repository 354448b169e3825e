// Single values of a form's file: there or not, of the right kind, within its limits. Each mistake names its line and
// what to write instead.

extension FormReader {
  mutating func refuseOthers(_ table: FormTables.Table, _ allowed: [String]) {
    for entry in table.entries where !allowed.contains(entry.key) {
      note(entry.line, "\(entry.key) is not known here", "use one of \(Self.list(allowed))")
    }
  }

  mutating func text(_ table: FormTables.Table, _ key: String, isNeeded: Bool = true) -> String? {
    guard let entry = table[key] else {
      if isNeeded { note(table.line, "\(key) is missing", "add \(key) = \"…\"") }
      return nil
    }
    guard case .text(let text) = entry.value else {
      note(entry.line, "\(key) is \(entry.value.kindName)", "write \(key) = \"…\"")
      return nil
    }
    return text
  }

  mutating func number(
    _ table: FormTables.Table, _ key: String, _ range: ClosedRange<Int>, isNeeded: Bool = true
  ) -> Int? {
    guard let entry = table[key] else {
      if isNeeded { note(table.line, "\(key) is missing", "add \(key) = \(range.lowerBound)") }
      return nil
    }
    guard case .integer(let number) = entry.value, range.contains(number) else {
      note(
        entry.line, "\(key) is no whole number from \(range.lowerBound) to \(range.upperBound)",
        "write \(key) = \(range.lowerBound) or another within the limits")
      return nil
    }
    return number
  }

  mutating func flag(_ table: FormTables.Table, _ key: String) -> Bool? {
    guard let entry = table[key] else { return nil }
    guard case .truth(let flag) = entry.value else {
      note(entry.line, "\(key) is \(entry.value.kindName)", "write \(key) = true or \(key) = false")
      return nil
    }
    return flag
  }

  mutating func name(_ table: FormTables.Table, _ key: String, _ others: [String]) -> String? {
    guard let name = text(table, key) else { return nil }
    let line = table[key]?.line ?? table.line
    guard Self.isName(name) else {
      note(line, "\"\(name)\" is no name", "begin with a-z and use a-z, 0-9 and _, at most 40")
      return nil
    }
    if others.contains(name) { note(line, "\(name) stands twice", "rename one of them") }
    return name
  }

  mutating func range(_ table: FormTables.Table, _ key: String, _ least: Int, _ most: Int) -> ClosedRange<
    Int
  >? {
    guard least <= most else {
      note(
        table[key]?.line ?? table.line, "no answer is at least \(least) and at most \(most)",
        table[key] == nil ? "write \(key), \(least) or more" : "exchange the two limits")
      return nil
    }
    return least...most
  }

  /// A field or a fee was left out for a mistake that was told.
  mutating func noteUnread(_ table: FormTables.Table, _ key: String, prefix: String) {
    if case .text(let name)? = table[key]?.value, Self.isName(name) {
      unread.insert(prefix + name)
    } else {
      unread.insert(Self.nameless)
    }
  }

  /// `["kind = a | b", "paper = yes"]`.
  mutating func conditions(_ table: FormTables.Table, _ key: String) -> [FormCondition] {
    guard let entry = table[key] else { return [] }
    let texts: [String]
    if case .text(let text) = entry.value {
      texts = [text]
    } else if let list = entry.value.texts {
      texts = list
    } else {
      note(entry.line, "\(key) is \(entry.value.kindName)", "write \(key) = \"field = answer\"")
      return []
    }
    return texts.compactMap { text in
      let sides = text.split(separator: "=", omittingEmptySubsequences: false).map(AnswerText.trimmedPart)
      let values =
        sides.last?.split(separator: "|", omittingEmptySubsequences: false).map(AnswerText.trimmedPart) ?? []
      guard sides.count == 2, Self.isName(sides[0]), values.allSatisfy(Self.isName) else {
        note(
          entry.line, "\"\(text)\" is no condition", "write \"field = answer\" or \"field = answer | answer\""
        )
        return nil
      }
      return FormCondition(field: sides[0], values: values)
    }
  }

  static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}

extension AnswerText {
  static func trimmedPart(_ text: Substring) -> String { trimmed(String(text)) }
}
