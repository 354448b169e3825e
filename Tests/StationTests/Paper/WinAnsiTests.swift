// Letters on paper: what the standard fonts have, what is written with other letters, and that nothing is refused.

import Foundation
import Testing

@testable import Station

@Suite struct WinAnsiTests {
  private func shown(_ text: String) -> String {
    String(WinAnsi.bytes(text).map { Character(WinAnsiReading.letters[Int($0)]) })
  }

  @Test func `what the fonts have is printed as it is`() {
    let text = "Größe Äpfel öÖüÜß § 5 €  „so“ – ’ … àéîõç ÿ ° ½ ×"
    #expect(shown(text) == text)
    // All of Windows-1252, each byte for its letter.
    for byte in [UInt8](0x20...0x7E) + [UInt8](0x80...0xFF)
    where ![0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xAD].contains(byte) {
      #expect(WinAnsi.bytes(String(WinAnsiReading.letters[Int(byte)])) == [byte], "\(byte)")
    }
  }

  @Test func `a letter and its mark written apart are one letter`() {
    #expect(shown("Gru\u{308}ße e\u{301}") == "Grüße é")
    #expect(shown("x\u{302}") == "x")
  }

  @Test func `other letters as a passport writes them`() {
    #expect(shown("Łódź Çeşme İzmir ğ Iași Győr Škoda") == "Lódz Çesme Izmir g Iasi Gyor Škoda")
    #expect(shown("Щука Київ Юрий") == "SHCHuka Kiiv IUrii")
    #expect(shown("Weiẞ → № 5 − 3 \u{2011} 1") == "WeiSS -> Nr. 5 - 3 - 1")
    #expect(shown("a\u{200B}b\u{AD}c\td\ne") == "abc d e")
    #expect(shown("مرحبا") == "?????")
  }

  @Test func `a text in another script is not readable, punctuation is`() {
    #expect(WinAnsi.isReadable("Wo? 5 × 3 → „Łódź“"))
    #expect(!WinAnsi.isReadable("مرحبا"))
    #expect(!WinAnsi.isReadable("日本"))
  }

  @Test func `every scalar becomes something, and never a control character`() {
    for value in stride(from: UInt32(0), to: 0x30000, by: 1) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = WinAnsi.bytes(String(scalar))
      if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) || bytes.count > 4 { Issue.record("\(value)") }
    }
  }
}
