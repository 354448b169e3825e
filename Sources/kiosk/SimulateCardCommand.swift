// `kiosk simulate card`: a simulated ID card or passport on a virtual reader. Arguments and chance from outside;
// what the card does stands in Simulators.

import ArgumentParser
import Crypto
import Glibc
import Handover
import Simulators

struct SimulateCardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "An ID card or passport on a virtual reader, with its PIN states, its files and its faults.",
    discussion: """
      Prints one JSON line when it lies on the reader: profile, pin, can, puk, mrz, holder. Holder, secrets and \
      keys are new at each start, unless --seed or --state keeps them. It ends by SIGTERM; SIGUSR1 or the line \
      `remove` takes the card away, SIGUSR2 or the line `insert` lays it down again.
      For tests only: vpcd's port is open to the network, and a seeded card has no secrets.

      Profiles:
      \(list(CardProfile.allCases.map { ($0.rawValue, $0.summary) }))

      Quirks:
      \(list(CardQuirk.allCases.map { ($0.rawValue, $0.summary) }))

      Faults; N counts the commands from the start, N+ means each from N on:
      \(CardFault.forms.map { "  " + $0 }.joined(separator: "\n"))

      Exit status: 0 ended by SIGTERM or SIGINT, 64 wrong usage, 66 --pki or --state cannot be read or is of another \
      card, 73 --state or --socket cannot be made or written.
      """)

  @Option(help: "The kind of card; see above.")
  var profile: String

  @Option(
    help: ArgumentHelp(
      "Where pcscd's vpcd driver listens, such as 127.0.0.1:35963 or [::1]:35963.", valueName: "host:port"))
  var vpcd: String?

  @Option(
    help: ArgumentHelp(
      "Listen on this Unix socket instead, for a program that plays vpcd.", valueName: "path"))
  var socket: String?

  @Option(
    help: ArgumentHelp(
      "A directory that `kiosk simulate pki` made: whom the card trusts, who signed it.", valueName: "dir"))
  var pki: String?

  @Option(help: ArgumentHelp("The folder in which this card and its counters persist.", valueName: "dir"))
  var state: String?

  @Option(help: ArgumentHelp("The same card and the same answers each time; on one day.", valueName: "n"))
  var seed: UInt64?

  @Option(help: "Brainpool curve 256, 384 or 512 and AES 128, 192 or 256.")
  var suite = CardSuite.usual.name

  @Option(help: "What this card does differently, within the standard; may be repeated.")
  var quirk: [String] = []

  @Option(help: ArgumentHelp("What goes wrong at command N; may be repeated.", valueName: "name@n"))
  var fault: [String] = []

  private static func list(_ entries: [(String, String)]) -> String {
    let width = (entries.map(\.0.count).max() ?? 0) + 2
    return entries.map { "  " + $0.0 + String(repeating: " ", count: width - $0.0.count) + $0.1 }
      .joined(separator: "\n")
  }

  func validate() throws { _ = try options() }

  func run() throws {
    let bytes =
      try seed.map { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) } }
      ?? randomBytes(32)
    do {
      try runSimulatedCard(try options(), seed: bytes, today: .today())
    } catch let error as SimulatedCardError {
      Output.complain("kiosk: \(error.description)")
      throw ExitCode(error.isInput ? 66 : 73)
    } catch let error as TestPKIError {
      Output.complain("kiosk: --pki: \(error.description)")
      throw ExitCode(66)
    }
  }

  private func options() throws -> SimulatedCardOptions {
    guard let profile = CardProfile(rawValue: profile) else {
      let names = CardProfile.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--profile \(profile): use one of \(names)")
    }
    let reader: CardReader
    switch (vpcd, socket) {
    case (let place?, nil):
      guard let parsed = CardReader(vpcd: place) else {
        throw ValidationError("--vpcd \(place): use HOST:PORT, such as 127.0.0.1:35963 or [::1]:35963")
      }
      reader = parsed
    case (nil, let path?): reader = .socket(path: path)
    default: throw ValidationError("name one place for the card: --vpcd HOST:PORT or --socket PATH")
    }
    var options = SimulatedCardOptions(profile: profile, reader: reader)
    options.pki = pki
    options.state = state
    guard let suite = CardSuite(parsing: suite) else {
      throw ValidationError("--suite \(suite): use 256, 384 or 512, a colon, and 128, 192 or 256")
    }
    options.suite = suite
    for name in quirk {
      guard let known = CardQuirk(rawValue: name) else {
        let names = CardQuirk.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--quirk \(name): use one of \(names)")
      }
      options.quirks.insert(known)
    }
    options.faults = try fault.map { text in
      guard let fault = CardFault(parsing: text) else {
        throw ValidationError("--fault \(text): use one of\n" + CardFault.forms.joined(separator: "\n"))
      }
      return fault
    }
    return options
  }
}
