// Files from cards with different habits: what is read, in how many exchanges, and what is not believed.

import Identity
import Testing

@Suite("Reading files")
struct FileReadingTests {
  static func file(_ count: Int, trailing: Int = 0) -> [UInt8] {
    TLV(0x30, (0..<count).map { UInt8(truncatingIfNeeded: $0) }).encoded
      + [UInt8](repeating: 0xFF, count: trailing)
  }

  @Test(
    "as few exchanges as the length allows, short and extended",
    arguments: [
      (100, 0, 261, 1), (253, 0, 261, 1), (254, 0, 261, 2), (1_440, 0, 261, 6), (1_440, 0, 2_048, 1),
      (1_440, 500, 261, 6), (100, 900, 261, 1), (5_000, 0, 65_544, 2), (40_000, 0, 261, 160),
      (40_000, 0, 65_544, 10),
    ])
  func exchanges(count: Int, trailing: Int, commandMax: Int, exchanges: Int) throws {
    let card = FileTransport(Self.file(count, trailing: trailing), commandByteCountMax: commandMax)
    let link = CardLink(card)
    #expect(try link.readFile(shortIdentifier: 0x1C) == Self.file(count))
    #expect(abs(link.exchangeCount - exchanges) <= count / 10_000, "\(link.exchangeCount)")
  }

  @Test("cards that end with 9000, want the right Le, give little at once or refuse long answers")
  func habits() throws {
    let file = Self.file(600)
    let quiet = FileTransport(file)
    quiet.endStatus = nil
    #expect(try CardLink(quiet).readFile(shortIdentifier: 1) == file)
    let exact = FileTransport(Self.file(100))
    exact.correctsLength = true
    let link = CardLink(exact)
    #expect(try link.readFile(shortIdentifier: 1) == Self.file(100))
    #expect(link.exchangeCount == 2)
    let small = FileTransport(file)
    small.answerMax = 1
    #expect(throws: CardError.malformed(.readFile, "the file comes in too many pieces")) {
      try CardLink(small).readFile(shortIdentifier: 1)
    }
    small.answerMax = 50
    #expect(try CardLink(small).readFile(shortIdentifier: 1) == file)
    let narrow = FileTransport(file)
    narrow.lengthMax = 0xE0
    #expect(try CardLink(narrow).readFile(shortIdentifier: 1) == file)
    let shortOnly = FileTransport(file, commandByteCountMax: 65_544)
    shortOnly.lengthMax = 256
    #expect(try CardLink(shortOnly).readFile(shortIdentifier: 1) == file)
  }

  @Test("a file that ends before its own length, or is none, is malformed")
  func malformed() {
    let cut = Array(Self.file(600).prefix(500))
    for status: UInt16? in [0x6282, nil] {
      let card = FileTransport(cut)
      card.endStatus = status
      #expect(throws: CardError.malformed(.cardSecurity, "the file ends before its own length")) {
        try CardLink(card).readFile(shortIdentifier: 0x1D, step: .cardSecurity)
      }
    }
    #expect(throws: CardError.self) { try CardLink(FileTransport([0, 0, 0])).readFile(shortIdentifier: 1) }
    #expect(throws: CardError.self) {
      try CardLink(FileTransport([0x30, 0x80])).readFile(shortIdentifier: 1)
    }
    #expect(throws: CardError.refused(.readFile, .wrongOffset)) {
      try CardLink(FileTransport([])).readFile(shortIdentifier: 1)
    }
    #expect(throws: CardError.refused(.dataGroup, .fileNotFound)) {
      try CardLink(ScriptedTransport([("00B0840000", "6A82")])).readFile(
        shortIdentifier: 4, step: .dataGroup)
    }
    #expect(throws: CardError.malformed(.readFile, "more bytes than were asked for")) {
      try CardLink(ScriptedTransport([("00B0840000", hex(Self.file(290)) + "9000")])).readFile(
        shortIdentifier: 4)
    }
  }

  @Test("by identifier: one SELECT more")
  func byIdentifier() throws {
    let link = CardLink(
      ScriptedTransport([("00A4020C 02 011E", "9000"), ("00B0000000", "6003 5F0100 6282")]))
    #expect(try link.readFile(identifier: 0x011E) == bytes("60035F0100"))
  }

  @Test("EF.CardAccess: by short identifier, else through the master file, else it is not there")
  func cardAccess() throws {
    let file = "3000"
    let direct = CardLink(ScriptedTransport([("00B09C0000", file + "9000")]))
    #expect(try direct.readCardAccess() == bytes(file))
    let byName = CardLink(
      ScriptedTransport([
        ("00B09C0000", "6A82"), ("00A4000C 02 3F00", "9000"), ("00A4020C 02 011C", "9000"),
        ("00B0000000", file + "9000"),
      ]))
    #expect(try byName.readCardAccess() == bytes(file))
    let none = CardLink(
      ScriptedTransport([
        ("00B09C0000", "6986"), ("00A4000C 02 3F00", "9000"), ("00A4020C 02 011C", "6A82"),
      ]))
    #expect(throws: CardError.refused(.cardAccess, .fileNotFound)) { try none.readCardAccess() }
    let old = CardLink(ScriptedTransport([("00B09C0000", "6A82"), ("00A4000C 02 3F00", "6A86")]))
    #expect(throws: CardError.refused(.cardAccess, .fileNotFound)) { try old.readCardAccess() }
  }

  @Test("a card without short identifiers is asked once, then by names; what is missing there is missing")
  func noShortIdentifiers() throws {
    for refusal in ["6A81", "6A86"] {
      let card = ScriptedTransport([
        ("00B0850000", refusal), ("00A4020C 02 0105", "9000"), ("00B0000000", "3000 9000"),
        ("00A4020C 02 0106", "6A82"), ("00A4020C 02 0107", "9000"), ("00B0000000", "3000 9000"),
      ])
      let link = CardLink(card)
      #expect(try link.readFile(shortIdentifier: 5) == bytes("3000"))
      #expect(throws: CardError.refused(.dataGroup, .fileNotFound)) {
        try link.readFile(shortIdentifier: 6, step: .dataGroup)
      }
      #expect(try link.readFile(shortIdentifier: 7) == bytes("3000"))
      #expect(card.isFinished)
    }
    let missing = ScriptedTransport([("00B0860000", "6A86"), ("00A4020C 02 0106", "6A82")])
    #expect(throws: CardError.refused(.dataGroup, .fileNotFound)) {
      try CardLink(missing).readFile(shortIdentifier: 6, step: .dataGroup)
    }
    let refusing = ScriptedTransport([("00B0860000", "6A86"), ("00A4020C 02 0106", "6982")])
    #expect(throws: CardError.refused(.dataGroup, StatusWord(0x6A86))) {
      try CardLink(refusing).readFile(shortIdentifier: 6, step: .dataGroup)
    }
  }

  @Test("a file of several data objects is read to its end")
  func wholeFile() throws {
    let file = Self.file(200) + Self.file(200)
    let card = FileTransport(file)
    #expect(try CardLink(card).readWholeFile(shortIdentifier: 0x1E) == file)
    card.endStatus = nil
    #expect(try CardLink(card).readWholeFile(shortIdentifier: 0x1E) == file)
  }
}
