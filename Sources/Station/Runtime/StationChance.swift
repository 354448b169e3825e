// Where a new station's keys and random numbers come from: the kernel, always but for a demonstration. `kiosk demo`
// lays a seed into its scratch directory, so that its codes are the same each time and can stand in a README.

import Crypto
import Glibc
import Secrets
import Synchronization

/// The chance of one run of a station.
final class StationChance: Sendable {
  /// The seed's name in a state directory. It counts only where there is no journal yet, and is removed when it is
  /// read: no station that ever served can be told its keys this way.
  static let seedName = "demo.seed"
  static let seedBytes = 16...64
  /// Numbers that come from a seed; after them the kernel's.
  static let seededNumbersMax: UInt64 = 64

  private struct Seed {
    var bytes: [UInt8]
    var numbersUsed: UInt64 = 0
  }

  private let seed: Mutex<Seed?>
  /// Keys and codes are known beforehand.
  let isDemonstration: Bool

  /// Takes the seed of a state directory that is not founded yet, if there is one; `journal` is the database's path.
  init(state: String, journal: String) {
    let path = "\(state)/\(Self.seedName)"
    var found: [UInt8]?
    if !SmallFile.exists(journal), let bytes = try? SmallFile.read(path, bytesMax: Self.seedBytes.upperBound)
    {
      if Self.seedBytes.contains(bytes.count) { found = bytes }
    }
    _ = unsafe unlink(path)
    isDemonstration = found != nil
    seed = Mutex(found.map { Seed(bytes: $0) })
  }

  /// A fresh secret of 32 bytes; `purpose` keeps two secrets of one seed apart.
  func secret(_ purpose: String) throws(CryptoError) -> Secret {
    guard let bytes = seed.withLock({ $0?.bytes }) else { return try randomSecret(Digest32.byteCount) }
    return Secret(SHA256.digest(of: Array("\(purpose) ".utf8) + bytes).bytes)
  }

  /// 64 random bits.
  func number() -> UInt64 {
    let seeded = seed.withLock { seed -> [UInt8]? in
      guard let now = seed, now.numbersUsed < Self.seededNumbersMax else { return nil }
      seed?.numbersUsed += 1
      return SHA256.digest(of: Array("number \(now.numbersUsed) ".utf8) + now.bytes).bytes
    }
    guard let bytes = seeded ?? (try? randomBytes(8)) else {
      preconditionFailure("the kernel has no chance to give")
    }
    return bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
