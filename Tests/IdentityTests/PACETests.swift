// PACE against the published worked examples, byte for byte, and against cards that do it wrong.

import Crypto
import Identity
import Secrets
import Testing

/// ICAO 9303-11 appendix G.1: the numbers of the document.
enum ICAOExample {
  static let cardAccess = "31143012060A04007F0007020204020202010202010D"
  static let mrzInformation = Secret(Array("T22000129364081251010318".utf8))
  static let keys = [
    "7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99",
    "A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595",
  ]
  static let ownKey =
    "042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"
    + "3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462"
  static let cardKey =
    "049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
    + "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094"
  static let ownMappingKey =
    "047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
    + "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D"
  static let cardMappingKey =
    "04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
    + "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54"
  static let script = [
    ("00B09C0000", cardAccess + "9000"),
    ("0022C1A412800A04007F0007020204020283010184010D", "9000"),
    ("10860000027C0000", "7C12801095A3A016522EE98D01E76CB6B98B42C39000"),
    ("10860000457C438141" + ownMappingKey + "00", "7C438241" + cardMappingKey + "9000"),
    ("10860000457C438341" + ownKey + "00", "7C438441" + cardKey + "9000"),
    ("008600000C7C0A8508C2B0BD78D94BA86600", "7C0A86083ABB9674BCE93C089000"),
  ]

  /// Runs the example with some lines of the card changed, from MSE:Set AT on.
  static func run(_ changes: [Int: String]) throws -> CardLink {
    var lines = script
    for (index, answer) in changes { lines[index].1 = answer }
    lines.removeSubrange((changes.keys.max() ?? 5) + 1..<lines.count)
    let link = CardLink(ScriptedTransport(Array(lines.dropFirst())))
    try PACERun.establish(
      on: link, access: try SecurityInfos(bytes(cardAccess)), password: .mrz, secret: mrzInformation,
      chance: chance(drawing: keys))
    return link
  }
}

/// BSI "EAC worked example" 1.01, PACE with ECDH: the numbers of the document.
enum BSIExample {
  static let cardAccess = """
    3181C6300D060804007F00070202020201023012060A04007F000702020302020201020201013012060A04007F0007020204
    0202020102020 10D301C060904007F000702020302300C060704007F0007010202010D020101302F060804007F0007020206
    162368747470733A2F2F7777772E686A702D636F6E73756C74696E672E636F6D2F686F6D65303E060804007F000702020831
    323012060A04007F00070202030202020102020102301C060904007F000702020302300C060704007F0007010202010D0201
    02
    """
  static let keys = [
    "752287F5B02DE3C4BC3E17945118C51B23C97278E4CD748048AC56BA5BDC3D46",
    "9D9A32DF93A57CCE33CA3CDD3457E33A976F293546C73550F397259C93BE0120",
  ]
  static let ownMappingKey =
    "043DD29BBE5907FD21A152ADA4895FAAE7ACC55F5E50EFBFDE5AB0C6EB54F198D6"
    + "15913635F0FDF5BEB383E00355F82D3C41ED0DF2E28363433DFB73856A15DC9F"
  static let cardMappingKey =
    "049CFCF7582AC986D0DD52FA53123414C3E1B96B4D00ABA8E574679B70EFB5BC3B"
    + "45D2F13729CC2AE178E7E241B443213533B77DBB44649A815DDC4A2384BA422A"
  static let ownKey =
    "04518BC4E532AD2A9BD6527804D5D665ABD51041037A0CC8AA922804EB501C222B"
    + "3427388599AFAAE9FBACE2DF93E13C3C4979CD12F0AE3E3C012602839155" + "4582"
  static let cardKey =
    "04282CF38073036AFAC216AF135BD994DA0C357F10BD4C34AFEA1042B2EB0FD680"
    + "4DF3658B835AC2E7133F13691184542BB50B109963A4662ABDC08B9763AF4B5B"
}

