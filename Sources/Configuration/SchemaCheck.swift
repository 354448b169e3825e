// Compares a parsed file with the known keys and collects every mistake with its place: unknown keys, wrong
// kinds, values out of range, what is missing. What only several keys together can tell stands in
// StationRules.swift.

/// The mistakes found so far, and where.
struct MistakeList {
  let file: String
  let positions: KeyPositions
  private(set) var mistakes: [ConfigurationMistake] = []
  /// What a station starts with all the same.
  private(set) var doubts: [ConfigurationMistake] = []
  private var badPaths: Set<[PathPart]> = []

  init(file: String, positions: KeyPositions) {
    self.file = file
    self.positions = positions
  }

  /// Notes a mistake at `path`; `at` is another place to point to, such as a table's own when a key is
  /// missing.
  mutating func add(_ path: [PathPart], _ problem: String, _ remedy: String, at place: [PathPart]? = nil) {
    badPaths.insert(path)
    mistakes.append(
      ConfigurationMistake(
        file: file, position: positions[place ?? path], key: keyText(path), problem: problem, remedy: remedy))
  }

  /// Notes something that is allowed and hardly meant.
  mutating func doubt(_ path: [PathPart], _ problem: String, _ remedy: String, at place: [PathPart]) {
    doubts.append(
      ConfigurationMistake(
        file: file, position: positions[place], key: keyText(path), problem: problem, remedy: remedy))
  }

  /// Whether nothing is wrong with `path` and everything below it.
  func isSound(_ path: [PathPart]) -> Bool {
    !badPaths.contains { $0.starts(with: path) || path.starts(with: $0) }
  }

  /// Whether nothing is wrong with these keys of `section`.
  func areSound(_ section: Section, _ keys: [String]) -> Bool {
    keys.allSatisfy { isSound(section.path($0)) }
  }

  /// All of them by line, at most `ConfigurationLimit.mistakesMax`.
  var sorted: [ConfigurationMistake] {
    // Equal places keep the order in which they were found.
    let ordered = mistakes.enumerated().sorted { left, right in
      (left.element.position, left.offset) < (right.element.position, right.offset)
    }
    return ordered.prefix(ConfigurationLimit.mistakesMax).map(\.element)
  }

  func keyText(_ path: [PathPart]) -> String {
    let names = path.compactMap { part -> String? in
      guard case .key(let name) = part else { return nil }
      return name.isEmpty ? "\"\"" : name
    }
    return names.joined(separator: ".")
  }
}

/// Compares `values` with `rule`, and everything below.
func check(
  _ values: [String: Node], against rule: TableRule, at path: [PathPart], into list: inout MistakeList
) {
  for name in values.keys.sorted() where rule[name] == nil {
    list.add(path + [.key(name)], "is not a known key", unknownRemedy(name, in: rule))
  }
  for key in rule.keys {
    let keyPath = path + [.key(key.name)]
    guard let value = values[key.name] else {
      if case .table(let inner) = key.value {
        // Its own required keys are missed one by one.
        check([:], against: inner, at: keyPath, into: &list)
      } else if case .required = key.absence {
        list.add(keyPath, "is missing", missingRemedy(key, list.keyText(keyPath), at: path), at: path)
      }
      continue
    }
    check(value, against: key, at: keyPath, into: &list)
  }
}

