// Basic access control against the worked example of ICAO 9303-11 appendix D, byte for byte, and what must not happen:
// a weaker channel after a failed PACE.

import Crypto
import Secrets
import Testing

@testable import Identity

/// ICAO 9303-11 appendix D.3 and D.4: the numbers of the document.
enum BACExample {
  static let zone = "L898902C<369080619406236"
  static let challenge = ("0084000008", "4608F919887022129000")
  static let authenticate = (
    "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728",
    "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000"
  )
  static let selectCommon = (
    "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800", "990290008E08FA855A5D4C50A8ED9000"
  )
  static let readHead = (
    "0CB000000D9701048E08ED6705417E96BA5500", "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000"
  )
  static let readRest = (
    "0CB000040D9701128E082EA28A70F3C7B53500",
    "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000"
  )

  static func chance() -> Chance {
    final class Box: @unchecked Sendable {
      var next = ["781723860C06C226", "0B795240CB7049B01C19B33E32804F0B"]
    }
    let box = Box()
    return { (count) throws(CryptoError) -> Secret in
      let value = hexSecret(box.next.removeFirst())
      precondition(value.count == count)
      return value
    }
  }
}

@Suite("Basic access control")
struct BasicAccessControlTests {
  private func run(_ lines: [(String, String)]) throws -> (CardLink, ScriptedTransport) {
    let transport = ScriptedTransport(lines)
    let link = CardLink(transport)
    try BasicAccessControl(link: link, information: mrzSecret(BACExample.zone)).run(
      chance: BACExample.chance())
    return (link, transport)
  }

  @Test(
    "ICAO 9303-11 appendix D.3 and D.4: keys, mutual authentication and the first commands of the channel")
  func example() throws {
    let (link, transport) = try run([
      BACExample.challenge, BACExample.authenticate, BACExample.selectCommon, BACExample.readHead,
      BACExample.readRest,
    ])
    try link.selectFile(0x011E)
    let head = try link.require(CommandAPDU(ins: 0xB0, p1: 0, p2: 0, expectedLength: 4), step: .readFile)
    let rest = try link.require(CommandAPDU(ins: 0xB0, p1: 0, p2: 4, expectedLength: 18), step: .readFile)
    #expect(hex(head + rest) == "60145F0104303130365F36063034303030305C026175")
    #expect(transport.isFinished)
  }

