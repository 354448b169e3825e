// Reading an ID card through a reader with a PIN pad: the reader runs PACE and protects what follows, the host sends
// plain commands until Chip Authentication gives it keys of its own.

import Crypto
import Secrets
import Testing

@testable import Identity
@testable import Simulators

/// A comfort reader (Cat-K) around the simulated card: its user types what the test gives it.
private final class PadReader: CardTransport, PinPad {
  private let link: CardLink
  private let secret: Secret
  private let chance: Chance
  private(set) var request: PinPadRequest?
  private(set) var plainCommands: [[UInt8]] = []

  init(_ card: SimulatedCard, typing secret: String, chance: @escaping Chance) {
    link = CardLink(SimulatedCardTransport(card, commandByteCountMax: 65_544))
    self.secret = Secret(Array(secret.utf8))
    self.chance = chance
  }

  let commandByteCountMax = 65_544
  var pinPad: (any PinPad)? { self }

  func establishPACE(_ request: PinPadRequest) throws(CardError) -> PinPadAnswer {
    self.request = request
    let access = try link.readFile(shortIdentifier: 0x1C, step: .cardAccess)
    let result = try PACERun.establish(
      on: link, access: SecurityInfos(access), password: request.password, secret: secret, chat: request.chat,
      chance: chance)
    return PinPadAnswer(
      cardAccess: access, authorities: result.authorities, cardIdentifier: result.cardIdentifier)
  }

  func destroyPACE() throws(CardError) { link.secureMessaging = nil }

  func changePIN() throws(CardError) { throw .unsupported(.changePIN, "MODIFY_PIN_DIRECT") }

  /// What the host has protected goes through as it is; what is plain the reader protects.
  func transmit(_ bytes: [UInt8]) throws(CardError) -> [UInt8] {
    guard bytes[0] & 0x0C == 0 else { return try link.transport.transmit(bytes) }
    plainCommands.append(bytes)
    let answer = try link.send(Self.command(bytes), step: .connect)
    return answer.data + [answer.status.sw1, answer.status.sw2]
  }

  /// A short or extended command (ISO 7816-3 section 12.1.3).
  private static func command(_ bytes: [UInt8]) -> CommandAPDU {
    let rest = Array(bytes.dropFirst(4))
    var data: [UInt8] = []
    var expected: Int?
    if rest.count > 1, rest[0] == 0 {
      let count = Int(rest[1]) << 8 | Int(rest[2])
      if rest.count == 3 {
        expected = count == 0 ? 65_536 : count
      } else {
        data = Array(rest[3..<3 + count])
        if rest.count > 3 + count { expected = Int(rest[3 + count]) << 8 | Int(rest[4 + count]) }
      }
    } else if rest.count == 1 {
      expected = rest[0] == 0 ? 256 : Int(rest[0])
    } else if let count = rest.first.map(Int.init) {
      data = Array(rest[1..<1 + count])
      if rest.count > 1 + count { expected = rest[1 + count] == 0 ? 256 : Int(rest[1 + count]) }
    }
    if expected == 0 { expected = 65_536 }
    return CommandAPDU(
      cla: bytes[0], ins: bytes[1], p1: bytes[2], p2: bytes[3], data: data, expectedLength: expected)
  }
}

@Suite("Reading an ID card through a PIN pad (TR-03119 D; PC/SC part 10 AMD 1)")
struct PinPadReadingTests {
  private let today = CivilDate(year: 2026, month: 3, day: 2)!

  private func read(_ pad: PadReader) throws -> IdentityCardReading {
    let rig = try ReadingRig()
    let terminal = TerminalCredentials(
      certificate: rig.terminal.certificate, issuers: rig.terminal.issuers, key: rig.terminal.key,
      description: testPKI.terminalDescription)
    return try IdentityCardReading.read(
      on: CardLink(pad), pinPad: pad, password: .pin, terminal: terminal, request: IdentityCardRequest(),
      trust: TrustStore(
        authorities: [try X509Certificate(der: testPKI.authority.certificate)], date: today),
      today: today, chance: rig.chance)
  }

  @Test("the pad asks for the PIN and is told who asks; the host never has the PIN")
  func good() throws {
    let card = try makeCard(.normal)
    let pad = PadReader(card, typing: card.memory.pin, chance: try ReadingRig(seed: 77).chance)
    #expect(try read(pad).holder.familyName == card.holder.familyName)
    let request = try #require(pad.request)
    #expect(request.password == .pin)
    #expect(request.certificateDescription == testPKI.terminalDescription)
    #expect(
      try HolderAuthorization(TLV.parse(request.chat)).rights == .read(DataGroup.holderAndAddress))
    let pin = Array(card.memory.pin.utf8)
    for command in pad.plainCommands {
      #expect(!command.indices.contains { Array(command[$0...].prefix(pin.count)) == pin })
    }
  }

  @Test("a wrong PIN at the pad is told as one")
  func wrong() throws {
    let card = try makeCard(.normal)
    let pad = PadReader(card, typing: "000000", chance: try ReadingRig(seed: 77).chance)
    #expect(throws: CardError.password(.wrong(.pin, triesLeft: 2))) { try read(pad) }
  }
}
