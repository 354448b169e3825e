// Signed data of travel documents (CMS SignedData, RFC 5652 section 5, in the narrow form of ICAO 9303-10 section 4.6.2
// and TR-03110-3 A.1.2.5): one signer, signed attributes, the signer's certificate inside. Reading it proves nothing;
// `verify` proves content, signature and chain, or throws.

/// A signed file: EF.SOD, EF.CardSecurity, a master list.
public struct SignedData: Sendable {
  /// The longest file in bytes that is read: the largest master list known has about two million.
  public static let byteCountMax = 16 << 20
  /// The most certificates beside the signature.
  public static let certificateCountMax = 64

  /// The object identifier of the content, dotted.
  public let contentType: String
  /// The content. It is not to be believed before `verify`.
  public let content: [UInt8]
  /// The certificates beside the signature.
  public let certificates: [X509Certificate]
  /// The day that the signer states; nil without that attribute.
  public let signingDay: CivilDate?

  private let signer: Signer

  /// What a successful `verify` gives.
  public struct Verified: Sendable {
    public let content: [UInt8]
    /// The certificate whose key made the signature.
    public let signer: X509Certificate
    /// The trusted authority that issued it.
    public let authority: X509Certificate
  }

  private struct Signer {
    /// Issuer and serial number, or the key identifier.
    let serialNumber: [UInt8]?
    let issuer: [UInt8]
    let keyIdentifier: [UInt8]?
    let digest: HashAlgorithm
    let algorithm: X509SignatureAlgorithm
    /// The attributes' elements as they stand.
    let attributes: [UInt8]
    let statedType: String
    let statedDigest: [UInt8]
    let signature: [UInt8]
  }

  /// Reads a file that consists of one ContentInfo.
  public init(_ der: [UInt8]) throws(X509Fault) {
    guard der.count <= Self.byteCountMax else { throw .malformed("signed data: too long") }
    let part = "signed data"
    var info = try X509Reader.only(X509Reader.sequence, of: der[...], part).inside
    guard try info.next(part).objectIdentifier(part) == "1.2.840.113549.1.7.2" else { throw .malformed(part) }
    let explicit = try info.next(0xA0, part)
    try info.end(part)
    var data = try X509Reader.only(X509Reader.sequence, of: explicit.content, part).inside
    _ = try data.next(part).smallInteger(part)
    _ = try data.next(X509Reader.set, part)
    var encapsulated = try data.next(X509Reader.sequence, part).inside
    contentType = try encapsulated.next(part).objectIdentifier(part)
    let wrapped = try encapsulated.next(0xA0, "signed data: content")
    try encapsulated.end(part)
    content = Array(
      try X509Reader.only(X509Reader.octetString, of: wrapped.content, "signed data: content").content)
    var certificates: [X509Certificate] = []
    if let list = try data.optional(0xA0, part) {
      var reader = list.inside
      while !reader.isEmpty {
        let element = try reader.next(part)
        // Other kinds of certificates that CMS knows have other tags.
        guard element.tag == X509Reader.sequence else { continue }
        guard certificates.count < Self.certificateCountMax else {
          throw .malformed("signed data: certificates")
        }
        certificates.append(try X509Certificate(der: Array(element.encoded)))
      }
    }
    self.certificates = certificates
    _ = try data.optional(0xA1, part)
    var signers = try data.next(X509Reader.set, part).inside
    try data.end(part)
    let only = try signers.next(X509Reader.sequence, "signed data: signer")
    guard signers.isEmpty else { throw .malformed("signed data: more than one signer") }
    (signer, signingDay) = try Self.signer(only)
  }

  private static func signer(_ element: X509Element) throws(X509Fault) -> (Signer, CivilDate?) {
    let part = "signed data: signer"
    var reader = element.inside
    _ = try reader.next(part).smallInteger(part)
    var serialNumber: [UInt8]?
    var issuer: [UInt8] = []
    var keyIdentifier: [UInt8]?
    if let identifier = try reader.optional(0x80, part) {
      keyIdentifier = Array(identifier.content)
    } else {
      var name = try reader.next(X509Reader.sequence, part).inside
      issuer = Array(try name.next(X509Reader.sequence, part).encoded)
      serialNumber = try name.next(part).magnitude(part)
      try name.end(part)
    }
    let digest = try X509SignatureAlgorithm.hash(reader.next(X509Reader.sequence, part))
    guard digest != .sha1 else { throw .algorithm("SHA-1") }
    // Without signed attributes nothing would bind the content's type (RFC 5652 section 5.3 demands them here).
    let attributes = try reader.next(0xA0, "signed data: signed attributes")
    let algorithm = try X509SignatureAlgorithm(reader.next(X509Reader.sequence, part), digest: digest)
    let signature = try reader.next(X509Reader.octetString, part).content
    _ = try reader.optional(0xA1, part)
    try reader.end(part)
    let stated = try Attributes(attributes)
    guard let type = stated.contentType, let statedDigest = stated.digest else {
      throw .malformed("signed data: signed attributes")
    }
    let signer = Signer(
      serialNumber: serialNumber, issuer: issuer, keyIdentifier: keyIdentifier, digest: digest,
      algorithm: algorithm, attributes: Array(attributes.content), statedType: type,
      statedDigest: statedDigest,
      signature: Array(signature))
    return (signer, stated.signingDay)
  }

