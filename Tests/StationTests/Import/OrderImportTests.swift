// Imports of both formats, rows that are refused and the rows beside them, and a seeded storm of garbage.

import Handover
import Testing

@testable import Station

private let today = CivilDay(year: 2026, month: 11, day: 22)!

private func parse(_ text: String, _ name: String = "orders.csv") -> OrderImport {
  parseOrders(bytes: Array(text.utf8), fileName: name, today: today)
}

/// A row that is in order, with some fields changed, as JSON.
private func json(_ changes: [String: String?] = [:]) -> String {
  var fields: [String: String?] = [
    "id": "\"R-1\"", "documents": "[\"passport\"]", "phone": "\"0170 1234567\"",
    "birth_date": "\"1985-03-17\"",
  ]
  for (key, value) in changes { fields[key] = value }
  let pairs = fields.sorted { $0.key < $1.key }.compactMap { key, value in value.map { "\"\(key)\": \($0)" } }
  return "{\(pairs.joined(separator: ", "))}"
}

private func reasons(_ text: String) -> [String] { parse(text, "x.jsonl").rejections.map(\.reason) }

@Suite struct OrderImportTests {
  static let full = ImportedOrder(
    line: 1, id: "R-4711", documents: [.idCard, .passport], serials: ["L01X00T47", "C01X0006H"],
    name: "Zoë O'Neil-Müller", phone: "+491701234567", email: "zoe@example.org", slip: "48271190",
    birthDate: CivilDay(year: 1985, month: 3, day: 17)!, size: .medium, wantsLowDoor: true, counterOnly: true,
    pinLetterConfirmed: true, language: "en")

  @Test func aFullRowOfJSON() {
    let row = """
      {"id": "R-4711", "documents": ["id_card", "passport"], "serials": ["l01x 00t47", "C01X0006H"], \
      "name": " Zoë O'Neil-Müller ", "phone": "+49 (0)170-123 45 67", "email": "zoe@example.org", \
      "slip": "4827-1190", "birth_date": "17.3.1985", "size": "m", "low": true, "counter_only": true, \
      "pin_letter_confirmed": true, "language": "EN"}
      """
    #expect(parse(row) == OrderImport(orders: [Self.full]))
  }

  @Test(arguments: [";", ","]) func aFullRowOfCSV(_ separator: String) {
    var order = Self.full
    order.line = 2
    let header =
      "ID;documents;serials;name;phone;email;slip;birth_date;size;low;counter_only;pin_letter_confirmed;language"
    let row =
      "R-4711;id_card+passport; L01X00T47 | C01X0006H;\"Zoë O'Neil-Müller\" ;0049 170/1234567;zoe@example.org;4827 1190;"
      + "1985-03-17;M;ja;1;TRUE;en"
    let text = "\u{FEFF}\(header)\r\n\(row)\r\n\r\n".replacing(";", with: separator)
    #expect(parse(text) == OrderImport(orders: [order]))
  }

  @Test func whatIsAbsentHasItsDefault() throws {
    let order = try #require(parse(json()).orders.first)
    #expect(order.serials.isEmpty && order.name == nil && order.email == nil && order.slip == nil)
    #expect(order.size == .small && order.language == "de")
    #expect(!order.wantsLowDoor && !order.counterOnly && !order.pinLetterConfirmed)
    #expect(parse(json(["name": "null", "size": "\"\"", "low": "false"])).orders == [order])
  }

