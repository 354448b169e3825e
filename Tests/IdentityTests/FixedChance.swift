// Chance that hands out what a worked example needs: private keys are drawn as numbers modulo the order less one, plus
// one, so a wanted key is given as that key less one.

import Crypto
import Secrets

/// Chance that makes `CurvePrivateKey` draw these keys, one after the other.
func chance(drawing keys: [String]) -> Chance {
  final class Box: @unchecked Sendable { var next = 0 }
  let box = Box()
  return { (count) throws(CryptoError) -> Secret in
    var key = bytes(keys[box.next])
    box.next += 1
    var index = key.count - 1
    while key[index] == 0 {
      key[index] = 0xFF
      index -= 1
    }
    key[index] -= 1
    return Secret([UInt8](repeating: 0, count: count - key.count) + key)
  }
}

/// Chance that follows from a seed, for cards and terminals of tests.
func chance(seed: UInt64) -> Chance {
  final class Box: @unchecked Sendable {
    var state: UInt64
    init(_ seed: UInt64) { state = seed }
  }
  let box = Box(seed)
  return { (count) throws(CryptoError) -> Secret in
    Secret(
      (0..<count).map { _ in
        box.state = box.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: box.state >> 33)
      })
  }
}
