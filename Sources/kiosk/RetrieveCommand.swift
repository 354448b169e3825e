// `kiosk retrieve`: taking sets out of their compartments, or looking into one, door by door and in line mode. What
// is asked stands in Station/Dialogues.

import ArgumentParser
import Messages
import Station

struct RetrieveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retrieve", abstract: "Take sets out of compartments, or look into one.",
    discussion: """
      Without a target it asks for door after door until an empty line. The target is a compartment's number or \
      an order's id.
      Exit status: 0 done, 69 no station answers, 70 something was not done, 75 an operation is left open, 77 no \
      permission.
      """)

  @Argument(help: "A compartment's number, or the id of an order.") var target: String?
  @Flag(help: "Door by door through all sets whose time is over, and old documents to collect.") var overdue =
    false
  @Option(help: "Say this once the door is closed: retrieved, left-inside, found-empty or old-document.")
  var answer: Answer?
  @Option(help: "With --answer retrieved: which order it was, where the journal does not know.") var order:
    String?
  @Option(help: "Go on with this operation after a dialogue was cut off.") var operation: Int64?
  @OptionGroup var staff: StaffOptions

  enum Answer: String, ExpressibleByArgument, CaseIterable {
    case retrieved
    case leftInside = "left-inside"
    case foundEmpty = "found-empty"
    case oldDocument = "old-document"

    var word: RetrievalWord {
      switch self {
      case .retrieved: .retrieved
      case .leftInside: .leftInside
      case .foundEmpty: .foundEmpty
      case .oldDocument: .oldDocument
      }
    }
  }

  func validate() throws {
    if [target != nil, overdue, operation != nil].count(where: { $0 }) > 1 {
      throw ValidationError("name a target, or --overdue, or --operation")
    }
    if order != nil, answer != .retrieved { throw ValidationError("--order goes with --answer retrieved") }
  }

  func run() throws {
    var task = RetrievalDialogue.Task.doors
    if let target { task = .door(target) }
    if overdue { task = .overdue }
    if let operation { task = .resume(operation) }
    try staff.run(RetrievalDialogue(task, answer: answer?.word, order: order))
  }
}
