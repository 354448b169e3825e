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
    let text = report.lines.map { $0 + "\n" }.joined()
    let stream = unsafe report.status == ConfigurationReport.inOrderStatus ? stdout : stderr
    _ = unsafe fputs(text, stream)
    throw ExitCode(report.status)
  }
}
