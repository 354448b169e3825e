// `kiosk orders proxy` and `withdraw-proxy`: a code for somebody with an authorisation that the clerk has checked
// (§18(1) PAuswV), and its end. The station refuses where the order says counter only.

import ArgumentParser
import Messages
import Station

struct OrdersProxyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proxy",
    abstract: "Release a one-time code for a proxy whose authorisation you have checked.",
    discussion: """
      The code opens this one order and shows no other. It ends with the pickup, the deadline, a withdrawal or a \
      new release. An order for the counter only is refused.

      """ + exitStatusHelp)

  @Argument(help: "Order id, serial number, slip number or register id.") var order: String
  @OptionGroup var staff: StaffOptions
  @OptionGroup var why: ReasonOption
  @Option(help: "Write the letter into this new file (mode 600) instead of printing it here; - prints it.")
  var out: String?
  @Flag(help: "Print the letter as one line of JSON.") var json = false

  func validate() throws {
    if json, out != nil { throw ValidationError("--json or --out, not both") }
  }

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let reason = try why.text(language)
      // The file is made first: a code that was released and then lost would have to be released again.
      let file = try out.map { (path) throws(ClientFailure) in try LetterFile(path) }
      do throws(ClientFailure) {
        guard case .letter(let letter) = try client.ask(.releaseProxy(order: order, reason: reason)) else {
          return
        }
        if json { return Output.json(letter) }
        let lines = Listing.proxyLetter(letter, language)
        guard let file else { return Output.say(lines) }
        do throws(ClientFailure) { try file.add(lines.joined(separator: "\n") + "\n") } catch {
          throw ClientFailure(
            .cannotCreate, "\(file.path): nicht geschrieben, den Code neu freigeben",
            "\(file.path): not written, release the code again")
        }
        if !file.isOutput {
          Output.say(language.text("Geschrieben: ", "Written: ") + PlainText.clean(file.path))
        }
      } catch {
        file?.discard()
        throw error
      }
    }
  }
}

struct OrdersWithdrawProxyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw-proxy", abstract: "End the proxy codes of orders.", discussion: exitStatusHelp)

  @OptionGroup var arguments: OrderArguments
  @OptionGroup var staff: StaffOptions
  @OptionGroup var why: ReasonOption

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let reason = try why.text(language)
      try arguments.each(client, language) { order, _ in
        Output.say(
          PlainText.clean(order) + language.text(": Code der Vertretung beendet.", ": proxy code ended."))
      } request: {
        .withdrawProxy(order: $0, reason: reason)
      }
    }
  }
}