  @Test func oneWrongRowDoesNotStopTheOthers() {
    let text = """
      id;documents;birth_date;phone;name
      1;passport;1985-03-17;0170 1234567;Anna
      2;pasport;31.02.1985;;=1+1
      3;passport;1985-03-17;0170 1234567
      4;passport;1985-03-17;0170 1234567;"Ber"nd"
      5;passport;1985-03-17;0170 1234567;"Clara
      6;passport;1985-03-17;0170 1234567;"Dora ""D"" ; Ems"

      7;passport;1985-03-17;0170 1234567;Emil
      """
    let result = parse(text)
    #expect(result.orders.map(\.id) == ["1", "6", "7"])
    #expect(result.orders.map(\.line) == [2, 7, 9])
    #expect(result.orders[1].name == "Dora \"D\" ; Ems")
    #expect(result.rejectedRowCount == 4)
    #expect(
      result.rejections.map { "\($0.line): \($0.reason)" } == [
        "3: documents: names a kind that is not known",
        "3: birth_date: is a day that does not exist",
        "3: name: begins with =, +, - or @",
        "3: phone, slip: both are empty",
        "4: the row has 4 cells, the header has 5",
        "5: text follows a closing quote",
        "6: a quote is not closed",
      ])
    #expect(result.rejections.allSatisfy { !$0.remedy.isEmpty })
  }

  @Test func headersSayWhatTheyMustSay() {
    #expect(
      parse("id;documents;birthdy\n1;passport;1985-03-17\n").rejections.map(\.reason) == [
        "column 3 of the header is not known, and nothing was imported"
      ])
    #expect(
      parse("id,phone,documents\n1,2,3\n").rejections.map(\.reason) == [
        "the header has no column birth_date, and nothing was imported"
      ])
    #expect(
      parse("id,id,documents,birth_date\n").rejections.map(\.reason) == [
        "column id stands in the header twice, in columns 1 and 2, and nothing was imported"
      ])
    for (text, word) in [
      ("", "empty"), ("\r\n \n", "empty"), ("id;documents;birth_date;phone", "no rows"),
      ("id;documents;birth_date;phone\r\n;;;\r\n", "no rows"), ("sep=;\r\n", "empty"),
    ] {
      let result = parse(text)
      #expect(result.orders.isEmpty && result.rejections.count == 1)
      #expect(result.rejections.first?.reason.contains(word) == true, "\(result.rejections)")
    }
    #expect(
      parse("\n", "x.jsonl").rejections.map(\.reason) == ["the file has no rows, and nothing was imported"])
  }

  @Test func rowsOfJSONThatAreNoObjects() {
    for row in [
      "[]", "[{\"id\": 1}]", "{", "nonsense", "\"text\"", "{} {}", "{\"id\": \"1\",}", "{'id': '1'}",
    ] {
      #expect(reasons(row) == ["the row is not a JSON object"], "\(row)")
    }
  }

  @Test func jsonIsReadToTheLetter() throws {
    let row = json(["name": #""\u005a\u00f6\ud83d\ude42 \"\\\/""#]).replacing(",", with: " ,\t").replacing(
      ":", with: " : ")
    #expect(parse(row).orders.first?.name == "Zö\u{1F642} \"\\/")
    #expect(reasons(json(["id": "\"1\", \"id\": \"2\""])) == ["the row has a field twice"])
    #expect(reasons(json(["\\u0069d": "\"2\""])) == ["the row has a field twice"])
    for value in ["-0.5e+10", "{\"a\": [1, null, {}]}", "[[\"a\"]]"] {
      #expect(reasons(json(["name": value])) == ["name: is not a text"])
    }
    for value in [
      "01", "1.", "-", ".5", "+1", "NaN", "tru", "\"\t\"", "\"\\x\"", "\"\\ud83d\"", "\"\\udc00\"",
      "\"\\u00g0\"", "\"a", "[\"a\",]", "[",
      "{\"a\"}", "[[[[[[[[[\"deep\"]]]]]]]]]",
    ] { #expect(reasons(json(["name": value])) == ["the row is not a JSON object"], "\(value)") }
  }

  @Test func fieldsOfTheWrongKindAreRefused() {
    #expect(reasons(json(["id": "4711"])) == ["id: is not a text"])
    #expect(reasons(json(["id": nil])) == ["id: is missing"])
    #expect(reasons(json(["id": "\" \""])) == ["id: is missing"])
    #expect(reasons(json(["id": "\"\(String(repeating: "x", count: 65))\""])) == ["id: has 65 characters"])
    #expect(reasons(json(["documents": "\"\""])) == ["documents: is missing"])
    #expect(reasons(json(["documents": "[1]"])) == ["documents: is not a list of texts"])
    let nine = "\"" + Array(repeating: "passport", count: 9).joined(separator: "+") + "\""
    #expect(reasons(json(["documents": nine])) == ["documents: has 9 documents"])
    #expect(reasons(json(["low": "1"])) == ["low: is not a text"])
    #expect(reasons(json(["low": "\"vielleicht\""])) == ["low: is neither true nor false"])
    #expect(reasons(json(["size": "\"XL\""])) == ["size: is not a size"])
    #expect(reasons(json(["language": "\"fr\""])) == ["language: is not offered"])
    #expect(reasons(json(["counter_onyl": "true"])) == ["the row has fields that are not known: 1"])
    #expect(reasons(json(["name": "\"A\\u001b[31m\""])) == ["name: has a control character"])
    #expect(reasons(json(["name": "\"A\\u202eB\""])) == ["name: has a control character"])
    #expect(
      reasons(json(["name": "\"\(String(repeating: "x", count: 101))\""])) == ["name: has 101 characters"])
  }

  @Test func ordersWithoutPhoneNeedALetter() {
    #expect(reasons(json(["phone": nil])) == ["phone, slip: both are empty"])
    #expect(reasons(json(["phone": nil, "email": "\"a@b.de\""])) == ["phone, slip: both are empty"])
    #expect(parse(json(["phone": nil, "slip": "\"4827\""])).orders.map(\.slip) == ["4827"])
    // A wrong number is one fault, not two.
    #expect(reasons(json(["phone": "\"170\""])) == ["phone: begins neither with + nor with 0"])
  }

  @Test func idsAndSerialsAreUnique() {
    let text = [
      json(["serials": "[\"C01X00T47\"]"]), json(), json(["id": "\"R-2\"", "serials": "[\"c01x00t47\"]"]),
      json(["id": "\"R-3\""]),
    ].joined(separator: "\n")
    let result = parse(text)
    #expect(result.orders.map(\.id) == ["R-1", "R-3"])
    #expect(
      result.rejections.map { "\($0.line): \($0.reason)" } == [
        "2: id: the same id stands in line 1", "3: serials: a serial number of line 1 stands here too",
      ])
  }

  @Test func serialsBelongToDocuments() {
    #expect(
      reasons(json(["serials": "[\"C01X00T47\", \"C01X00T48\"]"])) == [
        "serials: has 2 serial numbers for 1 documents"
      ])
    #expect(
      reasons(json(["serials": "[\"C01X00T4\"]"])) == [
        "serials: a serial number has 9 characters, this one has 8"
      ])
    #expect(
      reasons(json(["serials": "[\"CO1X00T47\"]"])) == [
        "serials: a serial number has a character that does not occur"
      ])
    #expect(
      reasons(json(["documents": "\"passport|passport\"", "serials": "\"C01X00T47|C01X00T47\""])) == [
        "serials: has a serial number twice"
      ])
  }

  @Test func limitsAreNamed() {
    let big = [UInt8](repeating: UInt8(ascii: "x"), count: ImportLimit.fileBytesMax + 1)
    #expect(
      parseOrders(bytes: big, fileName: "x", today: today).rejections.map(\.reason) == [
        "the file has more than 16 MiB"
      ])
    let long = json(["name": "\"\(String(repeating: "x", count: ImportLimit.lineBytesMax))\""])
    #expect(reasons(long + "\n" + json()) == ["the row has more than 64 KiB"])
    #expect(parse(long + "\n" + json()).orders.count == 1)
    let header = "id;documents;birth_date;phone\n"
    let rows = (1...ImportLimit.rowsMax + 5).map { "\($0);passport;1985-03-17;01701234567\n" }.joined()
    let result = parse(header + rows)
    #expect(result.orders.isEmpty, "half a list would look like the whole one")
    #expect(result.rejections.map(\.line) == [ImportLimit.rowsMax + 2])
    #expect(result.rejections.first?.remedy.contains("split") == true)
    let objects = (0...ImportLimit.rowsMax).map { json(["id": "\"\($0)\""]) + "\n" }.joined()
    #expect(parse(objects, "x.jsonl").orders.isEmpty)
    #expect(parse(objects, "x.jsonl").rejections.map(\.line) == [ImportLimit.rowsMax + 1])
    var broken = Array((json() + "\n").utf8)
    broken.insert(0xFC, at: 10)
    #expect(
      parseOrders(bytes: broken, fileName: "x", today: today).rejections.map(\.reason) == [
        "the row is not UTF-8 text"
      ])
    #expect(reasons("{\"id\": \"\0\"}") == ["the row has a NUL character"])
  }

  @Test func reasonsRepeatNothingOfARow_I14() {
    let sentinels = [
      "ZZNAME", "0170SENTINEL", "QQSERIAL9", "31.02.1999", "SENTINEL@", "SLIPSENTINEL", "IDSENTINEL=",
    ]
    let text =
      "id;documents;birth_date;phone;name;serials;email;slip\n"
      + "=IDSENTINEL=;passport;31.02.1999;0170SENTINEL;=ZZNAME;QQSERIAL9;SENTINEL@;SLIPSENTINEL\n"
    let result = parse(text)
    #expect(result.rejections.count == 7)
    for rejection in result.rejections {
      #expect(sentinels.allSatisfy { !rejection.reason.contains($0) && !rejection.remedy.contains($0) })
    }
  }

  @Test(arguments: 1...30) func garbageNeverTraps(_ seed: UInt64) {
    var state = seed
    func next(_ bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((value ^ (value >> 31)) % UInt64(bound))
    }
    let header = "id;documents;birth_date;phone;name;serials;email;slip;size;low\n"
    let row = "R1;id_card+passport;17.3.1985;+49 170 1234567;Anna;L01X00T47|C01X0006H;a@b.de;4827;S;ja\n"
    let scraps = [
      ";", "\"", ",", "\n", "\r", "=", "1\u{301}", "\u{202E}", "ß", "İ", "\0", "99", ".", "-", "{", "}", "[",
      ":", "(0)",
    ]
    for _ in 0..<60 {
      var bytes = Array(
        (next(2) == 0 ? header + row + row : json() + "\n" + json(["slip": "\"4827\""]) + "\n").utf8)
      for _ in 0..<(1 + next(8)) {
        let at = next(bytes.count)
        switch next(3) {
        case 0: bytes[at] = UInt8(next(256))
        case 1: bytes.insert(contentsOf: Array(scraps[next(scraps.count)].utf8), at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + next(12) + 1))
        }
        if bytes.isEmpty { bytes = [0x20] }
      }
      let result = parseOrders(bytes: bytes, fileName: "orders.csv", today: today)
      for order in result.orders {
        #expect(
          !order.id.isEmpty && !order.documents.isEmpty && (order.phone != nil || order.slip != nil),
          "seed \(seed)")
        #expect(
          order.phone?.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) } ?? true, "seed \(seed)")
      }
    }
  }
}
