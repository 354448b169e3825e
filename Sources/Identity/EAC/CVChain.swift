// Chains of card verifiable certificates, CVCA -> link -> DV -> terminal: which certificates go to the card in which
// order, and what the whole chain is worth at a day. The card checks them again with its own clock and its own root.

import Crypto

/// Certificates from the one that an authority signed down to the terminal's.
public struct CVChain: Equatable, Sendable {
  /// The key that signed the first one: what the card must know.
  public let authority: HolderReference
  /// Links, DV, terminal: the order in which they go to the card.
  public let certificates: [CVCertificate]

  /// The most certificates that go to one card.
  public static let certificateCountMax = 8

  /// The shortest way from a key that `isEnd` takes down to `terminal`, over certificates of `issuers`; nil if there is
  /// none.
  static func find(
    to terminal: CVCertificate, among issuers: [CVCertificate], isEnd: (CVCertificate) -> Bool
  ) -> CVChain? {
    var ways = [[terminal]]
    for _ in 0..<certificateCountMax {
      if let way = ways.first(where: { isEnd($0[0]) }) {
        return CVChain(authority: way[0].authority, certificates: way)
      }
      ways = ways.flatMap { way in
        issuers.filter { issuer in issuer.holder == way[0].authority && !way.contains(issuer) }.map {
          [$0] + way
        }
      }
      // A pool of certificates that sign each other in circles must not grow.
      if ways.count > issuers.count { ways.removeLast(ways.count - issuers.count) }
    }
    return nil
  }

  /// The rights that all certificates have in common (TR-03110 part 3, section 2.7).
  public var rights: TerminalRights {
    certificates.dropFirst().reduce(certificates[0].authorization.rights) {
      $0.intersection($1.authorization.rights)
    }
  }

  /// Checks dates and roles at `day`: each certificate was issued by one that may issue it.
  ///
  /// A CVCA's own certificates are exempt from the dates: cards take a link after its end (TR-03110 part 3, 2.5).
  func check(at day: CivilDate) throws(CertificateFault) {
    let kind = certificates[0].authorization.kind
    var role: HolderAuthorization.Role = .authority
    for certificate in certificates {
      let next = certificate.authorization.role
      guard certificate.authorization.kind == kind else { throw .rights }
      switch role {
      case .authority: guard next != .terminal else { throw .rights }
      case .domesticVerifier, .otherVerifier: guard next == .terminal else { throw .rights }
      case .terminal: throw .rights
      }
      if next != .authority {
        guard certificate.expiration >= day else { throw .expired }
        guard certificate.effective <= day else { throw .notYetValid }
      }
      role = next
    }
    guard role == .terminal else { throw .rights }
  }

  /// Checks every signature whose key is known: the first one only if `root` is its issuer's certificate.
  func checkSignatures(root: CVCertificate?) throws(CertificateFault) {
    var issuer: VerificationKey?
    if let root {
      let key = try root.publicKey.key(inheriting: nil)
      if root.isSelfIssued { try root.verify(under: key) }
      issuer = key
    }
    for certificate in certificates {
      if let issuer { try certificate.verify(under: issuer) }
      if let curve = certificate.publicKey.curve ?? issuer?.point.curve {
        issuer = try certificate.publicKey.key(inheriting: curve)
      } else {
        issuer = nil
      }
    }
  }
}
