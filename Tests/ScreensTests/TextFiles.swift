// Reads the citizens' text files of Content/texts for the tests: the flat subset of TOML that they are written in
// (comments, [section], name = "basic string"). It is not the loader of the product; what it does not know traps.

import Glibc

enum TextFiles {
  static let languages = ["de", "en"]

  static let all: [String: [String: String]] = {
    var result: [String: [String: String]] = [:]
    for language in languages {
      result[language] = parse(read(repository + "/Content/texts/\(language).toml"))
    }
    return result
  }()

  static let repository: String = {
    // …/Tests/ScreensTests/TextFiles.swift
    var parts = #filePath.split(separator: "/")
    parts.removeLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  static func parse(_ text: String) -> [String: String] {
    var section = ""
    var texts: [String: String] = [:]
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#") { continue }
      if line.hasPrefix("[") {
        section = String(line.dropFirst().dropLast())
        continue
      }
      let halves = line.split(separator: "=", maxSplits: 1)
      precondition(halves.count == 2, "not a text: \(line)")
      let name = halves[0].filter { $0 != " " }
      let value = halves[1].drop { $0 == " " }
      precondition(
        value.hasPrefix("\"") && value.hasSuffix("\"") && !value.contains("\\"), "not a text: \(line)")
      let key = "\(section).\(name)"
      precondition(texts[key] == nil, "twice: \(key)")
      texts[key] = String(value.dropFirst().dropLast())
    }
    return texts
  }

  static func read(_ path: String) -> String {
    guard let file = fopen(path, "r") else { preconditionFailure("cannot read \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var byte = fgetc(file)
    while byte != EOF {
      bytes.append(UInt8(byte))
      byte = fgetc(file)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension TextFiles {
  /// All sources that name texts of the screens: the module, and the station where it words pages.
  static func sources() -> String {
    sources("/Sources/Screens") { _ in true }
      + sources("/Sources/Station/Core") { $0.hasPrefix("Info") || $0 == "FormWords.swift" }
  }

  private static func sources(_ path: String, _ isWanted: (String) -> Bool) -> String {
    let folder = repository + path
    guard let directory = opendir(folder) else { preconditionFailure("cannot read \(folder)") }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".swift"), isWanted(name) { names.append(name) }
    }
    return names.sorted().map { read(folder + "/" + $0) }.joined()
  }
}

extension TextFiles {
  static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }

  static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else { preconditionFailure("cannot write \(path)") }
    fputs(text, file)
    fclose(file)
  }
}
