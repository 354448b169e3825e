// Frames onto ncurses' screen: only the cells that differ from what stands there, one by one, never as a format string.
// The only place that sets colours. ncurses itself then sends the least that leads there.

private import CNcurses

/// What stands on the screen, and how inks look there.
@MainActor
struct Painter {
  private var shown: Frame?
  private var hasBold = true
  /// Inks have colours here; without them what has a ground of its own is drawn in reverse.
  private var hasPairs = false
  private var isCursorVisible = true

  /// Loads a theme; everything is drawn anew with the next frame.
  mutating func load(_ theme: Theme, isColourful: Bool) {
    shown = nil
    hasBold = true
    hasPairs = false
    let colours = isColourful && theme.hasColours ? Int(kiosk_nc_colours()) : 0
    guard colours >= 8 else {
      kiosk_nc_set_background(0)
      return
    }
    hasBold = theme.hasBold || colours >= 256
    hasPairs = true
    let isLoading = colours < 256 && kiosk_nc_can_change_colour() != 0
    // With eight colours, loaded themes take slots of their own in the order of inks, so that none meets another.
    let background = isLoading ? 0 : number(theme.background, colours)
    if isLoading { set(0, theme.backgroundColour) }
    for ink in Ink.allCases {
      let slot = isLoading ? loadedSlots[Int(ink.rawValue)] : number(theme.entry(ink), colours)
      if isLoading { set(slot, theme.colour(ink)) }
      let ground =
        ink != .code ? background : isLoading ? codeGroundSlot : number(theme.ground(ink), colours)
      if isLoading, ink == .code { set(ground, theme.groundColour(ink)) }
      kiosk_nc_set_pair(pair(ink), Int32(slot), Int32(ground))
    }
    kiosk_nc_set_background(pair(.plain))
  }

  /// The slots of the eight-colour palette for plain, accent, error, good and code: near to what they are by default
  /// or, for codes, such as nothing else has.
  private let loadedSlots = [7, 6, 1, 2, 4]
  private let codeGroundSlot = 3

  private func number(_ entry: Theme.Entry, _ colours: Int) -> Int {
    colours >= 256 ? entry.number : entry.basic
  }

  private func set(_ slot: Int, _ colour: Theme.RGB) {
    func thousandths(_ part: Int) -> Int32 { Int32(part * 1_000 / 255) }
    kiosk_nc_set_colour(
      Int32(slot), thousandths(colour.red), thousandths(colour.green), thousandths(colour.blue))
  }

  private func pair(_ ink: Ink) -> Int32 { Int32(ink.rawValue) + 1 }

  /// What stands on the screen is no longer known.
  mutating func forget() { shown = nil }

  /// Draws a frame into a screen of `columns` by `rows` cells and sends what has changed.
  mutating func draw(_ frame: Frame, columns: Int, rows: Int, isColourful: Bool) {
    if shown == nil || shown?.columns != frame.columns || shown?.rows != frame.rows {
      kiosk_nc_erase()
      shown = nil
    }
    let width = min(frame.columns, columns)
    for row in 0..<min(frame.rows, rows) {
      for column in 0..<width {
        let index = row * frame.columns + column
        let cell = frame.cells[index]
        if let shown {
          if shown.cells[index] == cell { continue }
        } else if cell == .blank {
          continue
        }
        put(cell, row: row, column: column, isColourful: isColourful)
      }
    }
    shown = frame
    let cursor = frame.cursor
    if isCursorVisible != (cursor != nil) {
      isCursorVisible = cursor != nil
      kiosk_nc_cursor(isCursorVisible ? 1 : 0)
    }
    kiosk_nc_show(Int32(cursor?.row ?? -1), Int32(cursor?.column ?? 0))
  }

  private func put(_ cell: Cell, row: Int, column: Int, isColourful: Bool) {
    var attributes: Int32 = 0
    let isCodeBare = cell.style.ink == .code && !(hasPairs && isColourful)
    if cell.style.isReverse || isCodeBare { attributes |= Int32(kiosk_nc_reverse) }
    if cell.style.isBold, hasBold { attributes |= Int32(kiosk_nc_bold) }
    kiosk_nc_put(
      Int32(row), Int32(column), cell.glyph.value, attributes, isColourful ? pair(cell.style.ink) : 0)
  }
}
