// What stands around the body: the header, the title, the status line and the keys, and thereby the rows that are
// left for the body. It draws nothing of the body itself.

struct Zones {
  let page: Page
  let geometry: Geometry
  /// The first row of the body.
  let bodyRow: Int
  /// The error, when it is too long for the status line and has to be said in the body.
  let errorInBody: Text?

  private let header: [Run]
  private let title: [Run]
  private let status: [Run]
  private let keys: [Run]
  private let bodyEnd: Int

  init(page: Page, texts: Texts, keyMap: KeyMap, geometry: Geometry) {
    self.page = page
    self.geometry = geometry
    let width = geometry.contentWidth
    header = Self.sides(
      Self.cut(Run.wrapped(texts.resolve(page.header.town), width: width, Style(.plain, bold: true)), 1),
      Self.cut(Run.wrapped(texts.resolve(page.header.clock), width: width), 1),
      width: width, linesMax: geometry.headerLinesMax)
    let step = page.step?.text
    title = Self.sides(
      Run.wrapped(texts.resolve(page.title), width: width, Style(.accent, bold: true)),
      step.map { Self.cut(Run.wrapped(texts.resolve($0), width: width), 1) } ?? [],
      width: width, linesMax: geometry.titleLinesMax)
    keys = Self.cut(
      KeyLine(page: page, texts: texts, keyMap: keyMap, width: width).lines, geometry.keyLinesMax)
    var lines: [Run] = []
    var overlong: Text?
    if let error = page.error {
      let words = texts.resolve(Text("terminal.error")) + " " + texts.resolve(error)
      lines = Run.wrapped(words, width: geometry.bodyWidth, Style(.error, bold: true))
      if lines.count > geometry.statusLinesMax { (lines, overlong) = ([], error) }
    } else if let status = page.status {
      lines = Self.cut(
        Run.wrapped(texts.resolve(status), width: geometry.bodyWidth), geometry.statusLinesMax)
    }
    status = lines
    errorInBody = overlong
    bodyRow = geometry.margin + header.count + 1 + title.count + geometry.titleGap
    let foot = keys.count + (geometry.isCompact ? 0 : 1) + geometry.margin
    bodyEnd = geometry.rows - foot - status.count
  }

  /// The rows of the body. The status line stays free when there is nothing to say, unless the body is tight.
  func bodyRows(_ density: Density) -> Int {
    let isStatusKept = status.isEmpty && (density.hasGaps && !geometry.isCompact)
    return max(1, bodyEnd - bodyRow - (isStatusKept ? 1 : 0))
  }

  /// The rows between the title and the status line.
  var rowsAll: Int { max(0, bodyEnd - bodyRow) }

  func drawAround(in frame: inout Frame) {
    let column = geometry.contentColumn
    var row = geometry.margin
    for line in header {
      frame.put(line, row: row, column: column)
      row += 1
    }
    let rule = Run(repeating: "─", count: geometry.contentWidth)
    frame.put(rule, row: row, column: column)
    for (offset, line) in title.enumerated() { frame.put(line, row: row + 1 + offset, column: column) }
    for (offset, line) in status.enumerated() {
      frame.put(line, row: bodyEnd + offset, column: column + geometry.indent)
    }
    row = geometry.rows - geometry.margin - keys.count
    if !geometry.isCompact { frame.put(rule, row: row - 1, column: column) }
    for (offset, line) in keys.enumerated() { frame.put(line, row: row + offset, column: column) }
  }

  /// Text on the left and text on the right of one line; what does not fit beside each other stands below.
  private static func sides(_ left: [Run], _ right: [Run], width: Int, linesMax: Int) -> [Run] {
    guard let end = right.first, end.count > 0 else { return cut(left, linesMax) }
    var result = cut(left, linesMax)
    let last = result.count - 1
    if result[last].count + 2 + end.count <= width {
      result[last].pad(to: width - end.count)
      result[last].append(end)
    } else {
      result = cut(left, linesMax - 1)
      result.append(end.indented(by: max(0, width - end.count)))
    }
    return result
  }

  /// The first lines, ended by "…" where lines are left out.
  private static func cut(_ lines: [Run], _ linesMax: Int) -> [Run] {
    guard lines.count > linesMax else { return lines }
    var result = Array(lines.prefix(max(1, linesMax)))
    if var last = result.last, let cell = last.cells.last {
      last.cells[last.count - 1] = Cell("…", cell.style)
      result[result.count - 1] = last
    }
    return result
  }
}
