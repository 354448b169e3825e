// Rules of docs/architecture.md that a reader could check by eye and never would: length of files, where time and
// chance come from, what must not be left lying about.

import Testing

@Suite("Rules for sources")
struct SourceRuleTests {
  static let linesMax = 350

  private let sources = SourceTree.files(["Sources"])
  private let everything =
    SourceTree.files(["Sources", "Tests"])
    + SourceTree.files(
      ["docs", "Content", "systemd", "udev"], endings: ["md", "toml", "service", "rules", "conf"])
    + ["README.md", "Makefile", "Package.swift", "Kiosk.conf", ".ci/run"].compactMap { SourceTree.file($0) }

  @Test("a file is small enough to hold one idea")
  func length() {
    for file in SourceTree.files(["Sources", "Tests"]) {
      #expect(file.lines.count <= Self.linesMax + 1, "\(file.path) has \(file.lines.count) lines: split it")
    }
  }

  @Test("a file begins by saying what it is")
  func opening() {
    for file in sources where file.lines.count > 5 {
      #expect(file.text.hasPrefix("// "), "\(file.path) does not begin with a comment")
    }
  }

  @Test("time and chance come in through the door: product modules ask nobody for them")
  func timeAndChance() {
    let forbidden = [
      " Date()", "(Date()", " UUID()", "(UUID()", "SystemRandomNumberGenerator", ".shuffled()",
      ".randomElement()",
    ]
    for file in sources where !Architecture.executables.contains(file.module) {
      for (index, line) in file.lines.enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("//") {
        let isOwn =
          forbidden.contains { line.contains($0) }
          || (line.contains(".random(in:") && !line.contains("using:"))
        if isOwn { Issue.record("\(file.path):\(index + 1) makes its own time or chance: \(line)") }
      }
    }
  }

  @Test("nothing is left to be done in a comment, and no path of one machine stands anywhere")
  func leftovers() {
    // Put together here, so that this file does not find itself.
    let words = ["TO" + "DO", "FIX" + "ME"]
    let paths = ["/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/"]
    for file in everything {
      for (index, line) in file.lines.enumerated() {
        for word in words + paths where line.contains(word) {
          Issue.record("\(file.path):\(index + 1) contains \(word)")
        }
      }
    }
  }

  @Test("product code does not print: what it says goes through a log, a socket or a page")
  func printing() {
    for file in sources where !Architecture.executables.contains(file.module) {
      for (index, line) in file.lines.enumerated() {
        let statement = line.drop { $0 == " " }
        let isPrinting = ["print(", "debugPrint(", "dump(", "NSLog("].contains { statement.hasPrefix($0) }
        #expect(!isPrinting, "\(file.path):\(index + 1) prints")
      }
    }
  }
}
