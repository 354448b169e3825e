// `kiosk backup`: a copy of the journal on another disk, without personal data, opened and verified before it counts
// and before an older one goes. The station hands out the records; this command writes the file.

import ArgumentParser
import Configuration
import Crypto
import Glibc
import Handover
import Journal
import Messages
import Station

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the journal to another disk, without personal data, and verify the copy.",
    discussion: """
      PLACE is a directory that exists, or the name of a new file in one; without it, [backup] directory of \
      Kiosk.conf. The running station is asked for the records in short slices; where none runs, the journal in \
      --state is read under its lock. Older backups go only after the new one was opened and verified.
      A backup holds neither the key nor personal data: keep station.key and Kiosk.conf apart.
      Exit status: 0 made and verified, 64 wrong usage, 65 the copy is not right, 69 no station and no journal, \
      73 the place cannot be written, 74 the journal cannot be read, 75 in use, 77 no permission.
      """)

  @OptionGroup var staff: StaffOptions
  @Argument(help: "A directory, or a new file.") var place: String?
  @Option(help: "How many of the newest stay in the directory. Default: as Kiosk.conf says.") var keep: Int?
  @Option(help: "The station's state directory, read where no station runs.") var state = "/var/lib/kiosk"
  @Option(name: .customLong("config"), help: "The configuration of a station that is stopped.")
  var configurationFile = "/etc/kiosk/Kiosk.conf"
  @Flag(help: "Print what was made as one line of JSON.") var json = false

  static let keepRange = 1...365

  func validate() throws {
    if let keep, !Self.keepRange.contains(keep) { throw ValidationError("--keep is 1 to 365.") }
  }

  /// What was made, for programs.
  struct Made: Encodable {
    var file: String
    var records: Int64
    var head: String
    /// Whether the station's journal knows of it.
    var recorded: Bool
    var deleted: [String]
  }

  func run() throws {
    let language = staff.language
    do throws(BackupFailure) {
      let source = try source()
      let made = try make(source, language)
      if json { Output.json(made) } else { tell(made, language) }
    } catch {
      Output.complain("kiosk: \(error.failure.message(language))")
      throw ExitCode(error.failure.status.rawValue)
    }
  }

  private func tell(_ made: Made, _ language: DeskLanguage) {
    Output.say(
      language.text(
        "Gesichert und geprüft: \(made.file), Einträge \(made.records), Kopf \(made.head)",
        "Backed up and verified: \(made.file), records \(made.records), head \(made.head)"))
    if !made.deleted.isEmpty {
      Output.say(
        language.text(
          "Ältere gelöscht: \(made.deleted.count)", "Older ones deleted: \(made.deleted.count)"))
    }
  }

  /// The running station; the closed journal where none answers.
  private func source() throws(BackupFailure) -> BackupSource {
    do throws(ClientFailure) {
      return try .running(try StaffClient(directory: staff.directory))
    } catch {
      let database = JournalPaths(directory: state).database
      guard error.status == .unavailable, unsafe access(database, F_OK) == 0 else { throw .client(error) }
    }
    do throws(JournalError) { return try .stopped(state) } catch { throw .source(error) }
  }

  private func make(
    _ source: BackupSource, _ language: DeskLanguage
  ) throws(BackupFailure) -> Made {
    guard let head = source.head, let key = try? PublicKey(pem: source.publicKey) else {
      throw .client(.strange(staff.directory))
    }
    let target = try target(source)
    let shelf: BackupShelf
    do throws(JournalError) {
      shelf = try BackupShelf(directory: target.directory, station: head.station)
    } catch { throw .target(error, target.directory) }
    do throws(BackupFailure) {
      let named = target.file ?? target.directory
      try source.copy(head, to: shelf.unfinished, named: named)
      let report: VerificationReport
      do throws(JournalError) {
        report = try BackupCopy.verify(shelf.unfinished, head: head, publicKey: key)
      } catch { throw .target(error, named) }
      guard report.isAccepted else { throw .rejected(report) }
      var made = Made(
        file: "", records: report.records, head: head.hexHash, recorded: false, deleted: [])
      do throws(JournalError) {
        made.file = try shelf.store(as: target.file)
        try shelf.keepPublicKey(source.publicKey)
        if target.file == nil { made.deleted = try shelf.prune(keep: target.keep) }
      } catch { throw .target(error, named) }
      if isOnJournalDisk(target.directory) {
        Output.complain(
          language.text(
            "kiosk: \(target.directory) liegt auf dem Datenträger des Journals: geht er kaputt, ist beides verloren. Ein Verzeichnis auf einem anderen nennen",
            "kiosk: \(target.directory) lies on the journal's own disk: when it breaks, both are lost. Name a directory on another one"
          ))
      }
      if let why = source.report(head) {
        Output.complain(
          language.text(
            "kiosk: die Sicherung ist gut, steht aber nicht im Journal: \(why.message(.german))",
            "kiosk: the backup is good, but the journal does not know of it: \(why.message(.english))"))
      } else {
        made.recorded = true
      }
      return made
    } catch {
      shelf.discard()
      throw error
    }
  }

  /// Whether a directory shares the file system of the journal in `--state`; false where that is not there.
  private func isOnJournalDisk(_ directory: String) -> Bool {
    var journal = stat()
    var copy = stat()
    guard unsafe stat(state, &journal) == 0, unsafe stat(directory, &copy) == 0 else { return false }
    return journal.st_dev == copy.st_dev
  }

  private struct Target {
    var directory: String
    /// The name that was asked for; nil: the next number.
    var file: String?
    var keep: Int
  }

  private func target(_ source: BackupSource) throws(BackupFailure) -> Target {
    var directory: String?
    var keep = keep
    switch source {
    case .station(_, let offer):
      directory = offer.directory
      keep = keep ?? offer.keep
    case .closed:
      if place == nil || keep == nil,
        case .success(let configuration) = StationConfiguration.load(path: configurationFile)
      {
        directory = configuration.backup.directory
        keep = keep ?? configuration.backup.keep
      }
    }
    guard let place = place ?? directory else {
      throw .client(
        ClientFailure(
          .usage,
          "wohin? Ein Verzeichnis nennen, oder in Kiosk.conf [backup] directory setzen",
          "where to? Name a directory, or set [backup] directory in Kiosk.conf"))
    }
    let kept = keep ?? 7
    var status = stat()
    let exists = unsafe stat(place, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR {
      return Target(directory: place, file: nil, keep: kept)
    }
    if exists {
      throw .client(
        ClientFailure(
          .cannotCreate, "\(place): gibt es schon. Ein Verzeichnis oder einen neuen Dateinamen nennen",
          "\(place): exists already: name a directory, or a new file"))
    }
    // Only a name that says so is a file: a directory whose disk is not mounted is missing, not to be written over.
    guard place.hasSuffix(".sqlite") else { throw .target(.missing(file: place), place) }
    let slash = place.lastIndex(of: "/")
    let parent = slash.map { $0 == place.startIndex ? "/" : String(place[..<$0]) } ?? "."
    return Target(directory: parent, file: place, keep: kept)
  }
}
