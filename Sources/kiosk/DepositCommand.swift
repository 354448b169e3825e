// `kiosk deposit`: the clerk's dialogue at the wall, in line mode. What is asked stands in Station/Dialogues.

import ArgumentParser
import Station

struct DepositCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deposit", abstract: "Put documents into compartments, one after the other.",
    discussion: """
      Without ORDER it asks for document after document until an empty line. ORDER is an order id, a scanned \
      serial number, a slip number or the register's id. The second person confirms with --confirm under a login \
      of their own; --confirm also goes on after a dialogue was cut off.
      Exit status: 0 deposited, 69 no station answers, 70 something was not deposited, 75 an operation is left \
      open or waits for the second person, 77 no permission.
      """)

  @Argument(help: "The document's order.") var order: String?
  @Option(help: "A compartment of your choice for the first document.") var compartment: Int?
  @Option(help: "Confirm or go on with this operation.") var confirm: Int64?
  @Flag(help: "Answer each question with yes; the door has to open and close all the same.") var yes = false
  @OptionGroup var staff: StaffOptions

  func validate() throws {
    if confirm != nil, order != nil || compartment != nil {
      throw ValidationError("--confirm goes without ORDER and --compartment")
    }
    if yes, order == nil, confirm == nil { throw ValidationError("--yes needs ORDER or --confirm") }
  }

  func run() throws {
    var task = DepositDialogue.Task.documents
    if let order { task = .document(order) }
    if let confirm { task = .confirm(confirm) }
    let dialogue = DepositDialogue(task, compartment: compartment, answersYes: yes)
    try staff.run(dialogue)
  }
}

extension StaffOptions {
  /// Runs a dialogue to its end, which becomes the exit status.
  func run(_ dialogue: some Dialogue) throws {
    var end = DialogueEnd.notDone
    try run { (client, language) throws(ClientFailure) in
      var runner = DialogueRunner(client: client, language: language)
      end = try runner.run(dialogue)
    }
    if end != .done { throw ExitCode(end.rawValue) }
  }
}
