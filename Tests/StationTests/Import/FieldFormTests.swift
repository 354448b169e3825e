// The forms of single values (UX-8, UX-9, UX-10, UX-11).

import Handover
import Testing

@testable import Station

@Suite struct FieldFormTests {
  @Test(arguments: [
    ("0170 1234567", "+491701234567"), ("+49 170 1234567", "+491701234567"),
    ("0049170-1234567", "+491701234567"),
    ("+49 (0)170 1234567", "+491701234567"), ("0049 (0) 170/12 34 567", "+491701234567"),
    ("+490170 1234567", "+491701234567"), ("(0170) 1234567", "+491701234567"),
    ("(0)170 1234567", "+491701234567"),
    ("0170.123.4567", "+491701234567"), ("+41 79 123 45 67", "+41791234567"),
    ("0041791234567", "+41791234567"),
    ("+1 202 555 0123", "+12025550123"), ("0999 123-0", "+499991230"),
  ]) func phonesBecomeOneForm_UX8_UX10(_ typed: String, _ normal: String) {
    #expect(PhoneNumber.normalise(typed) == normal)
    #expect(PhoneNumber.normalise(normal) == normal)
  }

  @Test(arguments: [
    "", "170 1234567", "+", "0", "00", "+0170", "0170x", "0170 ²34567", "01٣0 1234567", "+49+170123456",
    "1+70", "00 0170123456",
    "0170123456789012345", "0170 12", "01\u{301}70 1234567", "49170=1234567",
  ]) func whatIsNoPhoneIsRefused(_ typed: String) {
    #expect(PhoneNumber.normalise(typed) == nil)
  }

  @Test func serialsBecomeUpperCaseWithoutSpaces_UX11() {
    #expect(SerialNumber.normalise("c01x 00t47", of: .passport) == "C01X00T47")
    #expect(SerialNumber.normalise("LZ6311T47", of: .idCard) == "LZ6311T47")
    #expect(SerialNumber.normalise("B072RRE2I55", of: .drivingLicence) == "B072RRE2I55")
    #expect(SerialNumber.normalise("C01X00T47", of: .drivingLicence) == "C01X00T47")
    for wrong in [
      "", "C01X00T4", "C01X00T471", "CO1X00T47", "A01X00T47", "C01X00T4é", "C01X-0T47", "C01X00T4\u{301}7",
    ] {
      #expect(SerialNumber.normalise(wrong, of: .passport) == nil, "\(wrong)")
    }
    #expect(SerialNumber.normalise("B072RRE2I55", of: .passport) == nil)
  }

  @Test func birthDatesAreRealDays_UX9() throws {
    let today = try #require(CivilDay(year: 2026, month: 11, day: 22))
    func read(_ text: String) -> String? { try? readBirthDate(text, today: today).get().description }
    #expect(read("1985-03-17") == "1985-03-17")
    #expect(read("17.03.1985") == "1985-03-17")
    #expect(read("7.3.1985") == "1985-03-07")
    #expect(read("29.2.2024") == "2024-02-29")
    #expect(read("1900-01-01") == "1900-01-01")
    #expect(read("2026-11-22") == "2026-11-22")
    for wrong in [
      "", "29.2.2023", "31.4.1999", "1899-12-31", "2026-11-23", "0.1.1999", "1.13.1999", "85-03-17",
      "17.03.85", "1985-3-17",
      "17/03/1985", "1985-03-17 ", "1\u{301}7.3.1985", "١٧.٠٣.١٩٨٥", "--", "..", "1985--17", "-1985-03-17",
    ] {
      #expect(read(wrong) == nil, "\(wrong)")
    }
  }

  @Test func addressesAndLetters() {
    func email(_ text: String) -> Bool { (try? readEmail(text).get()) != nil }
    for right in ["a@b.de", "zoe.mueller+pass@amt.example.org", "x_1@xn--mller-kva.de"] {
      #expect(email(right))
    }
    for wrong in [
      "", "a", "a@", "@b.de", "a@b", "a@b..de", "a b@c.de", "a@b.de,c@d.de", "ä@b.de", "a@bü.de", "a@-b.de",
      "=a@b.de",
      "a@b.de\nBcc: x@y.z", "a@@b.de", String(repeating: "a", count: 65) + "@b.de",
    ] { #expect(!email(wrong), "\(wrong)") }
    #expect((try? readSlip("4827-1190").get()) == "48271190")
    for wrong in ["", "123", "1234567890123", "12a4", "١٢٣٤"] { #expect((try? readSlip(wrong).get()) == nil) }
  }
}
