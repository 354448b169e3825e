// Files, lengths and channels of the simulated card: every way of asking that the standard allows, and the refusal of
// every one that it does not (ISO 7816-4, TR-03105-3.3 layer 6).

import Testing

@testable import Simulators

@Suite struct CardFileTests {
  private func terminal(_ profile: CardProfile = .normal, _ quirks: Set<CardQuirk> = []) throws
    -> ScriptedTerminal
  {
    ScriptedTerminal(try makeCard(profile, quirks: quirks))
  }

  @Test(
    "SELECT in its forms",
    arguments: [
      ("00A4000C023F00", UInt16(0x9000), 0), ("00A4000C", 0x9000, 0), ("00A40000023F0000", 0x9000, 1),
      ("00A4000C02011C", 0x9000, 0), ("00A4020C02011C", 0x9000, 0), ("00A4020402011C00", 0x9000, 1),
      ("00A4080C02011C", 0x9000, 0), ("00A4020C020199", 0x6A82, 0), ("00A4020C0101", 0x6700, 0),
      ("00A4040C09E80704007F00070302", 0x9000, 0), ("00A4040C09E80704007F00070303", 0x6A82, 0),
      ("00A4040009E80704007F0007030200", 0x9000, 1), ("00A4040C05E80704007F", 0x9000, 0),
      ("00A4040C07A0000002471001", 0x9000, 0), ("00A4040C06A00000024710", 0x9000, 0),
      ("00A4050C02011C", 0x6A86, 0), ("00A4021002011C", 0x6A86, 0), ("80A4000C023F00", 0x6E00, 0),
    ])
  func select(_ command: String, _ status: UInt16, _ answers: Int) throws {
    let answer = try terminal().plain(command)
    #expect(answer.status == status)
    #expect(answer.data.isEmpty == (answers == 0))
  }

  @Test("READ BINARY: whole, in parts, past the end, by short number and by offset object")
  func read() throws {
    let terminal = try terminal()
    let file = terminal.card.directories[0].files[0].content
    #expect(terminal.plain("00B0000000").status == 0x6986)
    #expect(terminal.plain("00B09C0000").data == file)
    #expect(terminal.plain("00B09C0080").data == Array(file.prefix(128)))
    #expect(terminal.plain("00B09C00000000").data == file)
    let size = file.count
    let last = [UInt8(size >> 8), UInt8(size & 255) &- 4]
    #expect(terminal.send("00B0\(hexText(last))", le: 8).status == 0x6282)
    #expect(terminal.send("00B0\(hexText(last))", le: 4).status == 0x9000)
    #expect(terminal.send("00B0\(hexText(last))", le: 0).status == 0x9000)
    #expect(terminal.send("00B0\(hexText([UInt8(size >> 8), UInt8(size & 255)]))", le: 0).status == 0x6B00)
    #expect(terminal.send("00B07FFF", le: 0).status == 0x6B00)
    #expect(terminal.plain("00B09C00").status == 0x6700)
    #expect(terminal.plain("00B0FC0000").status == 0x6A86)
    #expect(terminal.plain("00B0850000").status == 0x6A82)
    let odd = terminal.plain("00B1001C03540110 0A")
    #expect(odd.status == 0x9000 && odd.data == cardTLV([0x53], Array(file[16..<22])))
    #expect(terminal.plain("00B1011C04540200E0 00").data == cardTLV([0x53], Array(file[0xE0...])))
    #expect(terminal.plain("00B1001C00").status == 0x6A80)
  }

