// The public RSA key of a destination or of a delivery service, as a JSON Web Key (RFC 7517, RFC 7518 section 6.3.1).
// It reads a key and judges its form and length; where the key came from and whether it is the right one is not known here.

/// A public RSA key with what its owner says about it.
public struct JWK: Equatable, Sendable {
  /// The fewest bits of any modulus that is taken (RFC 7518 sections 3.5 and 4.3).
  public static let bitCountMin = 2048
  /// The fewest bits of a FIT-Connect destination's modulus.
  public static let destinationBitCountMin = 4096
  /// The most bits of a modulus.
  public static let bitCountMax = X509PublicKey.rsaBitCountMax

  /// `kid`: the name of the key; nil without.
  public let keyIdentifier: String?
  /// `alg`: the only algorithm that the key is for; nil if the key does not say.
  public let algorithm: String?
  /// `key_ops`: what the key is for; nil if the key does not say.
  public let operations: [String]?
  /// `use`: `enc` or `sig`; nil if the key does not say.
  public let use: String?
  /// The length of the modulus in bits.
  public let bitCount: Int

  let key: X509PublicKey
  let info: [UInt8]

  /// Reads one key, not a set of keys. A key that brings its private half is refused: whoever published it has lost it.
  public init(json: [UInt8]) throws(JOSEFault) {
    guard let members = JOSEJSON.members(json) else {
      throw .key("it is no JSON object, or has a name twice")
    }
    guard members["kty"] == .text("RSA") else { throw .key("kty is not RSA") }
    for name in ["d", "p", "q", "dp", "dq", "qi", "oth"] where members[name] != nil {
      throw .key("it contains the private member \(name)")
    }
    keyIdentifier = try Self.text("kid", members)
    algorithm = try Self.text("alg", members)
    use = try Self.text("use", members)
    switch members["key_ops"] {
    case nil: operations = nil
    case .texts(let names): operations = names
    default: throw .key("key_ops is no list of names")
    }
    let modulus = try Self.number("n", members)
    let exponent = try Self.number("e", members)
    // At least 2^16 + 1 (BSI TR-02102-1 section 2.3.1), odd, and small enough for every library.
    guard exponent.count == 3 || exponent.count == 4, exponent.last.map({ $0 & 1 == 1 }) == true else {
      throw .key("e is not an odd number from 65537 to 4294967295")
    }
    guard modulus.last.map({ $0 & 1 == 1 }) == true else { throw .key("n is no product of odd primes") }
    let info = Self.subjectPublicKeyInfo(modulus: modulus, exponent: exponent)
    guard let key = try? X509PublicKey(info: info), case .rsa(_, let bits) = key else {
      throw .key("n is not a number of at most \(Self.bitCountMax) bits")
    }
    guard bits >= Self.bitCountMin else { throw .keyTooShort(bitCount: bits, bitCountMin: Self.bitCountMin) }
    self.key = key
    self.info = info
    bitCount = bits
  }

  private static func text(_ name: String, _ members: [String: JOSEMember]) throws(JOSEFault) -> String? {
    switch members[name] {
    case nil: return nil
    case .text(let text): return text
    default: throw .key("\(name) is no text")
    }
  }

  /// A number as Base64urlUInt: big-endian, no zero byte in front (RFC 7518 section 2).
  private static func number(_ name: String, _ members: [String: JOSEMember]) throws(JOSEFault) -> [UInt8] {
    guard case .text(let text) = members[name], let bytes = Base64URL.decode(Array(text.utf8)),
      let first = bytes.first, first != 0
    else { throw .key("\(name) is no number in Base64url") }
    return bytes
  }

  /// SubjectPublicKeyInfo of RFC 8017 appendix A.1, in DER.
  private static func subjectPublicKeyInfo(modulus: [UInt8], exponent: [UInt8]) -> [UInt8] {
    func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
      var length: [UInt8] = []
      var rest = content.count
      repeat {
        length.insert(UInt8(rest & 255), at: 0)
        rest >>= 8
      } while rest > 0
      return [tag] + (content.count < 128 ? [UInt8(content.count)] : [0x80 | UInt8(length.count)] + length)
        + content
    }
    func integer(_ bytes: [UInt8]) -> [UInt8] { element(0x02, bytes[0] & 0x80 == 0 ? bytes : [0] + bytes) }
    let numbers = element(0x30, integer(modulus) + integer(exponent))
    // SEQUENCE { OID 1.2.840.113549.1.1.1, NULL }
    let algorithm: [UInt8] = [
      0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
    ]
    return element(0x30, algorithm + element(0x03, [0] + numbers))
  }
}
