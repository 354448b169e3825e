// Reads one table that has been compared with its rule: what is absent comes out as the rule's default, so
// that a default stands in one place only. Asking for a key that the rule does not know is our own mistake
// and ends here.

struct Section {
  let rule: TableRule
  let values: [String: Node]
  let path: [PathPart]

  func integer(_ name: String) -> Int {
    guard case .integer(let value) = value(name) else { fail(name) }
    return value
  }

  /// Nil when the key is absent and its absence means something else than a value.
  func integerIfPresent(_ name: String) -> Int? {
    guard case .means = key(name).absence else { fail(name) }
    guard case .integer(let value) = values[name] else { return nil }
    return value
  }

  /// Nil when the key is absent and its absence means something else than a value.
  func textIfPresent(_ name: String) -> String? {
    guard case .means = key(name).absence else { fail(name) }
    guard case .text(let value) = values[name] else { return nil }
    return value
  }

  func text(_ name: String) -> String {
    guard case .text(let value) = value(name) else { fail(name) }
    return value
  }

  func flag(_ name: String) -> Bool {
    guard case .flag(let value) = value(name) else { fail(name) }
    return value
  }

  func texts(_ name: String) -> [String] {
    guard case .array(let items) = value(name) else { fail(name) }
    return items.map { item in
      guard case .text(let text) = item else { fail(name) }
      return text
    }
  }

  func integers(_ name: String) -> [Int] {
    guard case .array(let items) = value(name) else { fail(name) }
    return items.map { item in
      guard case .integer(let number) = item else { fail(name) }
      return number
    }
  }

  func word<Word: RawRepresentable>(_ name: String) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text(name)) else { fail(name) }
    return word
  }

  func section(_ name: String) -> Section {
    guard case .table(let inner) = key(name).value else { fail(name) }
    guard case .table(let values) = values[name] ?? .table([:]) else { fail(name) }
    return Section(rule: inner, values: values, path: path + [.key(name)])
  }

  /// The tables of `[[name]]`; those that are no tables are left out, they have been reported.
  func sections(_ name: String) -> [Section] {
    guard case .tables(let inner, let max) = key(name).value else { fail(name) }
    guard case .array(let items) = values[name] ?? .array([]) else { return [] }
    return items.prefix(max).enumerated().compactMap { index, item in
      guard case .table(let values) = item else { return nil }
      return Section(rule: inner, values: values, path: path + [.key(name), .index(index)])
    }
  }

  /// The same table with its defaults in place of what is wrong, for judging the rest. Required keys must be
  /// right.
  func withSoundValues(_ list: MistakeList) -> Section {
    Section(rule: rule, values: values.filter { list.isSound(path + [.key($0.key)]) }, path: path)
  }

  func path(_ name: String) -> [PathPart] { path + [.key(key(name).name)] }

  private func key(_ name: String) -> KeyRule {
    guard let key = rule[name] else { fail(name) }
    return key
  }

  private func value(_ name: String) -> Node {
    if let value = values[name] { return value }
    guard case .value(let value) = key(name).absence else { fail(name) }
    return value
  }

  private func fail(_ name: String) -> Never {
    preconditionFailure("the schema of Kiosk.conf does not give \(name) this kind of value")
  }
}
