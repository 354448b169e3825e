// `kiosk simulate applicants`: applications from standard input through the spool and the delivery of a station, without
// lockers, screen or journal. For trying a destination before citizens use it, and for tests.

import ArgumentParser
import Station

struct SimulateApplicantsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "applicants",
    abstract: "Hand applications in from standard input, and deliver them as a station does.",
    discussion: """
      Lines are REFERENCE DESTINATION FORM JSON. It prints 'kept REFERENCE', 'not-kept REFERENCE WHY' and 'destination \
      NAME ready|not-ready WAITING DELIVERED FAILED'. Never run it on the state directory of a running station.
      """)

  @Option(name: .customLong("config"), help: "The configuration file.") var configurationFile: String
  @Option(help: "A state directory of its own.") var state: String
  @Flag(help: "Go on delivering after the end of the input.") var stay = false

  func run() throws {
    throw ExitCode(
      SubmissionProgram.run(configuration: configurationFile, state: state, stays: stay))
  }
}
