// A run: cells side by side, on their way into a frame, with what can be touched among them and where the cursor
// stands. Text becomes cells here, and is wrapped here; a run knows no place.

/// Cells of one line.
struct Run: Equatable {
  /// Cells that can be touched, counted from the start of the run.
  struct Region: Equatable {
    var columns: Range<Int>
    var key: Key
  }

  var cells: [Cell] = []
  var regions: [Region] = []
  /// The cell that the cursor stands on, counted from the start of the run.
  var cursor: Int?

  var count: Int { cells.count }

  init() {}

  /// Text without line breaks; each character becomes one cell.
  init(_ text: String, _ style: Style = .plain) {
    cells.reserveCapacity(text.utf8.count)
    for character in text {
      if let glyph = Glyphs.glyph(for: character) { cells.append(Cell(glyph, style)) }
    }
  }

  init(cells: [Cell]) {
    self.cells = cells
  }

  /// The same glyph `count` times.
  init(repeating glyph: Unicode.Scalar, count: Int, _ style: Style = .plain) {
    cells = Array(repeating: Cell(glyph, style), count: max(0, count))
  }

  mutating func append(_ other: Run) {
    let start = count
    cells += other.cells
    regions += other.regions.map { region in
      Region(columns: region.columns.lowerBound + start..<region.columns.upperBound + start, key: region.key)
    }
    if let place = other.cursor { cursor = start + place }
  }

  mutating func append(_ text: String, _ style: Style = .plain) {
    append(Run(text, style))
  }

  /// Fills with blanks up to a width.
  mutating func pad(to width: Int, _ style: Style = .plain) {
    if count < width { cells += Array(repeating: Cell(" ", style), count: width - count) }
  }

  /// The run with blanks before it.
  func indented(by columns: Int) -> Run {
    var result = Run(repeating: " ", count: columns)
    result.append(self)
    return result
  }

  /// The run as something to touch, over its whole length.
  func touchable(_ key: Key?) -> Run {
    guard let key, count > 0 else { return self }
    var result = self
    result.regions.append(Region(columns: 0..<count, key: key))
    return result
  }

  /// The run in reverse.
  func reversed() -> Run {
    var result = self
    result.cells = cells.map { cell in
      Cell(cell.glyph, Style(cell.style.ink, reverse: true, bold: cell.style.isBold))
    }
    return result
  }
}

extension Run {
  /// Text in lines of at most `width` cells: broken at blanks, and inside a word only where the word alone is wider.
  /// A line feed begins a new line; blanks inside a line stay as they are, so that small tables keep their columns.
  static func wrapped(_ text: String, width: Int, _ style: Style = .plain) -> [Run] {
    let width = max(1, width)
    var result: [Run] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      result += wrap(Run(String(line), style).cells, width: width).map(Run.init(cells:))
    }
    return result
  }

  private static func wrap(_ cells: [Cell], width: Int) -> [[Cell]] {
    var lines: [[Cell]] = []
    var rest = cells[...]
    while rest.count > width {
      // A break is possible where a blank stands, also right behind the last cell that fits.
      let window = rest[rest.startIndex..<rest.startIndex + width + 1]
      if let blank = window.lastIndex(where: { $0.glyph == " " }), blank > rest.startIndex {
        lines.append(trimmed(rest[..<blank]))
        rest = rest[blank...].drop { $0.glyph == " " }
      } else {
        lines.append(Array(rest.prefix(width)))
        rest = rest.dropFirst(width)
      }
    }
    if !rest.isEmpty || lines.isEmpty { lines.append(trimmed(rest)) }
    return lines
  }

  private static func trimmed(_ cells: ArraySlice<Cell>) -> [Cell] {
    var cells = cells
    while cells.last?.glyph == " " { cells.removeLast() }
    return Array(cells)
  }
}
