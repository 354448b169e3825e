// SecurityInfos of the worked example, of newer cards and of nobody: what is read, skipped and refused.

import Crypto
import Identity
import Testing

@Suite("SecurityInfos")
struct SecurityInfosTests {
  static func info(_ arcs: [UInt8], _ fields: TLV...) -> TLV {
    let identifier = arcs.reduce(ObjectIdentifier.bsiProtocols) { $0.appending($1) }
    return TLV(DER.sequence, [TLV(DER.objectIdentifier, identifier.bytes)] + fields)
  }

  static func number(_ value: UInt8) -> TLV { TLV(DER.integer, [value]) }

  static func infos(_ objects: TLV...) throws -> SecurityInfos {
    try SecurityInfos(TLV(DER.set, objects).encoded)
  }

  @Test("BSI EAC worked example: EF.CardAccess, with bytes behind the SET")
  func workedExample() throws {
    let file = bytes(BSIExample.cardAccess)
    for trailing in [[], [0x00, 0x00], [0xFF]] as [[UInt8]] {
      let infos = try SecurityInfos(file + trailing)
      #expect(infos.infos.count == 6)
      #expect(infos.paceInfos.map(\.algorithm) == [.aes128])
      #expect(infos.paceInfos.first?.curve == .brainpoolP256r1)
      #expect(infos.terminalAuthenticationInfos.map(\.version) == [2])
      #expect(infos.chipAuthenticationInfos.map(\.keyIdentifier) == [1])
      #expect(infos.chipAuthenticationParameters.map(\.curve) == [.brainpoolP256r1])
    }
  }

  @Test(
    "Chip Authentication 3, unknown kinds and known kinds in unknown forms are skipped or kept, never fatal")
  func newerCards() throws {
    let infos = try Self.infos(
      Self.info([4, 2, 2], Self.number(2), Self.number(13)),
      Self.info([3, 2, 2], Self.number(2), Self.number(41)),
      Self.info([3, 2, 2], Self.number(3), Self.number(42)),
      Self.info([3, 2, 2], TLV(DER.sequence, [Self.number(3)])),
      Self.info([11, 1], Self.number(1)), Self.info([4, 9, 9], Self.number(2)),
      Self.info([4, 2], TLV(DER.sequence, [Self.number(3)])))
    #expect(infos.infos.count == 7)
    #expect(infos.chipAuthenticationInfos.map(\.version) == [2, 3])
    #expect(infos.paceInfos.count == 1)
  }

  @Test("curves by number, by name and spelled out; others are nil")
  func curves() throws {
    let parameters = EllipticCurve.brainpoolP384r1.domainParameters
    let spelled = TLV(
      DER.sequence,
      [
        Self.number(1),
        TLV(
          DER.sequence,
          [
            TLV(DER.objectIdentifier, ObjectIdentifier(1, 2, 840, 10_045, 1, 1).bytes),
            TLV(DER.integer, [0] + parameters.prime),
          ]),
        TLV(DER.sequence, [TLV(DER.octetString, parameters.a), TLV(DER.octetString, parameters.b)]),
        TLV(DER.octetString, parameters.generator), TLV(DER.integer, [0] + parameters.order),
        Self.number(1),
      ])
    let publicKey = TLV(DER.objectIdentifier, ObjectIdentifier(1, 2, 840, 10_045, 2, 1).bytes)
    let standardised = TLV(DER.objectIdentifier, ObjectIdentifier(0, 4, 0, 127, 0, 7, 1, 2).bytes)
    let named = TLV(DER.objectIdentifier, ObjectIdentifier(1, 2, 840, 10_045, 3, 1, 7).bytes)
    let unknown = TLV(DER.objectIdentifier, ObjectIdentifier(1, 2, 3).bytes)
    func key(_ algorithm: TLV, _ parameters: TLV) -> TLV {
      Self.info(
        [1, 2],
        TLV(DER.sequence, [TLV(DER.sequence, [algorithm, parameters]), TLV(DER.bitString, [0, 4, 1, 2])]),
        Self.number(1))
    }
    let infos = try Self.infos(
      key(publicKey, spelled), key(standardised, Self.number(17)), key(publicKey, named),
      key(publicKey, unknown), key(standardised, Self.number(2)))
    #expect(
      infos.chipAuthenticationPublicKeys.map(\.curve) == [
        .brainpoolP384r1, .brainpoolP512r1, .secp256r1, nil, nil,
      ])
    #expect(infos.chipAuthenticationPublicKeys.allSatisfy { $0.publicKey == [4, 1, 2] })
  }

  @Test("Restricted Identification: hash, key and whether it is for authorised terminals only")
  func restrictedIdentification() throws {
    let infos = try Self.infos(
      Self.info([5, 2, 3], TLV(DER.sequence, [Self.number(1), Self.number(1), TLV(DER.boolean, [0])])),
      Self.info([5, 2, 3], TLV(DER.sequence, [Self.number(1), Self.number(2), TLV(DER.boolean, [0xFF])])))
    #expect(infos.restrictedIdentificationInfos.map(\.keyIdentifier) == [1, 2])
    #expect(infos.restrictedIdentificationInfos.map(\.isAuthorizedOnly) == [false, true])
    #expect(infos.restrictedIdentificationInfos.map(\.hash) == [.sha256, .sha256])
  }

  @Test(
    "what is no SET of infos is malformed",
    arguments: ["", "3000", "3102", "31023000", "3103020101", "31053003020101", "318000", "310430020600"])
  func malformed(text: String) {
    let error = #expect(throws: CardError.self) { try SecurityInfos(bytes(text)) }
    guard case .malformed(.cardAccess, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("PACE: AES before 3DES, generic mapping over known curves only")
  func preference() throws {
    let infos = try Self.infos(
      Self.info([4, 2, 1], Self.number(2), Self.number(13)),
      Self.info([4, 4, 2], Self.number(2), Self.number(13)),
      Self.info([4, 2, 4], Self.number(2), Self.number(40)),
      Self.info([4, 2, 3], Self.number(1), Self.number(13)),
      Self.info([4, 2, 4], Self.number(2), Self.number(17)))
    #expect(PACERun.preferred(infos)?.curve == .brainpoolP512r1)
    #expect(PACERun.preferred(try Self.infos(Self.info([4, 1, 2], Self.number(2), Self.number(0)))) == nil)
    #expect(
      PACERun.preferred(try Self.infos(Self.info([4, 2, 1], Self.number(2), Self.number(12))))?.algorithm
        == .tripleDES)
  }
}
