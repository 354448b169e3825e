// Proof that the chip is the one that the state wrote to: Chip Authentication version 1 (TR-03110-1 section 3.4, ICAO
// 9303-11 section 6.2) with the key in the signed DG14. It gives new keys for secure messaging; that the chip has them
// shows in its next answer.

import Crypto
import Secrets

/// Chip Authentication with the infos of DG14, after passive authentication of that file.
struct PassportChipAuthentication {
  let identifier: ObjectIdentifier
  let algorithm: KeyAlgorithm
  let chipKey: CurvePoint
  let keyIdentifier: Int?

  /// id-CA-ECDH-3DES-CBC-CBC: what a key without an info of its own stands for in the oldest chips.
  private static let oldest = ObjectIdentifier.bsiProtocols.appending(3).appending(2).appending(1)

  /// The best variant that DG14 offers: AES before 3DES. Nil if there is none with ECDH on a known curve.
  init?(_ infos: SecurityInfos) throws(CardError) {
    var offers: [(identifier: ObjectIdentifier, algorithm: KeyAlgorithm, key: Int?)] = []
    for info in infos.chipAuthenticationInfos where info.version == 1 && info.isECDH {
      offers.append((info.identifier, info.algorithm, info.keyIdentifier))
    }
    if infos.chipAuthenticationInfos.isEmpty, let key = infos.chipAuthenticationPublicKeys.first {
      offers.append((Self.oldest, .tripleDES, key.keyIdentifier))
    }
    let sorted = offers.filter { $0.algorithm != .tripleDES } + offers.filter { $0.algorithm == .tripleDES }
    for offer in sorted {
      let keys = infos.chipAuthenticationPublicKeys.filter { $0.keyIdentifier == offer.key }
      guard let key = keys.first(where: { $0.curve != nil }), let curve = key.curve else { continue }
      identifier = offer.identifier
      algorithm = offer.algorithm
      keyIdentifier = offer.key
      chipKey = try CardError.at(.chipAuthentication) { () throws(CryptoError) in
        try CurvePoint(uncompressed: key.publicKey, on: curve)
      }
      return
    }
    return nil
  }

  /// Runs it; the link has the new channel afterwards. Whether the chip has the key too, its next answer says.
  func run(on link: CardLink, chance: Chance) throws(CardError) {
    let (ephemeral, shared) = try CardError.at(.chipAuthentication) { () throws(CryptoError) in
      let key = try CurvePrivateKey(on: chipKey.curve, chance: chance)
      return (key, try key.sharedSecret(with: chipKey))
    }
    let reference =
      keyIdentifier.map { TLV(0x84, ChipAuthenticationChoice.bytes(ofKeyIdentifier: $0)).encoded } ?? []
    if algorithm == .tripleDES {
      let data = TLV(0x91, ephemeral.publicPoint.bytes).encoded + reference
      _ = try link.require(CommandAPDU(ins: 0x22, p1: 0x41, p2: 0xA6, data: data), step: .chipAuthentication)
    } else {
      let data = TLV(0x80, identifier.bytes).encoded + reference
      _ = try link.require(CommandAPDU(ins: 0x22, p1: 0x41, p2: 0xA4, data: data), step: .chipAuthentication)
      let key = TLV(0x7C, [TLV(0x80, ephemeral.publicPoint.bytes)]).encoded
      let answer = try link.require(
        CommandAPDU(ins: 0x86, p1: 0, p2: 0, data: key, expectedLength: 256), step: .chipAuthentication)
      _ = try CardError.reading(.chipAuthentication) { () throws(TLVError) in try TLV.parse(answer, tag: 0x7C)
      }
    }
    let keys = [KeyDerivation.encryption, KeyDerivation.authentication].map {
      KeyDerivation.key(from: shared, counter: $0, algorithm: algorithm)
    }
    link.secureMessaging = try CardError.at(.chipAuthentication) { () throws(CryptoError) in
      try PACECipher.channel(encryptionKey: keys[0], macKey: keys[1], algorithm: algorithm)
    }
  }

  /// Runs the first command in the new channel: a chip without the key cannot answer it.
  static func proving<Result>(_ body: () throws(CardError) -> Result) throws(CardError) -> Result {
    do { return try body() } catch {
      switch error {
      case .unauthentic(.secureMessaging), .refused(.secureMessaging, _):
        throw .unauthentic(.chipAuthentication)
      default: throw error
      }
    }
  }
}
