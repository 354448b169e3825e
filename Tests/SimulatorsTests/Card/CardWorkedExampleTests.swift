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
}
