// `kiosk review`: what only a person settles, and settling it with a reason.

import ArgumentParser
import Messages
import Station

struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review", abstract: "List what only a person may settle, and settle it.",
    discussion: exitStatusHelp, subcommands: [ReviewListCommand.self, ReviewSettleCommand.self],
    defaultSubcommand: ReviewListCommand.self)
}

struct ReviewListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List open review items.", discussion: exitStatusHelp)

  @OptionGroup var staff: StaffOptions
  @Flag(help: "Print the station's answer as JSON.") var json = false

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      guard case .review(let rows) = try client.ask(.review) else { return }
      if json { Output.json(rows) } else { Output.say(Listing.review(rows, language)) }
    }
  }
}

struct ReviewSettleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "Settle a review item under your name, with a reason.",
    discussion: exitStatusHelp)

  @Argument(help: "The item's number in 'kiosk review'.") var item: Int64
  @OptionGroup var staff: StaffOptions
  @OptionGroup var why: ReasonOption

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let reason = try why.text(language)
      _ = try client.ask(.closeReview(item: item, reason: reason))
      Output.say(language.text("Punkt \(item) ist abgeschlossen.", "Item \(item) is settled."))
    }
  }
}
