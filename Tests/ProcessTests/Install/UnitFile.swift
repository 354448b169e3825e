// A systemd unit as text: sections, keys, values in their order. It understands what systemd.syntax(7) says about lines
// and nothing of what a key means.

import Foundation

struct UnitFile {
  struct Entry: Equatable {
    var section: String
    var key: String
    var value: String
  }

  private(set) var entries: [Entry] = []

  init(path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8).replacingOccurrences(of: "\\\n", with: " ")
    var section = ""
    for line in text.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
      if line.hasPrefix("[") {
        section = String(line.dropFirst().prefix { $0 != "]" })
      } else if let equals = line.firstIndex(of: "=") {
        let value = line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces)
        entries.append(Entry(section: section, key: String(line[..<equals]), value: value))
      }
    }
  }

  /// All values of a key, in order.
  func all(_ key: String) -> [String] { entries.filter { $0.key == key }.map(\.value) }

  /// The value that holds: the last one.
  subscript(key: String) -> String? { all(key).last }

  /// The words of all values of a key.
  func words(_ key: String) -> [String] {
    all(key).flatMap { $0.split(separator: " ").map(String.init) }
  }

  func isOn(_ key: String) -> Bool { ["yes", "true", "on", "1"].contains(self[key] ?? "") }

  /// The keys of `[Service]`, each once.
  var serviceKeys: Set<String> { Set(entries.filter { $0.section == "Service" }.map(\.key)) }
}
