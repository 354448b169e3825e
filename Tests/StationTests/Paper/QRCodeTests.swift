// QR codes as values: sizes that the standard gives, what does not fit, and the same code for the same text. Whether a
// reader understands them is shown by zbar in Tests/ProcessTests/Paper.

import Services
import Testing

@testable import Station

@Suite struct QRCodeTests {
  /// The finder pattern of ISO/IEC 18004, 5.3.2.1, seen from its corner.
  private func hasFinder(_ code: QRModules, _ row: Int, _ column: Int) -> Bool {
    for y in 0..<7 {
      for x in 0..<7 {
        let ring = max(abs(x - 3), abs(y - 3))
        if code.isDark[(row + y) * code.side + column + x] != (ring != 2) { return false }
      }
    }
    return true
  }

  @Test func `a short address is a small code with its three finder patterns`() throws {
    let code = try QRCode.modules("https://trier.de/hund")
    #expect(code.side == 25, "21 bytes at level M are version 2")
    #expect(code.isDark.count == code.side * code.side)
    #expect(hasFinder(code, 0, 0) && hasFinder(code, 0, code.side - 7) && hasFinder(code, code.side - 7, 0))
    #expect(!hasFinder(code, code.side - 7, code.side - 7))
    #expect(try QRCode.modules("https://trier.de/hund") == code)
    #expect(try QRCode.modules("https://trier.de/hund", .low) != code)
  }

  @Test func `a GiroCode of all 331 bytes fits in version 13, one more byte does not`() throws {
    let full = String(repeating: "x", count: GiroCode.byteCountMax)
    #expect(try QRCode.modules(full, .medium, versionMax: QRCode.giroVersionMax).side == 69)
    #expect(throws: QRCode.Fault.tooLong(bytes: 332, versionMax: 13)) { try QRCode.modules(full + "x") }
  }

  @Test func `bytes count, not letters: umlauts are two`() throws {
    #expect(throws: QRCode.Fault.tooLong(bytes: 28, versionMax: 2)) {
      try QRCode.modules(String(repeating: "ü", count: 14), versionMax: 2)
    }
    #expect(try QRCode.modules(String(repeating: "ü", count: 13), versionMax: 2).side == 25)
  }

  @Test func `a text with umlauts says that it is UTF-8, which takes 12 bits; one without does not`() throws {
    // Version 1 at level M holds 14 bytes and four bits more.
    #expect(try QRCode.modules("aaaaaaaaaaaaaa").side == 21)
    #expect(try QRCode.modules("üaaaaaaaaaaaa").side == 25)
    #expect(try QRCode.modules("üaaaaaaaaaaaa", versionMax: 1).side == 21, "without the mark it fits")
  }

  @Test func `nothing, and far too much, is refused and not drawn`() {
    #expect(throws: QRCode.Fault.empty) { try QRCode.modules("") }
    for count in [2_332, 2_953, 2_954, 100_000] {
      #expect(throws: QRCode.Fault.tooLong(bytes: count, versionMax: 40)) {
        try QRCode.modules(String(repeating: "a", count: count), versionMax: 40)
      }
    }
    #expect(throws: Never.self) { try QRCode.modules(String(repeating: "a", count: 2_331), versionMax: 40) }
  }
}
