// `kiosk status`: whether the station serves, and what needs a person.

import ArgumentParser
import Messages
import Station

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Whether the station serves; what needs a person is marked ! and comes first.",
    discussion: exitStatusHelp)

  @OptionGroup var staff: StaffOptions
  @Flag(help: "Print the station's answer as JSON.") var json = false

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      guard case .status(let report) = try client.ask(.status) else { return }
      if json { Output.json(report) } else { Output.say(Listing.status(report, language)) }
    }
  }
}
