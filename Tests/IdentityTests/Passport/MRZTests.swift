// The machine readable zone: the examples of ICAO 9303 parts 4 to 6 and 11 and the sample documents of the Federal
// Printing Office; typed singly, scanned, confused, wrong. Case names: ICAO 9303-3 section 4.9, 9303-11 appendix D.2.

import Crypto
import Secrets
import Testing

@testable import Identity

let mrzToday = CivilDate(year: 2026, month: 11, day: 21)!

func mrzSecret(_ text: String) -> Secret { Secret(Array(text.utf8)) }
func mrzText(_ secret: Secret) -> String {
  secret.withSpan { span in String(decoding: (0..<span.count).map { span[$0] }, as: UTF8.self) }
}

enum SampleZone {
  static let icaoTD3 = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
  ]
  static let icaoTD1 = [
    "I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
  ]
  static let icaoTD2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]
  static let longTD1 = [
    "I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<",
  ]
  static let longTD2 = ["I<UTOSTEVENSON<<PETER<<<<<<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8"]
  static let passport = [
    "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4",
  ]
  static let card = [
    "IDD<<T220001293<<<<<<<<<<<<<<<", "6408125<2010315D<<<<<<<<<<<<<4", "MUSTERMANN<<ERIKA<<<<<<<<<<<<<",
  ]
  static let all = [icaoTD3, icaoTD1, icaoTD2, longTD1, longTD2, passport, card]
}

@Suite("Machine readable zone")
struct MRZTests {
  @Test("The samples of ICAO 9303 and of the Federal Printing Office hold", arguments: SampleZone.all)
  func samples(_ lines: [String]) throws {
    for form in [lines.joined(separator: "\n"), lines.joined(separator: "\r\n") + "\r\n", lines.joined()] {
      let access = try DocumentAccess.read(mrzSecret(form), today: mrzToday)
      #expect(access.layout != nil)
      let chip = try MachineReadableZone(chip: Array(lines.joined().utf8), today: mrzToday)
      #expect(chip.documentNumber == mrzText(access.documentNumber))
      #expect(chip.layout == access.layout)
    }
  }

  @Test("MRZ information as in ICAO 9303-11 appendix D.2, numbers of more than nine characters too")
  func information() throws {
    func information(_ lines: [String]) throws -> String {
      mrzText(try DocumentAccess.read(mrzSecret(lines.joined(separator: "\n")), today: mrzToday).information)
    }
    #expect(try information(SampleZone.longTD1) == "D23145890734934071279507122")
    #expect(try information(SampleZone.longTD2) == "D23145890734934071279507122")
    #expect(try information(SampleZone.icaoTD3) == "L898902C3674081221204159")
    #expect(try information(SampleZone.icaoTD1) == "D23145890774081221204159")
    #expect(try information(SampleZone.passport) == "C01X00T47864081252702283")
  }

  @Test("The fields of the passport sample")
  func fields() throws {
    let zone = try MachineReadableZone(chip: Array(SampleZone.passport.joined().utf8), today: mrzToday)
    #expect(zone.documentCode == "P")
    #expect(zone.issuingState == "D")
    #expect(zone.documentNumber == "C01X00T47")
    #expect(zone.nationality == "D")
    #expect(zone.birthDate == PartialDate(year: 1964, month: 8, day: 12))
    #expect(zone.sex == .female)
    #expect(zone.expiryDate == CivilDate(year: 2027, month: 2, day: 28))
    #expect(zone.familyName == "MUSTERMANN")
    #expect(zone.givenNames == "ERIKA")
    #expect("\(zone)" == "MachineReadableZone(…)")
    let icao = try MachineReadableZone(chip: Array(SampleZone.icaoTD1.joined().utf8), today: mrzToday)
    #expect(icao.givenNames == "ANNA MARIA")
  }

