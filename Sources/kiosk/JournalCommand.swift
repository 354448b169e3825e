// `kiosk journal`: the auditor's commands. `verify FILE` and `export FILE` need a file and nothing else; `follow`, and
// both without a file, ask the running station.

import ArgumentParser
import Crypto
import Glibc
import Journal
import Station

struct JournalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal",
    abstract: "Check the journal, or write it out as JSON lines.",
    subcommands: [JournalExportCommand.self, JournalFollowCommand.self, JournalVerifyCommand.self])
}

struct JournalVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a journal: every record, the hash chain, the signed head, the projections.",
    discussion: """
      FILE is a copy, or the journal of a station that is stopped. Without it the running station is asked: it hands \
      out its records in short slices, as for a backup; they are copied into $TMPDIR, without personal data, verified \
      there up to the head that the station signed, and removed again. A journal whose tail was cut, or an older one \
      put back, is noticed only against anchors: give the system log that holds them.
      Exit status: 0 accepted, 65 refused, 66 key or log cannot be read, 69 no station answers, 70 the station \
      refuses, 73 no room for the copy, 74 to 78 the journal cannot be read or this login may not.
      """)

  @Argument(
    help: "A closed journal (a copy, or of a station that is stopped); without it the station is asked.")
  var file: String?
  @Option(
    help:
      "The station's public key (journal.pub). Without FILE it may be left out: then the station names it.")
  var key: String?
  @Option(help: "The station's socket directory. Default: $KIOSK_SOCKET, else /run/kiosk.") var socket:
    String?
  @Option(help: "A log with anchor lines, such as the output of journalctl; - reads standard input.")
  var anchor: String?
  @Flag(help: "Print the report as one line of JSON.") var json = false

  func validate() throws {
    if file != nil, key == nil { throw ValidationError("Give the station's public key: --key journal.pub.") }
    if file != nil, socket != nil { throw ValidationError("Give a file or --socket, not both.") }
  }

  func run() throws {
    let publicKey = try key.map { try readKey($0) }
    var log = AnchorLog()
    if let anchor {
      do throws(JournalError) {
        log = try AnchorLog(file: anchor)
      } catch {
        try fail(error.message, status: Self.noInput)
      }
    }
    let report: VerificationReport
    if let file, let publicKey {
      do throws(JournalError) {
        report = try verifyJournal(file: file, publicKey: publicKey, anchors: log)
      } catch {
        try fail(closedJournalMessage(error), status: error.exitStatus)
      }
    } else {
      report = try askStation(publicKey, log)
    }
    if json { Output.say(report.json) } else { Output.say(report.lines) }
    throw ExitCode(report.exitStatus)
  }

  /// The running station's journal, by a copy that is gone afterwards; says so on standard error.
  private func askStation(_ key: PublicKey?, _ log: AnchorLog) throws -> VerificationReport {
    let directory = socket ?? Environment.value("KIOSK_SOCKET") ?? StaffOptions.directoryDefault
    let language = DeskLanguage(environment: Environment.value)
    do throws(BackupFailure) {
      let report = try verifyRunning(directory: directory, key: key, anchors: log)
      Output.complain(
        language.text(
          "kiosk: geprüft wurde eine Kopie ohne Personendaten, die die Station herausgab; sie ist wieder gelöscht",
          "kiosk: what was verified is a copy without personal data that the station handed out; it is removed again"
        ))
      if key == nil {
        Output.complain(
          language.text(
            "kiosk: ohne --key gilt der Schlüssel, den die Station nennt: journal.pub von anderswo prüft auch ihn",
            "kiosk: without --key the station's own word for its key counts: journal.pub from elsewhere proves it too"
          ))
      }
      return report
    } catch .source(.corrupt(let what)) {
      try fail(
        "REFUSED, the station's records do not hold: \(what)", status: ClientFailure.Status.badData.rawValue)
    } catch {
      try fail(error.failure.message, status: error.failure.status.rawValue)
    }
  }

  /// EX_NOINPUT of sysexits.h.
  private static let noInput: Int32 = 66

  private func readKey(_ key: String) throws -> PublicKey {
    guard let text = readText(key, byteCountMax: PublicKey.pemByteCountMax) else {
      try fail("\(key): cannot be read, or is no key: give the station's journal.pub", status: Self.noInput)
    }
    do throws(CryptoError) {
      return try PublicKey(pem: text)
    } catch {
      try fail("\(key): \(error)", status: Self.noInput)
    }
  }
}

struct JournalExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write records as JSON lines: from a closed file, or from the running station.",
    discussion: """
      Each line holds seq, kind, op, attempt, compartment, board, lock, epoch and time, null where a kind has none, \
      and what else the kind says. There is no personal data in it.
      """)

  @Argument(
    help: "A closed journal (a copy, or of a station that is stopped); without it the station is asked.")
  var file: String?
  @Option(help: "The number of the first record.") var from: Int64 = 1
  @Option(help: "The station's socket directory. Default: $KIOSK_SOCKET, else /run/kiosk.") var socket:
    String?

  func validate() throws {
    if from < 1 { throw ValidationError("--from counts from 1.") }
    if file != nil, socket != nil { throw ValidationError("Give a file or --socket, not both.") }
  }

  func run() throws {
    guard let file else { return try askStation(socket, follow: false, from: from) }
    do throws(JournalError) {
      let journal = try ClosedJournal(file: file)
      var next = from
      while true {
        let records = try journal.records(from: next, limit: Self.recordsAtOnce)
        guard let last = records.last else { break }
        Output.say(records.map(exportLine))
        next = last.sequence + 1
      }
      try journal.close()
    } catch {
      try fail(closedJournalMessage(error), status: error.exitStatus)
    }
  }

  private static let recordsAtOnce = 1000
}

struct JournalFollowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Write records of the running station as JSON lines, and each new one as it is written.")

  @Option(help: "The number of the first record.") var from: Int64 = 1
  @Option(help: "The station's socket directory. Default: $KIOSK_SOCKET, else /run/kiosk.") var socket:
    String?

  func validate() throws {
    if from < 1 { throw ValidationError("--from counts from 1.") }
  }

  func run() throws { try askStation(socket, follow: true, from: from) }
}

private func askStation(_ socket: String?, follow: Bool, from: Int64) throws {
  do throws(ClientFailure) {
    try exportFromStation(socket: socket, follow: follow, from: from)
  } catch {
    try fail(error.message, status: error.status.rawValue)
  }
}

func closedJournalMessage(_ error: JournalError) -> String {
  guard case .busy(let process) = error else { return error.message }
  let holder = process.map { " (process \($0))" } ?? ""
  return
    "the journal is in use by a running station\(holder): ask it with 'kiosk journal export', or give a copy"
}

func fail(_ message: String, status: Int32) throws -> Never {
  Output.complain("kiosk: \(message)")
  throw ExitCode(status)
}

/// A small text file; nil when it cannot be read or is longer than `byteCountMax`.
func readText(_ path: String, byteCountMax: Int) -> String? {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: byteCountMax + 1)
  var filled = 0
  while filled < bytes.count {
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress! + filled, $0.count - filled)
    }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { return nil }
    if count == 0 { break }
    filled += count
  }
  guard filled <= byteCountMax else { return nil }
  return String(decoding: bytes[..<filled], as: UTF8.self)
}
