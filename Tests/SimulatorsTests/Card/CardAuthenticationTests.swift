// Terminal and chip authentication against the simulated card: a terminal that does every step gets what its rights say,
// and one that leaves a step out is refused as a chip refuses it (TR-03110-2 sections 3.3 to 3.5, TR-03105-3.3).

import Crypto
import Handover
import Testing

@testable import Simulators

@Suite struct CardAuthenticationTests {
  private func terminal(_ profile: CardProfile = .normal, rights: PKIRights? = .all) throws
    -> ScriptedTerminal
  {
    let terminal = ScriptedTerminal(try makeCard(profile))
    if let rights {
      #expect(terminal.pace(3, Array(terminal.card.memory.pin.utf8), chat: chat(rights)) == 0x9000)
    }
    return terminal
  }

  @Test("All steps, and the data groups are the holder's")
  func everything() throws {
    let terminal = try terminal(rights: nil)
    #expect(terminal.everything() == 0x9000)
    let holder = terminal.card.holder
    #expect(terminal.read(5).data == cardTLV([0x65], cardTLV([0x0C], Array(holder.familyName.utf8))))
    #expect(terminal.read(4).data == cardTLV([0x64], cardTLV([0x0C], Array(holder.givenNames.utf8))))
    #expect(terminal.read(8).data == cardTLV([0x68], cardTLV([0x12], Array(holder.birthDate.digits.utf8))))
    #expect(terminal.send("00B09300", le: 0).status == 0x6A82)
  }

  @Test("GET CHALLENGE right after PACE and right before EXTERNAL AUTHENTICATE both do")
  func challengeOrders() throws {
    for isFirst in [false, true] {
      #expect(try terminal().authenticateTerminal(challengeFirst: isFirst).status == 0x9000)
    }
  }

  @Test("The card names its newest authorities, and takes the chain from either")
  func authorities() throws {
    let terminal = try terminal()
    let names = [testPKI.link, testPKI.root].map { CardCertificate(parsing: $0.certificate)!.holder }
    #expect(terminal.authorities == names)
    #expect(terminal.authenticateTerminal(withLink: true).status == 0x9000)
    let without = try self.terminal(rights: nil)
    #expect(without.pace(3, Array(without.card.memory.pin.utf8)) == 0x9000)
    #expect(without.authorities.isEmpty)
  }

  @Test("A link certificate becomes the newest trust point and stays")
  func link() throws {
    let terminal = try terminal(.rootTrustPoint)
    #expect(terminal.authorities.count == 1)
    #expect(terminal.verify(testPKI.verifier.certificate) == 0x6A88)
    #expect(terminal.authenticateTerminal(withLink: true).status == 0x9000)
    #expect(terminal.card.memory.trustPoints == [testPKI.link.certificate, testPKI.root.certificate])
  }

  @Test("Without CHAT in PACE, or without PACE, there is no terminal authentication")
  func missingCHAT() throws {
    let terminal = try terminal(rights: nil)
    #expect(terminal.plain("002281B6 03 830141").status == 0x6985)
    #expect(terminal.pace(3, Array(terminal.card.memory.pin.utf8)) == 0x9000)
    #expect(terminal.verify(testPKI.verifier.certificate) == 0x6985)
  }

  @Test("The CAN carries a terminal only with the right to use it; the PUK and a transport PIN carry none")
  func passwords() throws {
    for (rights, status): (PKIRights, UInt16) in [
      (.all, 0x9000), (PKIRights.all.subtracting(.canAllowed), 0x6982),
    ] {
      let terminal = try terminal(rights: nil)
      #expect(terminal.pace(2, Array(terminal.card.memory.can.utf8), chat: chat(rights)) == 0x9000)
      #expect(terminal.authenticateTerminal().status == status)
    }
    let transport = try terminal(.transportPIN)
    #expect(transport.authenticateTerminal().status == 0x6982)
  }

