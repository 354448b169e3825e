// Answers as people type them, right and wrong, and a sentence in each language for each mistake.

import Handover
import Testing

@testable import Services

@Suite struct AnswerTests {
  private func value(_ type: FormFieldType, _ typed: String..., required: Bool = true) throws -> FormValue? {
    try FormField(id: "f", type: type, isRequired: required).value(of: typed, on: FormFixtures.today)
  }

  private func mistake(_ type: FormFieldType, _ typed: String...) -> AnswerMistake? {
    do throws(AnswerMistake) {
      _ = try FormField(id: "f", type: type).value(of: typed, on: FormFixtures.today)
      return nil
    } catch { return error }
  }

  @Test func texts() throws {
    let type = FormFieldType.text(length: 2...10, digitsOnly: false)
    #expect(try value(type, " Da\u{A0}  Silva ") == .text("Da Silva"))
    #expect(mistake(type, "") == .missing && mistake(type, " ") == .missing)
    #expect(try value(type, "", required: false) == nil)
    #expect(mistake(type, "X") == .tooShort(count: 1, least: 2))
    #expect(mistake(type, "Xxxxxxxxxxx") == .tooLong(count: 11, most: 10))
    #expect(mistake(type, "a\u{202E}b") == .characters && mistake(type, "a\u{0}b") == .characters)
    #expect(mistake(type, "a" + String(repeating: "\u{301}", count: 400)) != nil)
    #expect(mistake(type, String(repeating: "x", count: 100_000)) != nil)
    let digits = FormFieldType.text(length: 15...15, digitsOnly: true)
    #expect(try value(digits, "276 0980 1234 5678") == .text("276098012345678"))
    #expect(mistake(digits, "27609801234567x") == .digitsOnly)
    #expect(mistake(digits, "٣٣٣") == .digitsOnly)
  }

  @Test func days() throws {
    #expect(try value(.date(.past), "17", "3", "1985") == .date(CivilDay(year: 1985, month: 3, day: 17)!))
    #expect(try value(.date(.past), "22", "11", "2026") == .date(FormFixtures.today))
    #expect(try value(.date(.future), "22", "11", "2026") == .date(FormFixtures.today))
    #expect(mistake(.date(.any), "31", "02", "1985") == .noSuchDay(day: 31, month: 2))
    #expect(mistake(.date(.any), "29", "2", "2023") == .noSuchDay(day: 29, month: 2))
    #expect(
      mistake(.date(.any), "32", "1", "1985") == .noDay && mistake(.date(.any), "x", "1", "1985") == .noDay)
    #expect(mistake(.date(.any), "1", "13", "1985") == .noMonth)
    #expect(
      mistake(.date(.any), "1", "1", "85") == .noYear && mistake(.date(.any), "1", "1", "1899") == .noYear)
    #expect(mistake(.date(.past), "23", "11", "2026") == .notPast)
    #expect(mistake(.date(.future), "21", "11", "2026") == .notFuture)
    #expect(mistake(.date(.any), "1", "", "1985") == .missingPart(1))
    #expect(mistake(.date(.any), "1", "1") == .missingPart(2))
    #expect(mistake(.date(.any), "+1", "1", "1985") == .noDay)
  }

  @Test func numbersAndChoices() throws {
    #expect(try value(.number(0...20), " 7 ") == .number(7))
    #expect(mistake(.number(0...20), "-1") == .noNumber && mistake(.number(0...20), "1,5") == .noNumber)
    #expect(mistake(.number(1...20), "0") == .tooSmall(least: 1))
    #expect(mistake(.number(0...20), "21") == .tooLarge(most: 20))
    #expect(mistake(.number(0...20), String(repeating: "9", count: 40)) == .noNumber)
    #expect(try value(.choice(["a", "b"]), "b") == .choice("b"))
    #expect(mistake(.choice(["a", "b"]), "c") == .noOption)
    #expect(try value(.yesNo, "yes") == .yesNo(true))
    #expect(try value(.yesNo, "no") == .yesNo(false))
    #expect(mistake(.yesNo, "ja") == .noOption)
  }

  @Test func addresses() throws {
    #expect(
      try value(.address, "Am  Markt", "1 a", "12 345", "Musterstadt")
        == .address(
          PostalAddress(street: "Am Markt", houseNumber: "1 a", postcode: "12345", place: "Musterstadt")))
    #expect(mistake(.address, "Am Markt", "1", "1234", "X") == .postcode)
    #expect(mistake(.address, "Am Markt", "1", "00000", "X") == .postcode)
    #expect(mistake(.address, "Am Markt", "", "12345", "X") == .missingPart(1))
    #expect(mistake(.address, "", "", "", "") == .missing)
  }

  @Test func accounts() throws {
    #expect(try value(.iban, "de89 3704-0044 0532 0130 00") == .iban(IBAN("DE89370400440532013000")))
    #expect(mistake(.iban, "DE893704004405320130") == .ibanLength(count: 20, expected: 22))
    #expect(mistake(.iban, "ZZ893704004405320130") == .ibanCountry("ZZ"))
    #expect(mistake(.iban, "hallo") == .ibanForm)
  }

  @Test(arguments: [
    "erika@beispiel.de", "e.m+x@sub.beispiel-stadt.de", "O'Neil@example.org", "1@2.museum",
  ]) func mailboxes(_ text: String) throws {
    #expect(try value(.email, " \(text)") == .email(text))
  }

  @Test(arguments: [
    "erika", "a@b@c.de", "@beispiel.de", "erika@", "erika@beispiel", ".a@b.de", "a..b@c.de", "a@-b.de",
    "a@b..de",
    "a b@c.de", "a@b.1", "ä@b.de", "a@b.de.",
  ]) func noMailboxes(_ text: String) {
    #expect(mistake(.email, text) != nil)
  }

  @Test func phones() throws {
    for text in ["0170 1234567", "+49 170 / 123 45 67", "0049 (170) 123-4567", "0170.1234567"] {
      #expect(try value(.phone, text) == .phone("+491701234567"), "\(text)")
    }
    #expect(try value(.phone, "+33 1 23 45 67 89") == .phone("+33123456789"))
    #expect(mistake(.phone, "1701234567") == .phoneForm && mistake(.phone, "01x") == .phoneForm)
    #expect(mistake(.phone, "000170") == .phoneForm && mistake(.phone, "+") == .phoneForm)
    #expect(
      mistake(.phone, "0123") == .phoneLength
        && mistake(.phone, "0" + String(repeating: "1", count: 20)) == .phoneLength)
  }

  @Test("AX-63: every mistake says in every language what is wrong and what to do") func sentences() throws {
    let library = try FormFixtures.library()
    #expect(Set(AnswerMistake.samples.map(\.key)).count == AnswerMistake.samples.count)
    for sample in AnswerMistake.samples {
      for language in ["de", "en"] {
        let text = try #require(library.texts.template("common.mistake.\(sample.key)", in: language))
        let filled = try TextTemplate(text).filled(with: sample.arguments)
        #expect(
          !filled.contains("{") && filled.filter { $0 == "." || $0 == "?" }.count >= 2,
          "\(language): \(filled)")
      }
    }
  }
}
