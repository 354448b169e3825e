// A PDF 1.4 as bytes: pages with text in two standard fonts, lines and filled squares. It knows nothing of slips. There is
// no date, no identifier and no compression in it: the same pages are the same bytes, and all of them are ASCII.

/// Lengths are thousandths of a point; x goes right from the left edge and y down from the top one, so that a page can
/// still be cut when its end is known.
struct PDFPage {
  private enum Mark {
    case text([UInt8], SlipFont, size: Int, x: Int, y: Int)
    case line(x: Int, y: Int, length: Int, thickness: Int)
    case squares([Bool], side: Int, module: Int, x: Int, y: Int)
  }

  let width: Int
  var height: Int
  private var marks: [Mark] = []

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// One line of text in WinAnsi; `y` is its base line, `size` in points.
  mutating func text(_ bytes: [UInt8], _ font: SlipFont, size: Int, x: Int, y: Int) {
    marks.append(.text(bytes, font, size: size, x: x, y: y))
  }

  /// To the right of a point.
  mutating func line(x: Int, y: Int, length: Int, thickness: Int) {
    marks.append(.line(x: x, y: y, length: length, thickness: thickness))
  }

  /// Filled squares of side `module`, `side` by `side` places, row by row from the upper left corner.
  mutating func squares(_ isDark: [Bool], side: Int, module: Int, x: Int, y: Int) {
    marks.append(.squares(isDark, side: side, module: module, x: x, y: y))
  }

  /// What PDF draws; there y goes up from the lower edge.
  fileprivate var stream: String {
    marks.map { mark in
      switch mark {
      case .text(let bytes, let font, let size, let x, let y):
        "BT /F\(font.rawValue) \(size) Tf \(Self.number(x)) \(Self.number(height - y)) Td "
          + "(\(Self.escaped(bytes))) Tj ET\n"
      case .line(let x, let y, let length, let thickness):
        "\(Self.number(thickness)) w \(Self.number(x)) \(Self.number(height - y)) m "
          + "\(Self.number(x + length)) \(Self.number(height - y)) l S\n"
      case .squares(let isDark, let side, let module, let x, let y):
        "q \(Self.number(module)) 0 0 -\(Self.number(module)) \(Self.number(x)) \(Self.number(height - y)) cm\n"
          + Self.path(isDark, side) + "f Q\n"
      }
    }.joined()
  }

  /// One path for all squares, filled once: where they touch no light seam is left between them.
  private static func path(_ isDark: [Bool], _ side: Int) -> String {
    var path = ""
    for row in 0..<side {
      var runs: [String] = []
      var column = 0
      while column < side {
        let first = column
        while column < side, isDark[row * side + column] { column += 1 }
        if column > first { runs.append("\(first) \(row) \(column - first) 1 re") }
        column += 1
      }
      if !runs.isEmpty { path += runs.joined(separator: " ") + "\n" }
    }
    return path
  }

  /// Points with up to three places: `12.5`.
  static func number(_ thousandths: Int) -> String {
    let (whole, rest) = abs(thousandths).quotientAndRemainder(dividingBy: 1_000)
    var text = (thousandths < 0 ? "-" : "") + "\(whole)"
    guard rest > 0 else { return text }
    var places = String(1_000 + rest).dropFirst()
    while places.last == "0" { places.removeLast() }
    text += "." + places
    return text
  }

  /// A literal string: parentheses and the backslash escaped, what is not ASCII in octal.
  private static func escaped(_ bytes: [UInt8]) -> String {
    var text = ""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\"):
        text += "\\" + String(Character(Unicode.Scalar(byte)))
      case 0x20...0x7E: text.append(Character(Unicode.Scalar(byte)))
      default: text += "\\" + String(512 + Int(byte), radix: 8).dropFirst()
      }
    }
    return text
  }
}

enum PDFFile {
  /// - Parameter language: a tag such as `de`, for programs that read aloud.
  static func bytes(_ pages: [PDFPage], language: String) -> [UInt8] {
    let firstPage = 5
    var objects = [
      "<< /Type /Catalog /Pages 2 0 R /Lang (\(language.filter { $0.isASCII && ($0.isLetter || $0 == "-") })) >>",
      "<< /Type /Pages /Count \(pages.count) /Kids ["
        + pages.indices.map { "\(firstPage + 2 * $0) 0 R" }.joined(separator: " ") + "] >>",
    ]
    for font in SlipFont.allCases {
      objects.append(
        "<< /Type /Font /Subtype /Type1 /BaseFont /\(font.name) /Encoding /WinAnsiEncoding >>")
    }
    for (index, page) in pages.enumerated() {
      objects.append(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(PDFPage.number(page.width)) \(PDFPage.number(page.height))] "
          + "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents \(firstPage + 2 * index + 1) 0 R >>")
      let stream = page.stream
      objects.append("<< /Length \(stream.utf8.count) >>\nstream\n\(stream)endstream")
    }
    var file = Array("%PDF-1.4\n".utf8)
    var places: [Int] = []
    for (index, object) in objects.enumerated() {
      places.append(file.count)
      file += "\(index + 1) 0 obj\n\(object)\nendobj\n".utf8
    }
    let table = file.count
    // Each entry is 20 bytes: ten digits, five digits, a letter, a blank and the line's end.
    file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8
    for place in places { file += "\(String(String(10_000_000_000 + place).dropFirst())) 00000 n \n".utf8 }
    file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n".utf8
    return file
  }
}
