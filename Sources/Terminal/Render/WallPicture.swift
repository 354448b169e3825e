// The locker wall in cells: every door a box, the door in question in a heavy frame and in reverse (in the console
// font heavy and light lines look the same). Where the wall is too large, the part around that door, open at the
// sides where the wall goes on. The words are not drawn here.

/// How a wall is drawn.
enum WallStyle: Equatable {
  /// Lines between all doors, so many rows of doors at most.
  case grid(rowsMax: Int)
  /// No lines between the rows.
  case rows(rowsMax: Int)
  /// Not drawn: the words stand alone.
  case words
}

struct WallPicture {
  let wall: WallDrawing
  private let hasRules: Bool
  private let rows: Range<Int>
  private let columns: Range<Int>
  private let doorWidth: Int

  /// The rows of doors that are shown of a wall that is too large to be shown whole.
  private static let partRowsMax = 5

  /// Nil when not even the target's door fits into the width, or when the style is `words`.
  init?(_ wall: WallDrawing, style: WallStyle, width: Int) {
    let isWhole = wall.rows * wall.columns <= WallDrawing.doorsWholeMax
    var rowsMax: Int
    switch style {
    case .words: return nil
    case .grid(let limit): (rowsMax, hasRules) = (limit, true)
    case .rows(let limit): (rowsMax, hasRules) = (limit, false)
    }
    if !isWhole { rowsMax = min(rowsMax, Self.partRowsMax) }
    doorWidth = max(2, wall.labels.map { Run($0).count }.max() ?? 0)
    let columnsMax = (width - 1) / (doorWidth + 1)
    guard columnsMax >= 1, rowsMax >= 1 else { return nil }
    self.wall = wall
    rows = Self.window(count: wall.rows, most: rowsMax, around: wall.target?.row ?? 0)
    columns = Self.window(count: wall.columns, most: columnsMax, around: wall.target?.column ?? 0)
  }

  /// The width of a wall that is drawn whole, in cells.
  static func wholeWidth(_ wall: WallDrawing) -> Int {
    wall.columns * (max(2, wall.labels.map { Run($0).count }.max() ?? 0) + 1) + 1
  }

  /// True when all doors are drawn.
  var isWhole: Bool { rows.count == wall.rows && columns.count == wall.columns }

  /// The drawing, line by line.
  var lines: [Run] {
    var result: [Run] = []
    if rows.lowerBound == 0 { result.append(rule(above: 0)) }
    for row in rows {
      if row > rows.lowerBound, hasRules { result.append(rule(above: row)) }
      result.append(doors(row))
    }
    if rows.upperBound == wall.rows { result.append(rule(above: wall.rows)) }
    return result
  }

  private static func window(count: Int, most: Int, around place: Int) -> Range<Int> {
    let size = min(count, most)
    let first = min(max(0, place - size / 2), count - size)
    return first..<first + size
  }

  private func isTarget(_ row: Int, _ column: Int) -> Bool {
    wall.target == WallDrawing.Place(row: row, column: column)
  }

  private func isDoor(_ row: Int, _ column: Int) -> Bool {
    (0..<wall.rows).contains(row) && (0..<wall.columns).contains(column)
  }

  /// The weight of the line on top of a door's place.
  private func lineAbove(_ row: Int, _ column: Int) -> LineWeight {
    guard isDoor(row, column) || isDoor(row - 1, column) else { return .none }
    return isTarget(row, column) || isTarget(row - 1, column) ? .heavy : .light
  }

  /// The weight of the line on the left of a door's place.
  private func lineBefore(_ row: Int, _ column: Int) -> LineWeight {
    guard isDoor(row, column) || isDoor(row, column - 1) else { return .none }
    return isTarget(row, column) || isTarget(row, column - 1) ? .heavy : .light
  }

  private func rule(above row: Int) -> Run {
    var run = Run()
    for column in columns.lowerBound...columns.upperBound {
      // Without rules inside, the outer edge meets only the lines that are drawn.
      let up: LineWeight = row == 0 ? .none : lineBefore(row - 1, column)
      let down: LineWeight = row == wall.rows ? .none : lineBefore(row, column)
      let left = lineAbove(row, column - 1)
      let right = column == columns.upperBound ? beyond(row, column) : lineAbove(row, column)
      let isOpen = column == columns.lowerBound && column > 0 || column == columns.upperBound && isOpenRight
      let corner =
        isOpen
        ? BoxLines.horizontal(.light) : BoxLines.glyph(up: up, right: right, down: down, left: left)
      run.append(Run(repeating: corner, count: 1))
      if column < columns.upperBound {
        run.append(Run(repeating: BoxLines.horizontal(lineAbove(row, column)), count: doorWidth))
      }
    }
    return run
  }

  private var isOpenRight: Bool { columns.upperBound < wall.columns }

  private func beyond(_ row: Int, _ column: Int) -> LineWeight {
    column < wall.columns ? lineAbove(row, column) : .none
  }

  private func doors(_ row: Int) -> Run {
    var run = Run()
    for column in columns.lowerBound...columns.upperBound {
      let isOpen = column == columns.lowerBound && column > 0 || column == columns.upperBound && isOpenRight
      let line =
        isOpen && lineBefore(row, column) != .heavy ? " " : BoxLines.vertical(lineBefore(row, column))
      run.append(Run(repeating: line, count: 1))
      guard column < columns.upperBound else { break }
      let style = isTarget(row, column) ? Style(.accent, reverse: true, bold: true) : .plain
      let label = Run(wall.label(row, column), style)
      var door = Run(repeating: " ", count: (doorWidth - label.count + 1) / 2, style)
      door.append(label)
      door.pad(to: doorWidth, style)
      run.append(door)
    }
    return run
  }
}
