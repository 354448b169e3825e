// Golden files: expected pictures as text beside the tests. They are rewritten only when RECORD_GOLDEN=1, and a
// missing one fails.

import Foundation
import Testing

@testable import Terminal

enum GoldenFile {
  static func expect(_ text: String, _ name: String, _ location: SourceLocation = #_sourceLocation) {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    let file = folder.appending(path: name + ".txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try? text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      Issue.record("Golden/\(name).txt is missing: record it with RECORD_GOLDEN=1", sourceLocation: location)
      return
    }
    #expect(text == expected, "Golden/\(name).txt", sourceLocation: location)
  }
}

extension Frame {
  /// The frame as text: the glyphs between bars, then the styles (`r` reverse, `b` bold, `a` accent, `e` error,
  /// `g` good, `q` code; capital for reverse and bold together with a colour) of the rows that have any, then the cursor.
  var picture: String {
    var lines: [String] = []
    for row in 0..<rows {
      let text = text(row: row)
      lines.append("|" + text + String(repeating: " ", count: columns - text.count) + "|")
    }
    lines.append("styles")
    for row in 0..<rows {
      let marks = (0..<columns).map { self[row, $0].style.mark }
      if marks.contains(where: { $0 != " " }) {
        let number = row + 1 < 10 ? " \(row + 1)" : "\(row + 1)"
        lines.append("\(number)|" + String(marks) + "|")
      }
    }
    lines.append(cursor.map { "cursor row \($0.row + 1) column \($0.column + 1)" } ?? "cursor hidden")
    if sheetCount > 1 { lines.append("sheet \(sheet + 1) of \(sheetCount)") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Style {
  var mark: Character {
    switch (ink, isReverse, isBold) {
    case (.plain, false, false): " "
    case (.plain, true, _): "r"
    case (.plain, false, true): "b"
    case (.accent, let reverse, _): reverse ? "A" : "a"
    case (.error, let reverse, _): reverse ? "E" : "e"
    case (.good, let reverse, _): reverse ? "G" : "g"
    case (.code, _, _): "q"
    }
  }
}
