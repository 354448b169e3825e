// JSON lines without a library: objects of strings, numbers and flags in the order in which they were added.
// It writes; nothing here reads JSON.

/// One JSON object, built field by field.
struct JSONObject {
  private var fields: [String] = []

  mutating func add(_ name: String, text: String) { fields.append("\(quoted(name)):\(quoted(text))") }

  mutating func add(_ name: String, number: Int) { fields.append("\(quoted(name)):\(number)") }

  mutating func add(_ name: String, flag: Bool) { fields.append("\(quoted(name)):\(flag)") }

  /// Adds a value that is JSON already.
  mutating func add(_ name: String, json: String) { fields.append("\(quoted(name)):\(json)") }

  var line: String { "{" + fields.joined(separator: ",") + "}" }

  static func array(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }

  static func array(texts: [String]) -> String { array(texts.map(quoted)) }
}

private func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    default:
      if scalar.value < 0x20 {
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
  }
  return out + "\""
}

extension SimulatedTruth {
  /// The truth line of this event, `milliseconds` being its time of day with three decimals.
  func line(milliseconds: String) -> String {
    var object = JSONObject()
    object.add("t", json: milliseconds)
    object.add("board", number: board)
    object.add("lock", number: lock)
    object.add("event", text: event.rawValue)
    return object.line
  }
}
