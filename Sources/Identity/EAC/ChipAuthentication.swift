// Chip Authentication version 2 (TR-03110 part 2, 3.4; part 3, B.3 and A.4): a key agreement with the chip's signed key
// proves the chip and gives new keys for secure messaging. Which key that is, CardSecurity has proven before.

import Crypto
import Secrets

/// A variant of Chip Authentication that card and terminal both can: protocol, curve, key.
struct ChipAuthenticationChoice: Equatable {
  let protocolIdentifier: ObjectIdentifier
  let algorithm: KeyAlgorithm
  let curve: EllipticCurve
  /// Names the key where the chip has several.
  let keyIdentifier: Int?

  /// The first variant of version 2 with ECDH, AES and a known curve that EF.CardAccess offers. The curve has to be
  /// known before EF.CardSecurity can be read, since Terminal Authentication announces a key on it. Version 3, Pseudonymous
  /// Signature Authentication and whatever came later are passed over.
  static func preferred(_ access: SecurityInfos) -> ChipAuthenticationChoice? {
    for info in access.chipAuthenticationInfos
    where info.version == 2 && info.isECDH && info.algorithm != .tripleDES {
      let parameters = access.chipAuthenticationParameters.filter {
        $0.keyIdentifier == info.keyIdentifier || $0.keyIdentifier == nil
      }
      guard let curve = parameters.lazy.compactMap(\.curve).first else { continue }
      return ChipAuthenticationChoice(
        protocolIdentifier: info.identifier, algorithm: info.algorithm, curve: curve,
        keyIdentifier: info.keyIdentifier)
    }
    return nil
  }

  /// The chip's key for this choice among the signed infos of EF.CardSecurity. A key without an identifier is the chip's
  /// only one (TR-03110-3 A.1.1.3).
  func chipKey(in security: SecurityInfos) throws(CardError) -> CurvePoint {
    let offered = security.chipAuthenticationInfos.contains {
      $0.identifier == protocolIdentifier && $0.version == 2 && $0.keyIdentifier == keyIdentifier
    }
    let keys = security.chipAuthenticationPublicKeys.filter { $0.curve == curve }
    let key = keys.first { $0.keyIdentifier == keyIdentifier } ?? keys.first { $0.keyIdentifier == nil }
    guard offered, let key else {
      throw .unsupported(.cardSecurity, "no key for the Chip Authentication offered")
    }
    return try CardError.at(.cardSecurity) { () throws(CryptoError) in
      try CurvePoint(uncompressed: key.publicKey, on: curve)
    }
  }

  /// The key's identifier as MSE:Set AT carries it: the shortest number.
  static func bytes(ofKeyIdentifier identifier: Int) -> [UInt8] {
    let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: identifier >> $0) }
    return Array(bytes.prefix(3).drop { $0 == 0 }) + bytes.suffix(1)
  }
}

/// One Chip Authentication, after Terminal Authentication and passive authentication of EF.CardSecurity.
struct ChipAuthentication {
  let link: CardLink
  let choice: ChipAuthenticationChoice
  /// The chip's key from the signed EF.CardSecurity.
  let chipKey: CurvePoint
  /// The key whose compressed half Terminal Authentication has announced.
  let ephemeral: CurvePrivateKey

  static let nonceByteCount = 8
  static let tokenByteCount = 8

  /// Runs it; the link has the new channel afterwards.
  func run() throws(CardError) {
    var reference = TLV(0x80, choice.protocolIdentifier.bytes).encoded
    if let identifier = choice.keyIdentifier {
      reference += TLV(0x84, ChipAuthenticationChoice.bytes(ofKeyIdentifier: identifier)).encoded
    }
    _ = try link.require(
      CommandAPDU(ins: 0x22, p1: 0x41, p2: 0xA4, data: reference), step: .chipAuthentication)
    let data = TLV(0x7C, [TLV(0x80, ephemeral.publicPoint.bytes)]).encoded
    let answer = try link.require(
      CommandAPDU(ins: 0x86, p1: 0, p2: 0, data: data, expectedLength: 256), step: .chipAuthentication)
    let (nonce, token) = try Self.read(answer)
    link.secureMessaging = try channel(nonce: nonce, token: token)
  }

  /// Nonce and token of the chip's answer.
  static func read(_ answer: [UInt8]) throws(CardError) -> (nonce: [UInt8], token: [UInt8]) {
    let (nonce, token) = try CardError.reading(.chipAuthentication) { () throws(TLVError) in
      let objects = try TLV.parse(answer, tag: 0x7C).children()
      return (try objects.require(0x81).value, try objects.require(0x82).value)
    }
    guard nonce.count == nonceByteCount, token.count == tokenByteCount else {
      throw .malformed(.chipAuthentication, "a nonce of \(nonce.count) and a token of \(token.count) bytes")
    }
    return (nonce, token)
  }

  /// The new channel, if the token proves that the chip has the key.
  func channel(nonce: [UInt8], token: [UInt8]) throws(CardError) -> AESSecureMessaging {
    let shared = try CardError.at(.chipAuthentication) { () throws(CryptoError) in
      try ephemeral.sharedSecret(with: chipKey)
    }
    let encryptionKey = KeyDerivation.key(
      from: shared, counter: KeyDerivation.encryption, nonce: nonce, algorithm: choice.algorithm)
    let macKey = KeyDerivation.key(
      from: shared, counter: KeyDerivation.authentication, nonce: nonce, algorithm: choice.algorithm)
    let expected = try CardError.at(.chipAuthentication) { () throws(CryptoError) in
      try AESCMAC(key: macKey).tag(tokenMessage).prefix(Self.tokenByteCount)
    }
    guard constantTimeEqual(Array(expected), token) else { throw .unauthentic(.chipAuthentication) }
    return try CardError.at(.chipAuthentication) { () throws(CryptoError) in
      try AESSecureMessaging(encryptionKey: encryptionKey, macKey: macKey)
    }
  }

  /// The terminal's ephemeral key as a data object (D.3): protocol and point.
  private var tokenMessage: [UInt8] {
    TLV(0x7F49, [TLV(0x06, choice.protocolIdentifier.bytes), TLV(0x86, ephemeral.publicPoint.bytes)]).encoded
  }
}
