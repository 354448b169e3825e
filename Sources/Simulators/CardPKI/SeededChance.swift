// Chance that obeys a seed, in the shape that Crypto asks for: the same seed and purpose give the same keys in any
// process. For simulators alone; a product that used it would have no secrets.

import Crypto
import Secrets
import Synchronization

/// Random bytes from HMAC-SHA-256 under the seed, over the purpose and a counter.
public final class SeededChance: Sendable {
  private let stream: HMACSHA256
  private let purpose: [UInt8]
  private let counter = Mutex<UInt64>(0)

  /// Different purposes under one seed do not disturb each other.
  public init(seed: UInt64, purpose: String) {
    stream = HMACSHA256(key: Secret((0..<8).map { UInt8(truncatingIfNeeded: seed >> (56 - 8 * $0)) }))
    self.purpose = Array(purpose.utf8)
  }

  /// The next `count` bytes; pass `chance.bytes` where a `Chance` is wanted.
  public func bytes(_ count: Int) throws(CryptoError) -> Secret {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let number = counter.withLock { value in
        value += 1
        return value
      }
      let message = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) } + purpose
      bytes += stream.code(for: message).bytes
    }
    return Secret(bytes.prefix(count))
  }
}
