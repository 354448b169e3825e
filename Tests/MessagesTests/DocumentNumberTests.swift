// Numbers as people type them: serial numbers by the annexes of PassV and PAuswV, check digits by ICAO 9303-3, 4.9, and
// numbers of letters.

import Messages
import Secrets
import Testing

@Suite struct DocumentNumberTests {
  private func read(_ text: String) -> Result<DocumentNumber, DocumentNumber.Fault> {
    DocumentNumber.read(Secret(Array(text.utf8)))
  }

  private func serial(_ text: String) -> DocumentNumber { .serial(Secret(Array(text.utf8))) }
  private func slip(_ text: String) -> DocumentNumber { .slip(Secret(Array(text.utf8))) }

  @Test("ICAO 7-3-1: the specimens' check digits, letters and fillers included")
  func checkDigits() {
    for (number, digit) in [
      ("C01X00T47", "8"), ("L01X00T47", "1"), ("LZ6311T47", "5"), ("C01X0006H", "1"), ("L8988901C", "4"),
      // ICAO 9303-3, appendix A to part 3: a short number with a filler.
      ("D23145890", "7"), ("AB2134<<<", "5"),
    ] {
      #expect(DocumentNumber.checkDigit(number.utf8) == digit.utf8.first, "\(number)")
    }
  }

  @Test("UX-11: one form of everything that means the same number")
  func oneForm() {
    for typed in ["L01X00T47", "l01x00t47", "L01X 00T 47", "L01X-00T-47", "LO1XOOT47", "L01X00T471"] {
      #expect(read(typed) == .success(serial("L01X00T47")), "\(typed)")
    }
    #expect(read("C01X0006H1") == .success(serial("C01X0006H")))
    #expect(read("A1234567") == .success(serial("A1234567")), "a provisional card")
    #expect(read("b 123 4567") == .success(serial("B1234567")))
    let digit = Character(Unicode.Scalar(DocumentNumber.checkDigit("A1234567<".utf8)))
    #expect(read("A1234567<\(digit)") == .success(serial("A1234567")), "as a scanner sends it")
    #expect(read("4827 1190") == .success(slip("48271190")))
    #expect(read("0123-456") == .success(slip("0123456")), "a leading zero belongs to it")
  }

  @Test("What is wrong is named with the count that was typed")
  func faults() {
    #expect(read("") == .failure(.empty))
    #expect(read(" - ") == .failure(.empty))
    #expect(read("L01X00T4") == .failure(.serialLength(8)))
    #expect(read("L01X00T") == .failure(.serialLength(7)))
    #expect(read("L01X00T47C") == .failure(.serialLength(10)), "a check digit is a digit")
    #expect(read("L01X00T4712") == .failure(.serialLength(11)))
    #expect(read("L01X00T472") == .failure(.checkDigit))
    #expect(read("A1234567<9") == .failure(.checkDigit) || read("A1234567<9") == .success(serial("A1234567")))
    #expect(read("LA1X00T47") == .failure(.character(UInt8(ascii: "A"))))
    #expect(read("L01X00T4+") == .failure(.character(UInt8(ascii: "+"))))
    #expect(read("123") == .failure(.slipLength(3)))
    #expect(read("1234567890123") == .failure(.slipLength(13)))
    #expect(read("L01X00T4\u{E4}") == .failure(.character(0xC3)))
  }

  @Test("Every wrong check digit is found")
  func everyWrongDigit() {
    for digit in 0...9 where digit != 1 { #expect(read("L01X00T47\(digit)") == .failure(.checkDigit)) }
  }
}