  /// The signed attributes that are looked at; each has one value and stands once.
  private struct Attributes {
    var contentType: String?
    var digest: [UInt8]?
    var signingDay: CivilDate?

    init(_ list: X509Element) throws(X509Fault) {
      let part = "signed data: signed attributes"
      var reader = list.inside
      var names: [String] = []
      while !reader.isEmpty {
        var attribute = try reader.next(X509Reader.sequence, part).inside
        let name = try attribute.next(part).objectIdentifier(part)
        let values = try attribute.next(X509Reader.set, part)
        try attribute.end(part)
        guard !names.contains(name), names.count < X509Extensions.countMax else { throw .malformed(part) }
        names.append(name)
        func value() throws(X509Fault) -> X509Element {
          var reader = values.inside
          let only = try reader.next(part)
          try reader.end(part)
          return only
        }
        switch name {
        case "1.2.840.113549.1.9.3": contentType = try value().objectIdentifier(part)
        case "1.2.840.113549.1.9.4":
          let element = try value()
          guard element.tag == X509Reader.octetString else { throw .malformed(part) }
          digest = Array(element.content)
        case "1.2.840.113549.1.9.5": signingDay = try value().day(part)
        default: break
        }
      }
    }
  }

  /// The certificate that the signer names; a file with one certificate of that number is taken at that, since some
  /// states write the same name in two ways.
  func signerCertificate() throws(X509Fault) -> X509Certificate {
    if let identifier = signer.keyIdentifier {
      guard let found = certificates.first(where: { $0.subjectKeyIdentifier == identifier }) else {
        throw .unknownSigner
      }
      return found
    }
    let numbered = certificates.filter { $0.serialNumber == signer.serialNumber }
    if let exact = numbered.first(where: { $0.issuer == signer.issuer }) { return exact }
    guard numbered.count == 1, let only = numbered.first else { throw .unknownSigner }
    return only
  }

  /// Checks type, digest and signature with the signer's own certificate, which is not judged here.
  func checkSignature(contentType wanted: String) throws(X509Fault) -> X509Certificate {
    guard contentType == wanted, signer.statedType == wanted else { throw .contentType }
    guard constantTimeEqual(signer.digest.digest(of: content), signer.statedDigest) else { throw .digest }
    let certificate = try signerCertificate()
    // What is signed is the DER of the SET, whose tag stands implicitly in the file (RFC 5652 section 5.4).
    var signed: [UInt8] = [X509Reader.set]
    switch signer.attributes.count {
    case 0..<0x80: signed.append(UInt8(signer.attributes.count))
    case 0x80...0xFF: signed += [0x81, UInt8(signer.attributes.count)]
    case 0x100...0xFFFF:
      signed += [0x82, UInt8(signer.attributes.count >> 8), UInt8(signer.attributes.count & 0xFF)]
    default: throw .malformed("signed data: signed attributes")
    }
    signed += signer.attributes
    try certificate.publicKey.check(signer.signature, over: signed[...], signer.algorithm)
    return certificate
  }

  /// Checks that a file holds together: type, digest and signature, by the certificate that it brings itself. Whoever
  /// made that certificate made the file; who that was, `TrustStore.authority(overDocumentSigner:at:)` says.
  public static func checkIntegrity(
    _ der: [UInt8], contentType: String
  ) throws(X509Fault) -> (content: [UInt8], signer: X509Certificate) {
    let data = try SignedData(der)
    return (data.content, try data.checkSignature(contentType: contentType))
  }

  /// Checks a file as passive authentication demands (ICAO 9303-11 section 5.1): the content is of the wanted type and
  /// the one that was signed, the signature is right, the signer is a document signer whose certificate a trusted
  /// authority has issued, and it is valid on `day`.
  public static func verify(
    _ der: [UInt8], contentType: String, trust: TrustStore, at day: CivilDate
  ) throws(X509Fault) -> Verified {
    let (content, signer) = try checkIntegrity(der, contentType: contentType)
    return Verified(
      content: content, signer: signer, authority: try trust.authority(overDocumentSigner: signer, at: day))
  }
}
