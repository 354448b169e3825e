// Keys from a shared secret or a password: KDF(K, r, c) = H(K ‖ r ‖ c) of TR-03110 part 3, A.2.3 and ICAO 9303-11,
// section 9.7.1. What goes in and what comes out are Secrets; nothing is kept.

import Crypto
import Secrets

/// What the derived key is for, which decides hash and length (TR-03110 part 3, table in A.2.3.1).
public enum KeyAlgorithm: String, Sendable, CaseIterable {
  case tripleDES = "3des"
  case aes128 = "aes-128"
  case aes192 = "aes-192"
  case aes256 = "aes-256"

  /// The length of a key in bytes; 3DES has two keys of eight.
  public var keyByteCount: Int {
    switch self {
    case .tripleDES, .aes128: 16
    case .aes192: 24
    case .aes256: 32
    }
  }

  var hash: HashAlgorithm {
    switch self {
    case .tripleDES, .aes128: .sha1
    case .aes192, .aes256: .sha256
    }
  }
}

/// The key derivation function.
public enum KeyDerivation {
  /// The counter of an encryption key.
  public static let encryption: UInt32 = 1
  /// The counter of an authentication key.
  public static let authentication: UInt32 = 2
  /// The counter of the key that PACE makes from a password.
  public static let password: UInt32 = 3

  /// The key for `counter`; `nonce` is the chip's in Chip Authentication 2, empty elsewhere.
  public static func key(
    from shared: Secret, counter: UInt32, nonce: [UInt8] = [], algorithm: KeyAlgorithm
  ) -> Secret {
    let tail = nonce + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) }
    let digest = algorithm.hash.digest(of: Secret.joined([shared, Secret(tail)]))
    let key = digest.prefix(algorithm.keyByteCount)
    return algorithm == .tripleDES ? withOddParity(key) : key
  }

  /// The lowest bit of each byte makes the number of ones odd, as DES keys have it; nothing depends on it.
  private static func withOddParity(_ key: Secret) -> Secret {
    key.withSpan { span in
      unsafe Secret(count: span.count) { buffer in
        for index in span.indices {
          let upper = span[index] & 0xFE
          unsafe buffer[index] = upper | (upper.nonzeroBitCount & 1 == 0 ? 1 : 0)
        }
      }
    }
  }
}
