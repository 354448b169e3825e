// Data groups of the eID application: every form that the standard allows reads as what it is, and what it does not
// allow ends typed. Files are written by hand here, bytes beside their meaning.

import Crypto
import Testing

@testable import Identity

@Suite("Data groups of the eID application (TR-03110-4 2.2.1; TR-03105-5.3 section 4.3.5)")
struct DataGroupTests {
  private func text(_ text: String, tag: UInt8 = 0x0C) -> [UInt8] { object([tag], Array(text.utf8)) }

  private func group(_ group: DataGroup, _ value: [UInt8]) throws -> DataGroupValue {
    try DataGroupValue(object([0x60 + group.rawValue], value), of: group)
  }

  @Test("texts in every string type, and empty ones")
  func texts() throws {
    #expect(try group(.familyName, text("Mustermann")) == .text("Mustermann"))
    #expect(try group(.familyName, text("Ördoğan-Ševčík")) == .text("Ördoğan-Ševčík"))
    #expect(try group(.documentType, text("ID", tag: 0x13)) == .text("ID"))
    #expect(try group(.emailAddress, text("erika@example.org", tag: 0x16)) == .text("erika@example.org"))
    #expect(try group(.doctoralDegree, text("")) == .text(""))
  }

  @Test(
    "dates, whole and in parts",
    arguments: [
      ("19640812", "1964-08-12"), ("196408  ", "1964-08"), ("1964    ", "1964"), ("1964<<<<", "1964"),
      ("19640000", "1964"), ("        ", nil), ("20000229", "2000-02-29"),
    ] as [(String, String?)])
  func dates(_ digits: String, _ iso: String?) throws {
    let value = try group(.dateOfBirth, text(digits, tag: 0x12))
    guard case .date(let date) = value else {
      Issue.record("not a date: \(value)")
      return
    }
    #expect(date.isoText == iso)
  }

  @Test(
    "no dates",
    arguments: [
      "19640231", "1964081", "196408123", "1964  12", "    0812", "1964-8-1", "19641312", "", "19990229",
    ])
  func noDates(_ digits: String) {
    #expect(throws: CardError.self) { try group(.dateOfBirth, text(digits, tag: 0x12)) }
  }

  @Test("a place in parts, as German cards have it, and with implicit tags")
  func structured() throws {
    let explicit = object(
      [0x30],
      object([0xAA], text("Heidestraße 17")) + object([0xAB], text("Köln"))
        + object([0xAD], text("D", tag: 0x13))
        + object([0xAE], text("51147", tag: 0x13)))
    let place = Place.structured(
      StructuredPlace(street: "Heidestraße 17", city: "Köln", country: "D", postcode: "51147"))
    #expect(try group(.placeOfResidence, explicit) == .places([place]))
    #expect(place.lines == ["Heidestraße 17", "51147 Köln", "D"])
    let implicit = object([0x30], object([0x8B], Array("Köln".utf8)) + object([0x8C], Array("NRW".utf8)))
    #expect(
      try group(.placeOfBirth, implicit)
        == .places([.structured(StructuredPlace(city: "Köln", state: "NRW"))]))
  }

  @Test("a place as a text, no place at all, and several places")
  func otherPlaces() throws {
    #expect(try group(.placeOfBirth, object([0xA1], text("BERLIN"))) == .places([.text("BERLIN")]))
    let none = object([0xA2], text("keine Hauptwohnung in Deutschland"))
    #expect(try group(.placeOfResidence, none) == .places([.none("keine Hauptwohnung in Deutschland")]))
    let several = object([0x31], object([0xA1], text("Köln")) + object([0x30], object([0xAB], text("Bonn"))))
    #expect(
      try group(.placeOfResidence, several)
        == .places([.text("Köln"), .structured(StructuredPlace(city: "Bonn"))]))
    #expect(throws: CardError.self) { try group(.placeOfBirth, several) }
    #expect(throws: CardError.self) { try group(.placeOfResidence, object([0x31], [])) }
    let many = object([0x31], Array([[UInt8]](repeating: object([0xA1], text("K")), count: 17).joined()))
    #expect(throws: CardError.self) { try group(.placeOfResidence, many) }
  }

  @Test("the community is BCD")
  func community() throws {
    #expect(
      try group(.communityIdentifier, [0x04, 0x07, 0x02, 0x76, 0x05, 0x03, 0x15, 0x00, 0x00])
        == .community("02760503150000"))
    for wrong: [UInt8] in [[0x04, 0x02, 0x02, 0x7A], [0x04, 0x00], [0x0C, 0x02, 0x02, 0x76]] {
      #expect(throws: CardError.self) { try group(.communityIdentifier, wrong) }
    }
  }

  @Test("a residence permit's text, plain and deflated")
  func permits() throws {
    #expect(try group(.residencePermit1, object([0xA1], text("Auflage"))) == .text("Auflage"))
    let zlib = bytes("78DA732D2A4F2D4A2A2E494C2DC94CCF4ECD2C51484F05F24A4A524B0098E60AFB")
    let plain = DataGroupValue.text("Erwerbstaetigkeit gestattet")
    #expect(try group(.residencePermit2, object([0xA2], object([0x04], zlib))) == plain)
    #expect(try group(.residencePermit2, object([0x82], Array(zlib.dropFirst(2)))) == plain)
    #expect(throws: CardError.self) { try group(.residencePermit2, object([0x82], [0xFF, 0xFF])) }
  }

  @Test("what is passed on as it stands")
  func raw() throws {
    #expect(try group(.optionalData, [0x30, 0x00]) == .bytes([0x30, 0x00]))
    #expect(try group(.writtenSignature, []) == .bytes([]))
  }

  @Test("another group's file, two values, no value, broken UTF-8 and control characters are none")
  func malformed() {
    #expect(throws: CardError.self) { try DataGroupValue(object([0x64], text("A")), of: .familyName) }
    for value in [
      text("A") + text("B"), [], object([0x0C], [0xC3]), text("A\u{1B}[2J"), text("A\u{9B}2J"),
      object([0x04], [1]),
    ] {
      #expect {
        try group(.familyName, value)
      } throws: { error in
        if case .malformed(.dataGroup, _)? = error as? CardError { true } else { false }
      }
    }
  }

  @Test("no damaged byte of any group's file does more than end the run typed")
  func damage() {
    let address = object(
      [0x30],
      object([0xAA], text("Heidestraße 17")) + object([0xAB], text("Köln")) + object([0xAE], text("51147")))
    let files: [(DataGroup, [UInt8])] = [
      (.familyName, text("Mustermann")), (.dateOfBirth, text("19640812", tag: 0x12)),
      (.placeOfResidence, address),
      (.placeOfResidence, object([0x31], address + object([0xA2], text("keine")))),
      (.communityIdentifier, [0x04, 0x02, 0x02, 0x76]),
      (.residencePermit1, object([0xA2], object([0x04], [0x4B, 0x04, 0x00]))),
    ]
    for (group, content) in files {
      let file = object([0x60 + group.rawValue], content)
      for index in file.indices {
        for value in UInt8.min...UInt8.max {
          var damaged = file
          damaged[index] = value
          do throws(CardError) { _ = try DataGroupValue(damaged, of: group) } catch {
            guard case .malformed(.dataGroup, _) = error else {
              Issue.record("\(error)")
              return
            }
          }
        }
      }
    }
  }

  @Test(
    "absent, forbidden and there are three different things; anything else ends the run",
    arguments: [
      ("6A82", DataGroupReading.absent), ("6982", .forbidden), ("6503 0C01419000", .value(.text("A"))),
    ])
  func readings(_ answer: String, _ reading: DataGroupReading) throws {
    let link = CardLink(ScriptedTransport([("00B0850000", answer)]))
    #expect(try DataGroupReading.read(.familyName, on: link) == reading)
    #expect(throws: CardError.refused(.dataGroup, .conditionsNotSatisfied)) {
      try DataGroupReading.read(.familyName, on: CardLink(ScriptedTransport([("*", "6985")])))
    }
  }
}

