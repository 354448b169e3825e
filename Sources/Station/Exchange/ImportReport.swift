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
    var reason: String
    var remedy: String
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
      Row(line: 0, column: nil, kind: "rejected", reason: $0.reason, remedy: $0.remedy)
    }
    notes = summary.notes.map {
      Row(line: $0.line, column: $0.column, kind: $0.kind.rawValue, reason: $0.reason, remedy: $0.remedy)
    }
    result = fault != nil || (rows > 0 && rejected == rows) ? .rejected : .processed
  }

  /// Lines for a person.
  var text: String {
    var lines = [
      "\(station): \(file), \(time)",
      result == .processed
        ? "Verarbeitet / processed" : "Abgelehnt, nichts übernommen / rejected, nothing was taken",
      "",
      "Zeilen / rows                        \(rows)",
      "angekündigt / announced              \(announced)",
      "schon bekannt / known already        \(known)",
      "zurückgenommen / withdrawn           \(withdrawn)",
      "abweichend / differs                 \(differs)",
      "nichts zurückzunehmen / absent       \(absent)",
      "abgelehnt / rejected                 \(rejected)",
    ]
    if let fault { lines += ["", "\(fault.reason): \(fault.remedy)"] }
    if !notes.isEmpty { lines.append("") }
    for note in notes {
      let place = "Zeile / line \(note.line)" + (note.column.map { ", Spalte / column \($0)" } ?? "")
      lines.append("\(place): \(note.kind): \(note.reason): \(note.remedy)")
    }
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  var json: [UInt8] { MessageCoding.encode(self) + [0x0A] }
}
