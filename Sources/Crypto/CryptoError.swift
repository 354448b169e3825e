// What can go wrong with keys and chance, each with its remedy. A hash cannot fail: a libcrypto without
// SHA-256 is no libcrypto, and the process ends there rather than going on without a journal chain.

/// A failure of a key, of its text, or of the source of chance.
public enum CryptoError: Error, Equatable, Sendable {
  /// A seed that is not 32 bytes long.
  case seedLength(Int)
  /// A station's HMAC key that is not 32 bytes long.
  case hmacKeyLength(Int)
  /// A public key that is not 32 bytes long.
  case publicKeyLength(Int)
  /// A text that is not a PEM of an Ed25519 public key; the reason in words.
  case publicKeyText(String)
  /// The kernel gave no random bytes; the value of `errno`.
  case randomnessUnavailable(Int32)
  /// A key of a block cipher with a length that the cipher does not have; the length in bytes.
  case cipherKeyLength(Int)
  /// A text that is not a PEM of a private key on a known curve; the reason in words.
  case privateKeyText(String)
  /// Bytes that are no point of the curve: the length, the first byte, the equation, or infinity.
  case curvePoint
  /// A private key that is 0, or not below the order of the curve.
  case curveScalar
  /// Two values on different curves where one curve is needed.
  case curveMismatch
  /// A key with a generator of its own, as PACE maps it, cannot sign.
  case curveGenerator
  /// libcrypto refused a call that should work; its name.
  case library(String)
}

extension CryptoError: CustomStringConvertible {
  /// What is wrong and what to do about it, in one line.
  public var description: String {
    switch self {
    case .seedLength(let count):
      "a key seed has 32 bytes, this one has \(count): restore the key file or create a new key"
    case .hmacKeyLength(let count):
      "an HMAC key of a station has 32 bytes, this one has \(count): restore the key file or create a new key"
    case .publicKeyLength(let count):
      "an Ed25519 public key has 32 bytes, this one has \(count): ask the station's operator for its public key file"
    case .publicKeyText(let reason):
      "this is not the PEM text of an Ed25519 public key (\(reason)): ask the station's operator for its public key file"
    case .randomnessUnavailable(let code):
      "the kernel gave no random bytes (errno \(code)): check that getrandom is permitted in the sandbox"
    case .cipherKeyLength(let count):
      "no key of this cipher has \(count) bytes: this is an error in the program"
    case .privateKeyText(let reason):
      "this is not the PEM text of a private key (\(reason)): restore the key file, unencrypted and readable by its owner alone"
    case .curvePoint:
      "the bytes are no point of the elliptic curve: take the other side for faulty or hostile"
    case .curveScalar:
      "the number is no private key of this elliptic curve: restore the key file or create a new key"
    case .curveMismatch:
      "two elliptic curves were mixed: take the other side for faulty or hostile"
    case .curveGenerator:
      "a key with a mapped generator cannot sign: this is an error in the program"
    case .library(let call):
      "libcrypto refused \(call): check the installed libssl3 and its openssl.cnf"
    }
  }
}