@Suite("PACE")
struct PACETests {
  @Test("ICAO 9303-11 appendix G.1: the whole transcript, with six exchanges from the cold card on")
  func icaoTranscript() throws {
    let transport = ScriptedTransport(ICAOExample.script)
    let link = CardLink(transport)
    let access = try SecurityInfos(try link.readFile(shortIdentifier: 0x1C, step: .cardAccess))
    let result = try PACERun.establish(
      on: link, access: access, password: .mrz, secret: ICAOExample.mrzInformation,
      chance: chance(drawing: ICAOExample.keys))
    #expect(transport.isFinished)
    #expect(link.exchangeCount == 6)
    #expect(hex(result.cardIdentifier) == String(ICAOExample.cardKey.dropFirst(2).prefix(64)))
    #expect(result.authorities.isEmpty)
    #expect(result.info.curve == .brainpoolP256r1)
    #expect(link.channelPassword == .mrz)
    // KS_Enc and KS_MAC of the document make the same channel.
    let channel = try AESSecureMessaging(
      encryptionKey: hexSecret("F5F0E35C0D7161EE6724EE513A0D9A7F"),
      macKey: hexSecret("FE251C7858B356B24514B3BD5F4297D1"))
    let command = CommandAPDU(ins: 0xB0, p1: 0, p2: 0, expectedLength: 4)
    let protected = try #require(link.secureMessaging).protect(command, secret: nil)
    let expected = try channel.protect(command, secret: nil)
    #expect(protected == expected)
  }

  @Test(
    "BSI EAC worked example 1.01, ECDH: PACE with the PIN, and the first command of Terminal Authentication")
  func bsiTranscript() throws {
    let transport = ScriptedTransport([
      ("0022C1A4 12 800A04007F00070202040202 830103 84010D", "9000"),
      ("10860000027C0000", "7C128010CE834CDE69FFBB1D1EB21585CD709F18 9000"),
      (
        "10860000457C438141" + BSIExample.ownMappingKey + "00",
        "7C438241" + BSIExample.cardMappingKey + "9000"
      ),
      ("10860000457C438341" + BSIExample.ownKey + "00", "7C438441" + BSIExample.cardKey + "9000"),
      (
        "008600000C7C0A8508A27AE7B36573C1D900",
        "7C28 8608A2658C2F38600B0F 870E44454356434141543030303031FF 880C444543564341415430303030 9000"
      ),
      ("*", "99029000 8E08A89570A68664A7D6 9000"),
    ])
    let link = CardLink(transport)
    let result = try PACERun.establish(
      on: link, access: try SecurityInfos(bytes(BSIExample.cardAccess)), password: .pin,
      secret: Secret(Array("123456".utf8)), chance: chance(drawing: BSIExample.keys))
    #expect(hex(result.cardIdentifier) == String(BSIExample.cardKey.dropFirst(2).prefix(64)))
    #expect(result.authorities.map(\.count) == [14, 12])
    let setDST = CommandAPDU(
      ins: 0x22, p1: 0x81, p2: 0xB6, data: bytes("830D44454356434141543030303031"))
    _ = try link.require(setDST, step: .certificateChain)
    #expect(hex(transport.commands[5]).hasPrefix("0C2281B61D871101BE90237EEB4BA0FF253EA246AE31C8B88E08"))
  }

