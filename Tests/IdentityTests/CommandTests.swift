// Commands on the wire: short and extended forms, answers, and what the trace shows of them.

import Identity
import Testing

@Suite("APDUs")
struct CommandTests {
  @Test(
    "ISO 7816-3 section 12: the seven forms",
    arguments: [
      (0, nil, "00A4040C"), (0, 4, "00A4040C 04"), (0, 256, "00A4040C 00"), (2, nil, "00A4040C 02 AAAA"),
      (2, 256, "00A4040C 02 AAAA 00"), (0, 257, "00A4040C 000101"), (0, 65_536, "00A4040C 000000"),
      (2, 65_536, "00A4040C 000002 AAAA 0000"),
    ] as [(Int, Int?, String)])
  func forms(dataByteCount: Int, expectedLength: Int?, text: String) {
    let command = CommandAPDU(
      ins: 0xA4, p1: 4, p2: 0x0C, data: [UInt8](repeating: 0xAA, count: dataByteCount),
      expectedLength: expectedLength)
    #expect(command.encoded == bytes(text))
  }

  @Test("256 bytes of data need the extended form")
  func extendedData() {
    let command = CommandAPDU(ins: 0x2A, p1: 0, p2: 0xBE, data: [UInt8](repeating: 1, count: 256))
    #expect(!command.fitsShort)
    #expect(Array(command.encoded.prefix(7)) == bytes("002A00BE000100"))
  }

  @Test("an answer without a status word is none")
  func answers() throws {
    #expect(try ResponseAPDU(bytes("AA9000")) == ResponseAPDU(data: [0xAA], status: .ok))
    #expect(throws: CardError.transport(.malformedAnswer)) { try ResponseAPDU([0x90]) }
    #expect(throws: CardError.transport(.malformedAnswer)) { try ResponseAPDU([]) }
    #expect(throws: CardError.transport(.malformedAnswer)) {
      try ResponseAPDU([UInt8](repeating: 0, count: ResponseAPDU.byteCountMax + 1))
    }
  }

  @Test("a card that wants another Le is asked again, once")
  func correctedLength() throws {
    let link = CardLink(ScriptedTransport([("0084000008", "6C04"), ("0084000004", "01020304 9000")]))
    let command = CommandAPDU(ins: 0x84, p1: 0, p2: 0, expectedLength: 8)
    #expect(try link.require(command, step: .bac) == [1, 2, 3, 4])
    #expect(link.exchangeCount == 2)
    let stubborn = CardLink(ScriptedTransport([("0084000008", "6C04"), ("0084000004", "6C05")]))
    #expect(try stubborn.send(command, step: .bac).status == StatusWord(0x6C05))
    let fixed = CardLink(ScriptedTransport([("0084000008", "6C08")]))
    #expect(try fixed.send(command, step: .bac).status == StatusWord(0x6C08))
  }

  @Test("61xx: GET RESPONSE until everything is there")
  func getResponse() throws {
    let link = CardLink(
      ScriptedTransport([
        ("0084000008", "01 6102"), ("00C0000002", "0203 6100"), ("00C0000000", "04 9000"),
      ]))
    let command = CommandAPDU(ins: 0x84, p1: 0, p2: 0, expectedLength: 8)
    #expect(try link.require(command, step: .bac) == [1, 2, 3, 4])
  }

  @Test("61xx for ever ends")
  func endlessResponse() {
    let command = CommandAPDU(ins: 0x84, p1: 0, p2: 0, expectedLength: 8)
    let drips = CardLink(ScriptedTransport((0...responseRoundCountMax).map { _ in ("*", "01 6101") }))
    #expect(throws: CardError.transport(.malformedAnswer)) { try drips.send(command, step: .bac) }
    #expect(drips.exchangeCount == 1 + responseRoundCountMax)
    let promises = CardLink(ScriptedTransport([("*", "6110"), ("*", "6110")]))
    #expect(throws: CardError.transport(.malformedAnswer)) { try promises.send(command, step: .bac) }
    #expect(promises.exchangeCount == 2)
  }

  @Test("long commands are chained where only short ones go, and end with the first no")
  func chaining() throws {
    let data = [UInt8](repeating: 0x5A, count: 300)
    let command = CommandAPDU(ins: 0x2A, p1: 0, p2: 0xBE, data: data)
    let script = [
      ("102A00BE FF" + hex(Array(data.prefix(255))), "9000"),
      ("002A00BE 2D" + hex(Array(data.prefix(45))), "9000"),
    ]
    #expect(try CardLink(ScriptedTransport(script)).send(command, step: .certificateChain).status == .ok)
    let refused = CardLink(ScriptedTransport([("*", "6884")]))
    #expect(try refused.send(command, step: .certificateChain).status == StatusWord(0x6884))
    #expect(refused.exchangeCount == 1)
  }

  @Test("long commands go in one piece where reader and card take them")
  func extended() throws {
    let data = [UInt8](repeating: 0x5A, count: 300)
    let command = CommandAPDU(ins: 0x2A, p1: 0, p2: 0xBE, data: data)
    let link = CardLink(
      ScriptedTransport([("002A00BE 00012C" + hex(data), "9000")], commandByteCountMax: 2_048))
    #expect(try link.send(command, step: .certificateChain).status == .ok)
    // A card that refuses the long form gets the chain.
    let short = CardLink(
      ScriptedTransport(
        [
          ("002A00BE 00012C" + hex(data), "6700"), ("102A00BE FF" + hex(Array(data.prefix(255))), "9000"),
          ("002A00BE 2D" + hex(Array(data.prefix(45))), "9000"),
        ], commandByteCountMax: 2_048))
    #expect(try short.send(command, step: .certificateChain).status == .ok)
  }

  @Test("the trace shows step, instruction, lengths and status word, and nothing that was sent or answered")
  func trace() throws {
    let lines = TraceLines()
    let link = CardLink(
      ScriptedTransport([("00A4040C 03 4D5553", "9000"), ("*", "4552494B41 6282")]), trace: lines)
    try link.selectApplication(Array("MUS".utf8))
    _ = try link.send(CommandAPDU(ins: 0xB0, p1: 0x9C, p2: 0, expectedLength: 256), step: .cardAccess)
    #expect(lines.lines == ["1 select A4 plain 8>2 9000", "2 card-access B0 plain 5>7 6282"])
  }

  @Test("what fails is counted and traced too, and goes on as it was")
  func failure() {
    final class Gone: CardTransport {
      let commandByteCountMax = shortCommandByteCountMax
      var pinPad: (any PinPad)? { nil }
      func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] { throw .transport(.removed) }
    }
    let lines = TraceLines()
    let link = CardLink(Gone(), trace: lines)
    #expect(throws: CardError.transport(.removed)) { try link.selectMasterFile() }
    #expect(lines.lines == ["1 select A4 plain 7>0 removed"])
  }

  @Test("a status word has words for technicians")
  func meanings() {
    #expect(StatusWord.ok.meaning == "done")
    #expect(StatusWord(0x63C1).meaning == "wrong secret, tries left: 1")
    #expect(StatusWord(0x6C10).meaning == "wrong Le, right would be 16")
    #expect(StatusWord(0x6A99).meaning == "wrong parameters")
    #expect(StatusWord(0x1234).meaning == "unknown status word")
  }
}
