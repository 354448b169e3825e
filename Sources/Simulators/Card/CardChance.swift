// The card's chance: SHA-256 over a seed and a counter. The same seed makes the same card and the same transcript,
// which is what a test wants and what a real chip must never do.

import Crypto
import Secrets

/// A stream of bytes that follows from a seed.
public final class CardChance {
  private let seed: [UInt8]
  private var counter: UInt64 = 0
  private var pool: [UInt8] = []

  /// A stream for a purpose: two labels give two streams from one seed.
  public init(seed: [UInt8], label: String) { self.seed = Array(label.utf8) + [0] + seed }

  func bytes(_ count: Int) -> [UInt8] {
    while pool.count < count {
      let number = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (8 * UInt64($0))) }
      pool += SHA256.digest(of: seed + number).bytes
      counter += 1
    }
    defer { pool.removeFirst(count) }
    return Array(pool.prefix(count))
  }

  func secret(_ count: Int) -> Secret { Secret(bytes(count)) }

  /// A number in a range of at most 65,536; the bias of the remainder is no matter here.
  func number(_ range: ClosedRange<Int>) -> Int {
    let random = bytes(4).reduce(0) { $0 << 8 | Int($1) }
    return range.lowerBound + random % range.count
  }

  func element<Value>(_ values: [Value]) -> Value { values[number(0...values.count - 1)] }

  func digits(_ count: Int) -> String { String((0..<count).map { _ in Character("\(number(0...9))") }) }
}
