// How the test PKI signs: each curve with the hash of its size, and repeatably, so that the same seed makes the same
// files. The ephemeral number comes from the key and the digest alone, as in RFC 6979 in spirit, not in letters.

import Crypto
import Secrets

/// The signing side of a key of the test PKI.
enum PKISignature {
  /// The hash that goes with a curve.
  static func hash(for curve: EllipticCurve) -> HashAlgorithm {
    switch curve.bitCount {
    case ...256: .sha256
    case ...384: .sha384
    default: .sha512
    }
  }

  /// ecdsa-with-SHA256 and its sisters (RFC 5758).
  static func x509Algorithm(for curve: EllipticCurve) -> [UInt8] {
    let number =
      switch hash(for: curve) {
      case .sha1: "1"
      case .sha224: "3.1"
      case .sha256: "3.2"
      case .sha384: "3.3"
      case .sha512: "3.4"
      }
    return PKIDER.sequence(PKIDER.objectIdentifier("1.2.840.10045.4.\(number)"))
  }

  /// id-TA-ECDSA-SHA-256 and its sisters (TR-03110 part 3, A.7.1).
  static func terminalAlgorithm(for curve: EllipticCurve) -> String {
    let number =
      switch hash(for: curve) {
      case .sha1: 1
      case .sha224: 2
      case .sha256: 3
      case .sha384: 4
      case .sha512: 5
      }
    return "0.4.0.127.0.7.2.2.2.2.\(number)"
  }

  /// AlgorithmIdentifier of a hash, without parameters (RFC 5754).
  static func hashAlgorithm(_ hash: HashAlgorithm) -> [UInt8] {
    let dotted =
      switch hash {
      case .sha1: "1.3.14.3.2.26"
      case .sha256: "2.16.840.1.101.3.4.2.1"
      case .sha384: "2.16.840.1.101.3.4.2.2"
      case .sha512: "2.16.840.1.101.3.4.2.3"
      case .sha224: "2.16.840.1.101.3.4.2.4"
      }
    return PKIDER.sequence(PKIDER.objectIdentifier(dotted))
  }

  /// Plain r‖s of `message`.
  static func plain(_ message: [UInt8], by key: CurvePrivateKey) throws(CryptoError) -> [UInt8] {
    let digest = hash(for: key.curve).digest(of: message)
    let stream = HMACSHA256(key: key.scalar)
    return try key.sign(digest: digest) { count throws(CryptoError) in
      var bytes: [UInt8] = []
      var block: UInt8 = 0
      while bytes.count < count {
        bytes += stream.code(for: [block] + digest).bytes
        block += 1
      }
      return Secret(bytes.prefix(count))
    }
  }

  /// The same in DER.
  static func der(_ message: [UInt8], by key: CurvePrivateKey) throws(CryptoError) -> [UInt8] {
    let both = try plain(message, by: key)
    let half = both.count / 2
    return PKIDER.sequence(
      PKIDER.integer(Array(both[..<half])), PKIDER.integer(Array(both[half...])))
  }
}
