// `kiosk card`: what a technician does with one card on one reader, without the station. Here stand its commands and
// the options that they share; each does its work in a file of its own.

import ArgumentParser
import Crypto
import Glibc
import Identity
import Station

struct CardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card", abstract: "Look at a card, read it, change or unblock its PIN; for technicians.",
    discussion: """
      Opens the reader itself, so no station may hold it. Secrets come from a prompt, or from KIOSK_PIN, KIOSK_CAN, \
      KIOSK_PUK, KIOSK_MRZ and KIOSK_NEW_PIN, and never from arguments. A PIN whose last try needs the CAN asks for \
      both.
      """,
    subcommands: [
      CardInfoCommand.self, CardReadCommand.self, CardChangePINCommand.self, CardUnblockCommand.self,
    ])
}

/// For the help of every command.
let cardExitStatusHelp = """
  Exit status: 0 done, 64 wrong usage, 65 not proven genuine or not what the standards allow, 66 a file cannot be \
  read, 69 no reader, no pcscd or no card, 70 the card refused, 73 the trace cannot be written, 75 the reader is held \
  by another program, 77 no permission. --json: {"error":{"code":…}}; docs/failures.md has each code.
  """

/// What is shown to the card.
enum CardPassword: String, CaseIterable, ExpressibleByArgument {
  case pin, can, puk, mrz

  var kind: PasswordKind {
    switch self {
    case .pin: .pin
    case .can: .can
    case .puk: .puk
    case .mrz: .mrz
    }
  }
}

struct CardOptions: ParsableArguments {
  @Option(help: "The reader's name. Default: the reader that holds a card.") var reader: String?
  @Flag(help: "One JSON value on one line, failures too.") var json = false
  @Option(help: ArgumentHelp("Write each exchange: step, lengths and status word only.", valueName: "file"))
  var trace: String?
  @Option(
    help:
      "The station's socket directory, to see whether it holds the readers. Default: $KIOSK_SOCKET, else /run/kiosk."
  )
  var socket: String?
  @Option(help: "Language of what is said: de or en. Default: by LC_ALL, LC_MESSAGES, LANG.")
  var lang: DeskLanguage?

  var language: DeskLanguage { lang ?? DeskLanguage(environment: Environment.value) }

  /// Runs `body`; what goes wrong is said in one line and becomes the exit status.
  func run(_ body: (CardDesk) throws(CardCommandFailure) -> Void) throws {
    let desk = CardDesk(self)
    do throws(CardCommandFailure) {
      try desk.claim()
      try body(desk)
      desk.leave()
    } catch {
      desk.leave()
      let failure = error.at(desk.link?.lastStep)
      if json { Output.json(failure.answer(language)) }
      Output.complain("kiosk: \(failure.line(language))")
      if let trace = desk.traceFailure { Output.complain("kiosk: \(trace.line(language))") }
      throw ExitCode(failure.status.rawValue)
    }
    // The card's work is done and said; only what was to be written down of it is missing.
    if let trace = desk.traceFailure {
      Output.complain("kiosk: \(trace.line(language))")
      throw ExitCode(trace.status.rawValue)
    }
  }
}

/// The day on the wall here, by which certificates are judged.
func cardToday() -> CivilDate {
  var now = time(nil)
  var parts = unsafe tm()
  if unsafe localtime_r(&now, &parts) != nil {
    let (year, month, day) = unsafe (parts.tm_year, parts.tm_mon, parts.tm_mday)
    if let date = CivilDate(year: Int(year) + 1900, month: Int(month) + 1, day: Int(day)) { return date }
  }
  return CivilDate(number: now / 86_400) ?? CivilDate(year: 9999, month: 12, day: 31)!
}
