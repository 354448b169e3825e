// RSAES-OAEP encryption (RFC 8017 section 7.1.1) with one hash for label and mask and an empty label. The padding is
// written here and not by libcrypto, so that its seed comes in as an argument like all chance. There is no decryption:
// a station has no key to open what it has sent.

import CCrypto
import Secrets

enum RSAOAEP {
  /// Encrypts `message` for `key`; `seed` has as many bytes as the hash, fresh for each message.
  static func encrypt(_ message: Secret, to key: X509PublicKey, hash: HashAlgorithm, seed: Secret) -> [UInt8]?
  {
    guard case .rsa(_, let bitCount) = key else { return nil }
    let count = (bitCount + 7) / 8
    guard seed.count == hash.byteCount, message.count <= count - 2 * hash.byteCount - 2 else { return nil }
    var block = [UInt8](repeating: 0, count: count)
    defer { unsafe block.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) } }
    let start = 1 + hash.byteCount
    seed.withSpan { seed in for index in seed.indices { block[1 + index] = seed[index] } }
    for (index, byte) in hash.digest(of: []).enumerated() { block[start + index] = byte }
    block[count - message.count - 1] = 1
    message.withSpan { message in
      for index in message.indices { block[count - message.count + index] = message[index] }
    }
    mask(&block, start..<count, with: 1..<start, hash)
    mask(&block, 1..<start, with: start..<count, hash)
    return key.recoveredBlock(of: block)
  }

  /// MGF1 (RFC 8017 appendix B.2.1) of one part of the block, laid over another.
  private static func mask(
    _ block: inout [UInt8], _ target: Range<Int>, with source: Range<Int>, _ hash: HashAlgorithm
  ) {
    var counter: UInt32 = 0
    var index = target.lowerBound
    while index < target.upperBound {
      let place = (0..<4).map { UInt8(truncatingIfNeeded: counter >> UInt32(24 - 8 * $0)) }
      for byte in hash.digest(of: Array(block[source]) + place) where index < target.upperBound {
        block[index] ^= byte
        index += 1
      }
      counter += 1
    }
  }
}
