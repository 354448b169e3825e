// What people type instead of a whole zone: number and dates, the lines that hold them, and the confusions that check
// digits set right. The samples are those of MRZTests.

import Secrets
import Testing

@testable import Identity

@Suite("Machine readable zone, typed in part")
struct MRZShortFormTests {
  @Test(
    "The short form of any state: what check digits prove is set right, and letters in dates are digits",
    arguments: [
      "GOP3K818H4 8904104 3611214", "G0P3K818H 89O410 36II2I", "GOP3K818H4 89o41o4 36lL2l4",
      "G0P3K818H489O4IO43611214", "GOP3KB1BH4 1O.O4.1989 21.11.2036",
    ])
  func shortForm(_ typed: String) throws {
    let access = try DocumentAccess.read(mrzSecret(typed), today: mrzToday, issuer: .other)
    #expect(mrzText(access.information) == "G0P3K818H489041043611214")
  }

  @Test(
    "The short form's check digit that nothing proves is refused; a foreign number is set right by one change"
  )
  func shortFormRefused() throws {
    for typed in ["G0P3K818H5 890410 361121", "G0P3K818H7 890410 361121"] {
      #expect(throws: MRZFault.checkDigit(.documentNumber)) {
        try DocumentAccess.read(mrzSecret(typed), today: mrzToday, issuer: .other)
      }
    }
    let foreign = try DocumentAccess.read(
      mrzSecret("L8989O2C36 740812 120415"), today: mrzToday, issuer: .other)
    #expect(mrzText(foreign.documentNumber) == "L898902C3")
  }

  @Test("The second line of a passport and the first two of a card are enough")
  func lines() throws {
    let passport = "C01X00T47864081252702283"
    for typed in [
      SampleZone.passport[1], SampleZone.passport[1] + "\r\n", SampleZone.passport[1].lowercased(),
      "CO1XOOT478D<<64O8125F27O2283<<<<<<<<<<<<<<<4", "C01X00T478D  6408125F2702283               4",
    ] {
      #expect(
        mrzText(try DocumentAccess.read(mrzSecret(typed), today: mrzToday, issuer: .other).information)
          == passport, "\(typed)")
    }
    let card = try DocumentAccess.read(
      mrzSecret(SampleZone.card.joined(separator: "\n")), today: mrzToday
    ).information
    for typed in [
      SampleZone.card[..<2].joined(separator: "\n"), SampleZone.card[..<2].joined(),
      "IDD<<T220001293\n" + SampleZone.card[1] + "\n",
    ] {
      #expect(try DocumentAccess.read(mrzSecret(typed), today: mrzToday, issuer: .other).information == card)
    }
    for line in [SampleZone.passport[0], SampleZone.card[1], String(SampleZone.passport[1].dropLast())] {
      #expect(throws: MRZFault.self) { try DocumentAccess.read(mrzSecret(line), today: mrzToday) }
    }
  }
}
