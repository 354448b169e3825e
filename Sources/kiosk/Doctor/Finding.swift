// What the doctor says about one thing it looked at. `unknown` is a finding of its own: what could not be looked at is
// never counted as well.

import Messages

struct Finding: Encodable, Equatable {
  enum Level: String, Encodable, CaseIterable {
    case ok, unknown, warning, fault
  }

  /// What was looked at; docs/failures.md has a heading for each.
  var code: String
  var level: Level
  /// One sentence.
  var what: String
  /// A command or a sentence; nil only where all is well.
  var remedy: String?

  static func ok(_ code: String, _ what: String) -> Finding { Finding(code: code, level: .ok, what: what) }

  static func unknown(_ code: String, _ what: String, _ remedy: String) -> Finding {
    Finding(code: code, level: .unknown, what: what, remedy: remedy)
  }

  static func warning(_ code: String, _ what: String, _ remedy: String) -> Finding {
    Finding(code: code, level: .warning, what: what, remedy: remedy)
  }

  static func fault(_ code: String, _ what: String, _ remedy: String) -> Finding {
    Finding(code: code, level: .fault, what: what, remedy: remedy)
  }

  /// Something that could not be read.
  static func unread(_ code: String, _ path: String, _ reason: String) -> Finding {
    .unknown(code, "\(path) could not be looked at: \(reason)", "run 'kiosk doctor' as root")
  }
}

/// One thing to look at, in a file of its own.
protocol Check {
  /// The code of all its findings.
  static var code: String { get }
  /// At least one finding.
  static func look(at scene: Scene) -> [Finding]
}

/// What the doctor found, whole.
struct Diagnosis: Encodable {
  /// Nothing is to be done.
  static let wellStatus: Int32 = 0
  /// There are warnings, or things that could not be looked at.
  static let doubtStatus: Int32 = 1
  /// There are faults.
  static let faultStatus: Int32 = 2

  var findings: [Finding]
  var faults: Int
  var warnings: Int
  var unknown: Int
  var ok: Int

  init(_ findings: [Finding]) {
    self.findings = findings
    faults = findings.count { $0.level == .fault }
    warnings = findings.count { $0.level == .warning }
    unknown = findings.count { $0.level == .unknown }
    ok = findings.count { $0.level == .ok }
  }

  var exitStatus: Int32 {
    if faults > 0 { return Self.faultStatus }
    return warnings + unknown > 0 ? Self.doubtStatus : Self.wellStatus
  }

  /// Lines for people: each finding, its remedy below it, and the count.
  var lines: [String] {
    var lines: [String] = []
    for finding in findings {
      let level = finding.level == .fault ? "FAULT" : finding.level.rawValue
      lines.append(Self.column(level, 8) + Self.column(finding.code, 22) + finding.what)
      if let remedy = finding.remedy { lines.append(Self.column("", 30) + "-> " + remedy) }
    }
    lines.append("\(faults) faults, \(warnings) warnings, \(unknown) unknown, \(ok) ok")
    return lines
  }

  private static func column(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
