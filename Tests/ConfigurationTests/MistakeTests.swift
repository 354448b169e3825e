// Wrong files and the exact lines they earn: places, keys, words, remedies, and their order. The files stand
// in Golden/NAME.conf with the lines in NAME.txt.

import Foundation
import Testing

@testable import Configuration

@Suite struct MistakeTests {
  static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  @Test(arguments: [
    "values", "forms", "rules", "compartments", "missing", "syntax", "redefined", "dialects", "profile",
  ])
  func wrongFilesEarnTheirLines(_ name: String) throws {
    let text = try String(contentsOf: Self.golden.appending(path: "\(name).conf"), encoding: .utf8)
    let found = mistakes(text).map { $0 + "\n" }.joined()
    let file = Self.golden.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(found.utf8).write(to: file)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(found == expected)
    #expect(!found.isEmpty)
  }

  @Test func aKeyAtTheWrongPlaceIsSentHome() {
    #expect(
      mistakes("hold_days = 7\n" + smallest) == [
        "K:1:1: hold_days: is not a known key, it belongs to [pickup]: move it there"
      ])
  }

  @Test func lineEndsOfWindowsAndAByteOrderMarkDoNoHarm() {
    let text = "\u{FEFF}" + usual.replacing("\n", with: "\r\n")
    #expect(mistakes(text) == [])
    #expect(
      mistakes(text + "[pickup]\r\nhold_days = 0\r\n").first?.hasPrefix("K:15:1: pickup.hold_days: 0") == true
    )
  }

  @Test func whatIsNoTextIsRefusedAtItsPlace() {
    func first(_ bytes: [UInt8]) -> String {
      guard case .failure(let mistakes) = StationConfiguration.load(bytes: bytes, file: "K") else {
        return ""
      }
      return mistakes.mistakes.map(\.description).joined(separator: "|")
    }
    #expect(
      first(Array("# ä\n# ü".utf8) + [0xFC, 0x20])
        == "K:2:4: TOML: the text is not UTF-8, save the file as UTF-8")
    #expect(first([0xFF]) == "K:1:1: TOML: the text is not UTF-8, save the file as UTF-8")
    #expect(first(Array("a = 1\n \0".utf8)) == "K:2:2: TOML: there is a NUL character, remove it")
    #expect(
      first([UInt8](repeating: 0x0A, count: ConfigurationLimit.fileBytesMax + 1)).hasPrefix(
        "K:1:1: TOML: the file has"))
    #expect(
      first([UInt8](repeating: 0x0A, count: ConfigurationLimit.fileBytesMax)).contains(
        "station.town: is missing"))
  }

  @Test func aReportEndsSomewhere() {
    let text = smallest + "[pickup]\n" + (0..<2_000).map { "key\($0) = 1\n" }.joined()
    #expect(mistakes(text).count == ConfigurationLimit.mistakesMax)
  }

  @Test func unreadableFilesSayWhy() {
    let absent = ConfigurationReport.check(path: "/nonexistent/Kiosk.conf")
    #expect(
      absent.lines == ["/nonexistent/Kiosk.conf: there is no such file, name a file that this user can read"])
    #expect(absent.status == 66)
    #expect(
      ConfigurationReport.check(path: "/").lines == [
        "/: it is a directory, name a file that this user can read"
      ])
  }

  @Test func wrongFilesAreReportedWithStatus78() throws {
    let report = ConfigurationReport.check(path: Self.golden.appending(path: "syntax.conf").path())
    #expect(report.status == 78)
    #expect(report.lines.count == 1)
  }

  /// The parser behind TOMLKit asserts at these places; they must come out as mistakes like others.
  @Test func placesThatEndTheParserAreMistakes() {
    let header = "TOML: a table header has no name, write [name] or [[name]] on one line"
    #expect(mistakes("[pickup]\nhold_days = 1\n [\nx]\n") == ["K:3:2: \(header)"])
    #expect(mistakes("[[ #x]]\n") == ["K:1:1: \(header)"])
    #expect(mistakes("[.a]") == ["K:1:1: \(header)"])
    #expect(mistakes("a : 1\n[\n").first?.hasPrefix("K:1:3: TOML: Error") == true)
    #expect(
      mistakes("a = [1,\n  }]\n") == [
        "K:2:3: TOML: there is no value, write one, or put a # before the line"
      ])
    let value =
      "TOML: this is no value, put texts in quotes, write numbers as 1 or 1000, and true or false in small letters"
    #expect(mistakes("[station]\ntown = Musterstadt # x\n") == ["K:2:8: \(value)"])
    #expect(mistakes("a = [\u{2028}]\n") == ["K:1:6: \(value)"])
    #expect(mistakes("a = 2024-01-01T:\n") == ["K:1:5: \(value)"])
    #expect(mistakes("a = [1 }]\n").first?.hasPrefix("K:1:8: TOML:") == true)
  }

  @Test func everyFormOfAValueIsLetThrough() {
    for text in [
      "true", "false", "0", "+1", "-17", "1_000", "0xDEAD_beef", "0o17", "0b1_0", "1.5", "-0.0", "6.626e-34",
      "1E+2",
      "inf", "-nan", "1979-05-27", "07:32:00", "07:32:00.5", "1979-05-27T07:32:00Z",
      "1979-05-27 07:32:00.25-07:00",
    ] {
      let found = mistakes(
        smallest + "[pickup]\nx = \(text) # comment\ny = [\(text), \(text)]\r\nz = {a = \(text)}\n")
      #expect(
        found.map { $0.prefix(15) } == ["K:7:1: pickup.x", "K:8:1: pickup.y", "K:9:1: pickup.z"], "\(text)")
    }
    for text in [
      "True", "01", "1_", "_1", "0x", "0xg", "1.", ".5", "1e", "1979-05-2", "7:32:00", "07:32:00Z", "1 2",
      "é",
    ] {
      #expect(mistakes("a = \(text)").first?.hasPrefix("K:1:5: TOML: this is no value") == true, "\(text)")
    }
  }

  /// A seeded storm of broken files: nothing traps, and every mistake has a place in the file.
  @Test(arguments: 1...40) func brokenFilesNeverTrap(_ seed: UInt64) throws {
    var chance = Chance(seed: seed)
    let shipped = try readFile(ShippedFileTests.path).get()
    let scraps = [
      "[", "]", "[[", "]]", "=", "\"", "\"\"\"", "'", "{", "}", ",", "\\u", ".", "\n", "#", "é", "\0", "9",
    ]
    for _ in 0..<10 {
      var bytes = shipped
      for _ in 0..<(1 + chance.next(below: 6)) {
        let at = chance.next(below: bytes.count)
        switch chance.next(below: 4) {
        case 0: bytes.removeSubrange(at..<min(bytes.count, at + 1 + chance.next(below: 40)))
        case 1: bytes.insert(contentsOf: Array(scraps[chance.next(below: scraps.count)].utf8), at: at)
        case 2: bytes[at] = UInt8(chance.next(below: 256))
        default: bytes.insert(contentsOf: bytes[max(0, at - 60)..<at], at: at)
        }
      }
      let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
      _ = KeyPositions(scanning: String(decoding: bytes, as: UTF8.self))
      if case .failure(let mistakes) = StationConfiguration.load(bytes: bytes, file: "K") {
        for mistake in mistakes.mistakes {
          #expect((1...lines).contains(mistake.position.line) && mistake.position.column >= 1, "seed \(seed)")
          #expect(!mistake.description.contains("\n"))
        }
      }
    }
  }

  /// Files that are nothing but punctuation: the parser's own assertions must never be met.
  @Test(arguments: 1...20) func scrapsNeverTrap(_ seed: UInt64) {
    var chance = Chance(seed: seed)
    let scraps = [
      "[", "]", "[[", "]]", "=", "\"", "\"\"\"", "'", "'''", "{", "}", ",", "\\", "u0041", ".", "\n", "\r\n",
      "\r",
      "#", "é", "\u{A0}", "9", "0x", "1e", "-", "+", "_", ":", "T", "inf", "nan", "true", "a", "bus", " ",
      "\t",
      "\u{1}", "\u{7F}", "2024-01-01", "12:00", "\u{2028}", "\u{FFFE}",
    ]
    for _ in 0..<200 {
      let text = (0..<(1 + chance.next(below: 12))).map { _ in scraps[chance.next(below: scraps.count)] }
        .joined()
      for mistake in mistakes(text) { #expect(mistake.hasPrefix("K:")) }
    }
  }
}

/// Chance that obeys a seed (splitmix64).
struct Chance {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((value ^ (value >> 31)) % UInt64(bound))
  }
}
