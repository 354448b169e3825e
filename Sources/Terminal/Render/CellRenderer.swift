// Pages become frames here: zones are filled, the body is set as airily as the screen allows, and what does not fit
// goes to further sheets. Nothing is cut off that a person needs: the question, the error and the way out always stand.

/// Draws pages in cells, in one language, for one keyboard. Colours are the theme's business, not the renderer's.
public struct CellRenderer: Equatable, Sendable {
  public var texts: Texts
  public var keyMap: KeyMap
  /// Which glyphs the terminal has: a QR code is drawn only with half blocks.
  public var glyphSet: GlyphSet

  public init(texts: Texts, keyMap: KeyMap, glyphSet: GlyphSet = .console) {
    self.texts = texts
    self.keyMap = keyMap
    self.glyphSet = glyphSet
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
    let code = picture(of: page, zones)
    let width =
      code.map { min(geometry.bodyWidth, geometry.codeRoom - QRPicture.gap - $0.width) }
      ?? geometry.bodyWidth
    let (sections, density) = fitting(zones, width: width, isCodeDrawn: code != nil)
    let sheets = Sheets(sections: sections, hasGaps: density.hasGaps, rows: zones.bodyRows(density))
    frame.sheetCount = sheets.count
    frame.focusSheet = sheets.focusSheet
    // An error that is said in the body is read first; from there the keys lead to the field.
    let isFieldFirst = !page.fields.isEmpty && zones.errorInBody == nil
    let chosen = sheet ?? (isFieldFirst ? sheets.focusSheet ?? 0 : 0)
    frame.sheet = min(max(0, chosen), sheets.count - 1)
    var row = zones.bodyRow
    let column = geometry.contentColumn + geometry.indent
    for var line in sheets.lines(of: frame.sheet) {
      // A choice is touched anywhere in its row.
      if line.regions.count == 1, line.regions[0].columns == 0..<width {
        line.regions[0].columns = -column..<(code == nil ? frame.columns : width)
      }
      frame.put(line, row: row, column: column)
      row += 1
    }
    if let code {
      // A large code begins above the body, with one free row below the title.
      let first = zones.bodyRow - max(0, code.lines.count - zones.rowsAll)
      for (offset, line) in code.lines.enumerated() {
        frame.put(line, row: first + offset, column: column + width + QRPicture.gap)
      }
    }
    if sheets.count > 1 {
      let last = zones.bodyRow + zones.bodyRows(density) - 1
      frame.put(sheetLine(frame.sheet, of: sheets.count, width: width), row: last, column: column)
    }
    return frame
  }

  private func askForRoom(_ frame: inout Frame) {
    let lines = Run.wrapped(texts.resolve(Text("terminal.small")), width: frame.columns)
    for (row, line) in lines.prefix(frame.rows).enumerated() { frame.put(line, row: row, column: 0) }
  }

  /// The first code of the page, where the terminal has the glyphs and the body the room. It stands beside the text
  /// on every sheet.
  private func picture(of page: Page, _ zones: Zones) -> QRPicture? {
    guard glyphSet == .full else { return nil }
    for case .qr(let drawing) in page.blocks {
      let geometry = zones.geometry
      return QRPicture(
        drawing, width: geometry.codeRoom, rows: zones.rowsAll + max(0, geometry.titleGap - 1))
    }
    return nil
  }

  private func sheetLine(_ sheet: Int, of count: Int, width: Int) -> Run {
    let words = Text("terminal.sheet", .number("number", sheet + 1), .number("of", count))
    var run = Run(texts.resolve(words))
    let caps: [(isThere: Bool, name: String, key: Key)] = [
      (sheet + 1 < count, "[↓]", .pageDown), (sheet > 0, "[↑]", .pageUp),
    ]
    for cap in caps where cap.isThere {
      run.append("  ")
      run.append(Run(cap.name, Style(.plain, reverse: true)).touchable(cap.key))
    }
    let verb = Run(" " + texts.resolve(Text("terminal.turn")))
    if run.count + verb.count <= width { run.append(verb) }
    return run
  }

  /// The airiest setting of the body that fits on one sheet, or the one that is parted into sheets.
  private func fitting(_ zones: Zones, width: Int, isCodeDrawn: Bool) -> ([Section], Density) {
    let candidates = Self.densities(zones.page, zones.geometry)
    var last: ([Section], Density) = ([], Density())
    for density in candidates {
      let body = Body(
        page: zones.page, texts: texts, keyMap: keyMap, width: width, density: density,
        isCodeDrawn: isCodeDrawn)
      last = (body.sections(error: zones.errorInBody), density)
      let rows = zones.bodyRows(density)
      if Sheets.height(last.0, hasGaps: density.hasGaps) <= rows { return last }
      if density.isParting, let grid = last.0.first(where: { $0.focusLine != nil })?.lines.last,
        Sheets(sections: last.0, hasGaps: density.hasGaps, rows: rows).lines(of: 0).contains(grid)
      {
        return last
      }
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
    var parted = density(gaps: geometry.isAiry, .words, flat: !geometry.isAiry)
    parted.hasLanguages = !page.keys.contains { $0.name == .language }
    guard drawsWall else {
      let air = geometry.isAiry ? [density(gaps: true, .words, air: true)] : []
      let all =
        air + [
          density(gaps: true, .words), density(gaps: false, .words), density(gaps: false, .words, flat: true),
        ]
      let hasPicker = page.fields.contains { if case .picker = $0.kind { true } else { false } }
      guard hasPicker else { return all + [parted] }
      // A grid that is parted cannot be walked: rather only the row with the focus.
      var strip = density(gaps: false, .words, flat: true)
      (strip.isStrip, parted.isStrip) = (true, true)
      guard page.error != nil else { return all + [strip, parted] }
      // Until the next key an error matters more than what was read before it; the letters stay where they were, and
      // what stood below them goes to a second sheet, or waits where even that leaves no room.
      var parting = density(gaps: false, .words, flat: true)
      parting.isParting = true
      var bare = density(gaps: false, .words, flat: true)
      (bare.hasHints, bare.hasNotes) = (false, false)
      return all + [parting] + (geometry.isCompact ? [bare] : []) + [strip, parted]
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
