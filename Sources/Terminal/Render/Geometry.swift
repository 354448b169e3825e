// Where the zones of a screen are: town and clock, title and step, body, status, keys. Only numbers; what stands in
// the zones is drawn by others.

/// The measures of a screen of so many cells.
struct Geometry: Equatable {
  /// The smallest screen that can hold a page; below, one sentence asks for a larger window.
  static let columnsMin = 40
  static let rowsMin = 12
  /// Below this many rows the second rule and the hints are left out.
  static let rowsRoomy = 16
  /// From this many rows on there is air between choices and around the page.
  static let rowsAiry = 20
  /// Lines longer than this are hard to read; a wider screen gets air instead.
  static let contentWidthMax = 76

  let columns: Int
  let rows: Int

  /// True when a page can be shown.
  var isEnough: Bool { columns >= Self.columnsMin && rows >= Self.rowsMin }
  var isCompact: Bool { rows < Self.rowsRoomy }
  var isNarrow: Bool { columns < 60 }
  var isAiry: Bool { rows >= Self.rowsAiry }

  var contentWidth: Int { isNarrow ? columns : min(columns - 2, Self.contentWidthMax) }
  var contentColumn: Int { (columns - contentWidth) / 2 }
  /// How far the body stands in from the content's edges.
  var indent: Int { isNarrow ? 1 : 2 }
  var bodyWidth: Int { contentWidth - 2 * indent }
  /// The columns for text and a QR code side by side: on a wide screen the code stands in the free margin.
  var codeRoom: Int {
    let first = contentColumn + indent
    return max(bodyWidth, columns - Self.codeMargin - first)
  }
  private static let codeMargin = 4
  /// Free rows at the top and at the bottom.
  var margin: Int { rows >= 32 ? 2 : rows >= 24 ? 1 : 0 }
  /// Free rows below the title.
  var titleGap: Int { isCompact ? 0 : isAiry ? 2 : 1 }

  var headerLinesMax: Int { 2 }
  var titleLinesMax: Int { isCompact ? 2 : 3 }
  /// A longer error goes into the body, where it can take several sheets.
  var statusLinesMax: Int { max(3, rows / 5) }
  var keyLinesMax: Int { max(3, rows / 5) }
}
