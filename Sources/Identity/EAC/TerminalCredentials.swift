// What a terminal shows to cards: its certificate, the certificates above it, its key. Everything that can be wrong
// with them is found here, before a byte goes to a card: a card that has seen a bad certificate says only "no".

import Crypto

/// A terminal's certificate with its key and the certificates that lead up to a CVCA.
public struct TerminalCredentials: Sendable {
  public let certificate: CVCertificate
  /// Roots, links and document verifiers, in any order.
  public let issuers: [CVCertificate]
  public let key: any TerminalKey
  /// What the holder of a card is told about the terminal (certificate description, DER), for readers with a display;
  /// empty without one.
  public let description: [UInt8]

  /// The chain below a root that stands here, or below the first issuer that does not; nil for a circle.
  private let ownChain: CVChain?
  private let root: CVCertificate?
  /// Signatures do not change with the day: they are checked once.
  private let signatureFault: CertificateFault?

  public init(
    certificate: CVCertificate, issuers: [CVCertificate], key: any TerminalKey, description: [UInt8] = []
  ) {
    let issuers = issuers.filter { $0 != certificate }
    self.certificate = certificate
    self.issuers = issuers
    self.key = key
    self.description = description
    let chain = Self.longestChain(to: certificate, issuers)
    let root = issuers.first { $0.holder == chain?.authority }
    var fault: CertificateFault?
    do throws(CertificateFault) { try chain?.checkSignatures(root: root) } catch { fault = error }
    ownChain = chain
    self.root = root
    signatureFault = fault
  }

  /// Checks that key and certificate belong together, that the chain holds at `day` as far up as it is known here, and
  /// that it carries all of `rights`.
  public func check(at day: CivilDate, needing rights: TerminalRights) throws(CertificateFault) {
    guard !certificate.publicKey.point.isEmpty, certificate.publicKey.point == key.publicPoint else {
      throw .key
    }
    guard let chain = ownChain else { throw .unknownIssuer }
    // The dates first: an expired certificate is the common case, and its remedy is a new one.
    try chain.check(at: day)
    if let signatureFault { throw signatureFault }
    var granted = chain.rights
    if let root {
      guard root.authorization.role == .authority else { throw .rights }
      // A root of another kind of terminal (the worked example's) has bits of another meaning.
      if root.authorization.kind == certificate.authorization.kind {
        granted.formIntersection(root.authorization.rights)
      }
    }
    guard certificate.authorization.kind == .authenticationTerminal, granted.isSuperset(of: rights) else {
      throw .rights
    }
  }

  /// The certificates for a card that names these authorities, the current one first: down from the first that leads
  /// to the terminal.
  public func chain(for authorities: [[UInt8]]) throws(CertificateFault) -> CVChain {
    let links = issuers.filter { !$0.isSelfIssued }
    for authority in authorities {
      if let chain = CVChain.find(to: certificate, among: links, isEnd: { $0.authority.bytes == authority }) {
        return chain
      }
    }
    throw .unknownIssuer
  }

  private static func longestChain(to certificate: CVCertificate, _ issuers: [CVCertificate]) -> CVChain? {
    let links = issuers.filter { !$0.isSelfIssued }
    let roots = Set(issuers.filter(\.isSelfIssued).map(\.holder))
    let known = Set(links.map(\.holder))
    return CVChain.find(to: certificate, among: links) { roots.contains($0.authority) }
      ?? CVChain.find(to: certificate, among: links) { !known.contains($0.authority) }
  }
}
