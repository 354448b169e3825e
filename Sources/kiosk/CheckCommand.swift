// `kiosk check FILE`: says whether a Kiosk.conf is in order, or everything that is wrong with it at once. It
// starts nothing and changes nothing.

import ArgumentParser
import Configuration
import Glibc

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a Kiosk.conf and name every mistake with its place and its remedy.",
    discussion: """
      Prints mistakes as FILE:LINE:COLUMN: key: what is wrong, remedy.
      Exit status: 0 in order, 78 mistakes, 66 the file cannot be read.
      """)

  @Argument(help: "The file; - reads standard input.")
  var file: String

  func run() throws {
    let report = ConfigurationReport.check(path: file)
    var lines = report.lines
    if report.status == ConfigurationReport.inOrderStatus, file != "-",
      case .success(let configuration) = StationConfiguration.load(path: file)
    {
      lines += CheckForms.warnings(configuration, file: file)
    }
    let text = lines.map { $0 + "\n" }.joined()
    writeWhole(text, to: report.status == ConfigurationReport.inOrderStatus ? STDOUT_FILENO : STDERR_FILENO)
    throw ExitCode(report.status)
  }
}

/// Writes `text` past all buffers; a reader that is gone ends the writing, not the process.
private func writeWhole(_ text: String, to descriptor: Int32) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let written = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if written < 0 && errno == EINTR { continue }
    guard written > 0 else { return }
    rest = rest.dropFirst(written)
  }
}
