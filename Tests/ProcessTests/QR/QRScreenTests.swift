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

  /// A GiroCode as EPC069-12 has it: what `qrencode -8 -l M` makes of these lines.
  private static let payment = [
    "BCD", "002", "1", "SCT", "", "Stadtkasse Musterstadt", "DE02120300000000202051", "EUR12", "",
    "RF18539007547034", "", "Meldebescheinigung",
  ]
  private static let paymentRows = """
    11111110111110010001001110010100101111111
    10000010100100111010111101100110001000001
    10111010000100011011001001111001101011101
    10111010110011100010101101101100001011101
    10111010001001101101100001110101001011101
    10000010010100011101000000000001101000001
    11111110101010101010101010101010101111111
    00000000101101001110100100101110100000000
    10110111000011100111110001001001101001011
    10001100110011001011111100010011001010001
    00100011101010001100010110100110101100000
    11110101101111101000000001000000000000010
    10110110011010100110000011011101010100000
    10001100000001001111001011011111000001111
    10011011011000111111000010000011101100001
    01100101000111000001111010011000110111010
    01011010101000010001010010000110100011000
    00010001101100100110010101101011110001010
    11010010110100101100010001010000010000100
    01101101000000100000101100010101101110110
    11110111111001110011110010101110011000110
    11001001011101001011010111011111101010010
    10001011001101000110101101100000110100110
    01100100100010011011001101000001111101001
    10110111010110001110101010111000010101111
    10101000111000101101000010001110111100111
    01101011101011101001101000000011000010101
    01101101111100101010010000000011011011010
    01001011100001100000110101100100110110110
    01010100001000101010100111110000101101010
    10000010110001110000100001010110110011110
    00000001111001101110001110110100000001100
    01010010011010010101111011100100111110101
    00000000111011101001011111000000100010010
    11111110100001111100011100101110101010110
    10000010111011100011000111001011100011001
    10111010000001001011101001110100111111110
    10111010110100111111111000101101100100101
    10111010101011110001011010001101010000111
    10000010000111000000011010100001110010010
    11111110101010101000111111010111111001010
    """

  private static func page(_ rest: [Block] = [], rows: String = rows) throws -> Page {
    let side = rows.prefix { $0 != "\n" }.count
    let code = try #require(
      QRDrawing(
        side: side, modules: rows.filter { $0 != "\n" }.map { $0 == "1" },
        address: .data("ms.example/t/a1b2"),
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

  @Test("It reads a payment from the screen at 120x33, where a terminal has the room")
  func paymentDecoded() throws {
    let page = try Self.page(rows: Self.paymentRows)
    for theme in Theme.all {
      let lines = try Self.read(Self.frame(page, 120, 33, .full), theme)
      #expect(lines == Self.payment.filter { !$0.isEmpty }, "\(theme.name)")
    }
    #expect(try Self.read(Self.frame(page, 80, 25, .full), .dark) == [])
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
