// A station's two secret keys, and the bytes of the one file that holds them: the Ed25519 seed that signs the journal's
// head, and the HMAC key of pickup codes and keyed hashes. It reads and writes no file itself.

import Secrets

/// The keys of one station. They are made once, at its founding; a journal is worth nothing without them.
public final class StationSecrets: Sendable {
  /// The exact length of the key file in bytes: a line of text, the seed, the HMAC key.
  public static let fileByteCount = header.count + SigningKey.seedByteCount + hmacKeyByteCount
  /// The length of the HMAC key in bytes.
  public static let hmacKeyByteCount = 32

  /// Signs the journal's head.
  public let signing: SigningKey
  /// Derives pickup codes and keyed hashes.
  public let hmac: HMACSHA256
  private let file: Secret

  /// Keys from fresh chance: 32 random bytes for the seed, 32 others for the HMAC key.
  public init(seed: Secret, hmacKey: Secret) throws(CryptoError) {
    guard hmacKey.count == Self.hmacKeyByteCount else {
      throw .hmacKeyLength(hmacKey.count)
    }
    signing = try SigningKey(seed: seed)
    hmac = HMACSHA256(key: hmacKey)
    file = unsafe Secret(count: Self.fileByteCount) { buffer in
      var index = 0
      for byte in Self.header {
        unsafe buffer[index] = byte
        index += 1
      }
      for part in [seed, hmacKey] {
        unsafe part.withBytes { bytes in
          for offset in bytes.indices {
            unsafe buffer[index] = bytes[offset]
            index += 1
          }
        }
      }
    }
  }

  /// Keys from a key file: `read` fills the buffer of `fileByteCount` bytes. Nil when the bytes are no key file.
  public convenience init?<Failure: Error>(
    reading read: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    let file = try unsafe Secret(count: Self.fileByteCount, fill: read)
    guard unsafe file.withBytes({ unsafe Array($0.prefix(Self.header.count)) }) == Self.header else {
      return nil
    }
    func part(_ range: Range<Int>) -> Secret {
      unsafe Secret(count: range.count) { buffer in
        unsafe file.withBytes { bytes in
          for index in 0..<range.count { unsafe buffer[index] = bytes[range.lowerBound + index] }
        }
      }
    }
    let middle = Self.header.count + SigningKey.seedByteCount
    do {
      try self.init(seed: part(Self.header.count..<middle), hmacKey: part(middle..<Self.fileByteCount))
    } catch {
      return nil
    }
  }

  /// Lends the bytes of the key file for the time of the call.
  public func withFileBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe file.withBytes(body)
  }

  private static let header = Array("kiosk-station-key-1\n".utf8)
}
