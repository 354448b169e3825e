// Card verifiable certificates (TR-03110 part 3, appendices C and D) as an authority writes them. It reads none: the
// simulated card and the terminal each do that by themselves.

import Crypto
import Handover

/// What will stand in a certificate, before it is signed.
struct CVCertificateWriter {
  /// Bits 38 and 39 of the template.
  enum Role: UInt8 {
    case terminal = 0
    case foreignDocumentVerifier = 1
    case documentVerifier = 2
    case root = 3
  }

  /// CAR: who signs.
  var authority: String
  /// CHR: whose key it is.
  var holder: String
  var key: CurvePoint
  var role: Role
  var rights: PKIRights
  var from: CivilDay
  var until: CivilDay
  /// Data objects of tag 73.
  var extensions: [[UInt8]] = []

  /// 7F21 with the body and the signature of the authority's key. The public key carries the whole curve in
  /// certificates of a root, and the point alone below (D.3.3).
  func signed(by authorityKey: CurvePrivateKey) throws(CryptoError) -> [UInt8] {
    let tlv = PKIDER.tlv
    let algorithm = PKISignature.terminalAlgorithm(for: key.curve)
    var body = tlv([0x5F, 0x29], [0])
    body += tlv([0x42], Array(authority.utf8))
    body += Self.publicKey(key, algorithm: algorithm, isWhole: role == .root)
    body += tlv([0x5F, 0x20], Array(holder.utf8))
    body += tlv(
      [0x7F, 0x4C],
      PKIDER.objectIdentifier("0.4.0.127.0.7.3.1.2.2") + tlv([0x53], rights.template(role: role.rawValue)))
    body += tlv([0x5F, 0x25], Self.unpacked(from))
    body += tlv([0x5F, 0x24], Self.unpacked(until))
    if !extensions.isEmpty { body += tlv([0x65], extensions.flatMap { $0 }) }
    let signedPart = tlv([0x7F, 0x4E], body)
    let signature = try PKISignature.plain(signedPart, by: authorityKey)
    return tlv([0x7F, 0x21], signedPart + tlv([0x5F, 0x37], signature))
  }

  /// Tag 7F49.
  static func publicKey(_ key: CurvePoint, algorithm: String, isWhole: Bool) -> [UInt8] {
    let tlv = PKIDER.tlv
    let curve = key.curve.domainParameters
    var value = PKIDER.objectIdentifier(algorithm)
    if isWhole {
      value += tlv([0x81], curve.prime) + tlv([0x82], curve.a) + tlv([0x83], curve.b)
      value += tlv([0x84], curve.generator) + tlv([0x85], curve.order)
    }
    value += tlv([0x86], key.bytes)
    if isWhole { value += tlv([0x87], curve.cofactor) }
    return tlv([0x7F, 0x49], value)
  }

  /// YYMMDD, a digit in each byte.
  private static func unpacked(_ day: CivilDay) -> [UInt8] {
    let (year, month, dayOfMonth) = day.date
    return [year % 100, month, dayOfMonth].flatMap { [UInt8($0 / 10), UInt8($0 % 10)] }
  }
}

/// CertificateDescription (TR-03110 part 4, 2.2.6): who runs the terminal, in plain text; its hash stands in the
/// certificate.
enum CVDescription {
  static func plain(issuer: String, subject: String, url: String, terms: String) -> [UInt8] {
    PKIDER.sequence(
      PKIDER.objectIdentifier("0.4.0.127.0.7.3.1.3.1.1"),
      PKIDER.context(1, PKIDER.utf8(issuer)),
      PKIDER.context(3, PKIDER.utf8(subject)),
      PKIDER.context(4, PKIDER.printable(url)),
      PKIDER.context(5, PKIDER.utf8(terms)))
  }

  /// The extension with the description's hash, that of the certificate's own signature.
  static func hashExtension(_ description: [UInt8], _ hash: HashAlgorithm) -> [UInt8] {
    PKIDER.tlv(
      [0x73],
      PKIDER.objectIdentifier("0.4.0.127.0.7.3.1.3.1") + PKIDER.tlv([0x80], hash.digest(of: description)))
  }

  /// The extension that ties restricted identification to a sector: the hash of its public key's data object.
  static func sectorExtension(_ sectorKey: [UInt8], _ hash: HashAlgorithm) -> [UInt8] {
    PKIDER.tlv(
      [0x73],
      PKIDER.objectIdentifier("0.4.0.127.0.7.3.1.3.2") + PKIDER.tlv([0x80], hash.digest(of: sectorKey)))
  }
}
