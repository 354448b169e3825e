// What a verification found, for people and for programs. It names records by their numbers and says what to do; it
// holds nothing of what a record or a side table says.

import Crypto

public struct VerificationReport: Equatable, Sendable {
  /// More problems than this are not listed; one is enough to refuse a journal.
  public static let problemsMax = 20

  public struct Problem: Hashable, Sendable {
    /// The record that is concerned, where one is.
    public var sequence: Int64?
    public var what: String
    public var remedy: String
  }

  public var file: String
  public var station: UInt64 = 0
  /// Records that were read.
  public var records: Int64 = 0
  /// The head as the file has it.
  public var head: JournalHead?
  /// Anchors of this station that agree with the file.
  public var anchors = 0
  /// Anchors in the log that other keys signed.
  public var foreignAnchors = 0
  /// In the order in which they were found.
  public var problems: [Problem] = []

  public var isAccepted: Bool { problems.isEmpty }
  /// 0 accepted, 65 (EX_DATAERR) refused.
  public var exitStatus: Int32 { isAccepted ? 0 : 65 }

  public init(file: String) {
    self.file = file
  }

  mutating func note(_ what: String, at sequence: Int64? = nil, remedy: String) {
    guard problems.count < Self.problemsMax else { return }
    problems.append(Problem(sequence: sequence, what: what, remedy: remedy))
  }

  public var text: String { lines.map { $0 + "\n" }.joined() }

  /// For people: one line when accepted, otherwise every problem with its remedy.
  public var lines: [String] {
    guard !isAccepted else {
      let anchored =
        anchors > 0
        ? "anchors that agree: \(anchors)" : "no anchor was compared, so a cut tail would not be noticed"
      return ["\(file): accepted, records: \(records), head \(head?.hexHash ?? "none"), \(anchored)"]
    }
    var lines = ["\(file): REFUSED, problems: \(problems.count), records read: \(records)"]
    for problem in problems {
      let place = problem.sequence.map { "record \($0): " } ?? ""
      lines.append("  \(place)\(problem.what)")
      lines.append("    \(problem.remedy)")
    }
    return lines
  }

  /// For programs: one line of JSON. `first_bad` is the lowest number of a record concerned, null where none is.
  public var json: String {
    let bad = problems.compactMap(\.sequence).min()
    let listed = problems.map { problem in
      "{\"seq\":\(problem.sequence.map { "\($0)" } ?? "null"),\"what\":\(jsonQuoted(problem.what)),"
        + "\"remedy\":\(jsonQuoted(problem.remedy))}"
    }
    return "{\"file\":\(jsonQuoted(file)),\"accepted\":\(isAccepted),\"records\":\(records),"
      + "\"head\":\(head.map { "{\"seq\":\($0.sequence),\"hash\":\"\($0.hexHash)\"}" } ?? "null"),"
      + "\"anchors\":\(anchors),\"foreign_anchors\":\(foreignAnchors),"
      + "\"first_bad\":\(bad.map { "\($0)" } ?? "null"),\"problems\":[\(listed.joined(separator: ","))]}"
  }
}

/// A JSON string (RFC 8259 section 7).
func jsonQuoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": out += "\\\(scalar)"
    case _ where scalar.value < 0x20: out += "\\u00" + Hex.encode([UInt8(scalar.value)])
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}