  @Test("BSI EAC worked example 1.01: keys of Chip Authentication from the shared secret and the nonce")
  func bsiChipAuthenticationKeys() {
    let shared = hexSecret("791DA04273CCFE862E52DF60347E2557192E1F8D7517822CE3D306056C1CDEB4")
    let nonce = bytes("4287B3072A3EDC60")
    #expect(
      KeyDerivation.key(from: shared, counter: 1, nonce: nonce, algorithm: .aes128)
        == hexSecret("94ABCD271AB7D9A5590BA52CB518B831"))
    #expect(
      KeyDerivation.key(from: shared, counter: 2, nonce: nonce, algorithm: .aes128)
        == hexSecret("78B5709E7ABEDB185B424D0EE3A82499"))
  }

  @Test("a card that sends our key back is refused", arguments: [3, 4])
  func reflection(round: Int) throws {
    let key = round == 3 ? "82" : "84"
    let own = round == 3 ? ICAOExample.ownMappingKey : ICAOExample.ownKey
    #expect(throws: CardError.unauthentic(round == 3 ? .paceMapping : .paceAgreement)) {
      try ICAOExample.run([round: "7C43\(key)41\(own)9000"])
    }
  }

  @Test("points beside the curve, infinity and other forms are refused", arguments: [3, 4])
  func points(round: Int) {
    let tag = round == 3 ? "82" : "84"
    let step: CardStep = round == 3 ? .paceMapping : .paceAgreement
    let beside = String(ICAOExample.cardKey.dropLast(2)) + "95"
    for point in [beside, "00", "02" + ICAOExample.cardKey.dropFirst(2).prefix(64), ""] {
      let answer = TLV(0x7C, [TLV(UInt32(tag, radix: 16)!, bytes(String(point)))]).encoded
      #expect(throws: CardError.malformed(step, "a point that is not on the curve")) {
        try ICAOExample.run([round: hex(answer) + "9000"])
      }
    }
  }

  @Test(
    "a nonce of no length or of half a block, a missing or doubled object, something behind it: malformed")
  func malformedAnswers() {
    for answer in ["7C028000", "7C0A80080000000000000000", "7C00", "7C028100", "800100", ""] {
      let error = #expect(throws: CardError.self) { try ICAOExample.run([2: answer + "9000"]) }
      guard case .malformed(.paceNonce, _) = error else {
        Issue.record("\(answer): \(String(describing: error))")
        continue
      }
    }
    let nonce = "801095A3A016522EE98D01E76CB6B98B42C3"
    for answer in ["7C24\(nonce)\(nonce)", "7C12\(nonce)00"] {
      #expect(throws: CardError.self) { try ICAOExample.run([2: answer + "9000"]) }
    }
  }

  @Test("TR-03105 part 5.3, PACE: a wrong token, none, a short one or an overlong authority end the run")
  func tokens() {
    for answer in ["7C0A86083ABB9674BCE93C09", "7C0986073ABB9674BCE93C"] {
      #expect(throws: CardError.unauthentic(.paceToken)) { try ICAOExample.run([5: answer + "9000"]) }
    }
    let token = "86083ABB9674BCE93C08"
    for answer in ["7C00", "7C0C\(token)8700", "7C1D\(token)8711" + String(repeating: "41", count: 17)] {
      let error = #expect(throws: CardError.self) { try ICAOExample.run([5: answer + "9000"]) }
      guard case .malformed(.paceToken, _) = error else {
        Issue.record("\(answer): \(String(describing: error))")
        continue
      }
    }
  }

  @Test(
    "a card that was powered once more after MSE:Set AT is asked again, once, and the password is used once")
  func poweredAgain() throws {
    var lines = Array(ICAOExample.script.dropFirst())
    lines.insert((lines[0].0, "9000"), at: 0)
    lines.insert((lines[2].0, "6985"), at: 1)
    let transport = ScriptedTransport(lines)
    let link = CardLink(transport)
    let access = try SecurityInfos(bytes(ICAOExample.cardAccess))
    try PACERun.establish(
      on: link, access: access, password: .mrz, secret: ICAOExample.mrzInformation,
      chance: chance(drawing: ICAOExample.keys))
    #expect(transport.isFinished && link.secureMessaging != nil)

    let stubborn = [lines[0], lines[1], lines[0], lines[1]]
    let error = #expect(throws: CardError.self) {
      try PACERun.establish(
        on: CardLink(ScriptedTransport(stubborn)), access: access, password: .mrz,
        secret: ICAOExample.mrzInformation, chance: chance(drawing: ICAOExample.keys))
    }
    #expect(error == .refused(.paceNonce, .conditionsNotSatisfied))
  }

  @Test("a status word that is no matter of the password names its step", arguments: [1, 2, 3, 4, 5])
  func refusals(round: Int) {
    let steps: [CardStep] = [.paceSetUp, .paceNonce, .paceMapping, .paceAgreement, .paceToken]
    #expect(throws: CardError.refused(steps[round - 1], .incorrectData)) {
      try ICAOExample.run([round: "6A80"])
    }
  }

  @Test(
    "A.4: what the last step says about each password",
    arguments: [
      (.pin, 0x63C2, .wrong(.pin, triesLeft: 2)), (.pin, 0x63C1, .wrong(.pin, triesLeft: 1)),
      (.pin, 0x63C0, .wrong(.pin, triesLeft: 0)), (.pin, 0x6300, .wrong(.pin, triesLeft: nil)),
      (.pin, 0x6983, .pinBlocked), (.pin, 0x6984, .pinDeactivated), (.pin, 0x6985, nil),
      (.can, 0x6300, .wrong(.can, triesLeft: nil)), (.puk, 0x6300, .wrong(.puk, triesLeft: nil)),
      (.mrz, 0x6300, .wrong(.mrz, triesLeft: nil)), (.can, 0x6983, nil), (.mrz, 0x6985, nil),
      (.puk, 0x6983, .pukUsedUp),
    ] as [(PasswordKind, UInt16, PasswordRefusal?)])
  func tokenStatus(password: PasswordKind, status: UInt16, refusal: PasswordRefusal?) throws {
    var lines = Array(ICAOExample.script.dropFirst()).map { ("*", $0.1) }
    lines[4].1 = StatusWord(status).description
    let link = CardLink(ScriptedTransport(lines))
    let expected = refusal.map(CardError.password) ?? .refused(.paceToken, StatusWord(status))
    #expect(throws: expected) {
      try PACERun.establish(
        on: link, access: try SecurityInfos(bytes(ICAOExample.cardAccess)), password: password,
        secret: ICAOExample.mrzInformation, chance: chance(drawing: ICAOExample.keys))
    }
    #expect(link.secureMessaging == nil)
  }

  @Test(
    "6985 at the token is no suspended PIN: a try may have been made, and the link remembers it",
    arguments: [0x63C3, 0x63C2, 0x9000])
  func conditionsAtToken(atSetUp: UInt16) throws {
    var lines = Array(ICAOExample.script.dropFirst()).map { ("*", $0.1) }
    lines[0].1 = StatusWord(atSetUp).description
    lines[4].1 = "6985"
    let link = CardLink(ScriptedTransport(lines))
    #expect(link.passwordsTried.isEmpty)
    #expect(throws: CardError.refused(.paceToken, .conditionsNotSatisfied)) {
      try PACERun.establish(
        on: link, access: try SecurityInfos(bytes(ICAOExample.cardAccess)), password: .pin,
        secret: ICAOExample.mrzInformation, chance: chance(drawing: ICAOExample.keys))
    }
    #expect(link.passwordsTried == [.pin])
  }

  @Test(
    "A.4: what MSE:Set AT says before anything is tried; a PIN at its last try never goes out without the CAN",
    arguments: [
      (.pin, 0x63C1, .pinSuspended), (.pin, 0x63C0, .pinBlocked), (.pin, 0x6283, .pinDeactivated),
      (.pin, 0x6984, .pinDeactivated), (.pin, 0x6983, .pinBlocked), (.puk, 0x63C0, .pukUsedUp),
    ] as [(PasswordKind, UInt16, PasswordRefusal)])
  func setUpStatus(password: PasswordKind, status: UInt16, refusal: PasswordRefusal) throws {
    let link = CardLink(ScriptedTransport([("*", StatusWord(status).description)]))
    #expect(throws: CardError.password(refusal)) {
      try PACERun.establish(
        on: link, access: try SecurityInfos(bytes(ICAOExample.cardAccess)), password: password,
        secret: Secret(Array("123456".utf8)), chance: chance(seed: 1))
    }
    #expect(link.exchangeCount == 1)
    #expect(link.passwordsTried.isEmpty)
  }

  @Test(
    "a card that says it at the nonce is understood too",
    arguments: [(0x63C0, .pinBlocked), (0x63C1, .pinSuspended)]
      as [(UInt16, PasswordRefusal)])
  func nonceStatus(status: UInt16, refusal: PasswordRefusal) {
    #expect(throws: CardError.password(refusal)) {
      let link = CardLink(ScriptedTransport([("*", "9000"), ("*", StatusWord(status).description)]))
      try PACERun.establish(
        on: link, access: try SecurityInfos(bytes(ICAOExample.cardAccess)), password: .pin,
        secret: Secret(Array("123456".utf8)), chance: chance(seed: 1))
    }
  }

  @Test("one wrong try is no reason to stop: 63C2 at MSE:Set AT goes on")
  func secondTry() throws {
    #expect(throws: CardError.refused(.paceNonce, .incorrectData)) {
      let link = CardLink(ScriptedTransport([("*", "63C2"), ("10860000027C0000", "6A80")]))
      try PACERun.establish(
        on: link, access: try SecurityInfos(bytes(ICAOExample.cardAccess)), password: .pin,
        secret: Secret(Array("123456".utf8)), chance: chance(seed: 1))
    }
  }

  @Test("the template of Terminal Authentication goes along")
  func chat() throws {
    let chat = bytes("7F4C12060904007F00070301020253050000000110")
    let link = CardLink(
      ScriptedTransport([
        ("0022C1A4 27 800A04007F00070202040202 830103 84010D" + hex(chat), "6A80")
      ]))
    #expect(throws: CardError.refused(.paceSetUp, .incorrectData)) {
      try PACERun.establish(
        on: link, access: try SecurityInfos(bytes(ICAOExample.cardAccess)), password: .pin,
        secret: Secret(Array("123456".utf8)), chat: chat, chance: chance(seed: 1))
    }
  }
}
