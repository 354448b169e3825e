// `kiosk pickup --plain`: the citizen's pickup line by line, over the citizen's socket and with the screen's own pages
// (AX-69). The pages are Screens', the words the station's; here is only what carries lines between them.

import ArgumentParser
import Messages

struct PickupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pickup", abstract: "The citizen's pickup in line mode, for a screen reader or a script.",
    discussion: """
      Each line is an answer; an empty line is OK. z goes back, x ends, * changes the language, ? helps, m asks for \
      more time. A birth date is 17 3 1985, 17.3.1985 or 17031985. On a terminal, code and birth date are not \
      echoed. From a pipe, the next line waits until the door is closed again.
      Exit status: 0 something was handed over, 64 wrong usage, 69 no station answers, 70 nothing was handed over, \
      75 the input ended at a door, 77 no permission.
      """)

  @Flag(help: "Line by line; the only way here. The full screen is 'kiosk screen'.") var plain = false
  @Option(help: "The station's socket directory. Default: $KIOSK_SOCKET, else /run/kiosk.") var socket:
    String?
  @Option(help: "A language that the station offers, such as de or en.") var lang: String?

  func validate() throws {
    if !plain { throw ValidationError("say --plain, or use 'kiosk screen' for the full screen") }
  }

  func run() throws {
    let directory = socket ?? Environment.value("KIOSK_SOCKET") ?? StaffOptions.directoryDefault
    let status: Int32
    do throws(ClientFailure) {
      let connection = try StationClient(directory: directory, name: SocketName.citizen)
      var pickup = PlainPickup(connection: connection, language: lang)
      status = try pickup.run()
    } catch {
      Output.complain("kiosk: \(error.message)")
      status = error.status.rawValue
    }
    if status != 0 { throw ExitCode(status) }
  }
}