@Suite("Deflated texts (RFC 1951)")
struct InflateTests {
  private let dynamic = """
    7552DB0E83200CFD157E6526FEC4DEDCAC9764B0044A96ECEBB753450BC88311ECB9B4A776149ECB4013AF7374B371D19BDE7FC83F4CEF46
    32F71878B516A591BC9929F0C04C7C80B6D72D4EE478195EAC191D2D6FF27F15A82A48977B1EB0E36057164E65878F055BE97EA315C405EA
    544A0080654498EDF28F35C815B5AB399AA2450151A9245B39E00A4B69636BFADA48F5A28EA082D5DC5157EFB6E8A05E1F14528EF5625001
    E208EE3443A930DCD5B3243300384932DF37B4154FFCF4765A49A965EA315D8D4CE1E3B9EE3B9F0F78F4A964D5517CE1A27E54B9A359144F
    EC0F
    """

  @Test("stored, fixed and dynamic blocks")
  func blocks() throws {
    #expect(Inflate.inflate(bytes("010600F9FF73746F726564"), byteCountMax: 6) == Array("stored".utf8))
    let short = bytes("732D2A4F2D4A2A2E494C2DC94CCF4ECD2C51484F05F24A4A524B00")
    #expect(Inflate.inflate(short, byteCountMax: 27) == Array("Erwerbstaetigkeit gestattet".utf8))
    let long = try #require(Inflate.inflate(bytes(dynamic), byteCountMax: 1000))
    #expect(long.count == 882)
    #expect(SHA256.digest(of: long).hex == "e42885da0a877bc429863541fc49fa16fb6e287556d268d100c1aa364c2e54cd")
  }

  @Test("what would become too long is cut off: 86 bytes that stand for 70000")
  func limit() {
    let bomb = bytes(
      "EDC13101000000C2A0ACEB5FC2129E40010000" + String(repeating: "00", count: 65) + "6F03")
    #expect(Inflate.inflate(bomb, byteCountMax: 70_000)?.count == 70_000)
    #expect(Inflate.inflate(bomb, byteCountMax: 69_999) == nil)
  }

  @Test("a damaged stream ends, whatever bit is wrong, and never becomes longer than its limit")
  func damage() {
    let whole = bytes(dynamic)
    for count in 0..<whole.count { _ = Inflate.inflate(Array(whole.prefix(count)), byteCountMax: 4096) }
    for bit in 0..<(8 * whole.count) {
      var damaged = whole
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      let result = Inflate.inflate(damaged, byteCountMax: 4096)
      #expect((result?.count ?? 0) <= 4096)
    }
  }
}
