// `kiosk notices`: what waits in the outbox, what failed, trying again, dropping with a reason.

import ArgumentParser
import Messages
import Station

struct NoticesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notices", abstract: "List notices that wait or failed; try them again or drop them.",
    discussion: exitStatusHelp,
    subcommands: [NoticesListCommand.self, NoticesRetryCommand.self, NoticesDropCommand.self],
    defaultSubcommand: NoticesListCommand.self)
}

struct NoticesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the notices of the outbox; no names, no addresses.",
    discussion: exitStatusHelp)

  @Flag(help: "Only what a person must decide: failed, unknown, or by letter only.") var failed = false
  @Flag(help: "Print the station's answer as JSON.") var json = false
  @OptionGroup var staff: StaffOptions

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      guard case .notices(let rows) = try client.ask(.notices(onlyOpen: failed)) else { return }
      if json { Output.json(rows) } else { Output.say(Listing.notices(rows, language)) }
    }
  }
}

struct NoticesRetryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Try a notice again, or all that failed or had no way.",
    discussion: "One whose outcome is unknown is sent again only by its key.\n" + exitStatusHelp)

  @Argument(help: "The notice's key in 'kiosk notices'.") var key: String?
  @Flag(help: "All that failed or had no way.") var all = false
  @OptionGroup var staff: StaffOptions

  func validate() throws {
    guard all != (key != nil) else { throw ValidationError("Give one key, or --all.") }
  }

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      _ = try client.ask(.retryNotice(key: key))
      Output.say(language.text("Wird wieder versucht.", "It is tried again."))
    }
  }
}

struct NoticesDropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop", abstract: "Drop a notice under your name, with a reason: it is not sent.",
    discussion: exitStatusHelp)

  @Argument(help: "The notice's key in 'kiosk notices'.") var key: String
  @OptionGroup var staff: StaffOptions
  @OptionGroup var why: ReasonOption

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let reason = try why.text(language)
      _ = try client.ask(.dropNotice(key: key, reason: reason))
      Output.say(language.text("Wird nicht verschickt.", "It will not be sent."))
    }
  }
}