  private func hexText(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test("Quirks: trailing bytes, 6282 at each end, 6Cxx, short answers, no extended length")
  func quirks() throws {
    let plain = try terminal().card.directories[0].files[0].content
    let trailing = try terminal(.normal, [.trailingBytes])
    #expect(trailing.read(0x1C).data == plain + [0, 0, 0, 0, 0, 0])
    #expect(try terminal(.normal, [.endWarning]).send("00B09E00", le: 0).status == 0x6282)
    let wrong = try terminal(.normal, [.wrongLe])
    let size = wrong.card.directories[0].files[2].content.count
    #expect(wrong.send("00B09E00", le: 0) == ScriptedAnswer(data: [], status: 0x6C00 | UInt16(size)))
    #expect(wrong.send("00B09E00", le: size).status == 0x9000)
    let short = try terminal(.normal, [.shortReads])
    #expect(short.send("00B09C00", le: 0).data.count == 128)
    #expect(short.read(0x1C).data == plain)
    let old = try terminal(.normal, [.noExtended])
    #expect(old.send("00B09C00", le: 0x400, isExtended: true).status == 0x6700)
    #expect(old.read(0x1C).data == plain)
  }

  @Test("Under secure messaging a short answer holds 223 bytes of a file, and 6CDF says so")
  func room() throws {
    let terminal = try terminal()
    #expect(terminal.pace(2, Array(terminal.card.memory.can.utf8)) == 0x9000)
    #expect(terminal.send("00B09C00", le: 0).data.count == 223)
    #expect(terminal.send("00B09C00", le: 0xE0).status == 0x6CDF)
    #expect(terminal.send("00B09C00", le: 0xDF).status == 0x9000)
    let whole = terminal.card.directories[0].files[0].content
    #expect(terminal.send("00B09C00", le: 0x400, isExtended: true).data == whole)
    #expect(
      terminal.send("00B1001C", cardTLV([0x54], [4]), le: 12).data == cardTLV([0x53], Array(whole[4..<12])))
  }

  @Test("An unprotected command, a wrong MAC, a repeated command and a missing MAC each end the channel")
  func channelEnds() throws {
    func open() throws -> ScriptedTerminal {
      let terminal = try terminal()
      #expect(terminal.pace(3, Array(terminal.card.memory.pin.utf8), chat: chat()) == 0x9000)
      return terminal
    }
    let plain = try open()
    #expect(plain.plain("00A4020C02011C").status == 0x9000)
    #expect(plain.send("00B09C00", le: 0) == ScriptedAnswer(data: [], status: 0x6988))

    let wrong = try open()
    var (head, body) = wrong.protect(cardHex("00B09C00"), [], 0)
    body[body.count - 1] ^= 1
    #expect(wrong.open(wrong.card.process(wrong.frame(head, body, 0, isExtended: false))).status == 0x6988)
    #expect(wrong.send("00B09C00", le: 0).status == 0x6988)

    let repeated = try open()
    (head, body) = repeated.protect(cardHex("00B09C00"), [], 0)
    let command = repeated.frame(head, body, 0, isExtended: false)
    #expect(repeated.open(repeated.card.process(command)).status == 0x9000)
    #expect(repeated.card.process(command) == [0x69, 0x88])

    let missing = try open()
    (head, body) = missing.protect(cardHex("00B09C00"), [], 0)
    #expect(
      missing.card.process(missing.frame(head, Array(body.dropLast(10)), 0, isExtended: false)) == [
        0x69, 0x87,
      ])

