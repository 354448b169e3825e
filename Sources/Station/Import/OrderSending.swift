// From what a file says to what the station is asked, in slices that it takes at once; and from its answers back to
// the lines of the file. Shared by `kiosk orders import` and by the watched folder.

import Handover
import Messages

extension OrderImportRow {
  public init(_ order: ImportedOrder) {
    self.init(
      id: order.id, documents: order.documents.map(\.name), serials: order.serials, name: order.name,
      phone: order.phone, email: order.email, slip: order.slip, birthDate: order.birthDate.description,
      size: order.size.name, low: order.wantsLowDoor, counterOnly: order.counterOnly,
      pinLetterConfirmed: order.pinLetterConfirmed, language: order.language,
      oldDocument: order.oldDocument?.name, oldSerial: order.oldSerial,
      custodians: order.custodians.isEmpty ? nil : order.custodians.map(\.description))
  }
}

extension OrderImport {
  /// Every row that is right in form, in the order of the file, with its line.
  public var rows: [(line: Int, row: OrderImportRow)] {
    let announced = orders.map { (line: $0.line, row: OrderImportRow($0)) }
    let withdrawn = withdrawals.map { (line: $0.line, row: OrderImportRow(withdrawing: $0.id)) }
    return (announced + withdrawn).sorted { $0.line < $1.line }
  }
}

/// What became of the rows of one file. It repeats nothing of what a row says.
public struct ImportSummary: Equatable, Sendable, Encodable {
  public enum Kind: String, Sendable, Encodable {
    /// Not imported: `reason` and `remedy` say why.
    case rejected
    /// Known with other facts; the known order stays as it is.
    case differs
    /// Was to be taken back, and is not known (any more).
    case absent
  }

  /// A row that was not simply taken.
  public struct Note: Equatable, Sendable, Encodable {
    /// From 1.
    public var line: Int
    /// The column of CSV, from 1.
    public var column: Int?
    public var kind: Kind
    /// A word that stays the same whatever the sentence says.
    public var code: String
    public var reason: String
    public var remedy: String
    /// What the file's header calls the column; for people only.
    var header: String?

    enum CodingKeys: String, CodingKey { case line, column, kind, code, reason, remedy }

    init(
      line: Int, column: Int? = nil, kind: Kind, reason: String, remedy: String, header: String? = nil
    ) {
      self.line = line
      self.column = column
      self.kind = kind
      self.reason = reason
      self.remedy = remedy
      self.header = header
      code = ImportWording(reason, remedy, header: header).code
    }

    /// What is wrong and what to do, for a person.
    public func sentence(_ language: DeskLanguage) -> String {
      ImportWording(reason, remedy, header: header).sentence(language)
    }
  }

  public var announced = 0
  /// Rows that say what the station knows already.
  public var known = 0
  public var withdrawn = 0
  public var differs = 0
  public var absent = 0
  /// Rows that were left out; each may have several notes.
  public var rejected = 0
  /// By line.
  public var notes: [Note] = []

  /// What a file's reading found before the station was asked.
  public init(_ parsed: OrderImport) {
    rejected = parsed.rejectedRowCount
    notes = parsed.rejections.map {
      Note(
        line: $0.line, column: $0.column, kind: .rejected, reason: $0.reason, remedy: $0.remedy,
        header: $0.header)
    }
  }

  /// All rows of the file.
  public var rows: Int { announced + known + withdrawn + differs + absent + rejected }

  /// Takes in what the station answered to `slice`.
  public mutating func add(
    _ result: ImportResult, for slice: some Collection<(line: Int, row: OrderImportRow)>
  ) {
    announced += result.announced
    known += result.known
    withdrawn += result.withdrawn
    for (line, row) in slice {
      if let reason = result.refused[row.id] {
        rejected += 1
        let parts = reason.split(separator: ":", maxSplits: 1).map(String.init)
        notes.append(
          Note(
            line: line, column: nil, kind: .rejected, reason: parts.count == 2 ? parts[0] : reason,
            remedy: parts.count == 2 ? trimmed(parts[1]) : "see docs/failures.md"))
      } else if let fields = result.differs[row.id] {
        differs += 1
        notes.append(
          Note(
            line: line, column: nil, kind: .differs,
            reason: "the order is known with another \(fields.joined(separator: ", ")); it stays as it is",
            remedy: "withdraw it and announce it anew, or correct the export"))
      } else if result.absent.contains(row.id) {
        absent += 1
        notes.append(
          Note(
            line: line, column: nil, kind: .absent,
            reason: "no order with this id waits here, so there is nothing to take back",
            remedy: "nothing, if it was taken back before; otherwise check the id"))
      }
    }
    notes.sort { ($0.line, $0.column ?? 0) < ($1.line, $1.column ?? 0) }
  }
}
