// A QR code in cells: each cell holds two modules, one above the other, in half blocks. Dark modules are always dark and
// the ground is always light, whatever the theme: many readers know no others. The words are not drawn here.

struct QRPicture: Equatable {
  /// ISO/IEC 18004 asks for a quiet zone of four modules; readers of today get by with two, on a light or dark surrounding.
  private static let quietModules = [4, 3, 2]
  private static let style = Style(.code)
  /// Free columns between the text and the code.
  static let gap = 3
  /// Text narrower than this is not read with pleasure; then the address stands alone.
  private static let textWidthMin = 28

  let drawing: QRDrawing
  private let quiet: Int

  /// The code with the widest quiet zone that fits beside the text into a body of `width` by `rows` cells; nil where
  /// none does.
  init?(_ drawing: QRDrawing, width: Int, rows: Int) {
    let fitting = Self.quietModules.first { quiet in
      let modules = drawing.side + 2 * quiet
      return modules + Self.gap + Self.textWidthMin <= width && (modules + 1) / 2 <= rows
    }
    guard let fitting else { return nil }
    self.drawing = drawing
    quiet = fitting
  }

  /// The width in cells, which is that in modules.
  var width: Int { drawing.side + 2 * quiet }

  /// The drawing, line by line.
  var lines: [Run] {
    stride(from: -quiet, to: drawing.side + quiet, by: 2).map { row in
      Run(
        cells: (-quiet..<drawing.side + quiet).map { column in
          let glyph: Unicode.Scalar =
            switch (drawing.isDark(row, column), drawing.isDark(row + 1, column)) {
            case (true, true): "█"
            case (true, false): "▀"
            case (false, true): "▄"
            case (false, false): " "
            }
          return Cell(drawn: glyph, Self.style)
        })
    }
  }
}
