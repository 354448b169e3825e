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
  /// The old document that is to be brought; nil: none.
  public var oldDocument: DocumentKind? = nil
  /// The serial number of that document, normalised; nil: not named.
  public var oldSerial: String? = nil
  /// Birth dates of those who may pick up for a minor.
  public var custodians: [CivilDay] = []
}

/// A row by which the register takes an announced order back.
public struct ImportedWithdrawal: Equatable, Sendable {
  /// The line of the file, from 1.
  public var line: Int
  public var id: String
}

/// Why a row was not imported. It repeats nothing of what the row says, so that it may be logged.
public struct ImportRejection: Equatable, Sendable {
  /// The line of the file, from 1.
  public var line: Int
  /// The column of a CSV file, from 1; nil: the row as a whole, or a file of JSON lines.
  public var column: Int? = nil
  /// What is wrong, with the field's name first.
  public var reason: String
  /// What to do about it.
  public var remedy: String
  /// What the file's own header calls the column of the fault's field.
  public var header: String? = nil
}

/// What came out of a file.
public struct OrderImport: Equatable, Sendable {
  /// In the order of the file; ids and serial numbers are unique.
  public var orders: [ImportedOrder] = []
  /// In the order of the file; an id of `orders` does not stand here.
  public var withdrawals: [ImportedWithdrawal] = []
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
  /// Characters of one cell of a CSV file, before its field's own limit.
  public static let cellCharactersMax = 1_000
  /// Lines of one row of a CSV file, by line breaks inside quotes.
  public static let cellLinesMax = 20
  /// Birth dates of custodians.
  public static let custodiansMax = 4
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
  let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
  let content = withLineEnds(hasMark ? bytes[3...] : bytes[...])
  if isJSON(content, fileName: fileName) {
    return OrderImport(readJSONRows(ImportLines(content, headers: 0)), today: today)
  }
  switch readText(content, hasMark: hasMark) {
  case .success(let text): return OrderImport(readCSVRows(text), today: today)
  case .failure(let found):
    return OrderImport(rejections: [
      ImportRejection(line: found.line, reason: found.fault.reason, remedy: found.fault.remedy)
    ])
  }
}

/// Where every line ends with CR alone, as old programs write them, it ends with LF instead; bytes keep their places.
func withLineEnds(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
  guard !content.contains(lineFeed), content.contains(carriageReturn) else { return content }
  return content.map { $0 == carriageReturn ? lineFeed : $0 }[...]
}

/// Whether the content begins like JSON, or the name says so.
func isJSON(_ content: ArraySlice<UInt8>, fileName: String) -> Bool {
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
  /// The column of CSV that a failure is in, from 1.
  var column: Int? = nil
  /// Where the fields stand in CSV, from 1.
  var columns: [OrderField: Int] = [:]
  /// What the header calls them.
  var names: [OrderField: String] = [:]
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

  /// The field that is wrong, where it is one.
  var field: OrderField?

  init(_ reason: String, _ remedy: String, field: OrderField? = nil) {
    self.reason = reason
    self.remedy = remedy
    self.field = field
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
        switch readRow(fields, line: row.line, today: today) {
        case .failure(let found): faults = found.faults
        case .success(let read):
          if let other = lineOfID[read.id] {
            faults.append(
              RowFault("id: the same id stands in line \(other)", "remove one of the rows", field: .id))
          }
          if let other = read.serials.lazy.compactMap({ lineOfSerial[$0] }).first {
            faults.append(
              RowFault(
                "serials: a serial number of line \(other) stands here too", "correct or remove one row",
                field: .serials))
          }
          if faults.isEmpty {
            switch read {
            case .order(let order): orders.append(order)
            case .withdrawal(let withdrawal): withdrawals.append(withdrawal)
            }
            lineOfID[read.id] = row.line
            for serial in read.serials { lineOfSerial[serial] = row.line }
          }
        }
      }
      rejections += faults.map { fault in
        ImportRejection(
          line: row.line, column: row.column ?? fault.field.flatMap { row.columns[$0] },
          reason: fault.reason, remedy: fault.remedy, header: fault.field.flatMap { row.names[$0] })
      }
    }
  }
}

extension ReadRow {
  fileprivate var id: String {
    switch self {
    case .order(let order): order.id
    case .withdrawal(let withdrawal): withdrawal.id
    }
  }

  fileprivate var serials: [String] {
    if case .order(let order) = self { order.serials } else { [] }
  }
}
