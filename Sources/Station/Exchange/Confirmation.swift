// One confirmation for the register, as a file: what became of an order, when, and at which station. Its sequence number
// is that of the journal's record, and `record` is that record's own mark: a station that was restored from a backup
// gives its numbers out once more, and (station, sequence, record) still names one event for ever. docs/exchange.md and
// docs/schema/confirmation.schema.json describe it. No name, no birth date, no number, no serial.

import Crypto
import Handover
import Journal
import Messages
import Secrets

struct ConfirmationFile: Codable, Equatable, Sendable {
  static let version = 1

  /// The version of this format.
  var format = ConfirmationFile.version
  /// The station's own id: 16 hexadecimal digits.
  var station: String
  var stationName: String
  var sequence: Int64
  /// The first 16 digits of the SHA-256 of the record: the same for the same event, another for every other one.
  var record: String
  var event: String
  /// The register's id.
  var order: String
  /// UTC, to the second.
  var time: String
  /// The same moment as a day of the town.
  var day: String
  /// The number of the opening, as receipts and clerks have it.
  var operation: String?
  /// After `deposited`: the last day on which it may be picked up.
  var until: String?
  /// After `handed_over`: as whom the person came, "holder", "custodian" or "proxy".
  var person: String?
  /// After `handed_over`: "surrendered", "kept", "owed", "declared_lost", or "none": the order names no old document,
  /// or the town does not ask for it.
  var oldDocument: String?

  enum CodingKeys: String, CodingKey {
    case format, station, sequence, record, event, order, time, day, operation, until, person
    case oldDocument = "old_document"
    case stationName = "station_name"
  }

  /// The name of its file: the same for the same event, however often it is written.
  var name: String {
    let digits = String(sequence)
    let number = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    return "confirmation-\(station)-\(number)-\(record).json"
  }

  /// What names a record beside its number, by its canonical bytes: they hold moment, start of the machine and order, so
  /// that two stations that go on from one backup do not write the same.
  static func mark(_ canonical: [UInt8]) -> String { String(SHA256.digest(of: canonical).hex.prefix(16)) }

  /// A station's id as files name it.
  static func stationName(_ station: UInt64?) -> String { OrderID(station ?? 0).description }
}

extension StationCore {
  /// The confirmation of the record that caused it; nil: there is no such record.
  func confirmation(
    _ notice: Notice, _ contact: NoticeContact, _ journal: any JournalStore
  ) throws(JournalError) -> Secret? {
    guard let record = try journal.records(from: notice.cause, limit: 1).first,
      record.sequence == notice.cause, let event = record.event.confirmation,
      let register = contact.registerID
    else { return nil }
    var file = ConfirmationFile(
      station: ConfirmationFile.stationName(durable.station), stationName: setup.name,
      sequence: record.sequence, record: ConfirmationFile.mark(record.canonicalBytes), event: event,
      order: register, time: UTCTime.text(record.time.wall),
      day: record.time.day.description, operation: record.event.ref?.operation.description)
    if case .deposited(_, let content) = record.event { file.until = content.deadline.description }
    if case .taken(_, let id, _) = record.event, let order = durable.orders[id] {
      file.person = (order.identifiedAs ?? .holder).name
      file.oldDocument = order.oldDocumentFate?.name ?? "none"
    }
    return Secret(MessageCoding.encode(file) + [0x0A])
  }
}
