// HMAC-SHA-256 (RFC 2104) under a key that stays a Secret: pickup codes, and the keyed hashes by which
// numbers and names are found without being stored. Compare its results with `constantTimeEqual` or as
// Secrets.

import CCrypto
import Secrets
import Synchronization

/// A key made ready for many messages. Any task may use it; the calls take turns.
@safe public final class HMACSHA256: @unchecked Sendable {
  private let context: OpaquePointer
  private let turn = Mutex(())

  /// Makes `key` ready; any length is allowed, 32 bytes or more are meant.
  public init(key: Secret) {
    let made = unsafe key.withBytes { bytes in
      unsafe kiosk_hmac_sha256_new(bytes.baseAddress, bytes.count)
    }
    guard let made = unsafe made else { preconditionFailure("libcrypto has no HMAC-SHA-256") }
    unsafe context = made
  }

  deinit { unsafe EVP_MAC_CTX_free(context) }

  /// The 32 bytes for `message`, for storing and finding.
  public func code(for message: Span<UInt8>) -> Digest32 {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Digest32.byteCount) { buffer, count in
      unsafe compute(message, into: buffer)
      count = Digest32.byteCount
    }
    return Digest32(checked: bytes)
  }

  /// The 32 bytes for `message`, for storing and finding.
  public func code(for message: [UInt8]) -> Digest32 { code(for: message.span) }

  /// The 32 bytes for `message` where they are themselves secret, as the root of a pickup code is.
  public func secretCode(for message: Span<UInt8>) -> Secret {
    unsafe Secret(count: Digest32.byteCount) { buffer in unsafe compute(message, into: buffer) }
  }

  /// The 32 bytes for `message` where they are themselves secret, as the root of a pickup code is.
  public func secretCode(for message: [UInt8]) -> Secret { secretCode(for: message.span) }

  private func compute(_ message: Span<UInt8>, into buffer: UnsafeMutableBufferPointer<UInt8>) {
    let done = unsafe message.withUnsafeBufferPointer { input in
      turn.withLock { _ in
        unsafe kiosk_hmac_sha256(context, input.baseAddress, input.count, buffer.baseAddress) == 1
      }
    }
    precondition(done, "libcrypto cannot compute HMAC-SHA-256")
  }
}
