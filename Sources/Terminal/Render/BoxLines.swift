// Box-drawing glyphs by the lines that meet in a cell. Only the table and grids made from it; what a grid means is
// the business of those who draw it.

/// How strong a line is.
enum LineWeight: Int {
  case none, light, heavy
}

enum BoxLines {
  /// The glyph in which these four arms meet.
  static func glyph(up: LineWeight, right: LineWeight, down: LineWeight, left: LineWeight) -> Unicode.Scalar {
    table[up.rawValue * 27 + right.rawValue * 9 + down.rawValue * 3 + left.rawValue]
  }

  /// A horizontal line.
  static func horizontal(_ weight: LineWeight) -> Unicode.Scalar {
    glyph(up: .none, right: weight, down: .none, left: weight)
  }

  /// A vertical line.
  static func vertical(_ weight: LineWeight) -> Unicode.Scalar {
    glyph(up: weight, right: .none, down: weight, left: .none)
  }

  /// A row of boxes: its upper edge, its content line and its lower edge. Widths are those inside the boxes.
  static func boxes(_ contents: [Run]) -> [Run] {
    var upper = Run("┌")
    var middle = Run("│")
    var lower = Run("└")
    for (index, content) in contents.enumerated() {
      let isLast = index == contents.count - 1
      upper.append(String(repeating: "─", count: content.count) + (isLast ? "┐" : "┬"))
      middle.append(content)
      middle.append("│")
      lower.append(String(repeating: "─", count: content.count) + (isLast ? "┘" : "┴"))
    }
    return [upper, middle, lower]
  }

  /// All 81 meetings of none, light and heavy: up slowest, then right, down, left.
  private static let table: [Unicode.Scalar] = Array(
    (" ╴╸╷┐┑╻┒┓╶─╾┌┬┭┎┰┱╺╼━┍┮┯┏┲┳"
      + "╵┘┙│┤┥╽┧┪└┴┵├┼┽┟╁╅┕┶┷┝┾┿┢╆╈"
      + "╹┚┛╿┦┩┃┨┫┖┸┹┞╀╃┠╂╉┗┺┻┡╄╇┣╊╋").unicodeScalars)
}
