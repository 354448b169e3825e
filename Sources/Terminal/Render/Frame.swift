// A frame: what stands in each cell of a terminal, where the cursor is and which cells can be touched. It is a value;
// it knows no page any more and no terminal yet.

/// What a cell's colour means. A theme gives it a colour; without colours the words say it all.
public enum Ink: UInt8, CaseIterable, Equatable, Sendable {
  case plain, accent, error, good
  /// Dark on a light ground of its own, in every theme: QR codes.
  case code
}

/// How a cell is drawn.
public struct Style: Equatable, Hashable, Sendable {
  public var ink: Ink
  public var isReverse: Bool
  public var isBold: Bool

  public init(_ ink: Ink = .plain, reverse: Bool = false, bold: Bool = false) {
    self.ink = ink
    self.isReverse = reverse
    self.isBold = bold
  }

  public static let plain = Style()
}

/// One column of one row.
public struct Cell: Equatable, Sendable {
  /// A glyph of `Glyphs`.
  public let glyph: Unicode.Scalar
  public let style: Style

  /// A glyph that the console font lacks becomes `Glyphs.substitute`.
  public init(_ glyph: Unicode.Scalar, _ style: Style = .plain) {
    self.glyph = Glyphs.has(glyph) ? glyph : Glyphs.substitute
    self.style = style
  }

  /// A glyph of a drawing, which only a terminal with all glyphs is given.
  init(drawn glyph: Unicode.Scalar, _ style: Style) {
    self.glyph = Glyphs.has(glyph, in: .full) ? glyph : Glyphs.substitute
    self.style = style
  }

  public static let blank = Cell(" ")
}

/// A picture of a page in cells.
public struct Frame: Equatable, Sendable {
  /// The largest frame, in cells. Larger terminals are drawn in their upper left part.
  public static let columnsMax = 500
  public static let rowsMax = 200

  /// A cell, counted from 0 at the top left.
  public struct Place: Equatable, Sendable {
    public var row: Int
    public var column: Int

    public init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// Cells of one row that do what a key does when they are touched.
  public struct Region: Equatable, Sendable {
    public let row: Int
    public let columns: Range<Int>
    public let key: Key
  }

  /// The size in cells, at least 1.
  public let columns: Int
  public let rows: Int
  /// The cells, row by row.
  public private(set) var cells: [Cell]
  /// Where the hardware cursor stands: on what has the focus (AX-29); nil hides it.
  public private(set) var cursor: Place?
  /// What can be touched.
  public private(set) var regions: [Region] = []
  /// Which sheet of the page this is, from 0, and how many there are (AX-41).
  public internal(set) var sheet = 0
  public internal(set) var sheetCount = 1
  /// The sheet that the focus is on, or nil without a focus.
  public internal(set) var focusSheet: Int?

  /// An empty frame; sizes are clamped to `1...columnsMax` and `1...rowsMax`.
  public init(columns: Int, rows: Int) {
    self.columns = min(max(1, columns), Self.columnsMax)
    self.rows = min(max(1, rows), Self.rowsMax)
    cells = Array(repeating: .blank, count: self.columns * self.rows)
  }

  /// The cell at a place; blank outside the frame.
  public subscript(row: Int, column: Int) -> Cell {
    guard (0..<rows).contains(row), (0..<columns).contains(column) else { return .blank }
    return cells[row * columns + column]
  }

  /// The glyphs of a row, without the blanks at its end.
  public func text(row: Int) -> String {
    var scalars = String.UnicodeScalarView()
    for column in 0..<columns { scalars.append(self[row, column].glyph) }
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  /// What touching a cell means, or nil.
  public func key(row: Int, column: Int) -> Key? {
    regions.first { $0.row == row && $0.columns.contains(column) }?.key
  }

  /// Puts a run at a place; what lies outside the frame is left out.
  mutating func put(_ run: Run, row: Int, column: Int) {
    guard (0..<rows).contains(row) else { return }
    for (offset, cell) in run.cells.enumerated() where (0..<columns).contains(column + offset) {
      cells[row * columns + column + offset] = cell
    }
    for region in run.regions {
      let first = max(0, region.columns.lowerBound + column)
      let end = min(columns, region.columns.upperBound + column)
      if first < end { regions.append(Region(row: row, columns: first..<end, key: region.key)) }
    }
    if let offset = run.cursor, (0..<columns).contains(column + offset) {
      cursor = Place(row: row, column: column + offset)
    }
  }
}
