// Public keys of certificates and of chips (SubjectPublicKeyInfo): curves by name or spelled out, as German and many
// other document signers have them, and RSA. A curve that is not one of the known ones is refused, and so are keys
// that are too short to trust.

import CCrypto

/// The public half of a signer's or a chip's key.
public enum X509PublicKey: Equatable, Sendable {
  case curve(CurvePoint)
  /// The whole SubjectPublicKeyInfo and the length of the modulus in bits.
  case rsa(info: [UInt8], bitCount: Int)

  /// The shortest modulus in bits that a signature is taken from (ICAO 9303-12 section 4.4.1).
  public static let rsaBitCountMin = 2048
  public static let rsaBitCountMax = 8192
  /// The shortest curve in bits that a signature is taken from (ICAO 9303-12 section 4.4.3).
  public static let curveBitCountMin = 224

  /// Reads a SubjectPublicKeyInfo, DER, nothing behind it.
  public init(info: [UInt8]) throws(X509Fault) {
    try self.init(X509Reader.only(X509Reader.sequence, of: info[...], "public key"))
  }

  init(_ element: X509Element) throws(X509Fault) {
    let part = "public key"
    var reader = element.inside
    var algorithm = try reader.next(X509Reader.sequence, part).inside
    let bits = try reader.next(part).wholeBits(part)
    try reader.end(part)
    let name = try algorithm.next(part).objectIdentifier(part)
    switch name {
    case "1.2.840.10045.2.1", "1.3.132.1.12":
      let curve = try Self.curve(try algorithm.next("curve"))
      self = try .curve(Self.point(bits, on: curve))
    case "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10":
      let info = Array(element.encoded)
      let bitCount = unsafe Int(kiosk_rsa_bit_count(info, info.count))
      guard bitCount > 0 else { throw .malformed(part) }
      guard bitCount <= Self.rsaBitCountMax else { throw .algorithm("RSA with \(bitCount) bits") }
      self = .rsa(info: info, bitCount: bitCount)
    default: throw .algorithm(name)
    }
  }

  /// A curve's name, or its parameters (ECParameters of X9.62, RFC 3279 section 2.3.5), which must be a known curve's.
  private static func curve(_ element: X509Element) throws(X509Fault) -> EllipticCurve {
    if element.tag == X509Reader.objectIdentifier {
      let name = try element.objectIdentifier("curve")
      guard let curve = EllipticCurve(objectIdentifier: name) else { throw .algorithm(name) }
      return curve
    }
    let part = "curve parameters"
    guard element.tag == X509Reader.sequence else { throw .malformed(part) }
    var reader = element.inside
    guard (1...3).contains(try reader.next(part).smallInteger(part)) else { throw .malformed(part) }
    var field = try reader.next(X509Reader.sequence, part).inside
    guard try field.next(part).objectIdentifier(part) == "1.2.840.10045.1.1" else {
      throw .algorithm("a curve over another field than a prime one")
    }
    let prime = try field.next(part).magnitude(part)
    var equation = try reader.next(X509Reader.sequence, part).inside
    let a = try equation.next(X509Reader.octetString, part).content
    let b = try equation.next(X509Reader.octetString, part).content
    let generator = try reader.next(X509Reader.octetString, part).content
    let order = try reader.next(part).magnitude(part)
    let cofactor = try reader.optional(X509Reader.integer, part)?.magnitude(part) ?? []
    let parameters = DomainParameters(
      prime: prime, a: Array(a), b: Array(b), generator: Array(generator), order: order, cofactor: cofactor)
    guard let curve = EllipticCurve(domainParameters: parameters) else {
      throw .algorithm("curve parameters that are no known curve's")
    }
    return curve
  }

  private static func point(_ bytes: [UInt8], on curve: EllipticCurve) throws(X509Fault) -> CurvePoint {
    do { return try CurvePoint(uncompressed: bytes, on: curve) } catch { throw .malformed("public key") }
  }

  /// Checks a signature over `message`. The kind of key and the algorithm must fit each other.
  func check(
    _ signature: [UInt8], over message: ArraySlice<UInt8>, _ algorithm: X509SignatureAlgorithm
  ) throws(X509Fault) {
    let digest = algorithm.hash.digest(of: Array(message))
    switch (self, algorithm) {
    case (.curve(let point), .ecdsa), (.curve(let point), .ecdsaPlain):
      guard point.curve.bitCount >= Self.curveBitCountMin else {
        throw .algorithm("a curve of \(point.curve.bitCount) bits")
      }
      let plain: [UInt8]?
      if case .ecdsaPlain = algorithm {
        plain = signature
      } else {
        plain = ECDSASignature.plain(der: signature, on: point.curve)
      }
      guard let plain, point.verify(signature: plain, digest: digest) else { throw .signature }
    case (.rsa(let info, let bitCount), .rsa(let hash)):
      guard bitCount >= Self.rsaBitCountMin else { throw .algorithm("RSA with \(bitCount) bits") }
      let right = unsafe kiosk_rsa_verify(
        info, info.count, hash.libraryName, nil, 0, digest, digest.count, signature, signature.count)
      guard right == 1 else { throw .signature }
    case (.rsa(let info, let bitCount), .rsaPSS(let hash, let mask, let salt)):
      guard bitCount >= Self.rsaBitCountMin else { throw .algorithm("RSA with \(bitCount) bits") }
      let right = unsafe kiosk_rsa_verify(
        info, info.count, hash.libraryName, mask.libraryName, Int32(salt), digest, digest.count, signature,
        signature.count)
      guard right == 1 else { throw .signature }
    default:
      throw .algorithm("an algorithm for another kind of key")
    }
  }

  /// The block that an RSA signature encloses (the public operation without any padding), as ISO 9796-2 needs it; nil
  /// for a curve's key, or a signature that is no number below the modulus.
  public func recoveredBlock(of signature: [UInt8]) -> [UInt8]? {
    guard case .rsa(let info, let bitCount) = self, signature.count <= (bitCount + 7) / 8 else { return nil }
    let count = (bitCount + 7) / 8
    var written = 0
    let block = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe written = Int(
        kiosk_rsa_recover(
          info, info.count, signature, signature.count, buffer.baseAddress, count))
      filled = max(0, min(written, count))
    }
    return written == count ? block : nil
  }
}
