// The SecurityInfos that a card carries (TR-03110-3 section A.1.1): in EF.CardAccess for everybody, the superset in the
// signed EF.CardSecurity, and in DG14 of a passport. Key numbers and order are those of current German cards.

import Crypto

enum CardSecurityInfos {
  static let chipKey = 0x41
  static let privilegedChipKey = 0x45
  static let pseudonymKey = 0x4A
  static let revocationKey = 1
  static let serviceKey = 2

  private static func info(_ identifier: [UInt8], _ parts: [UInt8]...) -> [UInt8] {
    CardTLV.object(0x30, [CardDER.identifier(identifier)] + parts)
  }

  private static func parameters(_ curve: EllipticCurve) -> [UInt8] {
    CardDER.sequence(
      CardDER.identifier(CardOID.standardizedDomainParameters), CardDER.integer(curve.rawValue))
  }

  private static func publicKey(_ point: CurvePoint) -> [UInt8] {
    CardDER.sequence(parameters(point.curve), CardDER.bits(point.bytes))
  }

  /// id-ecPublicKey with all parameters written out (TR-03111 section 5.1.1), as the keys in passports have them.
  private static func explicitParameters(_ curve: EllipticCurve) -> [UInt8] {
    let values = curve.domainParameters
    return CardDER.sequence(
      CardDER.identifier(CardOID.ecPublicKey),
      CardDER.sequence(
        CardDER.integer(1),
        CardDER.sequence(CardDER.identifier(CardOID.primeField), CardDER.integer(unsigned: values.prime)),
        CardDER.sequence(CardDER.octets(values.a), CardDER.octets(values.b)),
        CardDER.octets(values.generator), CardDER.integer(unsigned: values.order),
        CardDER.integer(unsigned: values.cofactor)))
  }

  static func pace(_ suite: CardSuite) -> [UInt8] {
    info(
      CardOID.paceECDHGenericMapping + [suite.cipher.rawValue], CardDER.integer(2),
      CardDER.integer(suite.curve.rawValue))
  }

  private static func chip(_ suite: CardSuite, version: Int, key: Int) -> [UInt8] {
    info(
      CardOID.chipAuthenticationECDH + [suite.cipher.rawValue], CardDER.integer(version), CardDER.integer(key)
    )
  }

  private static func chipParameters(_ suite: CardSuite, key: Int) -> [UInt8] {
    info(CardOID.chipAuthenticationECDH, parameters(suite.curve), CardDER.integer(key))
  }

  /// The infos of EF.CardAccess of an ID card.
  static func access(_ suite: CardSuite, isCurrentGeneration: Bool) -> [[UInt8]] {
    var infos = [
      info(CardOID.terminalAuthentication, CardDER.integer(2)), chip(suite, version: 2, key: chipKey),
    ]
    if isCurrentGeneration { infos.append(chip(suite, version: 3, key: pseudonymKey)) }
    infos.append(pace(suite))
    if isCurrentGeneration {
      infos.append(
        info(
          CardOID.pseudonymousAuthenticationSHA256,
          CardDER.sequence(CardDER.integer(1), CardDER.integer(0), CardDER.integer(1)),
          CardDER.integer(pseudonymKey)))
    }
    infos.append(chipParameters(suite, key: chipKey))
    if isCurrentGeneration { infos.append(chipParameters(suite, key: pseudonymKey)) }
    // Where a description of the card lies: without it the newer file still fits into one short READ BINARY.
    if !isCurrentGeneration {
      infos.append(info(CardOID.cardInfoLocator, CardDER.ia5("http://bsi.bund.de/cif/npa.xml")))
    }
    infos.append(
      info(
        CardOID.privilegedTerminal,
        CardDER.set([
          chip(suite, version: 2, key: privilegedChipKey), chipParameters(suite, key: privilegedChipKey),
        ])))
    return infos
  }

  /// The infos that EF.CardSecurity holds beside those of EF.CardAccess.
  static func secured(chip: CurvePoint, pseudonym: CurvePoint?) -> [[UInt8]] {
    var infos = [info(CardOID.publicKeyECDH, publicKey(chip), CardDER.integer(chipKey))]
    if let pseudonym {
      infos.append(
        info(
          CardOID.publicKeyPseudonymousSignature, CardDER.sequence(publicKey(pseudonym)),
          CardDER.sequence(CardTLV.object(0x82, [UInt8(pseudonymKey)]))))
    }
    for (key, isAuthorizedOnly) in [(revocationKey, false), (serviceKey, true)] {
      infos.append(
        info(
          CardOID.restrictedIdentificationSHA256,
          CardDER.sequence(
            CardDER.integer(1), CardDER.integer(key), CardDER.boolean(isAuthorizedOnly))))
    }
    infos.append(info(CardOID.restrictedIdentificationECDH, parameters(chip.curve)))
    return infos
  }

  /// The info of DG14 of a passport with active authentication on an elliptic curve (ICAO 9303-11 section 9.2.9).
  static var activeAuthentication: [UInt8] {
    info(
      CardOID.activeAuthentication, CardDER.integer(1), CardDER.identifier(CardOID.ecdsaPlainSHA256))
  }

  /// SubjectPublicKeyInfo with all parameters, as DG15 holds it.
  static func explicitKey(_ point: CurvePoint) -> [UInt8] {
    CardDER.sequence(explicitParameters(point.curve), CardDER.bits(point.bytes))
  }

  /// The infos of DG14 of a passport: chip authentication version 1, and PACE where the passport has it.
  static func passport(_ suite: CardSuite, chip point: CurvePoint, hasPACE: Bool) -> [[UInt8]] {
    var infos = [
      chip(suite, version: 1, key: 1),
      info(
        CardOID.publicKeyECDH, explicitKey(point), CardDER.integer(1)),
    ]
    if hasPACE { infos.append(pace(suite)) }
    return infos
  }
}

/// Curve and cipher of a card's protocols.
public struct CardSuite: Equatable, Sendable {
  public let curve: EllipticCurve
  let cipher: CardCipher

  /// The one in the field: brainpoolP256r1 with AES-128.
  public static let usual = CardSuite(.brainpoolP256r1, .aes128)

  init(_ curve: EllipticCurve, _ cipher: CardCipher) {
    self.curve = curve
    self.cipher = cipher
  }

  /// `256`, `384` or `512` for the brainpool curve, a colon, `128`, `192` or `256` for AES; nil for anything else.
  public init?(parsing text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let curves: [Substring: EllipticCurve] = [
      "256": .brainpoolP256r1, "384": .brainpoolP384r1, "512": .brainpoolP512r1,
    ]
    let ciphers: [Substring: CardCipher] = ["128": .aes128, "192": .aes192, "256": .aes256]
    guard parts.count == 2, let curve = curves[parts[0]], let cipher = ciphers[parts[1]] else { return nil }
    self.init(curve, cipher)
  }

  /// As it is typed.
  public var name: String {
    let bits = [CardCipher.aes128: 128, .aes192: 192, .aes256: 256][cipher] ?? 112
    return "\(curve.fieldByteCount * 8):\(bits)"
  }
}
