// The symmetric half of PACE: opens the nonce with the password's key, makes tokens and the channel (TR-03110 part 3,
// A.2.4 and A.3.3). One value for each of the four algorithms; no step of the protocol stands here.

import Crypto
import Secrets

enum PACECipher {
  /// The length of the nonce: one block at least, at most this many bytes.
  static let nonceByteCountMax = 64
  static let tokenByteCount = 8

  static func blockByteCount(_ algorithm: KeyAlgorithm) -> Int {
    algorithm == .tripleDES ? TripleDESCipher.blockByteCount : AESCipher.blockByteCount
  }

  /// s = D(K_π, z), with an IV of zeros; `encrypted` is whole blocks.
  static func nonce(
    _ encrypted: [UInt8], passwordKey: Secret, algorithm: KeyAlgorithm
  ) throws(CryptoError) -> Secret {
    let iv = [UInt8](repeating: 0, count: blockByteCount(algorithm))
    return algorithm == .tripleDES
      ? try TripleDESCipher(key: passwordKey).decryptCBCSecret(encrypted, iv: iv)
      : try AESCipher(key: passwordKey).decryptCBCSecret(encrypted, iv: iv)
  }

  /// T = MAC(K_MAC, 7F49{06 identifier, 86 point}), over the other side's ephemeral key.
  static func token(
    over point: CurvePoint, identifier: ObjectIdentifier, macKey: Secret, algorithm: KeyAlgorithm
  ) throws(CryptoError) -> [UInt8] {
    let message = TLV(0x7F49, [TLV(0x06, identifier.bytes), TLV(0x86, point.bytes)]).encoded
    return algorithm == .tripleDES
      ? try RetailMAC(key: macKey).tag(Padding.add(message, to: TripleDESCipher.blockByteCount))
      : Array(try AESCMAC(key: macKey).tag(message).prefix(tokenByteCount))
  }

  static func channel(
    encryptionKey: Secret, macKey: Secret, algorithm: KeyAlgorithm
  ) throws(CryptoError) -> any SecureMessaging {
    algorithm == .tripleDES
      ? try TripleDESSecureMessaging(encryptionKey: encryptionKey, macKey: macKey)
      : try AESSecureMessaging(encryptionKey: encryptionKey, macKey: macKey)
  }
}
