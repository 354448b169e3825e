// Where `kiosk backup` takes records from: the running station, slice by slice, or the journal of a station that is
// stopped, under its lock. Never a second process on a journal in use.

import Crypto
import Handover
import Journal
import Messages

enum BackupSource {
  case station(StaffClient, BackupOffer)
  case closed(ClosedJournal, JournalHead, publicKey: String)

  /// Asks the station at `socket`.
  static func running(_ client: StaffClient) throws(ClientFailure) -> BackupSource {
    guard case .backup(let offer) = try client.ask(.backup) else { throw .strange(client.connection.path) }
    return .station(client, offer)
  }

  /// Opens the journal in a state directory that no station uses.
  static func stopped(_ state: String) throws(JournalError) -> BackupSource {
    let paths = JournalPaths(directory: state)
    let journal = try ClosedJournal(file: paths.database)
    guard let text = readText(paths.publicKey, byteCountMax: PublicKey.pemByteCountMax) else {
      throw .key(what: "is missing in its public half (\(paths.publicKey)): restore it from its backup")
    }
    return .closed(journal, try journal.head(), publicKey: text)
  }

  /// The end of the copy; nil when the station's answer is none.
  var head: JournalHead? {
    switch self {
    case .closed(_, let head, _): return head
    case .station(_, let offer):
      guard let station = OrderID(offer.station), let hash = Hex.decode(offer.hash),
        let signature = Hex.decode(offer.signature)
      else { return nil }
      return JournalHead(
        station: station.value, sequence: offer.sequence, hash: hash, signature: signature)
    }
  }

  var publicKey: String {
    switch self {
    case .closed(_, _, let key): key
    case .station(_, let offer): offer.publicKey
    }
  }

  /// The next records as canonical bytes; empty: there are no more.
  func slice(from first: Int64, through last: Int64) throws(BackupFailure) -> [[UInt8]] {
    switch self {
    case .closed(let journal, _, _):
      do throws(JournalError) {
        let count = Int(min(last - first + 1, Int64(StaffRequest.backupSliceMax)))
        return try journal.records(from: first, limit: count).map(\.canonicalBytes)
      } catch { throw .source(error) }
    case .station(let client, _):
      do throws(ClientFailure) {
        guard case .backupSlice(let records) = try client.ask(.backupSlice(from: first, through: last))
        else { throw .strange(client.connection.path) }
        return records.map { Hex.decode($0) ?? [] }
      } catch { throw .client(error) }
    }
  }

  /// All records up to `head` into a new file, with the head behind them. `place` is what a person called the place it
  /// is written to; failures name it.
  func copy(_ head: JournalHead, to file: String, named place: String) throws(BackupFailure) {
    let copy: BackupCopy
    do throws(JournalError) { copy = try BackupCopy(file: file) } catch { throw .target(error, place) }
    while copy.next <= head.sequence {
      let records = try slice(from: copy.next, through: head.sequence)
      guard !records.isEmpty else {
        throw .source(.corrupt(what: "record \(copy.next) is missing"))
      }
      do throws(JournalError) { try copy.take(records) } catch .corrupt(let what) {
        throw .source(.corrupt(what: what))
      } catch { throw .target(error, place) }
    }
    do throws(JournalError) { try copy.finish(head) } catch .corrupt(let what) {
      throw .source(.corrupt(what: what))
    } catch { throw .target(error, place) }
  }

  /// Tells the station that the copy was verified. Nil: told; otherwise why it does not know.
  func report(_ head: JournalHead) -> ClientFailure? {
    guard case .station(let client, _) = self else {
      return ClientFailure(
        .unavailable, "es läuft keine Station, die sie einträgt", "no station runs that could record it")
    }
    do throws(ClientFailure) {
      _ = try client.ask(.backupMade(upTo: head.sequence, hash: head.hexHash))
      return nil
    } catch { return error }
  }
}

/// Why no backup was made.
enum BackupFailure: Error {
  case client(ClientFailure)
  /// The journal that is copied.
  case source(JournalError)
  /// The place that it is copied to.
  case target(JournalError, String)
  /// The copy is not what it should be.
  case rejected(VerificationReport)

  var failure: ClientFailure {
    switch self {
    case .client(let failure): failure
    case .source(.busy):
      ClientFailure(
        .leftOpen,
        "das Journal benutzt eine laufende Station: --socket nennt ihr Verzeichnis, sie macht die Sicherung mit",
        "a running station uses the journal: name its directory with --socket, it takes part in the backup")
    case .source(let error):
      ClientFailure(.io, "das Journal: \(error.message)", "the journal: \(error.message)")
    case .target(let error, let place): Self.target(error, place)
    case .rejected(let report):
      ClientFailure(
        .badData,
        "die Kopie hat die Prüfung nicht bestanden und ist gelöscht, ältere Sicherungen bleiben: \(Self.what(report))",
        "the copy did not pass its verification and is deleted, older backups stay: \(Self.what(report))")
    }
  }

  private static func what(_ report: VerificationReport) -> String {
    guard let first = report.problems.first else { return "?" }
    return "\(first.sequence.map { "record \($0): " } ?? "")\(first.what). \(first.remedy)"
  }

  private static func target(_ error: JournalError, _ place: String) -> ClientFailure {
    switch error {
    case .diskFull:
      ClientFailure(
        .cannotCreate, "\(place): kein Platz mehr. Platz schaffen, ältere Sicherungen sind unverändert",
        "\(place): no space left: free some, older backups are untouched")
    case .readOnly:
      ClientFailure(
        .cannotCreate,
        "\(place): nicht beschreibbar. Eigentümer, Rechte und Einhängung prüfen, ältere Sicherungen sind unverändert",
        "\(place): cannot be written: check owner, mode and mount, older backups are untouched")
    case .missing:
      ClientFailure(
        .cannotCreate, "\(place): dieses Verzeichnis gibt es nicht. Datenträger einhängen oder anlegen",
        "\(place): there is no such directory: mount the disk, or make it")
    case .busy:
      ClientFailure(
        .leftOpen, "\(place): dort läuft schon eine Sicherung. Warten, bis sie fertig ist",
        "\(place): another backup is being made there: wait until it is done")
    default:
      ClientFailure(
        .cannotCreate, "\(place): \(error.message); ältere Sicherungen sind unverändert",
        "\(place): \(error.message); older backups are untouched")
    }
  }
}
