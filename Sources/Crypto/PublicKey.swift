// The public half of an Ed25519 key: 32 bytes, and the PEM text (RFC 8410 SubjectPublicKeyInfo) that other
// tools read, so that `openssl pkeyutl -verify -rawin` can check a journal without this product.

import CCrypto
import Synchronization

/// An Ed25519 public key. Any 32 bytes are taken; a wrong key accepts no signature.
public struct PublicKey: Hashable, Sendable {
  /// The length of a raw key in bytes.
  public static let byteCount = 32
  /// The longest PEM text that is read, in bytes; a right one has 113.
  public static let pemByteCountMax = 4096

  /// The 32 bytes of RFC 8032.
  public let raw: [UInt8]

  /// A key from its 32 bytes.
  public init(raw: [UInt8]) throws(CryptoError) {
    guard raw.count == Self.byteCount else { throw .publicKeyLength(raw.count) }
    self.raw = raw
  }

  /// A key from `-----BEGIN PUBLIC KEY-----` text. Text before and after the block, and CR LF, do no harm.
  public init(pem: String) throws(CryptoError) {
    guard pem.utf8.count <= Self.pemByteCountMax else { throw .publicKeyText("it is too long") }
    let lines = pem.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.map { line in
      String(decoding: line, as: UTF8.self)
    }
    guard let begin = lines.firstIndex(of: Self.begin) else {
      throw .publicKeyText("no BEGIN PUBLIC KEY line")
    }
    guard let end = lines[begin...].firstIndex(of: Self.end) else {
      throw .publicKeyText("no END PUBLIC KEY line")
    }
    guard let der = Base64.decode(lines[(begin + 1)..<end].flatMap { Array($0.utf8) }) else {
      throw .publicKeyText("the Base64 is damaged")
    }
    guard der.starts(with: Self.derPrefix), der.count == Self.derPrefix.count + Self.byteCount else {
      throw .publicKeyText("it is a key of another kind")
    }
    raw = Array(der.dropFirst(Self.derPrefix.count))
  }

  /// Three lines, the last one ended.
  public var pem: String { "\(Self.begin)\n\(Base64.encode(Self.derPrefix + raw))\n\(Self.end)\n" }

  /// Whether `signature` is this key's own for `message`. For many messages use one `SignatureVerifier`.
  public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
    SignatureVerifier(self).isValid(signature, for: message.span)
  }

  private static let begin = "-----BEGIN PUBLIC KEY-----"
  private static let end = "-----END PUBLIC KEY-----"
  // SEQUENCE { SEQUENCE { OID 1.3.101.112 } BIT STRING (no unused bits) }: RFC 8410 section 4.
  private static let derPrefix: [UInt8] = [
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
  ]
}

/// A public key made ready for many checks. Any task may use it; the calls take turns.
@safe public final class SignatureVerifier: @unchecked Sendable {
  private let context: OpaquePointer?
  private let turn = Mutex(())

  /// Makes `key` ready. Bytes that are no point of the curve make a verifier that accepts nothing.
  public init(_ key: PublicKey) {
    let made = unsafe EVP_MD_CTX_new()
    let handle = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, key.raw, key.raw.count)
    defer { unsafe EVP_PKEY_free(handle) }
    guard let made = unsafe made, let handle = unsafe handle,
      unsafe EVP_DigestVerifyInit(made, nil, nil, nil, handle) == 1
    else {
      unsafe EVP_MD_CTX_free(made)
      ERR_clear_error()
      unsafe context = nil
      return
    }
    unsafe context = made
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Whether `signature` belongs to `message`; false for a signature that has not 64 bytes.
  public func isValid(_ signature: [UInt8], for message: Span<UInt8>) -> Bool {
    guard signature.count == SigningKey.signatureByteCount, let context = unsafe context else { return false }
    return unsafe message.withUnsafeBufferPointer { input in
      turn.withLock { _ in
        unsafe kiosk_ed25519_verify(context, input.baseAddress, input.count, signature) == 1
      }
    }
  }

  /// Whether `signature` belongs to `message`; false for a signature that has not 64 bytes.
  public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
    isValid(signature, for: message.span)
  }
}
