// CMS SignedData (RFC 5652) as EF.SOD, EF.CardSecurity and a master list carry it, written byte by byte. The checking
// side uses libcrypto's CMS; both must not share a mistake.

import Crypto
import Handover

/// What signs: a certificate and its key.
struct SignedDataWriter {
  var certificate: [UInt8]
  var key: CurvePrivateKey
  /// Certificates that travel along with the signer's own.
  var others: [[UInt8]] = []
  /// The signing time, a further signed attribute, which a master list must have (ICAO 9303 part 12, 9.2).
  var signedOn: CivilDay?

  /// ContentInfo around SignedData of `content`, with the signed attributes content type and message digest,
  /// and the signing time where it was given.
  func signed(_ content: [UInt8], contentType: String) throws(CryptoError) -> [UInt8] {
    guard let signer = Self.issuerAndSerial(certificate) else {
      throw .library("the signer's certificate")
    }
    let hash = PKISignature.hash(for: key.curve)
    var attributes = [
      Self.attribute("1.2.840.113549.1.9.3", PKIDER.objectIdentifier(contentType)),
      Self.attribute("1.2.840.113549.1.9.4", PKIDER.octets(hash.digest(of: content))),
    ]
    if let signedOn {
      attributes.append(Self.attribute("1.2.840.113549.1.9.5", X509Writer.time(signedOn)))
    }
    // Signed as a SET OF, sent under an implicit tag (section 5.4).
    let signature = try PKISignature.der(PKIDER.set(of: attributes), by: key)
    let signerInfo = PKIDER.sequence(
      PKIDER.integer(1),
      signer,
      PKISignature.hashAlgorithm(hash),
      PKIDER.context(0, PKIDER.setValue(of: attributes)),
      PKISignature.x509Algorithm(for: key.curve),
      PKIDER.octets(signature))
    let signedData = PKIDER.sequence(
      PKIDER.integer(3),
      PKIDER.set(of: [PKISignature.hashAlgorithm(hash)]),
      PKIDER.sequence(
        PKIDER.objectIdentifier(contentType), PKIDER.context(0, PKIDER.octets(content))),
      PKIDER.context(0, PKIDER.setValue(of: [certificate] + others)),
      PKIDER.set(of: [signerInfo]))
    return PKIDER.sequence(
      PKIDER.objectIdentifier("1.2.840.113549.1.7.2"), PKIDER.context(0, signedData))
  }

  private static func attribute(_ type: String, _ value: [UInt8]) -> [UInt8] {
    PKIDER.sequence(PKIDER.objectIdentifier(type), PKIDER.set(of: [value]))
  }

  /// IssuerAndSerialNumber of a certificate; nil when it is none.
  private static func issuerAndSerial(_ certificate: [UInt8]) -> [UInt8]? {
    guard let body = PKIDER.inside(certificate[...])?.first, let fields = PKIDER.inside(body),
      fields.count > 3
    else { return nil }
    // [0] version, serial number, signature, issuer
    return PKIDER.sequence(Array(fields[3]), Array(fields[1]))
  }
}
