// QR codes as a terminal shows them, read back with zbar: the frame becomes an image, cell by cell, in the colours of the
// theme, as a telephone would see it. What stands around the code is drawn as blots, so that it disturbs as text does.

import Foundation
import Terminal
import Testing

@Suite("QR codes on the screen", .serialized)
struct QRScreenTests {
  /// 25 bytes, 25 modules: `qrencode -l M "https://ms.example/t/a1b2"`.
  private static let address = "https://ms.example/t/a1b2"
  private static let rows = """
    1111111001010000101111111
    1000001000110011001000001
    1011101010010011101011101
    1011101010100100001011101
    1011101010110100101011101
    1000001010101111001000001
    1111111010101010101111111
    0000000010000011000000000
    1011111001111111101111100
    1001100110001010110100010
    1111001010110011101101011
    0000010001111001110110001
    0101001001001100001010111
    1111110101000100100101010
    1000101011111111110111011
    1000100001110011000110001
    1011111100011111111110100
    0000000011101001100011000
    1111111001001000101010111
    1000001011011010100011011
    1011101010000101111110100
    1011101011111011011011111
    1011101010001001100001101
    1000001001011010111111001
    1111111010101110011111111
    """

  private static func page(_ rest: [Block] = []) throws -> Page {
    let code = try #require(
      QRDrawing(
        side: 25, modules: rows.filter { $0 != "\n" }.map { $0 == "1" }, address: .data("ms.example/t/a1b2"),
        alternative: .data("QR-Code mit der Adresse.")))
    return Page(
      header: Header(town: .data("STADT MUSTERSTADT"), clock: .data("So 22.11.  18:04")),
      title: .data("Hund anmelden"), blocks: [.question(.data("Das geht auch online:")), .qr(code)] + rest,
      choices: [Choice(1, .data("Hier am Terminal anmelden"))], focus: .choice(0),
      keys: [KeyCap(.ok, .data("Weiter")), KeyCap(.end, .data("Ende"))])
  }

  private static func frame(_ page: Page, _ columns: Int, _ rows: Int, _ glyphs: GlyphSet) -> Frame {
    CellRenderer(texts: Texts(language: "de", templates: [:]), keyMap: .keypad, glyphSet: glyphs)
      .frame(of: page, columns: columns, rows: rows)
  }

  /// A portable pixmap (PPM) of a frame; a cell is 8 by 16 pixels.
  private static func image(_ frame: Frame, _ theme: Theme) -> Data {
    let (width, height) = (8, 16)
    var bytes = Array("P6 \(frame.columns * width) \(frame.rows * height) 255\n".utf8)
    for row in 0..<frame.rows * height {
      for column in 0..<frame.columns * width {
        let cell = frame[row / height, column / width]
        let (x, y) = (column % width, row % height)
        let isInk =
          switch cell.glyph {
          case " ": false
          case "█": true
          case "▀": y < height / 2
          case "▄": y >= height / 2
          default: (2..<6).contains(x) && (4..<12).contains(y)
          }
        let ink = theme.colour(cell.style.ink)
        let ground = theme.groundColour(cell.style.ink)
        let colour = isInk != cell.style.isReverse ? ink : ground
        bytes += [UInt8(colour.red), UInt8(colour.green), UInt8(colour.blue)]
      }
    }
    return Data(bytes)
  }

  /// What zbar reads in the image, line by line.
  private static func read(_ frame: Frame, _ theme: Theme) throws -> [String] {
    let scratch = try Scratch("qr")
    try image(frame, theme).write(to: URL(filePath: scratch.file("frame.ppm")))
    let run = try ChildProcess.run(
      ["/usr/bin/zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", scratch.file("frame.ppm")],
      in: scratch)
    // 4: there was no code in the image.
    #expect(run.status == 0 || run.status == 4, "\(run.error)")
    return run.output.split(separator: "\n").map(String.init)
  }

  @Test("zbar reads the address from the screen at 80x25 and 120x33, in every theme")
  func decoded() throws {
    let page = try Self.page()
    for (columns, rows) in [(80, 25), (120, 33), (100, 40)] {
      for theme in Theme.all {
        let frame = Self.frame(page, columns, rows, .full)
        #expect(try Self.read(frame, theme) == [Self.address], "\(columns)x\(rows) \(theme.name)")
      }
    }
  }

  @Test("It reads it on every sheet of a page that is too long")
  func everySheet() throws {
    let page = try Self.page([.paragraph(.data(String(repeating: "Sehr viel Text ", count: 60)))])
    let renderer = CellRenderer(
      texts: Texts(language: "de", templates: [:]), keyMap: .keypad, glyphSet: .full)
    let count = renderer.frame(of: page, columns: 80, rows: 25).sheetCount
    #expect(count > 1)
    for sheet in 0..<count {
      let frame = renderer.frame(of: page, columns: 80, rows: 25, sheet: sheet)
      #expect(try Self.read(frame, .dark) == [Self.address], "sheet \(sheet)")
    }
  }

  @Test("At 60x16, at 40x12 and on a console there is no code, and the address stands there")
  func addressAlone() throws {
    let page = try Self.page()
    let sizes: [(Int, Int, GlyphSet)] = [
      (60, 16, .full), (40, 12, .full), (80, 25, .console), (120, 33, .console), (40, 12, .console),
    ]
    for (columns, rows, glyphs) in sizes {
      let frame = Self.frame(page, columns, rows, glyphs)
      #expect(try Self.read(frame, .dark) == [], "\(columns)x\(rows)")
      #expect((0..<rows).contains { frame.text(row: $0).contains("ms.example/t/a1b2") })
      #expect(!(0..<rows).contains { row in frame.text(row: row).contains { "▀▄".contains($0) } })
    }
  }
}