private func check(_ value: Node, against key: KeyRule, at path: [PathPart], into list: inout MistakeList) {
  switch (key.value, value) {
  case (.integer(let range, _), .integer(let number)):
    if !range.contains(number) { list.add(path, "\(number) is out of range", "write \(key.value.words)") }
  case (.integerOf(let numbers, _), .integer(let number)):
    if !numbers.contains(number) {
      list.add(path, "\(number) is not offered", "write one of \(key.value.words)")
    }
  case (.flag, .flag): break
  case (.word(let words), .text(let word)): check(word, among: words, at: path, into: &list)
  case (.text(let range, let form), .text(let text)):
    check(text, range, form, at: path, into: &list)
  case (.words(let count, let words), .array(let items)):
    checkItems(items, count, at: path, into: &list) { item, itemPath, list in
      guard case .text(let word) = item else { return false }
      check(word, among: words, at: itemPath, into: &list)
      return true
    }
  case (.texts(let count, let each), .array(let items)):
    checkItems(items, count, unique: false, at: path, into: &list) { item, itemPath, list in
      guard case .text(let text) = item else { return false }
      check(text, each, .line, at: itemPath, into: &list)
      return true
    }
  case (.integers(let count, let each), .array(let items)):
    checkItems(items, count, at: path, into: &list) { item, itemPath, list in
      guard case .integer(let number) = item else { return false }
      if !each.contains(number) {
        list.add(
          itemPath, "\(number) is out of range", "write numbers of \(each.lowerBound)…\(each.upperBound)")
      }
      return true
    }
  case (.table(let rule), .table(let values)): check(values, against: rule, at: path, into: &list)
  case (.tables(let rule, let max), .array(let items)):
    if items.count > max { list.add(path, "there are \(items.count) of them", "keep to \(key.value.words)") }
    if items.isEmpty, case .required = key.absence {
      list.add(path, "is empty", "add at least one [[\(list.keyText(path))]] table")
    }
    for (index, item) in items.prefix(max).enumerated() {
      let itemPath = path + [.index(index)]
      if case .table(let values) = item {
        check(values, against: rule, at: itemPath, into: &list)
      } else {
        list.add(
          itemPath, "is \(item.kindName)", "write a table: [[\(list.keyText(path))]] on a line of its own")
      }
    }
  default: list.add(path, "is \(value.kindName)", "write \(expected(key.value, list.keyText(path)))")
  }
}

private func check(_ word: String, among words: [String], at path: [PathPart], into list: inout MistakeList) {
  guard !words.contains(word) else { return }
  let all = words.map { "\"\($0)\"" }.joined(separator: ", ")
  let near = nearest(to: word, among: words).map { ", perhaps \"\($0)\"" } ?? ""
  list.add(path, "\"\(shortened(word))\" is not offered", "write one of \(all)\(near)")
}

private func check(
  _ text: String, _ range: ClosedRange<Int>, _ form: TextForm, at path: [PathPart],
  into list: inout MistakeList
) {
  if !range.contains(text.count) {
    list.add(
      path, "has \(text.count) characters", "write \(range.lowerBound)…\(range.upperBound) of them")
  } else if !form.accepts(text) {
    list.add(path, "\"\(shortened(text))\" does not fit", "write \(form.words)")
  }
}

private func checkItems(
  _ items: [Node], _ count: ClosedRange<Int>, unique: Bool = true, at path: [PathPart],
  into list: inout MistakeList, item check: (Node, [PathPart], inout MistakeList) -> Bool
) {
  if !count.contains(items.count) {
    list.add(path, "has \(items.count) entries", "write \(count.lowerBound)…\(count.upperBound) of them")
  }
  for (index, item) in items.prefix(count.upperBound).enumerated() {
    let itemPath = path + [.index(index)]
    if !check(item, itemPath, &list) {
      list.add(itemPath, "is \(item.kindName)", "write the same kind of value as its neighbours")
    } else if unique && items[..<index].contains(item) {
      list.add(itemPath, "\(shortened(item.source)) stands there twice", "remove one of them")
    }
  }
}

private func expected(_ value: ValueRule, _ name: String) -> String {
  switch value {
  case .integer, .integerOf: "a whole number without quotes: \(value.words)"
  case .flag: "true or false without quotes"
  case .word: "one of \(value.words)"
  case .text: "it in quotes: \(value.words)"
  case .words, .texts: "a list in brackets: \(value.words)"
  case .integers: "a list in brackets: \(value.words)"
  case .table: "[\(name)] on a line of its own and its keys below"
  case .tables: "[[\(name)]] on a line of its own and its keys below"
  }
}

private func unknownRemedy(_ name: String, in rule: TableRule) -> String {
  if let near = nearest(to: name, among: rule.keys.map(\.name)) {
    return "did you mean \(near)? Otherwise remove it"
  }
  for table in StationSchema.root.keys {
    switch table.value {
    case .table(let inner), .tables(let inner, _):
      if inner[name] != nil { return "it belongs to [\(table.name)]: move it there" }
    default: break
    }
  }
  return "remove it; known here are \(rule.keys.map(\.name).joined(separator: ", "))"
}

private func missingRemedy(_ key: KeyRule, _ name: String, at path: [PathPart]) -> String {
  var location = ""
  if case .key(let table) = path.last, path.count == 1 { location = " below [\(table)]" }
  if case .tables = key.value { return "add at least one [[\(name)]] table" }
  return "add \(key.name) = …\(location): \(key.value.words)"
}

private func shortened(_ text: String) -> String {
  text.count > 40 ? "\(text.prefix(40))…" : text
}
