// The card's secrets: which status words PIN, CAN and PUK give in which state, and what each try costs (identity.md A.4,
// TR-03110-2 section 3.2, TR-03127).

import Testing

@testable import Simulators

@Suite struct CardLadderTests {
  private func card(_ profile: CardProfile) throws -> (SimulatedCard, ScriptedTerminal) {
    let card = try SimulatedCard(profile: profile, seed: 7)
    return (card, ScriptedTerminal(card))
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(
    "MSE:Set AT tells the counter of the PIN and costs nothing",
    arguments: [
      (CardProfile.normal, UInt16(0x9000)), (.oneTryUsed, 0x63C2), (.suspended, 0x63C1), (.blocked, 0x63C0),
      (.deactivated, 0x6283), (.transportPIN, 0x9000), (.pukUsedUp, 0x63C0),
    ])
  func counterQuery(_ profile: CardProfile, _ status: UInt16) throws {
    let (card, terminal) = try card(profile)
    let before = card.memory
    #expect(terminal.choose(3) == status)
    #expect(terminal.choose(3, parameters: false) == status)
    #expect(card.memory == before)
  }

  @Test("Three wrong PINs: 63C2, 63C1, then 63C0 only after the CAN")
  func wrongPINs() throws {
    let (card, terminal) = try card(.normal)
    #expect(terminal.pace(3, bytes("000000")) == 0x63C2)
    #expect(terminal.pace(3, bytes("000000")) == 0x63C1)
    #expect(terminal.pace(3, bytes(card.memory.pin)) == 0x6985)
    #expect(card.memory.pinTries == 1)
    #expect(terminal.pace(2, bytes(card.memory.can)) == 0x9000)
    #expect(card.memory.pinTries == 1)
    #expect(terminal.pace(3, bytes(card.memory.pin)) == 0x9000)
    #expect(card.memory.pinTries == 3)
  }

  @Test("A wrong PIN while suspended blocks, with the CAN and without it")
  func wrongWhileSuspended() throws {
    for withCAN in [false, true] {
      let (card, terminal) = try card(.suspended)
      if withCAN { #expect(terminal.pace(2, bytes(card.memory.can)) == 0x9000) }
      #expect(terminal.pace(3, bytes("000000")) == 0x63C0)
      #expect(card.memory.pinTries == 0)
      #expect(terminal.pace(3, bytes(card.memory.pin)) == 0x6983)
    }
  }

  @Test("The CAN's resumption is lost with the channel")
  func resumptionLost() throws {
    let (card, terminal) = try card(.suspended)
    #expect(terminal.pace(2, bytes(card.memory.can)) == 0x9000)
    terminal.encryption = nil
    #expect(terminal.plain("00A4000C023F00").status == 0x9000)
    #expect(terminal.pace(3, bytes(card.memory.pin)) == 0x6985)
  }

  @Test("Deactivated: the right and the wrong PIN end in 6984 and cost nothing")
  func deactivated() throws {
    let (card, terminal) = try card(.deactivated)
    #expect(terminal.pace(3, bytes(card.memory.pin)) == 0x6984)
    #expect(terminal.pace(3, bytes("000000")) == 0x6984)
    #expect(card.memory.pinTries == 3)
    #expect(terminal.pace(2, bytes(card.memory.can)) == 0x9000)
  }

  @Test("Wrong CAN, PUK and MRZ: 6300, as often as one likes")
  func wrongOthers() throws {
    let (card, terminal) = try card(.normal)
    for _ in 0..<5 {
      for password: UInt8 in [1, 2, 4] { #expect(terminal.pace(password, bytes("0000000000")) == 0x6300) }
    }
    #expect(terminal.pace(4, bytes(card.memory.puk)) == 0x9000)
  }

  @Test("The PUK lifts the block ten times and sets no PIN")
  func unblock() throws {
    let (card, terminal) = try card(.blocked)
    #expect(terminal.pace(4, bytes(card.memory.puk)) == 0x9000)
    #expect(terminal.send("002C0203", bytes("123456")).status == 0x6982)
    for _ in 0..<10 { #expect(terminal.send("002C0303").status == 0x9000) }
    #expect(card.memory.pinTries == 3)
    #expect(terminal.send("002C0303").status == 0x6982)
    let (used, other) = try self.card(.pukUsedUp)
    #expect(other.pace(4, bytes(used.memory.puk)) == 0x9000)
    #expect(other.send("002C0303").status == 0x6982)
  }

  @Test("Change of the PIN: with the PIN alone, six digits, and the transport PIN ends with it")
  func change() throws {
    let (card, terminal) = try card(.transportPIN)
    #expect(card.memory.pin.count == 5)
    #expect(terminal.plain("002C020306313233343536").status == 0x6982)
    #expect(terminal.pace(2, bytes(card.memory.can)) == 0x9000)
    #expect(terminal.send("002C0203", bytes("123456")).status == 0x6982)
    #expect(terminal.pace(3, bytes(card.memory.pin)) == 0x9000)
    #expect(terminal.send("002C0203", bytes("12345")).status == 0x6A80)
    #expect(terminal.send("002C0203", bytes("12345x")).status == 0x6A80)
    #expect(terminal.send("002C0203", bytes("123456")).status == 0x9000)
    #expect(!card.memory.isTransportPIN)
    #expect(terminal.pace(3, bytes("123456")) == 0x9000)
  }

  @Test("A state that cannot be written is an answer 6F00 and no change")
  func notWritten() throws {
    struct Full: Error {}
    let (card, terminal) = try card(.normal)
    card.onChange = { _ in throw Full() }
    #expect(terminal.pace(3, bytes("000000")) == 0x6F00)
    #expect(card.memory.pinTries == 3)
  }

  @Test("The state file gives the same memory back")
  func stateText() throws {
    let (card, terminal) = try card(.normal)
    _ = terminal.pace(3, bytes("000000"))
    #expect(CardMemory(text: card.memory.text) == card.memory)
    #expect(CardMemory(text: "format 1\n") == nil)
    #expect(CardMemory(text: card.memory.text + "pin 1\n") == nil)
  }

  @Test(
    "PACE on each curve with each cipher",
    arguments: ["256:128", "256:192", "256:256", "384:128", "384:192", "384:256", "512:128", "512:256"])
  func suites(_ name: String) throws {
    let suite = try #require(CardSuite(parsing: name))
    let card = try SimulatedCard(profile: .normal, seed: 3, suite: suite)
    let terminal = ScriptedTerminal(card, curve: suite.curve, bits: suite.cipher.keyByteCount * 8)
    #expect(terminal.pace(2, bytes(card.memory.can)) == 0x9000)
    #expect(terminal.send("00B09C00", le: 0).status == 0x9000)
  }
}
