// A JSON Schema checker for tests: it knows the words that docs/schema/application.schema.json uses, and fails on any
// other, so that no rule of the schema is passed over in silence.

import Foundation

struct SchemaCheck {
  private let root: [String: Any]

  init(file: URL) throws {
    root = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
  }

  /// What is wrong with `json`; empty if it is valid.
  func faults(_ json: Data) throws -> [String] {
    check(try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed), root, "")
  }

  private func isFlag(_ value: Any) -> Bool {
    (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false
  }

  private func isType(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "boolean": isFlag(value)
    case "integer":
      !isFlag(value) && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } == true
    default: false
    }
  }

  private func equal(_ value: Any, _ other: Any) -> Bool {
    isFlag(value) == isFlag(other) && (value as? NSObject) == (other as? NSObject)
  }

  private func check(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    var found: [String] = []
    let text = value as? String
    let items = value as? [Any]
    let members = value as? [String: Any]
    for (word, rule) in schema.sorted(by: { $0.key < $1.key }) {
      let limit = rule as? Int ?? 0
      var isRight = true
      switch word {
      case "$schema", "title", "description", "$defs": break
      case "$ref":
        let name = (rule as? String)?.split(separator: "/").last.map(String.init) ?? ""
        let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any]
        found += target.map { check(value, $0, place) } ?? ["\(place): no definition \(name)"]
      case "type": isRight = isType(value, rule as? String ?? "")
      case "const": isRight = equal(value, rule)
      case "enum": isRight = (rule as? [Any] ?? []).contains { equal(value, $0) }
      case "minLength": isRight = text.map { $0.unicodeScalars.count >= limit } ?? true
      case "maxLength": isRight = text.map { $0.unicodeScalars.count <= limit } ?? true
      case "minItems": isRight = items.map { $0.count >= limit } ?? true
      case "maxItems": isRight = items.map { $0.count <= limit } ?? true
      case "minimum": isRight = (value as? NSNumber).map { $0.intValue >= limit } ?? true
      case "pattern":
        let pattern = rule as? String ?? ""
        isRight = text.map { $0.range(of: pattern, options: .regularExpression) != nil } ?? true
      case "items":
        for (index, item) in (items ?? []).enumerated() {
          found += check(item, rule as? [String: Any] ?? [:], "\(place)[\(index)]")
        }
      case "required":
        for key in rule as? [String] ?? [] where members.map({ $0[key] == nil }) == true {
          found.append("\(place).\(key): missing")
        }
      case "properties":
        for (key, item) in members ?? [:] {
          if let rule = (rule as? [String: Any])?[key] as? [String: Any] {
            found += check(item, rule, "\(place).\(key)")
          }
        }
      case "additionalProperties":
        let known = (schema["properties"] as? [String: Any] ?? [:]).keys
        for key in (members ?? [:]).keys where !known.contains(key) {
          found.append("\(place).\(key): unknown")
        }
      case "anyOf":
        isRight = (rule as? [[String: Any]] ?? []).contains { check(value, $0, place).isEmpty }
      default: found.append("the checker does not know \(word)")
      }
      if !isRight { found.append("\(place): \(word)") }
    }
    return found
  }
}
