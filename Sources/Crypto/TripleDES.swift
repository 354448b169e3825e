// Triple DES with two keys and the retail MAC (ISO/IEC 9797-1 algorithm 3), for passports of the years before PACE
// (ICAO 9303-11). Nothing new may use it.

import CCrypto
import Secrets

/// One two-key triple DES key for any number of messages. Belongs to one task.
public final class TripleDESCipher {
  /// The length of a block in bytes.
  public static let blockByteCount = 8

  private let encryption: CipherContext
  private let decryption: CipherContext

  /// Makes `key` ready: 16 bytes; parity bits are not looked at.
  public init(key: Secret) throws(CryptoError) {
    guard key.count == 16 else { throw .cipherKeyLength(key.count) }
    let length = Self.blockByteCount
    encryption = try CipherContext("DES-EDE-CBC", key: key, direction: .encrypt, blockByteCount: length)
    decryption = try CipherContext("DES-EDE-CBC", key: key, direction: .decrypt, blockByteCount: length)
  }

  /// CBC; the length of `padded` must be a multiple of 8, `iv` has 8 bytes.
  public func encryptCBC(_ padded: [UInt8], iv: [UInt8]) -> [UInt8] { encryption.run(padded, iv: iv) }

  /// CBC of a plain text that is secret; its length must be a multiple of 8, `iv` has 8 bytes.
  public func encryptCBC(secret padded: Secret, iv: [UInt8]) -> [UInt8] {
    encryption.run(secret: padded, iv: iv)
  }

  /// CBC, with the padding left on. Who got `bytes` from outside checks first that their number is a multiple of 8.
  public func decryptCBC(_ bytes: [UInt8], iv: [UInt8]) -> [UInt8] { decryption.run(bytes, iv: iv) }

  /// CBC of something that becomes a secret, as the key material of BAC; same conditions as `decryptCBC`.
  public func decryptCBCSecret(_ bytes: [UInt8], iv: [UInt8]) -> Secret {
    decryption.runToSecret(bytes, iv: iv)
  }
}

/// The retail MAC under one key for any number of messages. Belongs to one task.
public final class RetailMAC {
  /// The length of a tag in bytes.
  public static let tagByteCount = 8

  // The algorithm wants single DES under the first half, which OpenSSL 3 has only in its legacy provider. Triple DES
  // with that half twice is the same function: the middle decryption undoes the first encryption.
  private let chain: CipherContext
  private let last: CipherContext

  /// Makes `key` ready: 16 bytes; parity bits are not looked at.
  public init(key: Secret) throws(CryptoError) {
    guard key.count == 16 else { throw .cipherKeyLength(key.count) }
    let firstHalfTwice = unsafe Secret(count: 16) { buffer in
      unsafe key.withBytes { bytes in
        for index in 0..<16 { unsafe buffer[index] = bytes[index % 8] }
      }
    }
    chain = try CipherContext("DES-EDE-CBC", key: firstHalfTwice, direction: .encrypt, blockByteCount: 8)
    last = try CipherContext("DES-EDE-CBC", key: key, direction: .encrypt, blockByteCount: 8)
  }

  /// The 8 bytes for `padded`, a positive multiple of 8 bytes.
  public func tag(_ padded: [UInt8]) -> [UInt8] {
    precondition(padded.count >= 8 && padded.count.isMultiple(of: 8), "whole blocks alone")
    let head = Array(padded.dropLast(8))
    var state = [UInt8](repeating: 0, count: 8)
    if !head.isEmpty { state = Array(chain.run(head, iv: state).suffix(8)) }
    return last.run(Array(padded.suffix(8)), iv: state)
  }
}