  @Test("Certificates: a foreign chain, a destroyed signature, a certificate in the wrong place")
  func certificates() throws {
    let terminal = try terminal()
    #expect(terminal.verify(foreignPKI.verifier.certificate) == 0x6A88)
    let newest = CardCertificate(parsing: testPKI.link.certificate)!.holder
    #expect(terminal.verify(foreignPKI.verifier.certificate, under: newest) == 0x6A80)
    var broken = testPKI.verifier.certificate
    broken[broken.count - 3] ^= 1
    #expect(terminal.verify(broken) == 0x6300)
    #expect(terminal.verify(testPKI.terminal.certificate) == 0x6A88)
    #expect(terminal.verify(testPKI.verifier.certificate) == 0x9000)
    #expect(terminal.send("002A00BE", Array(testPKI.terminal.certificate.dropFirst(5))).status == 0x6985)
  }

  @Test("An expired terminal is refused by the card's own clock")
  func expired() throws {
    let terminal = try terminal()
    terminal.card.memory.today = CardDate(year: 2027, month: 1, day: 1)
    #expect(terminal.verify(testPKI.verifier.certificate) == 0x9000)
    #expect(terminal.verify(testPKI.terminal.certificate) == 0x6984)
  }

  @Test("The card's clock moves to the newest date of a certificate that it trusts")
  func clock() throws {
    let terminal = try terminal()
    terminal.card.memory.today = CardDate(year: 2020, month: 1, day: 1)
    #expect(terminal.verify(testPKI.verifier.certificate) == 0x9000)
    let effective = CardCertificate(parsing: testPKI.verifier.certificate)!.effective
    #expect(terminal.card.memory.today == effective)
  }

  @Test("Signature: wrong challenge, challenge used twice, no challenge, other key announced")
  func signature() throws {
    let terminal = try terminal()
    let first = terminal.send("00840000", le: 8).data
    #expect(terminal.verify(testPKI.verifier.certificate) == 0x9000)
    #expect(terminal.verify(testPKI.terminal.certificate) == 0x9000)
    let key = terminal.key()
    #expect(terminal.authenticate(first, key.publicPoint.x) == 0x6985)
    #expect(terminal.setTerminal(key.publicPoint.x) == 0x9000)
    #expect(terminal.authenticate([UInt8](repeating: 0, count: 8), key.publicPoint.x) == 0x6300)
    #expect(terminal.setTerminal(key.publicPoint.x) == 0x9000)
    #expect(terminal.authenticate(first, key.publicPoint.x) == 0x6985)
    let second = terminal.send("00840000", le: 8).data
    #expect(terminal.authenticate(second, terminal.key().publicPoint.x) == 0x6300)
  }

  @Test(
    "EF.CardSecurity after terminal authentication, data groups after chip authentication, each by its right")
  func readRules() throws {
    let terminal = try terminal(rights: [.read(5), .canAllowed])
    #expect(terminal.send("00B09D00", le: 0).status == 0x6982)
    #expect(terminal.send("00B09C00", le: 0).status == 0x9000)
    let done = terminal.authenticateTerminal()
    #expect(done.status == 0x9000)
    #expect(terminal.read(0x1D).data == terminal.card.memory.signedFile)
    #expect(terminal.send("00A4040C", CardApplication.identity).status == 0x9000)
    #expect(terminal.send("00B08500", le: 0).status == 0x6982)
    #expect(terminal.authenticateChip(done.key, chip: terminal.card.keys.chip.publicPoint) == 0x9000)
    #expect(terminal.send("00B08500", le: 0).status == 0x9000)
    #expect(terminal.send("00B08400", le: 0).status == 0x6982)
    #expect(terminal.choose(3) == 0x6985)
  }

