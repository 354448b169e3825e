// `kiosk orders`: which orders the station knows, and what staff may do with one. The import stands in
// OrdersImportCommand.swift.

import ArgumentParser
import Messages
import Station

struct OrdersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orders",
    abstract: "List orders, import them, and change one: deadline, code, letter, tries.",
    discussion: "ORDER is an order id, a serial number, a slip number or the register's id.\n"
      + exitStatusHelp,
    subcommands: [
      OrdersListCommand.self, OrdersImportCommand.self, OrdersExtendCommand.self, OrdersWithdrawCommand.self,
      OrdersNewCodeCommand.self, OrdersLetterCommand.self, OrdersClearTriesCommand.self,
      OrdersProxyCommand.self, OrdersWithdrawProxyCommand.self,
    ],
    defaultSubcommand: OrdersListCommand.self)
}

struct OrdersListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List orders; what needs a person is marked ! and comes first.",
    discussion: exitStatusHelp)

  @OptionGroup var staff: StaffOptions
  @Flag(help: "Show names too.") var names = false
  @Flag(help: "Print the station's answer as JSON.") var json = false
  @Flag(help: "Print CSV for a spreadsheet: ; between cells, UTF-8 with its mark, no cell a formula.")
  var csv = false

  func validate() throws {
    if json && csv { throw ValidationError("--json or --csv, not both") }
  }

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      guard case .orders(let rows) = try client.ask(.orders(withNames: names)) else { return }
      if csv { return Output.text(Listing.csv(rows, withNames: names)) }
      if json { Output.json(rows) } else { Output.say(Listing.orders(rows, withNames: names, language)) }
    }
  }
}

/// One or more orders, done one after the other; a refusal does not stop the rest.
struct OrderArguments: ParsableArguments {
  @Argument(help: "Order id, serial number, slip number or register id.") var orders: [String]

  func validate() throws {
    if orders.isEmpty { throw ValidationError("name at least one order") }
  }

  func each(
    _ client: StaffClient, _ language: DeskLanguage,
    _ done: (String, StaffReply) throws(ClientFailure) -> Void,
    request: (String) -> StaffRequest
  ) throws(ClientFailure) {
    var refused = 0
    for order in orders {
      do throws(ClientFailure) { try done(order, try client.ask(request(order))) } catch {
        guard error.status == .refused else { throw error }
        Output.complain("\(PlainText.clean(order)): \(error.message(language))")
        refused += 1
      }
    }
    if refused > 0 {
      throw ClientFailure(.refused, "\(refused) nicht ausgeführt.", "\(refused) not carried out.")
    }
  }
}

/// A reason, from the command line or asked for.
struct ReasonOption: ParsableArguments {
  @Option(help: "Why, 3 to 500 characters; asked for where it is missing.") var reason: String?

  func text(_ language: DeskLanguage) throws(ClientFailure) -> String {
    if let reason { return reason }
    var input = LineInput()
    Output.prompt(language.text("Grund: ", "Reason: "))
    guard let line = input.line(), !PlainText.trimmed(line).isEmpty else {
      Output.say("")
      throw ClientFailure(
        .usage, "Ohne Grund geschieht nichts: --reason angeben",
        "nothing is done without a reason: use --reason")
    }
    return PlainText.trimmed(line)
  }
}

struct OrdersExtendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extend", abstract: "Move the deadline of sets in their compartments.",
    discussion: exitStatusHelp)

  @OptionGroup var arguments: OrderArguments
  @OptionGroup var staff: StaffOptions
  @OptionGroup var why: ReasonOption
  @Option(
    help: "Days from the deadline, or from today where it is over; 1 to 31. Without it as Kiosk.conf says.")
  var days: Int?

  func validate() throws {
    if let days, !(1...31).contains(days) { throw ValidationError("--days is 1 to 31") }
  }

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let reason = try why.text(language)
      try arguments.each(client, language) { order, _ in
        Output.say(PlainText.clean(order) + language.text(": verlängert.", ": extended."))
      } request: {
        .extend(order: $0, days: days, reason: reason)
      }
    }
  }
}

struct OrdersWithdrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take back orders that lie in no compartment, with their personal data.",
    discussion: exitStatusHelp)

  @OptionGroup var arguments: OrderArguments
  @OptionGroup var staff: StaffOptions
  @OptionGroup var why: ReasonOption

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let reason = try why.text(language)
      try arguments.each(client, language) { order, _ in
        Output.say(PlainText.clean(order) + language.text(": zurückgenommen.", ": withdrawn."))
      } request: {
        .withdraw(order: $0, reason: reason)
      }
    }
  }
}

struct OrdersNewCodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new-code", abstract: "Give orders a new pickup code and show it; the old one is dead.",
    discussion: exitStatusHelp)

  @OptionGroup var arguments: OrderArguments
  @OptionGroup var staff: StaffOptions
  @Flag(help: "Print each letter as one line of JSON.") var json = false

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      try arguments.each(client, language) { _, reply in
        show(reply, json: json, language)
      } request: {
        .renewCode(order: $0)
      }
    }
  }
}

struct OrdersLetterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "letter",
    abstract: "Show number and code for a letter, or write it; the journal notes that it was shown.",
    discussion: exitStatusHelp)

  @OptionGroup var arguments: OrderArguments
  @OptionGroup var staff: StaffOptions
  @Flag(help: "Print each letter as one line of JSON.") var json = false
  @Option(
    help: "Write the letters as text to this file, which must not exist yet; one page each. - prints them.")
  var out: String?

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      // The file first: a letter that was shown and could not be kept would count as shown.
      let file = try out.map { (path) throws(ClientFailure) in try LetterFile(path) }
      try arguments.each(client, language) { (order, reply) throws(ClientFailure) in
        guard let file else { return show(reply, json: json, language) }
        guard case .letter(let letter) = reply else { return }
        do throws(ClientFailure) { try file.add(letter, language) } catch {
          // The station counts it as shown: say whose letter it was.
          Output.complain("\(PlainText.clean(order)): " + error.message(language))
          if file.count == 0 { file.discard() }
          throw error
        }
      } request: {
        .letter(order: $0)
      }
      if let file, let out, !file.isOutput {
        Output.say(language.text("\(file.count) in \(out)", "\(file.count) in \(out)"))
      }
    }
  }
}

private func show(_ reply: StaffReply, json: Bool, _ language: DeskLanguage) {
  guard case .letter(let letter) = reply else { return }
  if json { Output.json(letter) } else { Output.say(Listing.letter(letter, language)) }
}

struct OrdersClearTriesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clear-tries",
    abstract: "Forget the wrong codes of an order's numbers, so that it can be picked up.",
    discussion: exitStatusHelp)

  @OptionGroup var arguments: OrderArguments
  @OptionGroup var staff: StaffOptions
  @OptionGroup var why: ReasonOption

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let reason = try why.text(language)
      try arguments.each(client, language) { order, _ in
        Output.say(PlainText.clean(order) + language.text(": Fehlversuche gelöscht.", ": tries cleared."))
      } request: {
        .clearTries(order: $0, reason: reason)
      }
    }
  }
}
