// Files and long commands under secure messaging: the same habits of cards as without it, in as few exchanges as the
// protected form allows.

import Identity
import Testing

@Suite("Reading files under secure messaging")
struct ProtectedReadingTests {
  @Test(
    "pieces of 223 bytes in short commands, whole files in extended ones",
    arguments: [
      (100, 261, 1), (219, 261, 1), (221, 261, 2), (1_440, 261, 7), (1_440, 2_048, 1), (1_440, 65_544, 1),
      (5_000, 65_544, 2), (34_000, 261, 153), (34_000, 65_544, 9),
    ])
  func exchanges(count: Int, commandMax: Int, exchanges: Int) throws {
    let file = FileReadingTests.file(count)
    let (link, transport) = try ProtectedTransport.link(
      to: FileTransport(file + [0xFF, 0xFF], commandByteCountMax: commandMax))
    #expect(try link.readFile(shortIdentifier: 0x1D) == file)
    #expect(abs(link.exchangeCount - exchanges) <= count / 20_000, "\(link.exchangeCount)")
    #expect(transport.longest <= commandMax)
  }

  @Test(
    "6Cxx under the MAC is answered with the right Le; 6282, short answers and refused lengths as without a channel"
  )
  func habits() throws {
    let file = FileReadingTests.file(600)
    let exact = FileTransport(FileReadingTests.file(100))
    exact.correctsLength = true
    let (link, transport) = try ProtectedTransport.link(to: exact)
    #expect(try link.readFile(shortIdentifier: 1) == FileReadingTests.file(100))
    #expect(transport.plain.map { $0.last } == [0xDF, 102])
    let small = FileTransport(file)
    small.answerMax = 64
    #expect(try ProtectedTransport.link(to: small).0.readFile(shortIdentifier: 1) == file)
    let quiet = FileTransport(file)
    quiet.endStatus = nil
    #expect(try ProtectedTransport.link(to: quiet).0.readFile(shortIdentifier: 1) == file)
    let narrow = FileTransport(file)
    narrow.lengthMax = 0xC0
    #expect(try ProtectedTransport.link(to: narrow).0.readFile(shortIdentifier: 1) == file)
    let shortOnly = FileTransport(file, commandByteCountMax: 65_544)
    shortOnly.lengthMax = 256
    #expect(try ProtectedTransport.link(to: shortOnly).0.readFile(shortIdentifier: 1) == file)
  }

  @Test("a status word under the MAC is the card's, and the channel lives on")
  func protectedStatus() throws {
    let (link, _) = try ProtectedTransport.link(to: ScriptedTransport([("*", "6A82"), ("*", "9000")]))
    #expect(throws: CardError.refused(.dataGroup, .fileNotFound)) {
      try link.readFile(shortIdentifier: 6, step: .dataGroup)
    }
    try link.selectMasterFile()
  }

  @Test("a long command is cut first and protected piece by piece; with extended length it goes in one")
  func longCommands() throws {
    let data = (0..<600).map { UInt8(truncatingIfNeeded: $0) }
    let command = CommandAPDU(ins: 0x2A, p1: 0, p2: 0xBE, data: data)
    let script = [
      ("102A00BE DF" + hex(Array(data[..<223])), "9000"),
      ("102A00BE DF" + hex(Array(data[223..<446])), "9000"),
      ("002A00BE 9A" + hex(Array(data[446...])), "9000"),
    ]
    let (short, transport) = try ProtectedTransport.link(to: ScriptedTransport(script))
    #expect(try short.send(command, step: .certificateChain).status == .ok)
    #expect(transport.longest <= shortCommandByteCountMax)
    let (extended, _) = try ProtectedTransport.link(
      to: ScriptedTransport([("002A00BE 000258" + hex(data), "9000")], commandByteCountMax: 1_024))
    #expect(try extended.send(command, step: .certificateChain).status == .ok)
    #expect(extended.exchangeCount == 1)
  }

  @Test("61xx under the MAC: GET RESPONSE goes under it too")
  func getResponse() throws {
    let (link, transport) = try ProtectedTransport.link(
      to: ScriptedTransport([("*", "0102 6102"), ("00C0000002", "0304 9000")]))
    let command = CommandAPDU(ins: 0x84, p1: 0, p2: 0, expectedLength: 4)
    #expect(try link.require(command, step: .terminalAuthentication) == [1, 2, 3, 4])
    #expect(transport.plain.count == 2)
  }
}
