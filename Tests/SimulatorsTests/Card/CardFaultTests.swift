// Faults by the number of a command, the transport in memory, and what a card's process keeps on disk and says.

import Glibc
import Identity
import Testing

@testable import Simulators

@Suite struct CardFaultTests {
  @Test("Faults as they are typed, and what is none")
  func parsing() {
    #expect(CardFault(parsing: "pull@7") == CardFault(.pull, at: 7))
    #expect(CardFault(parsing: "delay@3:2000ms") == CardFault(.delay(milliseconds: 2000), at: 3))
    #expect(CardFault(parsing: "sw@5:6F00") == CardFault(.status(0x6F00), at: 5))
    #expect(CardFault(parsing: "sw@5+:6F00") == CardFault(.status(0x6F00), at: 5, isLasting: true))
    #expect(CardFault(parsing: "cut@4") == CardFault(.cut(bytes: 1), at: 4))
    #expect(CardFault(parsing: "shorten@4:3") == CardFault(.shorten(bytes: 3), at: 4))
    #expect(CardFault(parsing: "garbage@9") == CardFault(.garbage, at: 9))
    for text in [
      "pull", "pull@0", "pull@x", "pull@1:2", "sw@1", "sw@1:6F", "delay@1", "cut@1:-1", "burn@1", "@1",
    ] {
      #expect(CardFault(parsing: text) == nil)
    }
  }

  private let select: [UInt8] = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]
  private let read: [UInt8] = [0x00, 0xB0, 0x9E, 0x00, 0x00]

  private func transport(_ faults: String...) throws -> SimulatedCardTransport {
    SimulatedCardTransport(
      try SimulatedCard(profile: .normal, seed: 1), faults: faults.compactMap { CardFault(parsing: $0) })
  }

  @Test("Pulled at command 2: gone, and there again when it is laid down")
  func pulled() throws {
    let transport = try transport("pull@2")
    #expect(try transport.transmit(select) == [0x90, 0x00])
    #expect(throws: CardError.transport(.removed)) { try transport.transmit(select) }
    #expect(throws: CardError.transport(.noCard)) { try transport.transmit(select) }
    transport.insert()
    #expect(try transport.transmit(select) == [0x90, 0x00])
  }

  @Test("Delays, status words, cut, shortened and garbled answers")
  func answers() throws {
    #expect(throws: CardError.transport(.timedOut)) { try transport("delay@1:6000ms").transmit(select) }
    #expect(try transport("delay@1:4000ms").transmit(select) == [0x90, 0x00])
    #expect(try transport("sw@1:6F00").transmit(read) == [0x6F, 0x00])
    #expect(throws: CardError.transport(.malformedAnswer)) { try transport("cut@1").transmit(read) }
    let whole = try transport().transmit(read)
    #expect(try transport("cut@1:5").transmit(read) == Array(whole.prefix(5)))
    #expect(try transport("shorten@1:2").transmit(read) == whole.dropLast(4) + [0x90, 0x00])
    let garbage = try transport("garbage@1").transmit(read)
    #expect(garbage != whole && garbage.count == whole.count && garbage.suffix(2) == [0x90, 0x00])
    #expect(try transport("flip@1").transmit(read) != whole)
    #expect(throws: CardError.transport(.tooLong)) {
      try transport().transmit([UInt8](repeating: 0, count: 262))
    }
  }

  @Test("The card that loses its field forgets the channel")
  func reset() throws {
    let card = try SimulatedCard(profile: .normal, seed: 1)
    let terminal = ScriptedTerminal(card)
    let transport = SimulatedCardTransport(card, faults: [CardFault(.reset, at: 1)])
    #expect(terminal.pace(2, Array(card.memory.can.utf8)) == 0x9000)
    let (head, body) = terminal.protect(cardHex("00B09C00"), [], 0)
    #expect(try transport.transmit(terminal.frame(head, body, 0, isExtended: false)) == [0x69, 0x88])
  }

  private func folder() -> String {
    var template = Array("/tmp/kiosk-card-XXXXXX".utf8CString)
    return template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  @Test("A state folder holds one card, for one process, and gives it back as it was")
  func stateFile() throws {
    let folder = folder()
    defer { for name in ["/card.state", "/card.lock"] { unlink(folder + name) }; rmdir(folder) }
    do {
      let file = try CardStateFile(directory: folder)
      #expect(try file.load() == nil)
      let card = try SimulatedCard(profile: .normal, seed: 1)
      card.onChange = { try file.save($0) }
      #expect(ScriptedTerminal(card).pace(3, Array("000000".utf8)) == 0x63C2)
      #expect(try file.load() == card.memory)
      #expect(throws: SimulatedCardError.self) { try CardStateFile(directory: folder) }
    }
    let again = try CardStateFile(directory: folder)
    #expect(try again.load()?.pinTries == 2)
  }

  @Test("The ready line: one JSON object; what a card has not is null")
  func readyLine() throws {
    let card = try makeCard(.normal)
    let line = card.readyLine
    #expect(
      line.hasPrefix("{\"profile\":\"normal\",\"pin\":\"\(card.memory.pin)\",\"can\":\"\(card.memory.can)\",")
    )
    #expect(line.contains("\"mrz\":\"IDD<<") && line.contains("\"holder\":{\"familyName\":\""))
    #expect(card.machineReadableZone.count == 90)
    let passport = try makeCard(.passportBAC)
    #expect(passport.readyLine.contains("\"pin\":null,\"can\":null,\"puk\":null,\"mrz\":\"P<D<<"))
    #expect(passport.machineReadableZone.count == 88)
    #expect(CardReader(vpcd: "127.0.0.1:35963") == .vpcd(host: "127.0.0.1", port: 35963))
    #expect(CardReader(vpcd: "[::1]:35963") == .vpcd(host: "::1", port: 35963))
    for text in ["35963", ":1", "a:0", "a:70000", "a:", "::1:1", "[]:1", "[::1:1", "[a:1"] {
      #expect(CardReader(vpcd: text) == nil)
    }
  }
}
