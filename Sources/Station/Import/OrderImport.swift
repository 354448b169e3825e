// The register's list of orders, read and judged row by row: what is right becomes an order, what is wrong is
// named with line, reason and remedy, and neither stops the other. Pure: it knows no file, no clock and no
// journal.

import Handover

/// An order as the register announces it, checked and normalised.
public struct ImportedOrder: Equatable, Sendable {
  /// The line of the file, from 1.
  public var line: Int
  /// The register's own id; an order that is imported twice is known by it.
  public var id: String
  public var documents: [DocumentKind]
  /// One per document in the same order, or none. Upper case without spaces.
  public var serials: [String]
  public var name: String?
  /// E.164, such as `+491701234567`.
  public var phone: String?
  public var email: String?
  /// The number of the letter: digits.
  public var slip: String?
  public var birthDate: CivilDay
  public var size: CompartmentSize
  public var wantsLowDoor: Bool
  public var counterOnly: Bool
  public var pinLetterConfirmed: Bool
  /// `de` or `en`.
  public var language: String
}

/// Why a row was not imported. It repeats nothing of what the row says, so that it may be logged.
public struct ImportRejection: Equatable, Sendable {
  /// The line of the file, from 1.
  public var line: Int
  /// What is wrong, with the field's name first.
  public var reason: String
  /// What to do about it.
  public var remedy: String
}

/// What came out of a file.
public struct OrderImport: Equatable, Sendable {
  /// In the order of the file; ids and serial numbers are unique.
  public var orders: [ImportedOrder] = []
  /// By line; a row with several faults has several.
  public var rejections: [ImportRejection] = []

  /// How many rows were left out.
  public var rejectedRowCount: Int { Set(rejections.map(\.line)).count }
}

/// How large an import may be.
public enum ImportLimit {
  /// The largest file in bytes.
  public static let fileBytesMax = 16 << 20
  /// The most rows of one file; a header and empty lines are not counted.
  public static let rowsMax = 20_000
  /// The longest row in bytes.
  public static let lineBytesMax = 64 << 10
  /// Characters of the register's id.
  public static let idCharacters = 1...64
  /// Characters of a name.
  public static let nameCharactersMax = 100
  /// Digits of a letter's number.
  public static let slipDigits = 4...12
  /// The earliest year of birth.
  public static let birthYearMin = 1900
}

/// Reads `bytes` as JSON lines or as CSV, whichever they are; `fileName` decides where they do not tell.
/// `today` is the latest possible birth date.
public func parseOrders(bytes: [UInt8], fileName: String, today: CivilDay) -> OrderImport {
  guard bytes.count <= ImportLimit.fileBytesMax else {
    return OrderImport(rejections: [
      ImportRejection(
        line: 1, reason: "the file has more than \(ImportLimit.fileBytesMax >> 20) MiB",
        remedy: "split it into smaller files")
    ])
  }
  let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
  let rows =
    isJSON(content, fileName: fileName)
    ? readJSONRows(ImportLines(content, headers: 0)) : readCSVRows(ImportLines(content, headers: 1))
  return OrderImport(rows, today: today)
}

private func isJSON(_ content: ArraySlice<UInt8>, fileName: String) -> Bool {
  switch content.first(where: { !" \t\r\n".utf8.contains($0) }) {
  case UInt8(ascii: "{"), UInt8(ascii: "["): return true
  default:
    let name = fileName.lowercased()
    return [".json", ".jsonl", ".ndjson"].contains { name.hasSuffix($0) }
  }
}

/// A row that could be taken apart into fields, or what prevented it.
struct ImportRow {
  var line: Int
  var fields: Result<[String: ImportValue], RowFault>
}

/// The value of a field before it is judged.
enum ImportValue: Equatable {
  case text(String)
  case flag(Bool)
  case list([String])
  /// A number, a list of something else, an object.
  case other
}

/// What is wrong with a row or a field.
struct RowFault: Error, Equatable {
  var reason: String
  var remedy: String

  init(_ reason: String, _ remedy: String) {
    self.reason = reason
    self.remedy = remedy
  }
}

extension OrderImport {
  fileprivate init(_ rows: [ImportRow], today: CivilDay) {
    var lineOfID: [String: Int] = [:]
    var lineOfSerial: [String: Int] = [:]
    for row in rows {
      var faults: [RowFault] = []
      switch row.fields {
      case .failure(let fault): faults = [fault]
      case .success(let fields):
        switch readOrder(fields, line: row.line, today: today) {
        case .failure(let found): faults = found.faults
        case .success(let order):
          if let other = lineOfID[order.id] {
            faults.append(RowFault("id: the same id stands in line \(other)", "remove one of the rows"))
          }
          if let other = order.serials.lazy.compactMap({ lineOfSerial[$0] }).first {
            faults.append(
              RowFault(
                "serials: a serial number of line \(other) stands here too", "correct or remove one row"))
          }
          if faults.isEmpty {
            orders.append(order)
            lineOfID[order.id] = row.line
            for serial in order.serials { lineOfSerial[serial] = row.line }
          }
        }
      }
      rejections += faults.map { ImportRejection(line: row.line, reason: $0.reason, remedy: $0.remedy) }
    }
  }
}
