// The Kiosk.conf that is shipped: it loads, its values are the defaults, and its comments state the ranges
// and defaults that the code has. A key that is new in the code and not in the file fails here.

import Testing

@testable import Configuration

@Suite struct ShippedFileTests {
  static let path =
    String(#filePath.prefix(upTo: #filePath.range(of: "/Tests/ConfigurationTests/")!.lowerBound))
    + "/Kiosk.conf"

  static func lines() throws -> [String] {
    let bytes = try readFile(path).get()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  @Test func theShippedFileIsInOrder() {
    let report = ConfigurationReport.check(path: Self.path)
    #expect(report.lines == ["\(Self.path): in order, 48 compartments on 3 boards"])
    #expect(report.status == 0)
  }

  @Test func itsExamplesAreInOrderToo() throws {
    let text = try Self.lines().map { line -> String in
      if line == "rows = 3" { return "rows = 4" }
      if line == "address = 2" { return "address = 2\n[[bus.board]]\naddress = 3" }
      return line.hasPrefix("#") && !line.hasPrefix("# ") ? String(line.dropFirst()) : line
    }
    let configuration = try StationConfiguration.load(text: text.joined(separator: "\n"), file: "K").get()
    #expect(configuration.expandedCompartments.count == 49)
    #expect(configuration.boardCount == 6)
    #expect(configuration.buses.map(\.baud) == [19_200, 9_600, 9_600])
  }

  /// The keys of the file with the comment above each: `table.key` to its comment and value.
  static func documented() throws -> [(key: String, comment: String, value: String)] {
    var table = ""
    var comment = ""
    var result: [(String, String, String)] = []
    for line in try lines() {
      if line.hasPrefix("# ") {
        comment += (comment.isEmpty ? "" : " ") + line.dropFirst(2)
        continue
      }
      let code = line.hasPrefix("#") ? String(line.dropFirst()) : line
      if code.hasPrefix("[") {
        table = code.filter { $0 != "[" && $0 != "]" }
      } else if let equals = code.range(of: " = ") {
        result.append(("\(table).\(code[..<equals.lowerBound])", comment, String(code[equals.upperBound...])))
      }
      comment = ""
    }
    return result
  }

  static func known() -> [(name: String, rule: KeyRule)] {
    func keys(_ rule: TableRule, _ prefix: String) -> [(String, KeyRule)] {
      rule.keys.flatMap { key -> [(String, KeyRule)] in
        switch key.value {
        case .table(let inner), .tables(let inner, _):
          keys(inner, prefix.isEmpty ? key.name : "\(prefix).\(key.name)")
        default: [("\(prefix).\(key.name)", key)]
        }
      }
    }
    return keys(StationSchema.root, "")
  }

  @Test func everyCommentStatesRangeUnitAndDefaultOfTheCode() throws {
    let documented = try Self.documented()
    for (name, rule) in Self.known() {
      let entry = documented.first { $0.key == name }
      #expect(entry != nil, "Kiosk.conf does not show \(name)")
      #expect(
        entry?.comment.hasSuffix(rule.limits) == true,
        "the comment above \(name) must end with \(rule.limits)")
      #expect((entry?.comment.count ?? 0) > rule.limits.count, "\(name) is not explained")
    }
    #expect(documented.allSatisfy { entry in Self.known().contains { $0.name == entry.key } })
  }

  /// Values that the shipped file sets to something of its own, as an example.
  static let examples: Set<String> = [
    "counter.hours", "counter.phone", "compartments.low_rows", "compartment.size", "compartment.height",
  ]

  @Test func everyValueIsTheDefault() throws {
    var seen: Set<String> = []
    for entry in try Self.documented() where seen.insert(entry.key).inserted {
      guard let rule = Self.known().first(where: { $0.name == entry.key })?.rule,
        case .value(let node) = rule.absence, !Self.examples.contains(entry.key)
      else { continue }
      #expect(entry.value == node.source, "\(entry.key)")
    }
  }

  @Test func noDefaultIsOutOfItsOwnRange() throws {
    for (name, rule) in Self.known() {
      guard case .value(let node) = rule.absence else { continue }
      var list = MistakeList(file: "default", positions: KeyPositions(scanning: ""))
      check([rule.name: node], against: TableRule(keys: [rule]), at: [], into: &list)
      #expect(list.mistakes.isEmpty, "\(name)")
    }
  }
}
