// Basic access control (ICAO 9303-11 section 4.3 and appendix D): both sides prove that they know the machine readable
// zone and make keys for secure messaging with 3DES. For old passports alone; who may use it, PassportOpening decides.

import Crypto
import Secrets

struct BasicAccessControl {
  let link: CardLink
  /// Document number, dates and their check digits.
  let information: Secret

  private static let nonceByteCount = 8
  private static let keyByteCount = 16
  private static let macByteCount = 8
  private static let zeros = [UInt8](repeating: 0, count: 8)

  /// Runs it in the passport's application; the link has the channel afterwards.
  func run(chance: Chance) throws(CardError) {
    let challenge = try link.require(
      CommandAPDU(ins: 0x84, p1: 0, p2: 0, expectedLength: Self.nonceByteCount), step: .bac)
    guard challenge.count == Self.nonceByteCount else {
      throw .malformed(.bac, "a challenge of \(challenge.count) bytes")
    }
    let seed = HashAlgorithm.sha1.digest(of: information).prefix(Self.keyByteCount)
    let channel = try CardError.at(.bac) { () throws(CryptoError) in
      (
        cipher: try TripleDESCipher(key: Self.key(seed, KeyDerivation.encryption)),
        mac: try RetailMAC(key: Self.key(seed, KeyDerivation.authentication)),
        nonce: try chance(Self.nonceByteCount), half: try chance(Self.keyByteCount)
      )
    }
    let ours = Secret.joined([channel.nonce, Secret(challenge), channel.half])
    let cryptogram = channel.cipher.encryptCBC(secret: ours, iv: Self.zeros)
    let tag = channel.mac.tag(Padding.add(cryptogram, to: 8))
    let answer = try link.send(
      CommandAPDU(ins: 0x82, p1: 0, p2: 0, data: cryptogram + tag, expectedLength: 40), step: .bac)
    guard answer.status == .ok else { throw Self.fault(answer.status) }
    guard answer.data.count == 32 + Self.macByteCount else {
      throw .malformed(.bac, "an answer of \(answer.data.count) bytes")
    }
    let body = Array(answer.data.prefix(32))
    guard constantTimeEqual(channel.mac.tag(Padding.add(body, to: 8)), Array(answer.data.suffix(8))) else {
      throw .unauthentic(.bac)
    }
    // RND.IC, RND.IFD, K.IC
    let theirs = channel.cipher.decryptCBCSecret(body, iv: Self.zeros)
    guard theirs.prefix(8) == Secret(challenge), theirs.slice(8..<16) == channel.nonce else {
      throw .unauthentic(.bac)
    }
    link.secureMessaging = try messaging(
      Self.exclusiveOr(channel.half, theirs.slice(16..<32)), challenge: challenge, nonce: channel.nonce)
  }

  private func messaging(
    _ seed: Secret, challenge: [UInt8], nonce: Secret
  ) throws(CardError) -> TripleDESSecureMessaging {
    let counter = nonce.withSpan { span in challenge.suffix(4) + (4..<8).map { span[$0] } }
    return try CardError.at(.bac) { () throws(CryptoError) in
      try TripleDESSecureMessaging(
        encryptionKey: Self.key(seed, KeyDerivation.encryption),
        macKey: Self.key(seed, KeyDerivation.authentication), sendSequenceCounter: Array(counter))
    }
  }

  /// Chips say in different words that the key is wrong; 6A88 and the like say that they have no such key.
  private static func fault(_ status: StatusWord) -> CardError {
    switch status {
    case .authenticationFailed, .securityStatusNotSatisfied, .conditionsNotSatisfied, .incorrectData,
      .secureMessagingObjectsIncorrect:
      .password(.wrong(.mrz, triesLeft: nil))
    case _ where status.counter != nil: .password(.wrong(.mrz, triesLeft: nil))
    default: .refused(.bac, status)
    }
  }

  private static func key(_ seed: Secret, _ counter: UInt32) -> Secret {
    KeyDerivation.key(from: seed, counter: counter, algorithm: .tripleDES)
  }

  private static func exclusiveOr(_ left: Secret, _ right: Secret) -> Secret {
    left.withSpan { left in
      right.withSpan { right in
        unsafe Secret(count: left.count) { buffer in
          for index in 0..<left.count { unsafe buffer[index] = left[index] ^ right[index] }
        }
      }
    }
  }
}
