// Pages become frames here: zones are filled, the body is set as airily as the screen allows, and what does not fit
// goes to further sheets. Nothing is cut off that a person needs: the question, the error and the way out always stand.

/// Draws pages in cells, in one language, for one keyboard. Colours are the theme's business, not the renderer's.
public struct CellRenderer: Equatable, Sendable {
  public var texts: Texts
  public var keyMap: KeyMap

  public init(texts: Texts, keyMap: KeyMap) {
    self.texts = texts
    self.keyMap = keyMap
  }

  /// The page as a frame of `columns` by `rows` cells, clamped to `Frame`'s limits. Where it takes several sheets,
  /// `sheet` (from 0, clamped) is shown; nil shows the one with the focused field, otherwise the first.
  /// Below 40x12 the frame only asks for a larger window.
  public func frame(of page: Page, columns: Int, rows: Int, sheet: Int? = nil) -> Frame {
    var frame = Frame(columns: columns, rows: rows)
    let geometry = Geometry(columns: frame.columns, rows: frame.rows)
    guard geometry.isEnough else {
      askForRoom(&frame)
      return frame
    }
    let zones = Zones(page: page, texts: texts, keyMap: keyMap, geometry: geometry)
    zones.drawAround(in: &frame)
    let (sections, density) = fitting(zones)
    let sheets = Sheets(sections: sections, hasGaps: density.hasGaps, rows: zones.bodyRows(density))
    frame.sheetCount = sheets.count
    frame.focusSheet = sheets.focusSheet
    let chosen = sheet ?? (page.fields.isEmpty ? 0 : sheets.focusSheet ?? 0)
    frame.sheet = min(max(0, chosen), sheets.count - 1)
    var row = zones.bodyRow
    let column = geometry.contentColumn + geometry.indent
    for var line in sheets.lines(of: frame.sheet) {
      // A choice is touched anywhere in its row.
      if line.regions.count == 1, line.regions[0].columns == 0..<geometry.bodyWidth {
        line.regions[0].columns = -column..<frame.columns
      }
      frame.put(line, row: row, column: column)
      row += 1
    }
    if sheets.count > 1 {
      let last = zones.bodyRow + zones.bodyRows(density) - 1
      frame.put(sheetLine(frame.sheet, of: sheets.count), row: last, column: column)
    }
    return frame
  }

  private func askForRoom(_ frame: inout Frame) {
    let lines = Run.wrapped(texts.resolve(Text("terminal.small")), width: frame.columns)
    for (row, line) in lines.prefix(frame.rows).enumerated() { frame.put(line, row: row, column: 0) }
  }

  private func sheetLine(_ sheet: Int, of count: Int) -> Run {
    let words = Text("terminal.sheet", .number("number", sheet + 1), .number("of", count))
    var run = Run(texts.resolve(words))
    let caps: [(isThere: Bool, name: String, key: Key)] = [
      (sheet + 1 < count, "[↓]", .pageDown), (sheet > 0, "[↑]", .pageUp),
    ]
    for cap in caps where cap.isThere {
      run.append("  ")
      run.append(Run(cap.name, Style(.plain, reverse: true)).touchable(cap.key))
    }
    return run
  }

  /// The airiest setting of the body that fits on one sheet, or the one that is parted into sheets.
  private func fitting(_ zones: Zones) -> ([Section], Density) {
    let candidates = Self.densities(zones.page, zones.geometry)
    var last: ([Section], Density) = ([], Density())
    for density in candidates {
      let body = Body(
        page: zones.page, texts: texts, keyMap: keyMap, width: zones.geometry.bodyWidth, density: density)
      last = (body.sections(error: zones.errorInBody), density)
      if Sheets.height(last.0, hasGaps: density.hasGaps) <= zones.bodyRows(density) { return last }
    }
    return last
  }

  private static func densities(_ page: Page, _ geometry: Geometry) -> [Density] {
    let walls = page.blocks.compactMap { if case .wall(let wall) = $0 { wall } else { nil } }
    let drawsWall = !walls.isEmpty && !geometry.isCompact && !geometry.isNarrow
    let whole = WallDrawing.sideMax
    let hints = !geometry.isCompact
    func density(gaps: Bool, _ wall: WallStyle, air: Bool = false, flat: Bool = false) -> Density {
      Density(hasAir: air, hasGaps: gaps, hasHints: hints, isFlat: flat, wall: wall)
    }
    var parted = density(gaps: geometry.isAiry, .words, flat: geometry.isCompact)
    parted.hasLanguages = !page.keys.contains { $0.name == .language }
    guard drawsWall else {
      let air = geometry.isAiry ? [density(gaps: true, .words, air: true)] : []
      return air + [
        density(gaps: true, .words), density(gaps: false, .words), density(gaps: false, .words, flat: true),
        parted,
      ]
    }
    // A wall is shown whole if it can be, even without lines between its rows; a part of it needs those lines.
    let isInPart = walls.contains { $0.rows * $0.columns > WallDrawing.doorsWholeMax }
    let wholes =
      isInPart
      ? []
      : [true, false].flatMap { gaps in
        [density(gaps: gaps, .grid(rowsMax: whole)), density(gaps: gaps, .rows(rowsMax: whole))]
      }
    let parts = [5, 3].flatMap { rows in
      [density(gaps: true, .grid(rowsMax: rows)), density(gaps: false, .grid(rowsMax: rows))]
    }
    return wholes + parts + [density(gaps: false, .words), parted]
  }
}
