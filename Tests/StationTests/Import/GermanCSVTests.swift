// CSV as German offices export it: encodings, names of columns, quotes over lines, formulas, withdrawals. Bytes of
// Windows-1252 are built here.

import Handover
import Messages
import Testing

@testable import Station

private let today = CivilDay(year: 2026, month: 11, day: 22)!
private func parse(_ bytes: [UInt8]) -> OrderImport {
  parseOrders(bytes: bytes, fileName: "auftraege.csv", today: today)
}
private func parse(_ text: String) -> OrderImport { parse(Array(text.utf8)) }
private func faults(_ result: OrderImport) -> [String] {
  result.rejections.map { rejection in
    "\(rejection.line):\(rejection.column.map(String.init) ?? "-"): \(rejection.reason)"
  }
}

/// Windows-1252, for the characters that these tests use.
private func windows1252(_ text: String) -> [UInt8] {
  text.unicodeScalars.map { scalar in
    switch scalar {
    case "€": 0x80
    case "Š": 0x8A
    case "–": 0x96
    default: UInt8(scalar.value)
    }
  }
}

private let german = """
  Auftragsnummer;Dokumente;Name;Geburtsdatum;Handynummer;Größe;nur am Schalter;PIN-Brief bestätigt\r
  007;Personalausweis + Reisepass;Jörg Müßig-Šimić € – Ä;3.04.1985;0171 2345678;groß;nein;WAHR\r

  """

@Suite struct GermanCSVTests {
  @Test func germanNamesAndWords() throws {
    let order = try #require(parse(german).orders.first)
    #expect(parse(german).rejections.isEmpty)
    #expect(order.id == "007", "leading zeros stay")
    #expect(order.documents == [.idCard, .passport])
    #expect(order.name == "Jörg Müßig-Šimić € – Ä")
    #expect(order.birthDate.description == "1985-04-03")
    #expect(order.phone == "+491712345678")
    #expect(order.size == .large && !order.counterOnly && order.pinLetterConfirmed)
  }

  @Test func threeEncodingsAreOneFile() {
    let text = german.replacing("Šimić", with: "Šimi")
    let plain = parse(text)
    #expect(plain.orders.count == 1)
    #expect(parse([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == plain)
    #expect(parse(windows1252(text)) == plain)
    #expect(parse(text.replacing("\r\n", with: "\n")) == plain)
    // Umlauts of two characters in the header are still that header.
    #expect(parse(text.replacing("Größe", with: "Gro\u{308}ße")) == plain)
  }

  @Test func separatorsAndLineEndsOfOtherPrograms() {
    let plain = parse(german)
    // Each German cell of this file is free of the separators.
    for separator in ["\t", "|", ",", "^", "~", "#"] {
      let text = german.replacing(";", with: separator)
      let named = parse("SEP=\(separator)\r\n" + text)
      #expect(named.rejections == [] && named.orders.map(\.id) == ["007"], "\(separator)")
    }
    #expect(parse(german.replacing(";", with: "\t")) == plain)
    #expect(parse(german.replacing("\r\n", with: "\r")) == plain)
    for wrong in ["sep=", "sep=;;", "sep=a", "sep=\"", "sep=§"] {
      let result = parse(wrong + "\n" + german)
      #expect(result.orders.isEmpty)
      #expect(result.rejections.map(\.line) == [1])
      #expect(result.rejections.first?.reason.hasPrefix("the line sep=") == true, "\(wrong)")
    }
  }

