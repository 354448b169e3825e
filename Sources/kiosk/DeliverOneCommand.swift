// `kiosk deliver-one`: the helper that hands one message to sendmail or to the SMS command. The station starts it; people
// have no use for it.

import ArgumentParser
import Station

struct DeliverOneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver-one", abstract: "Hand over one message (started by the station).",
    shouldDisplay: false)

  @Argument(help: "The file that keeps how it ended.") var file: String

  func run() throws {
    throw ExitCode(ErrandHelper.run(path: file))
  }
}
