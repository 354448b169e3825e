// The simulated card against the worked examples of ICAO 9303-11: with the examples' keys and chance it must answer
// byte for byte what the standard prints.

import Crypto
import Secrets
import Testing

@testable import Simulators

@Suite struct CardWorkedExampleTests {
  /// Chance as the examples print it, in the order in which the card asks.
  private final class Script {
    var values: [[UInt8]]
    init(_ values: [[UInt8]]) { self.values = values }

    func next(_ count: Int) -> Secret {
      let value = values.removeFirst()
      guard value.count != count else { return Secret(value) }
      // A key takes its number from the remainder of what chance gives, plus one.
      var less = value
      for index in less.indices.reversed() {
        less[index] &-= 1
        if less[index] != 0xFF { break }
      }
      return Secret([UInt8](repeating: 0, count: count - less.count) + less)
    }
  }

  private func card(_ profile: CardProfile, chance values: [String]) throws -> SimulatedCard {
    let memory = CardMemory(
      profile: profile, seed: [1], suite: .usual, issued: CardDate(year: 2008, month: 1, day: 1))
    let script = Script(values.map(cardHex))
    return try SimulatedCard(memory: memory) { (count) throws(CryptoError) in script.next(count) }
  }

  @Test("ICAO 9303-11 appendix D: BAC and secure messaging with 3DES")
  func basicAccessControl() throws {
    let card = try card(
      .passportBAC, chance: ["4608F91988702212", "0B4F80323EB3191CB04970CB4052790B"])
    card.holder.documentNumber = "L898902C<"
    card.holder.birthDate = CardDate(year: 1969, month: 8, day: 6)
    card.holder.expiry = CardDate(year: 1994, month: 6, day: 23)
    let common = cardHex("60145F0104303130365F36063034303030305C026175")
    let index = card.directories[1].file(0x011E)!
    card.directories[1].files[index].content = common
    func ask(_ command: String) -> String { Hex.encode(card.process(cardHex(command))).uppercased() }
    #expect(ask("00A4040C07A0000002471001") == "9000")
    #expect(ask("0084000008") == "4608F919887022129000")
    #expect(
      ask(
        "0082000028 72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2 5F1448EEA8AD90A7 28")
        == "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000")
    #expect(
      ask("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800") == "990290008E08FA855A5D4C50A8ED9000")
    #expect(
      ask("0CB000000D9701048E08ED6705417E96BA5500")
        == "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000")
    #expect(
      ask("0CB000040D9701128E082EA28A70F3C7B53500")
        == "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000")
  }

  @Test("ICAO 9303-11 appendix G.1: PACE with ECDH generic mapping")
  func pace() throws {
    let card = try card(
      .passport,
      chance: [
        "3F00C4D39D153F2B2A214A078D899B22",
        "498FF49756F2DC1587840041839A85982BE7761D14715FB091EFA7BCE9058560",
        "107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A",
      ])
    card.holder.documentNumber = "T22000129"
    card.holder.birthDate = CardDate(year: 1964, month: 8, day: 12)
    card.holder.expiry = CardDate(year: 2010, month: 10, day: 31)
    func ask(_ command: String) -> String { Hex.encode(card.process(cardHex(command))).uppercased() }
    #expect(ask("0022C1A40F800A04007F00070202040202830101") == "9000")
    #expect(ask("10860000027C0000") == "7C12801095A3A016522EE98D01E76CB6B98B42C39000")
    #expect(
      ask(
        """
        10860000457C43814104 7ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E
        544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D 00
        """)
        == "7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
        + "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C549000")
    #expect(
      ask(
        """
        10860000457C43834104 2DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C
        3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462 00
        """)
        == "7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
        + "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F0949000")
    #expect(ask("008600000C7C0A8508C2B0BD78D94BA86600") == "7C0A86083ABB9674BCE93C089000")
  }

  /// BSI "EAC worked example" version 1.01, ECDH: the terminal's certificate DETESTATDE019.
  private let terminalCertificate = cardHex(
    """
    7f218201667f4e81de5f290100420d444554455354445644453031397f498190060a04007f0007020202020586818104
    3385b484e8e994c93f55adf4a9c92da3c063ac7d744e85d38ee070bf6ff8d7aba2de688724b27d6bae2b1c8ae074c09b
    b8808cc83036b0692898711d3f6fc3213846e14b3154845084dfbc0eb70ae2bdea8eebd6796acfa4c56f5703ce5a6efe
    0a266e43c3f71a1b7eec60e5c6f0850dc4d3455f53282c9fbca85dc947d13bee5f200d44455445535441544445303139
    7f4c12060904007f000703010202530500000001105f25060100000903005f24060100010003005f37818034bb8c280a
    7a593cf7c7e9f375ffffbfd92c4e3f6188a44824215e11ef47d03428cfc91936a2609c742ef92c5968bce65ba42aed7a
    ad70b7b2a31201dc152cec930d7d7954bfbe0021ad1fd2acaa6c349a6c2fb86514b9f03dfab99871fbd990dd8416d3ed
    a2883ebd0b94401a7dbfe16e5a1db643ee7c2fc0d5d77bae3666af
    """)

  @Test(
    "BSI EAC worked example 1.01: the terminal's signature is taken, and the chip answers with its nonce and token"
  )
  func extendedAccessControl() throws {
    let card = try card(.normal, chance: ["4287B3072A3EDC60"])
    card.keys.chip = try CurvePrivateKey(
      scalar: Secret(cardHex("7984674cf3b3a524bf929ce8a67fcf22173da0bad595eed6deb72d22c542fa9d")),
      on: .brainpoolP256r1)
    let certificate = try #require(CardCertificate(parsing: terminalCertificate))
    let key = try #require(certificate.key(inheriting: .brainpoolP512r1))
    #expect(certificate.holder == Array("DETESTATDE019".utf8) && certificate.authorization.level == 0)
    let ephemeral = cardHex(
      """
      045a7a377fc9cafc03ac7ff45441a8b2909d88eab8e6b0173847ab49b949df3799a34ee57ec55268cf8b1c3ec489f8bf
      4cf4c68d3fd9670e89c0d5d3fff1aaf89f
      """)
    // What PACE and the certificates have left behind; the example's own channel is in the terminal's tests.
    let terminal = ScriptedTerminal(card)
    terminal.useKeys(from: [1])
    func derived(_ number: UInt8) -> Secret {
      Secret(HashAlgorithm.sha1.digest(of: [1, 0, 0, 0, number]).prefix(16))
    }
    card.session.channel = try CardSecureChannel(.aes128, encryption: derived(1), authentication: derived(2))
    card.session.progress.password = .pin
    card.session.progress.authorization = CardAuthorization(template: chat())
    card.session.progress.cardIdentifier = cardHex(
      "282cf38073036afac216af135bd994da0c357f10bd4c34afea1042b2eb0fd680")
    card.session.progress.challenge = cardHex("547e4eab03b235d2")
    card.session.progress.terminal.imported = (certificate, key, certificate.authorization)
    let set =
      cardTLV([0x80], cardHex("04007F00070202020205")) + cardTLV([0x83], certificate.holder)
      + cardTLV([0x91], Array(ephemeral[1...32]))
    #expect(terminal.send("002281A4", set).status == 0x9000)
    let signature = cardHex(
      """
      81a2d9e5891b86a0f01add0341c89d6e9ef3e20c223884f27b2f2040e9721c46c9c3cf7c0ee0a422263ba6f1eafc693b
      d8738f34760b5998584f58dd25b8d60d99d7c45957c2e2f10c0e5f91a8dc88bd7cfa33cbf784a9da83c800324165179d
      be71c69b2c0fd811270e436c43278184ddb542142342dbf156e82d2a1bc19085
      """)
    #expect(terminal.send("00820000", signature).status == 0x9000)
    let choose = cardTLV([0x80], cardHex("04007F00070202030202")) + cardTLV([0x84], [0x41])
    #expect(terminal.send("002241A4", choose).status == 0x9000)
    let answer = terminal.send("00860000", cardTLV([0x7C], cardTLV([0x80], ephemeral)), le: 0)
    #expect(answer.data == cardHex("7C1481084287B3072A3EDC608208FF0117D68DEE8E72"))
  }
}
