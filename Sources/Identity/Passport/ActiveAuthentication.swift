// Active Authentication (ICAO 9303-11 section 6.1): the chip signs a challenge with the key whose public half stands in
// the signed DG15. For chips that have no Chip Authentication. ECDSA, and RSA in the form of ISO 9796-2 scheme 1.

import Crypto
import Secrets

struct ActiveAuthentication {
  let key: X509PublicKey
  /// The algorithm that DG14 names; ECDSA keys should have one, RSA signatures carry theirs.
  let algorithm: ObjectIdentifier?

  static let challengeByteCount = 8

  /// Reads DG15 (6F around a SubjectPublicKeyInfo). A key of an unknown kind gives nil.
  init?(_ file: [UInt8], infos: SecurityInfos?) throws(CardError) {
    let info = try CardError.reading(.activeAuthentication) { () throws(TLVError) in
      try TLV.parse(file, tag: 0x6F).value
    }
    do { key = try X509PublicKey(info: info) } catch {
      if case .algorithm = error { return nil }
      throw .malformed(.activeAuthentication, "the public key of DG15")
    }
    algorithm = infos?.activeAuthenticationInfos.first?.signatureAlgorithm
  }

  /// Lets the chip sign a fresh challenge; a wrong signature is `CardError.unauthentic`.
  func run(on link: CardLink, chance: Chance) throws(CardError) {
    let challenge = try CardError.at(.activeAuthentication) { () throws(CryptoError) in
      try chance(Self.challengeByteCount).withSpan { span in (0..<span.count).map { span[$0] } }
    }
    let signature = try link.require(
      CommandAPDU(ins: 0x88, p1: 0, p2: 0, data: challenge, expectedLength: 256), step: .activeAuthentication)
    guard holds(signature, over: challenge) else { throw .unauthentic(.activeAuthentication) }
  }

  /// Whether a signature over `challenge` is the chip's.
  func holds(_ signature: [UInt8], over challenge: [UInt8]) -> Bool {
    switch key {
    case .curve(let point):
      // Plain r‖s (TR-03111); some chips write DER.
      guard
        let plain = signature.count == 2 * point.curve.orderByteCount
          ? signature : ECDSASignature.plain(der: signature, on: point.curve)
      else { return false }
      return hashes.contains { point.verify(signature: plain, digest: $0.digest(of: challenge)) }
    case .rsa:
      guard let block = key.recoveredBlock(of: signature) else { return false }
      return Self.holds(block, over: challenge)
    }
  }

  /// The hash of the algorithm named; without a name, those that chips use, since the challenge is ours.
  private var hashes: [HashAlgorithm] {
    let plain = ObjectIdentifier.bsi.appending(1).appending(1).appending(4).appending(1)
    guard let algorithm, let arcs = algorithm.arcs(below: plain), arcs.count == 1 else {
      return HashAlgorithm.allCases
    }
    switch arcs[0] {
    case 1: return [.sha1]
    case 2: return [.sha224]
    case 3: return [.sha256]
    case 4: return [.sha384]
    case 5: return [.sha512]
    default: return HashAlgorithm.allCases
    }
  }

  /// ISO 9796-2 scheme 1 with partial recovery: 6A ‖ M1 ‖ H(M1 ‖ challenge) ‖ trailer.
  static func holds(_ block: [UInt8], over challenge: [UInt8]) -> Bool {
    guard block.first == 0x6A, let last = block.last, block.count > 3 else { return false }
    let hash: HashAlgorithm
    let trailerByteCount: Int
    switch (last, block[block.count - 2]) {
    case (0xBC, _): (hash, trailerByteCount) = (.sha1, 1)
    case (0xCC, 0x33): (hash, trailerByteCount) = (.sha1, 2)
    case (0xCC, 0x38): (hash, trailerByteCount) = (.sha224, 2)
    case (0xCC, 0x34): (hash, trailerByteCount) = (.sha256, 2)
    case (0xCC, 0x36): (hash, trailerByteCount) = (.sha384, 2)
    case (0xCC, 0x35): (hash, trailerByteCount) = (.sha512, 2)
    default: return false
    }
    let end = block.count - trailerByteCount
    guard end - hash.byteCount > 1 else { return false }
    let recovered = Array(block[1..<(end - hash.byteCount)])
    return constantTimeEqual(
      hash.digest(of: recovered + challenge), Array(block[(end - hash.byteCount)..<end]))
  }
}
