// `kiosk simulate pki DIR`: makes the keys and certificates of a simulated country, for simulated cards and for trying
// out a terminal certificate. The clock and chance come in here.

import ArgumentParser
import Crypto
import Glibc
import Handover
import Secrets
import Simulators

struct SimulatePKICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pki",
    abstract: "Make a test PKI for simulated cards and their terminals.",
    discussion: """
      Writes into DIR, made where it is missing; an earlier test PKI is replaced:
        *.cvcert         CV certificates: cvca, cvca-link, dv, terminal
        *.der            X.509 of documents: csca, ds
        *.key            the key of each, PKCS#8 in PEM, mode 0600
        masterlist.ml    the CSCA as a signed master list
        terminal.desc    the description that the terminal's certificate names
        sector.pub       the sector that its pseudonyms belong to
      The terminal's certificate is valid for 90 days from yesterday on (UTC).
      Rights: names with commas; ranges such as dg1-dg8; or one of town, all, none.
      Names: \(names), dg1 to dg22, write-dg17 to write-dg22.
      Exit status: 0 written, 64 wrong usage, 73 DIR cannot be written.
      """)

  private static let names = PKIRights.named.map(\.name).filter { !$0.contains("dg") }.joined(separator: ", ")

  @Argument(help: ArgumentHelp("The directory.", valueName: "DIR"))
  var directory: String

  @Option(help: ArgumentHelp("Rights of the terminal's certificate.", valueName: "LIST"))
  var rights = "town"

  @Flag(help: "The terminal's certificate has expired twenty days ago.")
  var expired = false

  @Flag(help: "X.509 certificates spell out their curves, as real documents do, and OpenSSL 3 refuses.")
  var explicitCurves = false

  @Option(help: "Chance obeys this seed: the same seed on the same day makes the same files.")
  var seed: UInt64?

  func validate() throws {
    guard PKIRights(list: rights) != nil else {
      throw ValidationError("--rights: names with commas, as dg4,dg5,age; see --help")
    }
    guard !directory.isEmpty else { throw ValidationError("DIR is empty") }
  }

  func run() throws {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    let today = CivilDay(number: now.tv_sec / 86_400)
    let chance: Chance =
      if let seed { SeededChance(seed: seed, purpose: "pki").bytes } else { randomSecret }
    do {
      let pki = try TestPKI.make(
        chance: chance, on: today, rights: PKIRights(list: rights) ?? .town, isExpired: expired,
        spellsOutCurves: explicitCurves)
      try pki.write(to: directory)
    } catch let error as TestPKIError {
      Output.complain(error.description)
      throw ExitCode(73)
    }
  }
}
