// What is laid beside a file that came through the watched folder: the same facts for a program and for a person.
// docs/exchange.md and docs/schema/import-report.schema.json describe it. It repeats nothing of what a row says.

import Messages

struct ImportReport: Codable, Equatable, Sendable {
  static let version = 1

  enum Result: String, Codable, Sendable {
    /// Some rows were taken, or there were none.
    case processed
    /// Nothing of the file was taken.
    case rejected
  }

  struct Row: Codable, Equatable, Sendable {
    var line: Int
    var column: Int?
    var kind: String
    /// A word that stays the same whatever the sentence says.
    var code: String
    var reason: String
    var remedy: String
    /// What the file's header calls the column; for the text beside it.
    var header: String?

    enum CodingKeys: String, CodingKey { case line, column, kind, code, reason, remedy }
  }

  /// The version of this format.
  var format = ImportReport.version
  /// The name under which the file is stored.
  var file: String
  var station: String
  /// When it was finished, UTC.
  var time: String
  var result: Result
  var rows: Int
  var announced: Int
  var known: Int
  var withdrawn: Int
  var differs: Int
  var absent: Int
  var rejected: Int
  /// Of a file of document states: numbers that are new or changed; nil: a file of orders.
  var taken: Int?
  /// Of a file of document states: numbers of which something newer was known.
  var older: Int?
  /// Why the file as a whole was not read.
  var fault: Row?
  /// The rows that were not simply taken, by line.
  var notes: [Row]

  init(file: String, station: String, time: String, _ summary: ImportSummary, fault: RowFault?) {
    self.file = file
    self.station = station
    self.time = time
    rows = summary.rows
    announced = summary.announced
    known = summary.known
    withdrawn = summary.withdrawn
    differs = summary.differs
    absent = summary.absent
    rejected = summary.rejected
    self.fault = fault.map {
      Row(
        line: 0, column: nil, kind: "rejected", code: ImportWording($0.reason, $0.remedy, header: nil).code,
        reason: $0.reason, remedy: $0.remedy)
    }
    notes = summary.notes.map {
      Row(
        line: $0.line, column: $0.column, kind: $0.kind.rawValue, code: $0.code, reason: $0.reason,
        remedy: $0.remedy, header: $0.header)
    }
    result = fault != nil || (rows > 0 && rejected == rows) ? .rejected : .processed
  }

  /// Of a file of document states.
  init(file: String, station: String, time: String, _ summary: StatusSummary, fault: RowFault?) {
    var counts = ImportSummary(OrderImport())
    counts.known = summary.known
    counts.rejected = summary.rejected
    counts.notes = summary.notes
    self.init(file: file, station: station, time: time, counts, fault: fault)
    rows = summary.rows
    taken = summary.taken
    older = summary.older
    result = fault != nil || (rows > 0 && rejected == rows) ? .rejected : .processed
  }

  /// Lines for a person: all in German, then all in English.
  var text: String {
    ([station + ": " + file + ", " + time, ""] + lines(.german) + ["", "-- English --", ""] + lines(.english))
      .joined(separator: "\r\n") + "\r\n"
  }

  private func lines(_ language: DeskLanguage) -> [String] {
    func count(_ german: String, _ english: String, _ number: Int) -> String {
      let title = language.pick(german, english)
      return title + String(repeating: " ", count: max(1, 24 - title.count)) + String(number)
    }
    var lines = [
      result == .processed
        ? language.pick("Verarbeitet", "Processed")
        : language.pick("Abgelehnt, nichts übernommen", "Rejected, nothing was taken"),
      count("Zeilen", "Rows", rows),
    ]
    if let taken, let older {
      lines += [
        count("Übernommen", "Taken", taken), count("Schon bekannt", "Known already", known),
        count("Neueres ist bekannt", "Something newer known", older),
      ]
    } else {
      lines += [
        count("Angekündigt", "Announced", announced),
        count("Schon bekannt", "Known already", known), count("Zurückgenommen", "Withdrawn", withdrawn),
        count("Abweichend", "Different", differs),
        count("Nichts zurückzunehmen", "Nothing to take back", absent),
      ]
    }
    lines.append(count("Abgelehnt", "Rejected", rejected))
    func sentence(_ row: Row) -> String {
      ImportWording(row.reason, row.remedy, header: row.header).sentence(language)
    }
    if let fault { lines.append(sentence(fault)) }
    for note in notes {
      let column = note.column.map { language.pick(", Spalte \($0)", ", column \($0)") } ?? ""
      lines.append(language.pick("Zeile ", "Line ") + "\(note.line)\(column): \(sentence(note))")
    }
    return lines
  }

  var json: [UInt8] { MessageCoding.encode(self) + [0x0A] }
}