  @Test("A chip that does not know the keys, or sends our own nonce wrong, is not authentic")
  func wrongAnswers() {
    for index in stride(from: 0, to: 80, by: 7) {
      var answer = Array(BACExample.authenticate.1)
      answer[index] = answer[index] == "0" ? "1" : "0"
      #expect(throws: CardError.unauthentic(.bac)) {
        try run([BACExample.challenge, (BACExample.authenticate.0, String(answer))])
      }
    }
  }

  @Test("Refusals: a wrong zone is a wrong zone, a chip without such keys is not, and lengths are checked")
  func refusals() {
    for (status, error) in [
      ("6300", CardError.password(.wrong(.mrz, triesLeft: nil))),
      ("6982", .password(.wrong(.mrz, triesLeft: nil))),
      ("6A88", .refused(.bac, StatusWord(0x6A88))), ("6D00", .refused(.bac, StatusWord(0x6D00))),
      ("0102039000", .malformed(.bac, "an answer of 3 bytes")),
    ] {
      #expect(throws: error) { try run([BACExample.challenge, (BACExample.authenticate.0, status)]) }
    }
    #expect(throws: CardError.malformed(.bac, "a challenge of 2 bytes")) {
      try run([("0084000008", "01029000")])
    }
  }

  private func opening(_ lines: [(String, String)], _ key: PassportKey) throws -> ScriptedTransport {
    let transport = ScriptedTransport(lines)
    _ = try PassportOpening.open(CardLink(transport), with: key, chance: chance(seed: 1))
    return transport
  }

  private var zone: PassportKey {
    get throws {
      .mrz(try DocumentAccess.read(mrzSecret("L898902C<369080619406236"), today: mrzToday))
    }
  }

  @Test("A failed PACE is never followed by BAC, at whatever step it fails")
  func noFallback() throws {
    let access = "00B09C0000"
    let good = ICAOExample.cardAccess + "9000"
    let setUp = "0022C1A412800A04007F0007020204020283010184010D"
    let masterFile = "00A4000C023F00"
    let select = "00A4020C02011C"
    for lines in [
      [(access, good), (setUp, "6A80")],
      [(access, good), (setUp, "6A82")],
      [(access, good), (setUp, "9000"), ("10860000027C0000", "6A82")],
      [(access, good), (setUp, "9000"), ("10860000027C0000", "6300")],
      [
        (access, good), (setUp, "9000"), ("10860000027C0000", "7C12801095A3A016522EE98D01E76CB6B98B42C39000"),
        ("*", "6985"),
      ],
      // Infos that cannot be read, and a status word that says neither yes nor no.
      [(access, "30030201019000")],
      [(access, "6F00"), (masterFile, "9000"), (select, "6F00")],
      // A chip that stood in an application, and one that was disturbed once: both have the file.
      [(access, "6A82"), (masterFile, "9000"), (select, "9000"), ("00B0000000", good), (setUp, "6A80")],
      [(access, "6982"), (masterFile, "9000"), (select, "9000"), ("00B0000000", good), (setUp, "6300")],
    ] {
      let transport = ScriptedTransport(lines)
      let key = try zone
      #expect(throws: CardError.self) {
        try PassportOpening.open(CardLink(transport), with: key, chance: chance(seed: 1))
      }
      #expect(transport.isFinished)
      #expect(!transport.commands.contains { $0[1] == 0x84 || $0[1] == 0x82 })
    }
  }

  @Test(
    "BAC where no PACE is offered: no EF.CardAccess, or one without PACE; a CAN does not open such a chip")
  func withoutPACE() throws {
    let masterFile = "00A4000C023F00"
    let missing = [("00B09C0000", "6A82"), (masterFile, "9000"), ("00A4020C02011C", "6A82")]
    let select = ("00A4040C07A0000002471001", "9000")
    for lines in [
      missing, [("00B09C0000", "6982"), (masterFile, "9000"), ("00A4020C02011C", "6A82")],
      [("00B09C0000", "6D00"), (masterFile, "6A86")], [("00B09C0000", "31009000")],
    ] {
      #expect(throws: CardError.password(.wrong(.mrz, triesLeft: nil))) {
        try opening(lines + [select, BACExample.challenge, ("*", "6300")], try zone)
      }
    }
    #expect(throws: CardError.self) { try opening(missing, .can(mrzSecret("123456"))) }
  }

  @Test("PACE hidden from us shows in DG14: what the state has signed must have been offered in the clear")
  func hidden() throws {
    func infos(_ hex: String) throws -> SecurityInfos { try SecurityInfos(bytes(hex)) }
    let pace = try infos(ICAOExample.cardAccess)
    let other = try infos("31143012060A04007F0007020204020202010202010E")
    let both = try infos(
      "31283012060A04007F0007020204020202010202010D3012060A04007F0007020204020202010202010E")
    let none = try infos("3100")
    for (offered, signed, holds) in [
      (nil, none, true), (none, none, true), (pace, none, true), (pace, pace, true), (pace, both, true),
      (nil, pace, false), (none, pace, false), (other, pace, false), (both, pace, false),
    ] as [(SecurityInfos?, SecurityInfos, Bool)] {
      if holds {
        try PassportOpening.checkCardAccess(offered, against: signed)
      } else {
        #expect(throws: CardError.certificate(.cardAccess)) {
          try PassportOpening.checkCardAccess(offered, against: signed)
        }
      }
    }
  }
}