  @Test func whatIsNoTextIsRefusedWithLineAndByte() {
    let head = "id;documents;birth_date;phone;name\n"
    let row = "1;passport;1985-03-17;0170 1234567;Anna\n"
    let lone = Array((head + row).utf8) + Array("2;passport;1985-03-17;0170 1234567;".utf8) + [0x81, 0x0A]
    #expect(
      faults(parse(lone)) == [
        "3:-: byte 36 of the line (byte 111 of the text, 0x81) is neither UTF-8 nor Windows-1252, and nothing was imported"
      ])
    #expect(parse(lone).orders.isEmpty)
    let mixed = Array((head + "1;passport;1985-03-17;0170 1234567;Jörg\n").utf8) + [0xFC, 0x0A]
    #expect(faults(parse(mixed)).first?.contains("0xFC) is not UTF-8, though other lines are") == true)
    let marked = [0xEF, 0xBB, 0xBF] + Array(head.utf8) + [0xFC]
    #expect(faults(parse(marked)).first?.contains("though the file begins with its mark") == true)
    let wide: [UInt8] = [0xFF, 0xFE] + "id;name".utf8.flatMap { [$0, 0] }
    #expect(faults(parse(wide)).first?.contains("begins UTF-16 text") == true)
    let unmarked: [UInt8] = "id;name\n".utf8.flatMap { [$0, 0] }
    #expect(faults(parse(unmarked)).first?.contains("NUL") == true)
  }

  @Test func quotesMayHoldSeparatorsQuotesAndLineBreaks() {
    let result = parse(
      "id;documents;birth_date;phone;name\r\n"
        + "1;\"passport\r\nid_card\";1985-03-17;0170 1234567;\"Anna \"\"A\"\";\r\nMüller\"\r\n"
        + "2;passport;1985-03-17;0170 1234567;Emil\r\n;;;;\r\n")
    #expect(result.rejections.isEmpty)
    #expect(result.orders.map(\.line) == [2, 5])
    #expect(result.orders[0].documents == [.passport, .idCard])
    #expect(result.orders[0].name == "Anna \"A\"; Müller")
  }

  @Test func aForgottenQuoteCostsItsOwnRow() {
    let rows = (3...9).map { "\($0);passport;1985-03-17;0170 1234567;N\($0)\n" }.joined()
    let result = parse(
      "id;documents;birth_date;phone;name\n2;passport;1985-03-17;0170 1234567;\"Anna\n" + rows)
    #expect(result.orders.map(\.id) == (3...9).map(String.init))
    #expect(faults(result) == ["2:5: a quote is not closed"])
    // Two of them, so that the quotes pair up over rows.
    let paired = parse(
      "id;documents;birth_date;phone;name\n2;passport;1985-03-17;0170 1234567;\"Anna\n"
        + "3;passport;1985-03-17;0170 1234567;\"Emil\"\n4;passport;1985-03-17;0170 1234567;Eva\"\n")
    #expect(paired.orders.map(\.id) == ["3", "4"])
    #expect(faults(paired) == ["2:5: a quote is not closed"])
  }

  @Test func formulasAreRefusedAndPhonesAreNot() {
    for formula in ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1", "\"\r=1\"", "\"\n=1\"", " =1", "＝1"] {
      let result = parse(
        "id;documents;birth_date;phone;name\n1;passport;1985-03-17;+49 171 2345678;\(formula)\n")
      #expect(result.orders.isEmpty, "\(formula)")
      #expect(faults(result).allSatisfy { $0.hasPrefix("2:5: name: begins with") }, "\(faults(result))")
    }
    #expect(
      faults(parse("id;documents;birth_date;slip\n=1;passport;1985-03-17;4827\n")) == [
        "2:1: id: begins with =, +, - or @"
      ])
    for phone in ["-0171 2345678", "=49171234567", "@0171234567", "\t0171 2345678"] {
      #expect(parse("id;documents;birth_date;phone\n1;passport;1985-03-17;\(phone)\n").orders.isEmpty)
    }
  }

  @Test func whatWeWriteIsNoFormula() {
    #expect(
      CSVWriting.line(["=1", "a;b", "x\"y", "+49171", " -1", "O'Neil", "2026"])
        == "'=1;\"a;b\";\"x\"\"y\";'+49171;' -1;O'Neil;2026\r\n")
  }

  @Test func theListOfOrdersAsCSV() {
    let row = OrderRow(
      order: "000000000000002a", documents: ["id_card", "passport"], stage: "deposited", compartment: 7,
      since: "2026-11-20", until: "2026-11-27", counterOnly: false, name: "=Müller; \"Jörg\"")
    #expect(
      Listing.csv([row], withNames: true)
        == "\u{FEFF}order;documents;stage;compartment;since;until;counter_only;name\r\n"
        + "000000000000002a;id_card+passport;deposited;7;2026-11-20;2026-11-27;false;\"'=Müller; \"\"Jörg\"\"\"\r\n"
    )
    #expect(!Listing.csv([row], withNames: false).contains("Müller"))
  }

  @Test func everyFaultNamesItsColumn() {
    let result = parse(
      "id;documents;birth_date;phone;email;custodians;old_document;action\n"
        + "1;passport;31.02.1985;0171;a@b;1.1.1970|2027-01-01;hat;fly\n"
        + "2;passport;2026-11-23;0171 2345678;;;;\n"
        + "3;passport;1985-03-17;0171 2345678;;1.1.70+1.1.71+1.1.72+1.1.73+1.1.74;;\n")
    #expect(
      Set(faults(result)) == [
        "2:3: birth_date: is a day that does not exist", "2:4: phone: is not a telephone number",
        "2:5: email: is not an e-mail address", "2:6: custodians: is before 1900 or in the future",
        "2:7: old_document: names a kind that is not known", "2:8: action: is not an action",
        "3:3: birth_date: is before 1900 or in the future", "4:6: custodians: has 5 birth dates",
      ])
    #expect(result.rejections.allSatisfy { !$0.remedy.isEmpty })
  }

  @Test func oldDocumentAndCustodians() throws {
    let result = parse(
      "id,documents,birth_date,slip,Sorgeberechtigte,altes Dokument\n"
        + "1,Reisepass,2015-03-17,4827,3.4.1985 | 1986-05-06,Personalausweis\n2,Reisepass,2015-03-17,4827,,keines\n"
    )
    #expect(faults(result) == [])
    #expect(result.orders.map(\.oldDocument) == [.idCard, nil])
    #expect(result.orders[0].custodians.map(\.description) == ["1985-04-03", "1986-05-06"])
  }

  @Test func withdrawalsNeedTheirIdOnly() {
    let result = parse("Auftragsnummer;Aktion\nR-1;zurückziehen\nR-2;storno\nR-1;storno\n;storno\nR-3;\n")
    #expect(result.withdrawals.map(\.id) == ["R-1", "R-2"])
    #expect(
      faults(result) == [
        "4:1: id: the same id stands in line 2", "5:1: id: is missing", "6:-: documents: is missing",
        "6:-: birth_date: is missing", "6:-: phone, slip: both are empty",
      ])
    let json = parseOrders(
      bytes: Array(
        "{\"id\":\"R-1\",\"withdraw\":true}\n{\"id\":\"R-2\",\"withdraw\":true,\"action\":\"announce\"}\n"
          .utf8),
      fileName: "x.jsonl", today: today)
    #expect(json.withdrawals.map(\.id) == ["R-1"])
    #expect(json.rejections.map(\.reason) == ["withdraw: contradicts the action"])
  }

  @Test func limitsOfCells() {
    let long = String(repeating: "x", count: ImportLimit.cellCharactersMax + 1)
    let result = parse(
      "id;documents;birth_date;slip;name\n1;passport;1985-03-17;4827;\(long)\n2;passport;1985-03-17;4827;B\n"
        + "3;passport;1985-03-17\n4;passport;1985-03-17;4827;C;;\n5;passport;1985-03-17;4827;\u{0}\n")
    #expect(result.orders.map(\.id) == ["2"])
    #expect(
      faults(result) == [
        "2:5: the cell has 1001 characters", "4:-: the row has 3 cells, the header has 5",
        "5:-: the row has 7 cells, the header has 5", "6:5: the cell has a NUL character",
      ])
  }

  /// Whatever is changed in a file: nothing traps, every line that was a right row is imported whole as it was or not
  /// at all, and what is imported was a row of the file.
  @Test(arguments: 1...20) func mutationsNeverHalfImport(_ seed: UInt64) {
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let rows = (1...6).map { "R\($0);Personalausweis;Jörg \($0);17.0\($0).1985;0171 234567\($0);ja\r\n" }
    let whole = "Auftragsnummer;Dokumente;Name;Geburtsdatum;Handynummer;niedrig\r\n" + rows.joined()
    let scraps: [[UInt8]] = [
      [0x22], [0x3B], [0x0A], [0x0D, 0x0A], [0xFC], [0x81], [0], Array("\"\"".utf8), Array("ü".utf8),
      Array("=".utf8),
    ]
    for _ in 0..<60 {
      var bytes = next(2) == 0 ? Array(whole.utf8) : windows1252(whole)
      for _ in 0...next(6) {
        let at = next(bytes.count)
        switch next(3) {
        case 0: bytes[at] = UInt8(next(256))
        case 1: bytes.insert(contentsOf: scraps[next(scraps.count)], at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + 1 + next(20)))
        }
      }
      let result = parse(bytes)
      for order in result.orders {
        #expect(
          !order.id.isEmpty && order.documents.count >= 1 && (order.phone ?? order.slip) != nil,
          "seed \(seed)")
      }
      #expect(Set(result.orders.map(\.id)).count == result.orders.count, "seed \(seed)")
      #expect(result.rejections.allSatisfy { $0.line >= 1 && !$0.reason.isEmpty && !$0.remedy.isEmpty })
    }
  }
}
