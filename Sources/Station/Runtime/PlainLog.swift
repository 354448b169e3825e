// The station's log: one line on standard error for each message, for journald to keep. It never holds personal data,
// codes or serial numbers; control characters from elsewhere cannot reach a terminal through it.

import Glibc
import Logging

/// Writes each message as one line.
struct PlainLogHandler: LogHandler {
  /// No line is longer than this.
  static let lineCharactersMax = 2000

  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .info
  let label: String
  /// Under systemd a number before the line says how severe it is (sd-daemon(3)).
  let hasPriorities: Bool
  let write: @Sendable (String) -> Void

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { write(line(event.level, "\(event.message)")) }

  func line(_ level: Logger.Level, _ message: String) -> String {
    let text = String(Self.harmless("\(label): \(level): \(message)").prefix(Self.lineCharactersMax))
    return (hasPriorities ? "<\(Self.priority(level))>" : "") + text + "\n"
  }

  private static func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .critical: 2
    case .error: 3
    case .warning: 4
    case .notice: 5
    case .info: 6
    case .debug, .trace: 7
    }
  }

  /// Without control and formatting characters, each replaced by `?`.
  static func harmless(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: result.append("?")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// In one system call, so that lines of several threads do not mix.
  static func writeToStandardError(_ line: String) {
    var bytes = Array(line.utf8)
    _ = unsafe Glibc.write(STDERR_FILENO, &bytes, bytes.count)
  }

  /// The product's logger.
  static func logger() -> Logger {
    let underSystemd = unsafe getenv("JOURNAL_STREAM") != nil
    return Logger(label: "kiosk") { label in
      PlainLogHandler(label: label, hasPriorities: underSystemd, write: writeToStandardError)
    }
  }
}