  @Test(
    "Chip authentication: not before the terminal's, not with another key than announced, not under key 45")
  func chip() throws {
    let terminal = try terminal()
    let identifier = cardHex("04007F0007020203 0202")
    #expect(terminal.send("002241A4", cardTLV([0x80], identifier)).status == 0x6985)
    #expect(terminal.authenticateTerminal().status == 0x9000)
    #expect(terminal.send("002241A4", cardTLV([0x80], identifier) + cardTLV([0x84], [0x45])).status == 0x6A88)
    let other = terminal.key()
    #expect(terminal.authenticateChip(other, chip: terminal.card.keys.chip.publicPoint) == 0x6300)
    #expect(
      terminal.send("00860000", cardTLV([0x7C], cardTLV([0x80], other.publicPoint.bytes)), le: 0).status
        == 0x6985)
  }

  @Test("A clone has the signed file but not the key")
  func clone() throws {
    let terminal = try terminal(.cloned)
    let done = terminal.authenticateTerminal()
    #expect(terminal.authenticateChip(done.key, chip: terminal.card.keys.announcedChip.publicPoint) == 0xFFFC)
  }

  @Test("Age, validity and community are answered from the signed auxiliary data")
  func auxiliary() throws {
    let card = try makeCard(.normal)
    func ask(_ number: UInt8, _ reference: [UInt8]) -> [UInt8] {
      cardTLV([0x73], cardTLV([0x06], cardHex("04007F000703010 4") + [number]) + cardTLV([0x53], reference))
    }
    func answer(_ number: UInt8, _ reference: [UInt8], rights: PKIRights = .all) -> UInt16 {
      let terminal = ScriptedTerminal(card)
      terminal.card.reset()
      guard terminal.everything(rights, auxiliary: ask(number, reference)) == 0x9000 else { return 0 }
      return terminal.send("80208000", cardTLV([0x06], cardHex("04007F0007030104") + [number])).status
    }
    let birth = card.holder.birthDate
    #expect(answer(1, Array(birth.digits.utf8)) == 0x9000)
    #expect(answer(1, Array(birth.adding(years: -1).digits.utf8)) == 0x6300)
    #expect(answer(1, Array(birth.digits.utf8), rights: [.read(1)]) == 0x6982)
    #expect(answer(2, Array(card.holder.expiry.digits.utf8)) == 0x9000)
    #expect(answer(2, Array(card.holder.expiry.adding(years: 1).digits.utf8)) == 0x6300)
    #expect(answer(3, Array(cardHex(card.holder.community).prefix(4))) == 0x9000)
    #expect(answer(3, [0x02, 0x76, 0x99]) == 0x6300)
    let none = ScriptedTerminal(card)
    #expect(none.everything() == 0x9000)
    #expect(none.send("80208000", cardTLV([0x06], cardHex("04007F000703010401"))).status == 0x6A88)
  }

  @Test(
    "Restricted identification: the sector that the certificate names, the same answer each time, key 2 by right"
  )
  func restricted() throws {
    var answers: [[UInt8]] = []
    let sector = cardTLV([0xA0], Array(testPKI.sectorKey.dropFirst(testPKI.sectorKey[2] == 0x82 ? 5 : 4)))
    for rights: PKIRights in [.all, .all, [.read(1)]] {
      let terminal = try terminal(rights: nil)
      #expect(terminal.everything(rights) == 0x9000)
      for key: UInt8 in [1, 2] {
        let set = terminal.send(
          "002241A4", cardTLV([0x80], cardHex("04007F0007020205 0203")) + cardTLV([0x84], [key]))
        #expect(set.status == 0x9000)
        let answer = terminal.send("00860000", cardTLV([0x7C], sector), le: 0)
        #expect(answer.status == (key == 2 && !rights.contains(.restrictedIdentification) ? 0x6982 : 0x9000))
        answers.append(value(0x81, in: answer.data))
      }
    }
    #expect(answers[0] == answers[2] && answers[1] == answers[3] && answers[0] != answers[1])
    #expect(answers[0] == answers[4] && answers[5].isEmpty)
  }
}
