// IBAN, creditor reference and GiroCode against the examples of their standards, and the mistakes that people make.

import Testing

@testable import Services

@Suite struct PaymentTests {
  // SWIFT IBAN registry, the example of each country.
  static let ibans = [
    "DE89 3704 0044 0532 0130 00", "AT61 1904 3002 3457 3201", "CH93 0076 2011 6238 5295 7",
    "GB29 NWBK 6016 1331 9268 19", "FR14 2004 1010 0505 0001 3M02 606", "NL91 ABNA 0417 1643 00",
    "BE68 5390 0754 7034", "PL61 1090 1014 0000 0712 1981 2874", "TR33 0006 1005 1978 6457 8413 26",
    "NO93 8601 1117 947", "MT84 MALT 0110 0001 2345 MTLC AST0 01S", "UA21 3223 1300 0002 6007 2335 6600 1",
    "LC55 HEMM 0001 0001 0012 0012 0002 3015", "RO49 AAAA 1B31 0075 9384 0000",
    "SE45 5000 0000 0583 9825 7466",
  ]

  @Test(arguments: ibans) func examplesOfTheRegistryAreRight(_ text: String) throws {
    let iban = try IBAN(text)
    #expect(iban.grouped == text)
    #expect(try IBAN(text.lowercased()) == iban)
    #expect(try IBAN(" " + text.replacing(" ", with: "-") + "\u{A0}") == iban)
  }

  @Test func everyMistypedDigitAndEverySwapIsFound() throws {
    let right = Array("DE89370400440532013000".utf8)
    for index in right.indices.dropFirst(2) {
      for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != right[index] {
        var wrong = right
        wrong[index] = digit
        #expect(throws: IBAN.Fault.checkDigits) { try IBAN(String(decoding: wrong, as: UTF8.self)) }
      }
      if index + 1 < right.count, right[index] != right[index + 1] {
        var wrong = right
        wrong.swapAt(index, index + 1)
        #expect(throws: IBAN.Fault.checkDigits) { try IBAN(String(decoding: wrong, as: UTF8.self)) }
      }
    }
  }

  @Test func wrongIBANsSayWhy() {
    #expect(throws: IBAN.Fault.malformed) { try IBAN("") }
    #expect(throws: IBAN.Fault.malformed) { try IBAN("12345678") }
    #expect(throws: IBAN.Fault.malformed) { try IBAN("DEXX370400440532013000") }
    #expect(throws: IBAN.Fault.malformed) { try IBAN("DE89 3704 0044 0532 0130 0ß") }
    #expect(throws: IBAN.Fault.malformed) { try IBAN(String(repeating: "DE89", count: 100)) }
    #expect(throws: IBAN.Fault.unknownCountry("US")) { try IBAN("US89370400440532013000") }
    #expect(throws: IBAN.Fault.length(21, expected: 22)) { try IBAN("DE8937040044053201300") }
    #expect(throws: IBAN.Fault.length(23, expected: 22)) { try IBAN("DE893704004405320130001") }
  }

  @Test func checkDigitsThatNobodyGivesAreRefused() throws {
    // 97 and 00 have the same remainder; find an account whose right digits are 97, and write 00.
    for account in 0..<2000 {
      let body = String(repeating: "0", count: 18 - String(account).count) + String(account)
      guard Modulo97.checkDigits("DE", Array(body.utf8)) == "97" else { continue }
      _ = try IBAN("DE97\(body)")
      #expect(throws: IBAN.Fault.checkDigits) { try IBAN("DE00\(body)") }
      return
    }
    Issue.record("no account found")
  }

  @Test func everyCountryHasALengthWithinTheStandard() {
    #expect(IBAN.lengths.count == 89)
    #expect(IBAN.lengths.values.allSatisfy { (15...34).contains($0) })
  }

