// `kiosk compartments`: doors, contents and custody; and taking one out of service or putting it back.

import ArgumentParser
import Messages
import Station

struct CompartmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compartments", abstract: "List compartments, take one out of service, put it back.",
    discussion: exitStatusHelp,
    subcommands: [
      CompartmentsListCommand.self, CompartmentsBlockCommand.self, CompartmentsReleaseCommand.self,
    ],
    defaultSubcommand: CompartmentsListCommand.self)
}

struct CompartmentsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List compartments; what needs a person is marked ! and comes first.",
    discussion: exitStatusHelp)

  @OptionGroup var staff: StaffOptions
  @Flag(help: "Print the station's answer as JSON.") var json = false

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      guard case .compartments(let rows) = try client.ask(.compartments) else { return }
      if json { Output.json(rows) } else { Output.say(Listing.compartments(rows, language)) }
    }
  }
}

struct CompartmentsBlockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "block", abstract: "Take a compartment out of service.", discussion: exitStatusHelp)

  @Argument(help: "The number on the door.") var compartment: Int
  @OptionGroup var staff: StaffOptions
  @OptionGroup var why: ReasonOption

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let reason = try why.text(language)
      _ = try client.ask(.block(compartment: compartment, reason: reason))
      Output.say(
        language.text("Fach \(compartment) ist gesperrt.", "Compartment \(compartment) is out of service."))
    }
  }
}

struct CompartmentsReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Put a compartment back into service, once its review is settled.",
    discussion: exitStatusHelp)

  @Argument(help: "The number on the door.") var compartment: Int
  @OptionGroup var staff: StaffOptions
  @OptionGroup var why: ReasonOption

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let reason = try why.text(language)
      _ = try client.ask(
        .release(compartment: compartment, reason: reason),
        unfitting: ClientFailure(
          .refused, "Fach \(compartment) ist nicht gesperrt",
          "compartment \(compartment) is not out of service"))
      Output.say(
        language.text(
          "Fach \(compartment) ist wieder frei.", "Compartment \(compartment) is in service again."))
    }
  }
}
