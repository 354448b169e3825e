// Letters for a keypad that has none: a grid below the line that is being typed, walked with the arrows. The value holds
// what can be picked and where the focus is; what OK does with a cell is the screen's business, how wide a cell is the
// renderer's. The rows of the grid are decided here, so that an arrow leads to the same cell on every terminal.

/// A grid of characters and the line that they are written into.
public struct LetterPicker: Equatable, Sendable {
  /// What OK takes.
  public enum Cell: Equatable, Sendable {
    case character(Character)
    case space
    /// Takes away the last character.
    case erase
    /// The line is complete; the text says what comes next.
    case done(Text)
  }

  /// An arrow of the keypad. The one to the left goes to the cell before, and on the first cell it is "back": keypads
  /// have no other key for that, and a screen decides it.
  public enum Arrow: Equatable, Sendable {
    case right, up, down
  }

  /// The most cells of one grid.
  public static let cellsMax = 64
  /// The most cells of one row: two columns each, on a screen of 40 columns.
  public static let rowCellsMax = 18

  /// What has been typed so far.
  public let line: TextLine
  /// Characters first, then the cells with a name; at most `cellsMax`.
  public let cells: [Cell]
  /// The cell that OK takes, an index of `cells`; 0 where there are none.
  public let focus: Int

  /// Cells beyond `cellsMax` are left out, and a focus outside is moved to the nearest cell.
  public init(line: TextLine, cells: [Cell], focus: Int) {
    self.line = line
    self.cells = Array(cells.prefix(Self.cellsMax))
    self.focus = min(max(0, focus), max(0, self.cells.count - 1))
  }

  /// The rows of the grid, as ranges of `cells`: the characters in rows of equal length, as few as there can be, then
  /// one row for the cells with a name.
  public var rows: [Range<Int>] {
    let letters = cells.prefix { if case .character = $0 { true } else { false } }.count
    var rows: [Range<Int>] = []
    if letters > 0 {
      let count = (letters + Self.rowCellsMax - 1) / Self.rowCellsMax
      let length = (letters + count - 1) / count
      rows = stride(from: 0, to: letters, by: length).map { $0..<min($0 + length, letters) }
    }
    return letters < cells.count ? rows + [letters..<cells.count] : rows
  }

  /// Where an arrow leads. To the right goes through all cells and begins anew after the last; up and down go to the
  /// next row, from the last to the first and back.
  public func focus(after arrow: Arrow) -> Int {
    let rows = rows
    guard let row = rows.firstIndex(where: { $0.contains(focus) }) else { return focus }
    if arrow == .right { return (focus + 1) % cells.count }
    let target = (row + (arrow == .down ? 1 : rows.count - 1)) % rows.count
    let column = focus - rows[row].lowerBound
    // Rows of letters stand below one another; a row of names is as wide as they are.
    let isBelow = isOfLetters(rows[row]) && isOfLetters(rows[target])
    let place = isBelow ? column : (2 * column + 1) * rows[target].count / (2 * rows[row].count)
    return rows[target].lowerBound + min(place, rows[target].count - 1)
  }

  /// The cell with the focus, nil where there are no cells.
  public var focused: Cell? { cells.indices.contains(focus) ? cells[focus] : nil }

  private func isOfLetters(_ row: Range<Int>) -> Bool {
    if case .character = cells[row.lowerBound] { return true }
    return false
  }
}

// Where the focus goes tells what is typed.
extension LetterPicker: CustomStringConvertible, CustomReflectable {
  public var description: String { "LetterPicker(\(cells.count) cells, \(line))" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
