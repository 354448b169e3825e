// `kiosk usage`: how often pages, services and forms were opened at this kiosk, for the town's yearly report.

import ArgumentParser
import Messages
import Station

struct UsageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "usage",
    abstract: "How often pages, services and forms were opened, by month; nothing of a person.",
    discussion: "Numbers below 5 are told to nobody.\n" + exitStatusHelp)

  @OptionGroup var staff: StaffOptions
  @Flag(help: "Print the station's answer as JSON.") var json = false
  @Flag(
    help: "Print CSV for a spreadsheet, a line for each item and month: ; between cells, UTF-8 with its mark."
  )
  var csv = false

  func validate() throws {
    if json && csv { throw ValidationError("--json or --csv, not both") }
  }

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      guard case .usage(let report) = try client.ask(.usage) else { return }
      if csv { return Output.text(Listing.csv(report)) }
      if json { Output.json(report) } else { Output.say(Listing.usage(report, language)) }
    }
  }
}
