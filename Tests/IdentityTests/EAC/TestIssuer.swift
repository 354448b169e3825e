// Makes card verifiable certificates for tests, written apart from the product's reader: its own lengths, its own dates.
// Keys come from counters, so that a failure looks the same every time.

import Crypto
import Identity
import Secrets
import Testing

/// Chance that is none: bytes that follow from a number.
final class CountedChance {
  private var next: UInt64

  init(_ seed: UInt64) { next = seed }

  func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in
      next = next &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: next >> 56)
    }
  }

  var chance: Chance { { count throws(CryptoError) in Secret(self.bytes(count)) } }
}

/// A data object in its shortest form.
func object(_ tag: [UInt8], _ value: [UInt8]) -> [UInt8] {
  switch value.count {
  case ..<128: tag + [UInt8(value.count)] + value
  case ..<256: tag + [0x81, UInt8(value.count)] + value
  default: tag + [0x82, UInt8(value.count >> 8), UInt8(value.count & 255)] + value
  }
}

/// What a test wants in a certificate; what it does not name is right.
struct CertificateWish {
  var authority: String
  var holder: String
  var role: UInt8
  var rights: UInt64
  var effective: [UInt8] = [2, 6, 0, 1, 0, 1]
  var expiration: [UInt8] = [2, 6, 1, 2, 3, 1]
  var kind: UInt8 = 2
  var hasParameters = false
  var extensions: [UInt8] = []
  var keyProtocol: [UInt8] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x02, 0x02, 0x03]
}

struct TestIssuer {
  let key: CurvePrivateKey

  init(_ seed: UInt64, on curve: EllipticCurve = .brainpoolP256r1) throws {
    key = try CurvePrivateKey(on: curve, chance: CountedChance(seed).chance)
  }

  /// The body 7F4E of a certificate for `subject`.
  static func body(_ wish: CertificateWish, subject: CurvePrivateKey) -> [UInt8] {
    let parameters = subject.curve.domainParameters
    let point = object([0x86], subject.publicPoint.bytes)
    let spelledOut =
      object([0x81], parameters.prime) + object([0x82], parameters.a) + object([0x83], parameters.b)
      + object([0x84], parameters.generator) + object([0x85], parameters.order) + point
      + object([0x87], parameters.cofactor)
    let bits = UInt64(wish.role) << 38 | wish.rights
    let template = (0..<5).map { UInt8(truncatingIfNeeded: bits >> UInt64(32 - 8 * $0)) }
    let kind: [UInt8] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x01, 0x02, wish.kind]
    let fields =
      object([0x5F, 0x29], [0]) + object([0x42], Array(wish.authority.utf8))
      + object([0x7F, 0x49], object([0x06], wish.keyProtocol) + (wish.hasParameters ? spelledOut : point))
      + object([0x5F, 0x20], Array(wish.holder.utf8))
      + object(
        [0x7F, 0x4C], object([0x06], kind) + object([0x53], wish.kind == 2 ? template : [template[0]]))
      + object([0x5F, 0x25], wish.effective) + object([0x5F, 0x24], wish.expiration)
    return object([0x7F, 0x4E], fields + (wish.extensions.isEmpty ? [] : object([0x65], wish.extensions)))
  }

  /// A certificate for `subject`, signed by this issuer's key with SHA-256.
  func certificate(_ wish: CertificateWish, subject: CurvePrivateKey) throws -> [UInt8] {
    let body = Self.body(wish, subject: subject)
    let signature = try key.sign(
      digest: HashAlgorithm.sha256.digest(of: body), chance: CountedChance(99).chance)
    return object([0x7F, 0x21], body + object([0x5F, 0x37], signature))
  }
}

/// CVCA 1 -> link to CVCA 2 -> DV -> terminal, as `kiosk simulate pki` lays it out, with what a test changes.
struct TestChain {
  let root: TestIssuer
  let newRoot: TestIssuer
  let verifier: TestIssuer
  let terminal: TestIssuer
  var rootWish = CertificateWish(
    authority: "DETESTeID00001", holder: "DETESTeID00001", role: 3, rights: 0x3F_FFFF_FFFF,
    hasParameters: true)
  var linkWish = CertificateWish(
    authority: "DETESTeID00001", holder: "DETESTeID00002", role: 3, rights: 0x3F_FFFF_FFFF,
    hasParameters: true)
  var verifierWish = CertificateWish(
    authority: "DETESTeID00002", holder: "DEDVTOWN00001", role: 2, rights: 0x00_3FFF_FFFF)
  var terminalWish = CertificateWish(
    authority: "DEDVTOWN00001", holder: "DETERMTOWN00001", role: 0, rights: 0)

  init(seed: UInt64 = 1) throws {
    root = try TestIssuer(seed)
    newRoot = try TestIssuer(seed + 1)
    verifier = try TestIssuer(seed + 2)
    terminal = try TestIssuer(seed + 3)
    terminalWish.rights = TerminalRights.read(DataGroup.allCases).union(.ageVerification).rawValue
  }

  func rootCertificate() throws -> CVCertificate {
    try CVCertificate(root.certificate(rootWish, subject: root.key))
  }
  func linkCertificate() throws -> CVCertificate {
    try CVCertificate(root.certificate(linkWish, subject: newRoot.key))
  }
  func verifierCertificate() throws -> CVCertificate {
    try CVCertificate(newRoot.certificate(verifierWish, subject: verifier.key))
  }
  func terminalCertificate() throws -> CVCertificate {
    try CVCertificate(verifier.certificate(terminalWish, subject: terminal.key))
  }

  func credentials() throws -> TerminalCredentials {
    TerminalCredentials(
      certificate: try terminalCertificate(),
      issuers: [try verifierCertificate(), try linkCertificate(), try rootCertificate()],
      key: LocalTerminalKey(terminal.key))
  }
}

/// A date that exists.
func date(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
  guard let date = CivilDate(year: year, month: month, day: day) else {
    preconditionFailure("no such date")
  }
  return date
}
