// The scripted terminal's steps after PACE: terminal authentication in both orders of the challenge, chip
// authentication, reading; and BAC for old passports.

import Crypto
import Handover
import Secrets

@testable import Simulators

/// What a town asks for, as CHAT: every right of `PKIRights.all` or those given.
func chat(_ rights: PKIRights = .all) -> [UInt8] {
  let bits = (0..<5).map { UInt8(truncatingIfNeeded: rights.rawValue >> (8 * (4 - UInt64($0)))) }
  return cardTLV([0x06], cardHex("04007F000703010202")) + cardTLV([0x53], bits)
}

/// One PKI for all tests: making it takes curves.
let testPKI = try! TestPKI.make(
  chance: { (count) throws(CryptoError) in pkiChance.secret(count) },
  on: CivilDay(year: 2026, month: 3, day: 2)!,
  rights: .all)
nonisolated(unsafe) private let pkiChance = CardChance(seed: [9], label: "pki")

/// A second PKI that nobody trusts.
let foreignPKI = try! TestPKI.make(
  chance: { (count) throws(CryptoError) in foreignChance.secret(count) },
  on: CivilDay(year: 2026, month: 3, day: 2)!)
nonisolated(unsafe) private let foreignChance = CardChance(seed: [8], label: "foreign")

func makeCard(
  _ profile: CardProfile, seed: UInt8 = 5, suite: CardSuite = .usual, quirks: Set<CardQuirk> = []
) throws -> SimulatedCard {
  let memory = try CardMemory(
    making: profile, seed: [seed], issued: CardDate(year: 2026, month: 3, day: 2), suite: suite,
    issuer: CardIssuer(testPKI), foreign: CardIssuer(foreignPKI))
  let chance = CardChance(seed: [seed], label: "session")
  return try SimulatedCard(memory: memory, quirks: quirks) { (count) throws(CryptoError) in
    chance.secret(count)
  }
}

extension ScriptedTerminal {
  /// MSE:Set DST and PSO for one certificate 7F21.
  func verify(_ certificate: [UInt8], under name: [UInt8]? = nil) -> UInt16 {
    let content = Array(certificate.dropFirst(certificate[2] == 0x82 ? 5 : 4))
    let issuer = name ?? value(0x42, in: value2(0x7F4E, in: content))
    let set = send("002281B6", cardTLV([0x83], issuer)).status
    guard set == 0x9000 else { return set }
    return send("002A00BE", content).status
  }

  /// The value of the first object with a two-byte tag.
  func value2(_ tag: UInt16, in bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > 4, UInt16(bytes[0]) << 8 | UInt16(bytes[1]) == tag else { return [] }
    return bytes[2] == 0x82 ? Array(bytes[5...]) : bytes[2] == 0x81 ? Array(bytes[4...]) : Array(bytes[3...])
  }

  static var holder: [UInt8] {
    CardCertificate(parsing: testPKI.terminal.certificate)!.holder
  }

  func setTerminal(_ announced: [UInt8], auxiliary: [UInt8] = []) -> UInt16 {
    let aux = auxiliary.isEmpty ? [] : cardTLV([0x67], auxiliary)
    return send(
      "002281A4",
      cardTLV([0x80], cardHex("04007F0007020202 0203")) + cardTLV([0x83], Self.holder) + aux
        + cardTLV([0x91], announced)
    ).status
  }

  func authenticate(_ challenge: [UInt8], _ announced: [UInt8], auxiliary: [UInt8] = []) -> UInt16 {
    let aux = auxiliary.isEmpty ? [] : cardTLV([0x67], auxiliary)
    let digest = HashAlgorithm.sha256.digest(of: cardIdentifier + challenge + announced + aux)
    return send("00820000", try! testPKI.terminal.key.sign(digest: digest)).status
  }

  /// Terminal authentication; the ephemeral key whose x was announced, or the status of the step that failed.
  func authenticateTerminal(
    challengeFirst: Bool = false, auxiliary: [UInt8] = [], withLink: Bool = false
  ) -> (status: UInt16, key: CurvePrivateKey) {
    let ephemeral = key()
    var challenge: [UInt8] = []
    if challengeFirst { challenge = send("00840000", le: 8).data }
    let chain = (withLink ? [testPKI.link] : []) + [testPKI.verifier, testPKI.terminal]
    for member in chain {
      let status = verify(member.certificate)
      guard status == 0x9000 else { return (status, ephemeral) }
    }
    let set = setTerminal(ephemeral.publicPoint.x, auxiliary: auxiliary)
    guard set == 0x9000 else { return (set, ephemeral) }
    if !challengeFirst { challenge = send("00840000", le: 8).data }
    return (authenticate(challenge, ephemeral.publicPoint.x, auxiliary: auxiliary), ephemeral)
  }

  /// Chip authentication version 2 under key 41; 9000 only when the chip proved its key.
  func authenticateChip(_ ephemeral: CurvePrivateKey, chip: CurvePoint) -> UInt16 {
    let identifier = cardHex("04007F0007020203 0202")
    let set = send("002241A4", cardTLV([0x80], identifier) + cardTLV([0x84], [0x41])).status
    guard set == 0x9000 else { return set }
    let answer = send("00860000", cardTLV([0x7C], cardTLV([0x80], ephemeral.publicPoint.bytes)), le: 0)
    guard answer.status == 0x9000 else { return answer.status }
    let nonce = value(0x81, in: answer.data)
    var shared: [UInt8] = []
    try! ephemeral.sharedSecret(with: chip).withSpan { span in
      for index in span.indices { shared.append(span[index]) }
    }
    useKeys(from: shared + nonce)
    let expected = authentication!.tag(
      cardTLV([0x7F, 0x49], cardTLV([0x06], identifier) + cardTLV([0x86], ephemeral.publicPoint.bytes)))
    return Array(expected.prefix(8)) == value(0x82, in: answer.data) ? 0x9000 : 0xFFFC
  }

  /// PACE with the PIN, terminal and chip authentication, the eID application selected.
  func everything(_ rights: PKIRights = .all, auxiliary: [UInt8] = []) -> UInt16 {
    let pace = pace(3, Array(card.memory.pin.utf8), chat: chat(rights))
    guard pace == 0x9000 else { return pace }
    let terminal = authenticateTerminal(auxiliary: auxiliary)
    guard terminal.status == 0x9000 else { return terminal.status }
    let chip = authenticateChip(terminal.key, chip: card.keys.announcedChip.publicPoint)
    guard chip == 0x9000 else { return chip }
    return send("00A4040C", CardApplication.identity).status
  }

  /// A file by its short number, whole.
  func read(_ short: UInt8, by step: Int = 0xDF) -> (status: UInt16, data: [UInt8]) {
    let first = send("00B0" + Hex.encode([0x80 | short]) + "00", le: step)
    var data = first.data
    var status = first.status
    while status == 0x9000 && !data.isEmpty {
      let next = send("00B0" + Hex.encode([UInt8(data.count >> 8), UInt8(data.count & 255)]), le: step)
      status = next.status
      data += next.data
    }
    return (status, data)
  }
}
