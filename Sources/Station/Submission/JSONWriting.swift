// Writes JSON (RFC 8259) from the same values that are read: members in the order of their names, so that the same value
// is always the same text. Reading stands in Crypto.

import Crypto

extension JSONValue {
  /// As one line.
  var written: String {
    switch self {
    case .null: "null"
    case .flag(let flag): flag ? "true" : "false"
    case .number(let number): number.map(String.init) ?? "null"
    case .text(let text): Self.quoted(text)
    case .list(let items): "[\(items.map(\.written).joined(separator: ","))]"
    case .members(let members):
      "{"
        + members.keys.sorted().map { "\(Self.quoted($0)):\(members[$0]?.written ?? "null")" }.joined(
          separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
