// The authority's side of a simulated card: what it trusts and who signs its files come from a test PKI; everything
// else follows from profile and seed.

import Crypto

/// What making a card takes from a test PKI.
public struct CardIssuer {
  /// CVCA certificates 7F21…, oldest first: the root, then link certificates in their order.
  public var authorities: [[UInt8]]
  /// A CMS SignedData over SecurityInfos: EF.CardSecurity (content type 0.4.0.127.0.7.3.2.1).
  public var signSecurityInfos: ([UInt8]) throws -> [UInt8]
  /// An EF.SOD (tag 77) over the data groups of a passport, by number.
  public var signDataGroups: ([(number: Int, content: [UInt8])]) throws -> [UInt8]

  public init(
    authorities: [[UInt8]], signSecurityInfos: @escaping ([UInt8]) throws -> [UInt8],
    signDataGroups: @escaping ([(number: Int, content: [UInt8])]) throws -> [UInt8]
  ) {
    self.authorities = authorities
    self.signSecurityInfos = signSecurityInfos
    self.signDataGroups = signDataGroups
  }
}

extension CardMemory {
  /// A new card of a profile. `seed` decides holder, secrets and keys; `foreign` signs where the profile wants a
  /// signer that nobody trusts.
  public init(
    making profile: CardProfile, seed: [UInt8], issued: CardDate, suite: CardSuite = .usual,
    issuer: CardIssuer, foreign: CardIssuer
  ) throws {
    self.init(profile: profile, seed: seed, suite: suite, issued: issued)
    let keys = try CardKeys(self)
    let isResigned = profile == .resignedCardSecurity || profile == .passportResigned
    let signer = isResigned ? foreign : issuer
    if profile.isPassport {
      let groups = PassportFiles.dataGroups(self, CardHolder(self), keys)
      signedFile = try signer.signDataGroups(groups.map { (number: $0.0, content: $0.1) })
    } else {
      let known = profile == .rootTrustPoint ? issuer.authorities.prefix(1) : issuer.authorities.suffix(2)
      trustPoints = known.reversed()
      signedFile = try signer.signSecurityInfos(IdentityCardFiles.securedInfos(self, keys))
    }
    switch profile {
    case .cutCardSecurity: signedFile.removeLast(signedFile.count / 3)
    case .alteredCardSecurity: signedFile[signedFile.count / 3] ^= 0x01
    default: break
    }
  }
}

extension SimulatedCard {
  /// An ID card without a PKI, for tests of what comes before terminal authentication: it trusts nobody, and its
  /// EF.CardSecurity is unsigned.
  public convenience init(
    profile: CardProfile, seed: UInt64, suite: CardSuite = .usual, quirks: Set<CardQuirk> = []
  ) throws(CryptoError) {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: seed >> (8 * UInt64($0))) }
    let memory = CardMemory(
      profile: profile, seed: bytes, suite: suite, issued: CardDate(year: 2026, month: 3, day: 2))
    let chance = CardChance(seed: bytes, label: "session")
    try self.init(memory: memory, quirks: quirks) { (count) throws(CryptoError) in chance.secret(count) }
  }
}

extension CardIssuer {
  /// The issuer that a test PKI makes: root and link, and its document signer.
  public init(_ pki: TestPKI) {
    self.init(
      authorities: [pki.root.certificate, pki.link.certificate],
      signSecurityInfos: { try pki.signedData(content: $0, contentType: "0.4.0.127.0.7.3.2.1") },
      signDataGroups: { groups in
        try pki.securityObject(
          dataGroups: Dictionary(uniqueKeysWithValues: groups.map { ($0.number, $0.content) }))
      })
  }
}
