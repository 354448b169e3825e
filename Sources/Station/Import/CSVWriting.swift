// CSV that we write: quoted where it must be, and never a formula for the spreadsheet that opens it. The separator is
// `;`, lines end with CR LF, and the file begins with the mark of UTF-8, so that German spreadsheets show umlauts.

import Messages

/// Rows of text as CSV.
public enum CSVWriting {
  /// The mark of UTF-8, before the first row.
  public static let mark = "\u{FEFF}"

  /// One line with its end. A cell that a spreadsheet would run gets an apostrophe before it, which it takes as the
  /// sign of text.
  public static func line(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ";") + "\r\n"
  }

  static func cell(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, "\t\r\n'".unicodeScalars.contains(first) || isFormula(text) {
      text = "'" + text
    }
    guard text.contains(where: { "\";,".contains($0) || $0.isNewline }) || text != trimmed(text) else {
      return text
    }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private static func isFormula(_ text: String) -> Bool {
    guard let first = trimmed(text).unicodeScalars.first else { return false }
    return formulaMarks.unicodeScalars.contains(first)
  }
}

extension Listing {
  /// The orders as CSV, one a line after the names of the columns; the words are those of `--json`.
  public static func csv(_ rows: [OrderRow], withNames: Bool) -> String {
    var text = CSVWriting.mark
    let columns = ["order", "documents", "stage", "compartment", "since", "until", "counter_only"]
    text += CSVWriting.line(columns + (withNames ? ["name"] : []))
    for row in rows {
      let cells = [
        row.order, row.documents.joined(separator: "+"), row.stage, row.compartment.map(String.init) ?? "",
        row.since ?? "", row.until ?? "", row.counterOnly ? "true" : "false",
      ]
      text += CSVWriting.line(cells + (withNames ? [row.name ?? ""] : []))
    }
    return text
  }
}
