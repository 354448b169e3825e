// Keys from shared secrets (TR-03110-3 section A.2.3, ICAO 9303-11 section 9.7.1): KDF(K, r, c) is the hash of
// K, the nonce where there is one, and a counter of four bytes, cut to the key's length.

import Crypto
import Secrets

enum CardKeyDerivation {
  static let encryption: UInt8 = 1
  static let authentication: UInt8 = 2
  static let password: UInt8 = 3

  static func key(_ secret: Secret, nonce: [UInt8] = [], _ counter: UInt8, _ cipher: CardCipher) -> Secret {
    let input = secret.cardBytes + nonce + [0, 0, 0, counter]
    let hash: HashAlgorithm = cipher.keyByteCount > 16 ? .sha256 : .sha1
    var key = Array(hash.digest(of: input).prefix(cipher.keyByteCount))
    if cipher == .tripleDES { key = key.map(oddParity) }
    return Secret(key)
  }

  private static func oddParity(_ byte: UInt8) -> UInt8 {
    (byte & 0xFE) | ((byte & 0xFE).nonzeroBitCount.isMultiple(of: 2) ? 1 : 0)
  }
}

extension Secret {
  /// The bytes of a simulated card's secret, which protects nobody.
  var cardBytes: [UInt8] {
    withSpan { span in
      var bytes: [UInt8] = []
      for index in span.indices { bytes.append(span[index]) }
      return bytes
    }
  }
}
