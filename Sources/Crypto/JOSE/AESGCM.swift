// AES-256 in Galois/Counter Mode (NIST SP 800-38D) for one message under one key: the key is fresh for each message, so
// that no nonce can come twice. It seals only; what is sealed here is opened by its receiver.

import CCrypto
import Secrets

/// One message, sealed.
public enum AESGCM {
  /// The length of a key in bytes.
  public static let keyByteCount = 32
  /// The length of a nonce in bytes (96 bits, RFC 7518 section 5.3).
  public static let nonceByteCount = 12
  /// The length of a tag in bytes (128 bits).
  public static let tagByteCount = 16
  /// The longest message in bytes; far below what GCM allows, and what libcrypto takes at once.
  public static let byteCountMax = 64 << 20

  /// Encrypts `plain` and authenticates it together with `authenticated`. A pair of key and nonce is used once, ever.
  public static func seal(
    _ plain: Secret, key: Secret, nonce: [UInt8], authenticated: [UInt8]
  ) throws(CryptoError) -> (cipherText: [UInt8], tag: [UInt8]) {
    guard key.count == keyByteCount else { throw .cipherKeyLength(key.count) }
    precondition(nonce.count == nonceByteCount, "a nonce has 96 bits")
    precondition(max(plain.count, authenticated.count) <= byteCountMax, "too long for one message")
    var cipherText = [UInt8](repeating: 0, count: plain.count)
    var tag = [UInt8](repeating: 0, count: tagByteCount)
    let done = unsafe key.withBytes { key in
      unsafe plain.withBytes { plain in
        unsafe kiosk_aes_256_gcm_seal(
          key.baseAddress, nonce, authenticated, Int32(authenticated.count), plain.baseAddress,
          Int32(plain.count), &cipherText, &tag)
      }
    }
    guard done == 1 else { throw .library("AES-256-GCM") }
    return (cipherText, tag)
  }
}
