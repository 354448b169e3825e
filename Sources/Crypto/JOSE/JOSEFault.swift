// What can be wrong with a key that a destination publishes, or with a message that claims to be signed. Each fault says
// what to do; none carries a byte of what was to be encrypted.

/// A failure of a JWK, a JWE or a JWS.
public enum JOSEFault: Error, Equatable, Sendable {
  /// Not a JSON Web Key of an RSA key; the reason in words.
  case key(String)
  /// A modulus with fewer bits than are asked for.
  case keyTooShort(bitCount: Int, bitCountMin: Int)
  /// The key is published for something else; what was asked for.
  case keyUse(String)
  /// Not a JWS in compact serialisation; the reason in words.
  case malformed(String)
  /// Another algorithm than the one that is accepted; its name.
  case algorithm(String)
  /// The message names another key; its name.
  case otherKey(String)
  /// The signature is not this key's own for this message.
  case signature
  /// More bytes than one message may have.
  case tooLong(Int)
  /// libcrypto or the source of chance failed.
  case crypto(CryptoError)
}

extension JOSEFault: CustomStringConvertible {
  /// What is wrong and what to do about it, in one line.
  public var description: String {
    switch self {
    case .key(let reason): "this is no public RSA key as JWK (\(reason)): ask the destination for its key"
    case .keyTooShort(let count, let least):
      "the key has \(count) bits, at least \(least) are needed: ask the destination for a longer key"
    case .keyUse(let use): "the key may not be used for \(use): ask the destination for the right key"
    case .malformed(let reason): "this is no signed message (\(reason)): fetch it again"
    case .algorithm(let name): "the algorithm \(name) is not accepted: the message is not to be trusted"
    case .otherKey(let name): "the message names the key \(name): fetch the keys of its sender again"
    case .signature: "the signature is wrong: the message is not to be trusted"
    case .tooLong(let count):
      "\(count) bytes are more than one message may have: this is an error in the program"
    case .crypto(let error): error.description
    }
  }
}
