// AES (FIPS 197) as cards use it: single blocks, CBC without padding of its own, and CMAC (NIST SP 800-38B, RFC 4493).
// Padding, sequence counters and the comparison of tags belong to secure messaging, not here.

import CCrypto
import Secrets

/// One AES key for any number of messages. Belongs to one task.
public final class AESCipher {
  /// The length of a block in bytes.
  public static let blockByteCount = 16

  private let block: CipherContext
  private let encryption: CipherContext
  private let decryption: CipherContext

  /// Makes `key` ready: 16, 24 or 32 bytes.
  public init(key: Secret) throws(CryptoError) {
    guard [16, 24, 32].contains(key.count) else { throw .cipherKeyLength(key.count) }
    let size = key.count * 8
    let length = Self.blockByteCount
    block = try CipherContext("AES-\(size)-ECB", key: key, direction: .encrypt, blockByteCount: length)
    encryption = try CipherContext("AES-\(size)-CBC", key: key, direction: .encrypt, blockByteCount: length)
    decryption = try CipherContext("AES-\(size)-CBC", key: key, direction: .decrypt, blockByteCount: length)
  }

  /// One block of 16 bytes, encrypted as it stands.
  public func encryptBlock(_ bytes: [UInt8]) -> [UInt8] {
    precondition(bytes.count == Self.blockByteCount, "one block alone")
    return block.run(bytes, iv: nil)
  }

  /// CBC; the length of `padded` must be a multiple of 16, `iv` has 16 bytes.
  public func encryptCBC(_ padded: [UInt8], iv: [UInt8]) -> [UInt8] { encryption.run(padded, iv: iv) }

  /// CBC of a plain text that is secret; its length must be a multiple of 16, `iv` has 16 bytes.
  public func encryptCBC(secret padded: Secret, iv: [UInt8]) -> [UInt8] {
    encryption.run(secret: padded, iv: iv)
  }

  /// CBC, with the padding left on. Who got `bytes` from outside checks first that their number is a multiple of 16.
  public func decryptCBC(_ bytes: [UInt8], iv: [UInt8]) -> [UInt8] { decryption.run(bytes, iv: iv) }

  /// CBC of something that becomes a secret, as the nonce of PACE; same conditions as `decryptCBC`.
  public func decryptCBCSecret(_ bytes: [UInt8], iv: [UInt8]) -> Secret {
    decryption.runToSecret(bytes, iv: iv)
  }
}

/// AES-CMAC under one key for any number of messages. Belongs to one task.
@safe public final class AESCMAC {
  /// The length of a whole tag in bytes; cards send the first eight.
  public static let tagByteCount = 16

  private let context: OpaquePointer

  /// Makes `key` ready: 16, 24 or 32 bytes.
  public init(key: Secret) throws(CryptoError) {
    guard [16, 24, 32].contains(key.count) else { throw .cipherKeyLength(key.count) }
    let made = unsafe key.withBytes { bytes in
      unsafe kiosk_cmac_new(
        FetchedCMAC.shared.algorithm, "AES-\(bytes.count * 8)-CBC", bytes.baseAddress, bytes.count)
    }
    guard let made = unsafe made else { throw .library("EVP_MAC_init") }
    unsafe context = made
  }

  deinit { unsafe EVP_MAC_CTX_free(context) }

  /// The 16 bytes for `message`; CMAC pads by itself.
  public func tag(_ message: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: Self.tagByteCount) { buffer, count in
      let done = unsafe message.withUnsafeBufferPointer { input in
        unsafe kiosk_cmac(context, input.baseAddress, input.count, buffer.baseAddress) == 1
      }
      precondition(done, "libcrypto cannot compute CMAC")
      count = Self.tagByteCount
    }
  }
}

@safe private final class FetchedCMAC: @unchecked Sendable {
  static let shared = FetchedCMAC()
  let algorithm: OpaquePointer

  init() {
    guard let fetched = unsafe EVP_MAC_fetch(nil, "CMAC", nil) else {
      preconditionFailure("libcrypto has no CMAC")
    }
    unsafe algorithm = fetched
  }
}