    let skipped = try open()
    skipped.count()
    #expect(skipped.send("00B09C00", le: 0).status == 0x6988)
    #expect(skipped.card.session.progress.password == nil)
  }

  @Test("A refusal inside the channel is protected and leaves it open")
  func refusalInside() throws {
    let terminal = try terminal()
    #expect(terminal.pace(2, Array(terminal.card.memory.can.utf8)) == 0x9000)
    #expect(terminal.send("00B09D00", le: 0).status == 0x6982)
    #expect(terminal.send("00FF0000", le: 0).status == 0x6D00)
    #expect(terminal.send("00B09C00", le: 0).status == 0x9000)
  }

  @Test("A long command in parts: each part protected, or the protected command cut")
  func chaining() throws {
    for isSliced in [false, true] {
      let terminal = try terminal()
      #expect(terminal.pace(3, Array(terminal.card.memory.pin.utf8), chat: chat()) == 0x9000)
      let newest = CardCertificate(parsing: testPKI.link.certificate)!.holder
      #expect(terminal.send("002281B6", cardTLV([0x83], newest)).status == 0x9000)
      let content = Array(
        testPKI.verifier.certificate.dropFirst(testPKI.verifier.certificate[2] == 0x82 ? 5 : 4))
      if isSliced {
        let (head, body) = terminal.protect(cardHex("002A00BE"), content, nil)
        let first = terminal.frame([0x1C] + head.dropFirst(), Array(body.prefix(200)), nil, isExtended: false)
        #expect(terminal.card.process(first) == [0x90, 0x00])
        let rest = terminal.frame(head, Array(body.dropFirst(200)), 0, isExtended: false)
        #expect(terminal.open(terminal.card.process(rest)).status == 0x9000)
      } else {
        #expect(terminal.send("102A00BE", Array(content.prefix(150))).status == 0x9000)
        #expect(terminal.send("002A00BE", Array(content.dropFirst(150))).status == 0x9000)
      }
    }
  }

  @Test("PACE in the wrong order, on a point off the curve, or unchained begins anew")
  func paceOrder() throws {
    let terminal = try terminal()
    #expect(terminal.plain("10860000027C0000").status == 0x6985)
    #expect(terminal.choose(2) == 0x9000)
    #expect(terminal.plain("00860000027C0000").status == 0x6883)
    #expect(terminal.plain("10860000027C0000").status == 0x6985)
    #expect(terminal.choose(2) == 0x9000)
    #expect(terminal.plain("10860000027C0000").status == 0x9000)
    #expect(terminal.plain("10860000027C0000").status == 0x6A80)
    #expect(terminal.choose(2) == 0x9000)
    #expect(terminal.plain("10860000027C0000").status == 0x9000)
    let off = cardTLV([0x7C], cardTLV([0x81], [4] + [UInt8](repeating: 1, count: 64)))
    #expect(terminal.send("10860000", off, le: 0).status == 0x6300)
    #expect(terminal.choose(9) == 0x6A88)
    #expect(terminal.plain("0022C1A40F800A04007F00070202040203830102").status == 0x6A80)
    #expect(terminal.plain("0022C1A412800A04007F0007020204020283010284010C").status == 0x6A88)
  }

  @Test("Passports: no file of the application without PACE or BAC, and no BAC beside PACE")
  func passports() throws {
    let new = try terminal(.passport)
    #expect(new.plain("00B09C0000").status == 0x9000)
    #expect(new.plain("00A4040C07A0000002471001").status == 0x9000)
    #expect(new.plain("00B0810000").status == 0x6982)
    #expect(new.plain("0084000008").status == 0x6985)
    #expect(new.choose(3) == 0x6A88)
    #expect(new.pace(2, Array(new.card.memory.can.utf8)) == 0x9000)
    #expect(new.send("00A4040C", CardApplication.travelDocument).status == 0x9000)
    #expect(new.read(1).data.suffix(88) == Array(new.card.machineReadableZone.utf8)[...])
    #expect(new.read(0x1D).data == new.card.memory.signedFile)
    #expect(new.send("00B08300", le: 0).status == 0x6982)
    let old = try terminal(.passportBAC)
    #expect(old.plain("00B09C0000").status == 0x6A82)
    #expect(old.choose(1) == 0x6A86)
    #expect(old.plain("00A4040C07A0000002471001").status == 0x9000)
    #expect(old.plain("00B09E0000").status == 0x6982)
    #expect(old.plain("0084000008").data.count == 8)
    #expect(old.plain("0082000028" + String(repeating: "00", count: 40) + "28").status == 0x6300)
    let altered = try makeCard(.passportAltered).directories[1].files[0].content
    #expect(altered != (try makeCard(.passport)).directories[1].files[0].content)
  }
}
