// What a person looks at: one page, at one size, on one sheet. It turns touches into keys and turns sheets; all other
// keys it hands on. A value without a terminal; it never changes what a page says.

/// A page on display. Keep one for each terminal: give it pages and keys, draw its frame.
public struct Viewer: Equatable, Sendable {
  /// The renderer; a new language or keyboard takes effect at once.
  public var renderer: CellRenderer { didSet { refresh() } }
  /// The page as it is shown.
  public private(set) var page: Page
  /// The picture of the page.
  public private(set) var frame: Frame
  private var sheet: Int?

  public init(page: Page, renderer: CellRenderer, columns: Int, rows: Int) {
    self.page = page
    self.renderer = renderer
    frame = renderer.frame(of: page, columns: columns, rows: rows)
  }

  /// Shows a page. Another title or question begins at its first sheet; the same page stays on its sheet, or goes
  /// to the one with the focus when the focus has moved.
  public mutating func show(_ new: Page) {
    guard new != page else { return }
    let old = page
    page = new
    let isSame = old.title == new.title && old.step == new.step && Self.question(old) == Self.question(new)
    // What is wrong with what was typed is seen first, wherever it stands.
    let isWrong = !new.fields.isEmpty && new.error != nil && new.error != old.error
    if !isSame || isWrong { sheet = nil }
    refresh()
    if isWrong { return }
    let hasFocusMoved = isSame && old.focus != new.focus || old.fields != new.fields
    if hasFocusMoved, let focus = frame.focusSheet, focus != frame.sheet {
      sheet = focus
      refresh()
    }
  }

  /// Takes what came from the terminal. A touch becomes the key of what was touched, a change of size is done here,
  /// and keys that turn a sheet are used up. What is left is for the screen; nil when nothing is.
  public mutating func take(_ key: Key) -> Key? {
    switch key {
    case .press(let row, let column):
      guard let touched = frame.key(row: row, column: column) else { return nil }
      return take(touched)
    case .resize(let columns, let rows):
      frame = renderer.frame(of: page, columns: columns, rows: rows, sheet: sheet)
      return nil
    case .pageDown:
      turn(by: 1)
      return nil
    case .pageUp:
      turn(by: -1)
      return nil
    case .down, .ok:
      // Nothing is confirmed that has not been shown: before the focus is in sight, these keys lead there.
      let isAhead = frame.sheet + 1 < frame.sheetCount && (frame.focusSheet ?? frame.sheetCount) > frame.sheet
      guard isAhead else { return key }
      turn(by: 1)
      return nil
    case .up:
      let isBehind = frame.focusSheet.map { $0 < frame.sheet } ?? true
      guard frame.sheet > 0, isBehind || page.focus == .choice(0) else { return key }
      turn(by: -1)
      return nil
    default: return key
    }
  }

  private mutating func turn(by sheets: Int) {
    sheet = min(max(0, frame.sheet + sheets), frame.sheetCount - 1)
    refresh()
  }

  private mutating func refresh() {
    frame = renderer.frame(of: page, columns: frame.columns, rows: frame.rows, sheet: sheet)
  }

  private static func question(_ page: Page) -> Block? {
    page.blocks.first { if case .question = $0 { true } else { false } }
  }
}
