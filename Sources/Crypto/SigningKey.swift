// Ed25519 (RFC 8032): the key that signs the journal's head. It is made from a seed that comes from outside,
// so that chance enters at the wiring only. Signing reuses one context: a signature costs one signature.

import CCrypto
import Secrets
import Synchronization

/// An Ed25519 private key. Any task may sign; the calls take turns.
@safe public final class SigningKey: @unchecked Sendable {
  /// The length of a seed in bytes (RFC 8032 section 5.1.5).
  public static let seedByteCount = 32
  /// The length of a signature in bytes (RFC 8032 section 5.1.6).
  public static let signatureByteCount = 64

  /// The key with which others check what this one signed.
  public let publicKey: PublicKey
  private let context: OpaquePointer
  private let turn = Mutex(())

  /// The key that belongs to `seed`, the same for the same seed.
  public init(seed: Secret) throws(CryptoError) {
    guard seed.count == Self.seedByteCount else { throw .seedLength(seed.count) }
    let key = unsafe seed.withBytes { bytes in
      unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, bytes.baseAddress, bytes.count)
    }
    guard let key = unsafe key else { throw .library("EVP_PKEY_new_raw_private_key") }
    defer { unsafe EVP_PKEY_free(key) }
    var count = PublicKey.byteCount
    var raw = [UInt8](repeating: 0, count: count)
    guard unsafe EVP_PKEY_get_raw_public_key(key, &raw, &count) == 1, count == PublicKey.byteCount else {
      throw .library("EVP_PKEY_get_raw_public_key")
    }
    publicKey = try PublicKey(raw: raw)
    guard let made = unsafe EVP_MD_CTX_new() else { throw .library("EVP_MD_CTX_new") }
    guard unsafe EVP_DigestSignInit(made, nil, nil, nil, key) == 1 else {
      unsafe EVP_MD_CTX_free(made)
      throw .library("EVP_DigestSignInit")
    }
    unsafe context = made
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// The signature of `message`: 64 bytes, the same for the same message.
  public func sign(_ message: Span<UInt8>) throws(CryptoError) -> [UInt8] {
    var done = false
    let signature = unsafe [UInt8](unsafeUninitializedCapacity: Self.signatureByteCount) { buffer, count in
      done = unsafe message.withUnsafeBufferPointer { input in
        turn.withLock { _ in
          unsafe kiosk_ed25519_sign(context, input.baseAddress, input.count, buffer.baseAddress) == 1
        }
      }
      count = done ? Self.signatureByteCount : 0
    }
    guard done else { throw .library("EVP_DigestSign") }
    return signature
  }

  /// The signature of `message`: 64 bytes, the same for the same message.
  public func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] { try sign(message.span) }
}
