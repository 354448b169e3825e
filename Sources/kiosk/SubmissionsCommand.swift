// `kiosk submissions`: which applications are on their way, trying again, dropping, and a key pair for a file drop.

import ArgumentParser
import Crypto
import Glibc
import Messages
import Secrets
import Station

struct SubmissionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submissions",
    abstract: "List applications that wait, failed or were delivered; try them again or drop them.",
    discussion: exitStatusHelp,
    subcommands: [
      SubmissionsListCommand.self, SubmissionsRetryCommand.self, SubmissionsDropCommand.self,
      SubmissionsNewKeyCommand.self,
    ],
    defaultSubcommand: SubmissionsListCommand.self)
}

struct SubmissionsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the applications of the spool; nothing of what was answered.",
    discussion: exitStatusHelp)

  @Flag(help: "Print the station's answer as JSON.") var json = false
  @OptionGroup var staff: StaffOptions

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      guard case .submissions(let rows) = try client.ask(.submissions) else { return }
      if json { Output.json(rows) } else { Output.say(Listing.submissions(rows, language)) }
    }
  }
}

struct SubmissionsRetryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Try an application again that failed or was rejected, or all of them.",
    discussion:
      "One that was rejected, or that the delivery service does not know, becomes a new submission: ask the office first.\n"
      + exitStatusHelp)

  @Argument(help: "The reference in 'kiosk submissions'.") var reference: String?
  @Flag(help: "All that failed or were rejected.") var all = false
  @OptionGroup var staff: StaffOptions

  func validate() throws {
    guard all != (reference != nil) else { throw ValidationError("Give one reference, or --all.") }
  }

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      _ = try client.ask(.retrySubmission(reference: reference))
      Output.say(language.text("Wird wieder versucht.", "It is tried again."))
    }
  }
}

struct SubmissionsDropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop",
    abstract: "Take an application that failed or was rejected out of the spool for good.",
    discussion: exitStatusHelp)

  @Argument(help: "The reference in 'kiosk submissions'.") var reference: String
  @OptionGroup var staff: StaffOptions

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      _ = try client.ask(.dropSubmission(reference: reference))
      Output.say(language.text("Entfernt.", "Removed."))
    }
  }
}

struct SubmissionsNewKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new-key", abstract: "Make a key pair (RSA, 4096 bits) for a file drop: two JWK files.",
    discussion: """
      Run it where applications are opened, not on the station: only public.jwk belongs there. Nothing is overwritten.
      Exit status: 0 made, 73 a file cannot be made.
      """)

  @Argument(help: "A folder for public.jwk and private.jwk.", completion: .directory) var folder: String

  func run() throws {
    let pair: JWKPair
    do throws(CryptoError) { pair = try JWKPair() } catch {
      Output.complain(error.description)
      throw ExitCode(73)
    }
    let secret = pair.privateKey.withSpan { span in span.indices.map { span[$0] } }
    for (name, bytes, mode) in [
      ("private.jwk", secret, mode_t(0o600)), ("public.jwk", Array(pair.publicKey.utf8), mode_t(0o644)),
    ] {
      let path = "\(folder)/\(name)"
      let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
      guard file >= 0 else {
        let reason = unsafe String(cString: strerror(errno))
        Output.complain("\(path): \(reason), name a folder of yours without such a file")
        throw ExitCode(73)
      }
      let text = bytes + [0x0A]
      let written = unsafe text.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
      guard written == text.count, fsync(file) == 0, close(file) == 0 else {
        Output.complain("\(path): it cannot be written, make room on the disk")
        throw ExitCode(73)
      }
      Output.say(path)
    }
  }
}
