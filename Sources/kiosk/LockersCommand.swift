// `kiosk lockers`: proving lock boards at the wall, and checking a fragment that came of it. What is asked stands in
// Station/Dialogues.

import ArgumentParser
import Crypto
import Glibc
import Handover
import Journal
import Messages
import Station

struct LockersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lockers", abstract: "Prove lock boards lock by lock, and check what came of it.",
    subcommands: [LockersProveCommand.self, LockersVerifyCommand.self])
}

struct LockersProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove", abstract: "Prove boards: read, open, see it change, shut, see it change back.",
    discussion: """
      Without --bus and --board it lists the boards and goes through them, asking before each. Only compartments \
      that are out of service and hold nothing are opened; each opening is journaled. What was proven is written \
      as a table for Kiosk.conf, signed by the station.
      Exit status: 0 proven, 66 the file cannot be written, 69 no station answers, 70 something is not proven, 75 \
      an operation was left open, 77 no permission.
      """)

  @Option(help: "The name of a bus, or its place in Kiosk.conf from 0.") var bus: String?
  @Option(help: "The address of a board.") var board: Int?
  @Option(
    help: "Set the unlock time to so many ms, 10 to 60000 in steps of 10, once its byte order is confirmed.")
  var pulse: Int?
  @Option(help: "Where the fragment goes; - is standard output. Default: kiosk-BUS-BOARD.toml.") var out:
    String?
  @Flag(help: "Line mode, which is the only one.") var plain = false
  @OptionGroup var staff: StaffOptions

  func validate() throws {
    if let pulse, !(10...60_000).contains(pulse) || pulse % 10 != 0 {
      throw ValidationError("--pulse: 10 to 60000 ms in steps of 10")
    }
    if out != nil, out != "-", bus == nil || board == nil {
      throw ValidationError("--out names one file: name one board with --bus and --board")
    }
  }

  func run() throws {
    var end = DialogueEnd.notDone
    var failure: ClientFailure?
    try staff.run { (client, language) throws(ClientFailure) in
      var runner = DialogueRunner(client: client, language: language)
      runner.save = { fragment, name in
        let path = out ?? name
        if path == "-" { return Output.say(String(fragment.text.dropLast())) }
        if let number = writeAtomically(fragment.text, path) {
          let reason = unsafe String(cString: strerror(number))
          let problem = ClientFailure(
            .noInput, "\(path): \(reason): --out nennt eine Datei, die geschrieben werden kann",
            "\(path): \(reason): name a file with --out that can be written")
          Output.complain("kiosk: \(problem.message(language))")
          // What is proven and journaled must not be lost for a full disk.
          Output.say(String(fragment.text.dropLast()))
          failure = problem
        } else {
          Output.say(language.text("Ausschnitt für Kiosk.conf: \(path)", "Fragment for Kiosk.conf: \(path)"))
        }
      }
      end = try runner.run(ProveDialogue(bus: bus, board: board, pulse: pulse))
    }
    if let failure { throw ExitCode(failure.status.rawValue) }
    if end != .done { throw ExitCode(end.rawValue) }
  }
}

struct LockersVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check a fragment's signature, and that the journal says the same.",
    discussion: """
      With --journal the closed journal (a copy, or that of a station that is stopped) must hold the record with \
      the fragment's SHA-256. Check the journal itself with 'kiosk journal verify'.
      Exit status: 0 accepted, 65 refused, 66 a file cannot be read, 74 to 78 the journal cannot be read.
      """)

  @Argument(help: "The fragment.") var fragment: String
  @Option(help: "The station's public key (journal.pub).") var key: String
  @Option(help: "The journal's database file.") var journal: String?

  func run() throws {
    guard let text = readText(fragment, byteCountMax: FragmentText.bytesMax) else {
      try fail("\(fragment): cannot be read, or is no fragment", status: 66)
    }
    guard let pem = readText(key, byteCountMax: PublicKey.pemByteCountMax),
      let publicKey = try? PublicKey(pem: pem)
    else { try fail("\(key): cannot be read, or is no key: give the station's journal.pub", status: 66) }
    let (hash, problem) = FragmentText.check(text, publicKey)
    guard problem == nil, let hash else { try fail("\(fragment): \(problem ?? "damaged")", status: 65) }
    Output.say("signature: accepted, sha256 \(hash)")
    guard let journal else { return }
    let found: Record?
    do throws(JournalError) { found = try ProofSearch.record(of: hash, in: journal) } catch {
      try fail(closedJournalMessage(error), status: error.exitStatus)
    }
    guard let found else {
      try fail("\(fragment): \(journal) has no board_proven record with this SHA-256", status: 65)
    }
    Output.say("journal: record \(found.sequence), board_proven, \(found.time.day)")
  }
}

/// Finds the record of a fragment in a closed journal.
enum ProofSearch {
  static func record(of hash: String, in file: String) throws(JournalError) -> Record? {
    let closed = try ClosedJournal(file: file)
    var found: Record?
    var next: Int64 = 1
    while found == nil {
      let records = try closed.records(from: next, limit: 500)
      guard let last = records.last else { return nil }
      found = records.first {
        if case .boardProven(let proven) = $0.event { proven.fragment.hex == hash } else { false }
      }
      next = last.sequence + 1
    }
    return found
  }
}

/// Writes a file whole or not at all, under a name of its own first; the errno of what failed.
private func writeAtomically(_ text: String, _ path: String) -> Int32? {
  let unfinished = "\(path).new-\(getpid())"
  let descriptor = unsafe open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { return errno }
  var failure: Int32?
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty, failure == nil {
    let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    if count <= 0 { failure = errno } else { rest = rest.dropFirst(count) }
  }
  if failure == nil, fsync(descriptor) != 0 { failure = errno }
  close(descriptor)
  if failure == nil, unsafe rename(unfinished, path) != 0 { failure = errno }
  if failure != nil { _ = unsafe unlink(unfinished) }
  return failure
}