  @Test func creditorReferences() throws {
    // The example of EPC069-12 and of ISO 11649.
    #expect(try CreditorReference("RF18 5390 0754 7034").text == "RF18539007547034")
    #expect(try CreditorReference(body: "539007547034").text == "RF18539007547034")
    #expect(try CreditorReference(body: "4827-1190").grouped.hasPrefix("RF"))
    #expect(try CreditorReference("rf712348231").text == "RF712348231")
    for body in ["1", "ABC", "4827 1190", "000000000000000000000", "Z9Z9Z9Z9Z9Z9Z9Z9Z9Z9Z"] {
      let made = try CreditorReference(body: body)
      #expect(try CreditorReference(made.text) == made)
    }
    #expect(throws: CreditorReference.Fault.checkDigits) { try CreditorReference("RF19539007547034") }
    #expect(throws: CreditorReference.Fault.malformed) { try CreditorReference("XX18539007547034") }
    #expect(throws: CreditorReference.Fault.malformed) { try CreditorReference("RF18") }
    #expect(throws: CreditorReference.Fault.malformed) { try CreditorReference(body: "") }
    #expect(throws: CreditorReference.Fault.malformed) { try CreditorReference(body: "4827/1190") }
    #expect(throws: CreditorReference.Fault.tooLong(22)) {
      try CreditorReference(body: String(repeating: "1", count: 22))
    }
  }

  @Test func theExampleOfTheGuideline() throws {
    // EPC069-12 section 3, with the fields of version 002.
    let code = try GiroCode(
      name: "Red Cross of Belgium", iban: IBAN("BE72000000001616"), bic: "BPOTBEB1", cents: 100,
      purpose: "CHAR",
      remittance: .text("Urgency fund"), information: "Sample EPC QR code")
    #expect(
      code.payload
        == "BCD\n002\n1\nSCT\nBPOTBEB1\nRed Cross of Belgium\nBE72000000001616\nEUR1.00\nCHAR\n\nUrgency fund\n"
        + "Sample EPC QR code")
  }

  @Test func aFeeOfTheTownEndsWithItsReference() throws {
    let code = try GiroCode(
      name: "Stadt Musterstadt", iban: IBAN("DE89370400440532013000"), cents: 905, purpose: "GOVT",
      remittance: .reference(CreditorReference(body: "48271190")))
    let lines = code.payload.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 10 && lines[4] == "" && lines[7] == "EUR9.05" && lines[9].hasPrefix("RF"))
    let bare = try GiroCode(name: "Stadt", iban: IBAN("DE89370400440532013000"), cents: 1)
    #expect(bare.payload.hasSuffix("\nEUR0.01"))
  }

  @Test func limitsOfAGiroCode() throws {
    let iban = try IBAN("DE89370400440532013000")
    func make(
      _ name: String = "Stadt", cents: Int = 1, bic: String? = nil, purpose: String? = nil,
      remittance: GiroCode.Remittance = .none, information: String? = nil
    ) throws -> GiroCode {
      try GiroCode(
        name: name, iban: iban, bic: bic, cents: cents, purpose: purpose, remittance: remittance,
        information: information)
    }
    #expect(try make(cents: 99_999_999_999).payload.hasSuffix("EUR999999999.99"))
    #expect(throws: GiroCode.Fault.amount(0)) { try make(cents: 0) }
    #expect(throws: GiroCode.Fault.amount(-1)) { try make(cents: -1) }
    #expect(throws: GiroCode.Fault.amount(100_000_000_000)) { try make(cents: 100_000_000_000) }
    #expect(throws: GiroCode.Fault.name(0)) { try make("") }
    #expect(throws: GiroCode.Fault.name(71)) { try make(String(repeating: "x", count: 71)) }
    #expect(throws: GiroCode.Fault.control("name")) { try make("Stadt\nDE0") }
    #expect(throws: GiroCode.Fault.bic) { try make(bic: "COBADEF") }
    #expect(throws: GiroCode.Fault.bic) { try make(bic: "COBA12FF") }
    #expect(throws: GiroCode.Fault.purpose) { try make(purpose: "charity") }
    #expect(throws: GiroCode.Fault.text(0)) { try make(remittance: .text("")) }
    #expect(throws: GiroCode.Fault.text(141)) {
      try make(remittance: .text(String(repeating: "x", count: 141)))
    }
    #expect(throws: GiroCode.Fault.control("text")) { try make(remittance: .text("a\rb")) }
    #expect(throws: GiroCode.Fault.information(71)) {
      try make(information: String(repeating: "x", count: 71))
    }
    // Every part is short enough, all of them together are not: umlauts have two bytes.
    let umlauts = String(repeating: "ä", count: 140)
    #expect(throws: GiroCode.Fault.self) {
      try make(String(repeating: "ü", count: 70), remittance: .text(umlauts), information: umlauts)
    }
    #expect(throws: GiroCode.Fault.bicMissing) {
      try GiroCode(name: "X", iban: IBAN("CH9300762011623852957"), cents: 1)
    }
    _ = try GiroCode(name: "X", iban: IBAN("CH9300762011623852957"), bic: "POFICHBE", cents: 1)
  }
}