  @Test(
    "Number, birth and expiry typed singly",
    arguments: [
      ("C01X00T47", "120864", "x"), ("C01X00T47", "12.08.1964", "28.02.2027"),
      ("c01x 00t47", "640812", "270228"),
      ("C01X00T478", "6408125", "2702283"), ("C01XOOT47", "12081964", "28022027"),
      ("CO1X00T478", "1964-08-12", "2027-02-28"), ("C01X00T47<", "12.8.64", "28.2.27"),
      ("C01X00T47", "12/08/1964", "28/02/2027"),
    ])
  func singly(_ typed: (String, String, String)) throws {
    guard typed.2 != "x" else {
      // Six digits are taken as in the zone, year first: day first is refused, not guessed.
      #expect(throws: MRZFault.date(.birthDate)) {
        try DocumentAccess(
          documentNumber: mrzSecret(typed.0), birthDate: mrzSecret(typed.1), expiryDate: mrzSecret("270228"),
          today: mrzToday)
      }
      return
    }
    let access = try DocumentAccess(
      documentNumber: mrzSecret(typed.0), birthDate: mrzSecret(typed.1), expiryDate: mrzSecret(typed.2),
      today: mrzToday)
    #expect(mrzText(access.information) == "C01X00T47864081252702283")
    #expect(mrzText(access.documentNumber) == "C01X00T47")
    for separator in [" ", ", ", ";", "\n"] where !typed.0.contains(" ") {
      let line = [typed.0, typed.1, typed.2].joined(separator: separator)
      #expect(try DocumentAccess.read(mrzSecret(line), today: mrzToday).information == access.information)
    }
  }

  @Test("The MRZ information itself is taken, short and long numbers too")
  func typedInformation() throws {
    for information in [
      "C01X00T47864081252702283", "L898902C<369080619406236", "D23145890734934071279507122",
    ] {
      let access = try DocumentAccess.read(mrzSecret(information), today: mrzToday)
      #expect(mrzText(access.information) == information)
    }
    let foreign = try DocumentAccess.read(
      mrzSecret("NSK8DCPB4 12.08.1964 28.02.2027"), today: mrzToday, issuer: .other)
    #expect(mrzText(foreign.documentNumber) == "NSK8DCPB4")
    #expect(
      mrzText(try DocumentAccess.read(mrzSecret("L898902C 690806 940623"), today: mrzToday).information)
        == "L898902C<369080619406236")
  }

  @Test(
    "Usual confusions are set right where the field and the check digit tell",
    arguments: [
      "P<0<<MUSTERMANN<<ERIKA\nCO1XOOT478O<<64O8I2SF27O22B3<<<<<<<<<<<<<<<4",
      "p<d<<mustermann<<er1ka\nc01x00t478d<<6408125f2702283<<<<<<<<<<<<<<<4",
      "P<D<<MU5TERMANN<<ERIKA\nC01X00T47BD<<G408125F27O2ZB3<<<<<<<<<<<<<<<4",
      "P D  MUSTERMANN  ERIKA\nC01X00T478D  6408125F2702283               4",
    ])
  func confusions(_ typed: String) throws {
    let access = try DocumentAccess.read(mrzSecret(typed), today: mrzToday)
    #expect(mrzText(access.information) == "C01X00T47864081252702283")
  }

  @Test("Two allowed characters that look alike: only the check digit can tell, and only if one change holds")
  func alike() throws {
    func zone(_ number: String, typed: String) -> String {
      func digit(_ parts: String...) -> String {
        var check = MRZCheckDigit()
        for byte in parts.joined().utf8 { check.add(byte) }
        return String(decoding: [check.digit], as: UTF8.self)
      }
      let dates = ("6408125", "2702283<<<<<<<<<<<<<<<")
      let composite = digit(number, digit(number), dates.0, dates.1)
      return SampleZone.passport[0] + "\n\(typed)\(digit(number))D<<\(dates.0)F\(dates.1)\(composite)"
    }
    for (number, typed) in [("C01X20T47", "C01XZ0T47"), ("CZ1X00T47", "C21X00T47")] {
      let access = try DocumentAccess.read(mrzSecret(zone(number, typed: typed)), today: mrzToday)
      #expect(mrzText(access.documentNumber) == number)
    }
    // G counts 16 and 6 counts 6: no check digit can tell these two, and nothing is guessed.
    let blind = try DocumentAccess.read(mrzSecret(zone("CG1X00T47", typed: "C61X00T47")), today: mrzToday)
    #expect(mrzText(blind.documentNumber) == "C61X00T47")
    let twice = SampleZone.icaoTD3[0] + "\nL8989OZC36UTO7408122F1204159ZE184226B<<<<<10"
    #expect(throws: MRZFault.checkDigit(.documentNumber)) {
      try DocumentAccess.read(mrzSecret(twice), today: mrzToday)
    }
  }

  @Test("Each digit changed is refused, by field")
  func changes() throws {
    let lines = SampleZone.passport
    let fields: [(Range<Int>, MRZField)] = [
      (3..<4, .documentNumber), (9..<10, .documentNumber), (13..<20, .birthDate), (21..<28, .expiryDate),
      (43..<44, .composite),
    ]
    for (range, field) in fields {
      for index in range {
        var second = Array(lines[1].utf8)
        let old = second[index]
        second[index] = isMRZDigit(old) ? (old - 48 + 1) % 10 + 48 : UInt8(ascii: "Y")
        let typed = lines[0] + "\n" + String(decoding: second, as: UTF8.self)
        #expect(throws: MRZFault.checkDigit(field), "\(index)") {
          try DocumentAccess.read(mrzSecret(typed), today: mrzToday)
        }
      }
    }
  }

  @Test("Faults name field and remedy and never repeat what was typed")
  func faults() throws {
    func fault(_ typed: String) -> MRZFault? {
      do {
        _ = try DocumentAccess.read(mrzSecret(typed), today: mrzToday)
        return nil
      } catch { return error }
    }
    #expect(fault("") == .layout)
    #expect(fault("C01X00T47") == .layout)
    #expect(fault("C01X00T47 31.02.1964 28.02.2027") == .date(.birthDate))
    #expect(fault("C01X00T47 22.11.2026 28.02.2027") == .date(.birthDate))
    #expect(fault("C01X00T47 21.11.2026 28.02.2027") == nil)
    #expect(fault("C01X00T47 12.08.1964 30.02.2027") == .date(.expiryDate))
    #expect(fault("C01X00T479 12.08.1964 28.02.2027") == .checkDigit(.documentNumber))
    #expect(fault("C01X00T47 6408126 270228") == .checkDigit(.birthDate))
    #expect(fault("C01X00T4Ä 640812 270228") == .content(.documentNumber))
    #expect(
      fault(SampleZone.passport[0] + "\n" + SampleZone.passport[1].dropLast())
        == .lineLength(line: 2, expected: 44))
    #expect(
      fault(SampleZone.passport[0] + "<\n" + SampleZone.passport[1]) == .lineLength(line: 1, expected: 44))
    #expect(fault("P<D<<MÜLLER\n" + SampleZone.passport[1]) == .character(line: 1, column: 7))
    #expect(fault(String(repeating: "9", count: 500)) == .layout)
    for field in MRZField.allCases {
      for fault in [
        MRZFault.checkDigit(field), .content(field), .date(field), .missing(field), .tooLong(field),
      ] {
        #expect(fault.field == field)
        #expect(fault.remedy.hasSuffix("."))
        #expect(fault.code.hasSuffix(field.rawValue))
      }
    }
  }

  @Test("Two digits become the year that can be: births not in the future, expiry nearest to today")
  func centuries() throws {
    func birth(_ text: String) -> PartialDate? {
      MRZDate(Array(text.utf8).span, at: 0..<6)?.birthDate(today: mrzToday)
    }
    #expect(birth("261121") == PartialDate(year: 2026, month: 11, day: 21))
    #expect(birth("261122") == PartialDate(year: 1926, month: 11, day: 22))
    #expect(birth("000229") == PartialDate(year: 2000, month: 2, day: 29))
    #expect(birth("26<<<<") == PartialDate(year: 1926, month: nil, day: nil) || birth("26<<<<")?.year == 2026)
    #expect(birth("<<<<<<") == PartialDate(year: nil, month: nil, day: nil))
    #expect(birth("641300") == nil)
    #expect(birth("640000") == PartialDate(year: 1964, month: nil, day: nil))
    func expiry(_ text: String) -> CivilDate? {
      MRZDate(Array(text.utf8).span, at: 0..<6)?.expiryDate(today: mrzToday)
    }
    #expect(expiry("990101") == CivilDate(year: 1999, month: 1, day: 1))
    #expect(expiry("360101") == CivilDate(year: 2036, month: 1, day: 1))
    #expect(expiry("9902<<") == nil)
  }

  @Test("No input of a byte alphabet makes the parser trap")
  func anything() {
    var state: UInt64 = 42
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let alphabet = Array("<<<<0123456789ABCDOZ \n\r,;.-Ä".utf8)
    for _ in 0..<5_000 {
      var typed = Array(SampleZone.all[Int(next() % 7)].joined(separator: "\n").utf8)
      for _ in 0..<(next() % 6) {
        let index = Int(next()) % typed.count
        switch next() % 3 {
        case 0: typed[index] = alphabet[Int(next()) % alphabet.count]
        case 1: typed.remove(at: index)
        default: typed.insert(alphabet[Int(next()) % alphabet.count], at: index)
        }
      }
      _ = try? DocumentAccess.read(Secret(typed), today: mrzToday)
      _ = try? MachineReadableZone(chip: typed, today: mrzToday)
    }
  }
}
