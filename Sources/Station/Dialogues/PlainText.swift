// Text for a terminal in line mode: without control characters, in columns without drawing (AX-69). It knows no
// language and no terminal.

public enum PlainText {
  /// A line is shown no longer than this; what follows is cut.
  public static let charactersMax = 200

  /// `text` as one line that changes nothing on a terminal but glyphs: control characters, line ends, and the
  /// invisible characters that turn the direction of writing become `?`.
  public static func clean(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(charactersMax) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        out.append("?")
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  /// Without white space at both ends.
  public static func trimmed(_ text: String) -> String {
    var slice = text[...]
    while slice.first?.isWhitespace == true { slice.removeFirst() }
    while slice.last?.isWhitespace == true { slice.removeLast() }
    return String(slice)
  }
}

/// Rows in aligned columns, two spaces apart, for people and for screen readers.
public struct PlainTable: Equatable, Sendable {
  public enum Alignment: Equatable, Sendable {
    case left
    case right
  }

  private var titles: [String]
  private var alignments: [Alignment]
  private var rows: [[String]] = []

  /// One column for each title.
  public init(_ columns: [(title: String, alignment: Alignment)]) {
    titles = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  public mutating func add(_ cells: [String]) {
    precondition(cells.count == titles.count, "a row has as many cells as the table has columns")
    rows.append(cells.map(PlainText.clean))
  }

  /// The title line and the rows, without spaces at their ends.
  public var lines: [String] {
    let all = [titles] + rows
    let widths = titles.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      var line = ""
      for column in row.indices {
        let fill = String(repeating: " ", count: widths[column] - row[column].count)
        line += alignments[column] == .right ? fill + row[column] : row[column] + fill
        if column < row.count - 1 { line += "  " }
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
