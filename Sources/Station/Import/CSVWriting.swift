// CSV that we write: quoted where it must be, and never a formula for the spreadsheet that opens it. The separator is
// `;`, lines end with CR LF, and the file begins with the mark of UTF-8, so that German spreadsheets show umlauts.

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
