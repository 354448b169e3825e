// `kiosk safe-mode leave` and `kiosk clock confirm`: a person takes responsibility, under their name and with a reason.

import ArgumentParser
import Messages
import Station

struct SafeModeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "safe-mode", abstract: "Leave safe mode, after a person has looked why it was entered.",
    discussion: exitStatusHelp, subcommands: [SafeModeLeaveCommand.self])
}

struct SafeModeLeaveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leave", abstract: "Open doors again; 'kiosk status' says why none were.",
    discussion: exitStatusHelp)

  @OptionGroup var staff: StaffOptions
  @OptionGroup var why: ReasonOption

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let reason = try why.text(language)
      _ = try client.ask(
        .leaveSafeMode(reason: reason),
        unfitting: ClientFailure(
          .refused, "die Station ist nicht im Sicherheitsbetrieb", "the station is not in safe mode"))
      Output.say(language.text("Der Sicherheitsbetrieb ist beendet.", "Safe mode is over."))
    }
  }
}

struct ClockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock", abstract: "Confirm a clock that has jumped; until then no deadline passes.",
    discussion: exitStatusHelp, subcommands: [ClockConfirmCommand.self])
}

struct ClockConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "The station's day in 'kiosk status' is right.",
    discussion: exitStatusHelp)

  @OptionGroup var staff: StaffOptions
  @OptionGroup var why: ReasonOption

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let reason = try why.text(language)
      _ = try client.ask(.confirmClock(reason: reason))
      Output.say(language.text("Die Uhr gilt wieder.", "The clock is believed again."))
    }
  }
}
