// A certificate of the X.509 kind, read as far as travel documents need it (ICAO 9303-12 section 7): names, times, key,
// the extensions that give rights. Reading proves nothing; TrustStore decides whom to believe.

/// A certificate of a document signer, a master list signer or a country's signing authority.
public struct X509Certificate: Equatable, Sendable {
  /// The longest certificate in bytes that is read.
  public static let byteCountMax = 16_384

  /// The certificate as it stands.
  public let der: [UInt8]
  /// The serial number without leading zeros.
  public let serialNumber: [UInt8]
  /// The issuer's Name, DER.
  public let issuer: [UInt8]
  /// The subject's Name, DER.
  public let subject: [UInt8]
  /// The first and the last day on which the certificate is valid.
  public let notBefore: CivilDate
  public let notAfter: CivilDate
  public let publicKey: X509PublicKey
  public let subjectKeyIdentifier: [UInt8]?
  public let authorityKeyIdentifier: [UInt8]?
  /// Whether it may issue certificates (basicConstraints).
  public let isAuthority: Bool
  /// The days on which the private key may sign; nil where nothing is said.
  public let signsFrom: CivilDate?
  public let signsUntil: CivilDate?

  let keyUsage: UInt8?
  let extendedKeyUsage: [String]
  let signedPart: Range<Int>
  let algorithm: X509SignatureAlgorithm?
  let signature: [UInt8]

  static let digitalSignature: UInt8 = 0x80
  static let certificateSigning: UInt8 = 0x04
  static let revocationListSigning: UInt8 = 0x02

  /// Reads one certificate, DER.
  public init(der: [UInt8]) throws(X509Fault) {
    guard der.count <= Self.byteCountMax else { throw .malformed("certificate: too long") }
    let part = "certificate"
    var outer = try X509Reader.only(X509Reader.sequence, of: der[...], part).inside
    let signed = try outer.next(X509Reader.sequence, part)
    let outerAlgorithm = try outer.next(X509Reader.sequence, part)
    signature = try outer.next(part).wholeBits(part)
    try outer.end(part)

    var body = signed.inside
    if let version = try body.optional(0xA0, part) {
      let number = try X509Reader.only(X509Reader.integer, of: version.content, part).smallInteger(part)
      guard number <= 2 else { throw .malformed("certificate: version") }
    }
    serialNumber = try body.next(part).magnitude("certificate: serial number")
    let innerAlgorithm = try body.next(X509Reader.sequence, part)
    // RFC 5280 section 4.1.1.2: an algorithm outside that differs from the signed one is an attack or a fault.
    guard innerAlgorithm.encoded == outerAlgorithm.encoded else {
      throw .malformed("certificate: algorithms")
    }
    issuer = Array(try body.next(X509Reader.sequence, part).encoded)
    var validity = try body.next(X509Reader.sequence, part).inside
    notBefore = try validity.next(part).day("certificate: validity")
    notAfter = try validity.next(part).day("certificate: validity")
    subject = Array(try body.next(X509Reader.sequence, part).encoded)
    publicKey = try X509PublicKey(try body.next(X509Reader.sequence, part))
    _ = try body.optional(0x81, part)
    _ = try body.optional(0x82, part)
    var extensions = X509Extensions()
    if let list = try body.optional(0xA3, part) {
      extensions = try X509Extensions(X509Reader.only(X509Reader.sequence, of: list.content, part))
    }
    try body.end(part)
    subjectKeyIdentifier = extensions.subjectKeyIdentifier
    authorityKeyIdentifier = extensions.authorityKeyIdentifier
    isAuthority = extensions.isAuthority
    signsFrom = extensions.signsFrom
    signsUntil = extensions.signsUntil
    keyUsage = extensions.keyUsage
    extendedKeyUsage = extensions.extendedKeyUsage
    signedPart = signed.encoded.startIndex..<signed.encoded.endIndex
    // An authority's own certificate may be signed with anything: it is trusted because it is in the store.
    algorithm = try? X509SignatureAlgorithm(outerAlgorithm)
    self.der = der
  }

  /// The certificates of PEM text, one or many; nil if a block is damaged or there is none.
  public static func derBlocks(pem: [UInt8]) -> [[UInt8]]? {
    var blocks: [[UInt8]] = []
    var text: [UInt8]?
    for line in pem.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      if line.elementsEqual("-----BEGIN CERTIFICATE-----".utf8) {
        guard text == nil else { return nil }
        text = []
      } else if line.elementsEqual("-----END CERTIFICATE-----".utf8) {
        guard let whole = text, let der = Base64.decode(whole) else { return nil }
        blocks.append(der)
        text = nil
      } else if text != nil {
        text? += line
      }
    }
    return text == nil && !blocks.isEmpty ? blocks : nil
  }

  /// Whether `authority` may have issued this certificate: its key identifier is the one named here, or, where one of
  /// them is missing, its name is.
  func namesIssuer(_ authority: X509Certificate) -> Bool {
    if let wanted = authorityKeyIdentifier, let has = authority.subjectKeyIdentifier { return wanted == has }
    return issuer == authority.subject
  }

  /// Checks this certificate's signature with an authority's key.
  func checkSignature(by authority: X509Certificate) throws(X509Fault) {
    guard let algorithm else { throw .algorithm("the signature of a certificate") }
    try authority.publicKey.check(signature, over: der[signedPart], algorithm)
  }

  /// Whether the bits of keyUsage allow `usage`; a certificate without the extension allows everything.
  func allows(_ usage: UInt8) -> Bool { keyUsage.map { $0 & usage != 0 } ?? true }
}
