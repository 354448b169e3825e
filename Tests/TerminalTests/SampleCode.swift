// A QR code for the tests, made with `qrencode -l M "https://ms.example/t/a1b2"`: 25 bytes, 25 modules.

@testable import Terminal

enum SampleCode {
  static let address = "https://ms.example/t/a1b2"

  static let drawing: QRDrawing? = QRDrawing(
    side: 25, modules: rows.filter { $0 != "\n" }.map { $0 == "1" }, address: .data("ms.example/t/a1b2"),
    alternative: .data("QR-Code mit der Adresse des Online-Dienstes."))

  /// A page as a service has it: what it is, and where it can be done online.
  static let page = Page(
    header: Samples.header, title: .data("Hund anmelden"),
    blocks: [.question(.data("Das geht auch online:"))] + (drawing.map { [.qr($0)] } ?? []) + [
      .paragraph(.data("Scannen Sie den Code. Oder tippen Sie die Adresse ab."))
    ],
    choices: [Choice(1, .data("Hier am Terminal anmelden")), Choice(2, .data("Öffnungszeiten"))],
    focus: .choice(0), keys: Samples.choosing)

  static let rows = """
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
}
