// Golden texts beside the tests: compared line by line, rewritten only by RECORD_GOLDEN=1; a missing one fails.

import Foundation
import Testing

func expectGolden(
  _ name: String, _ lines: [String], file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let url = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
  let text = lines.joined(separator: "\n") + "\n"
  if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }
  let golden = try String(contentsOf: url, encoding: .utf8)
  if golden == text { return }
  let old = golden.split(separator: "\n", omittingEmptySubsequences: false)
  let new = text.split(separator: "\n", omittingEmptySubsequences: false)
  for index in 0..<max(old.count, new.count) {
    let left = index < old.count ? String(old[index]) : "(nothing)"
    let right = index < new.count ? String(new[index]) : "(nothing)"
    if left != right {
      Issue.record("\(name):\(index + 1)\n- \(left)\n+ \(right)", sourceLocation: sourceLocation)
      return
    }
  }
}
