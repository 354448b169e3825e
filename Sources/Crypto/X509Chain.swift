// The certificates that come with a JSON Web Key (`x5c`, RFC 7517 section 4.7): that the first one holds this key, and that
// each is signed by the next up to a root that the town has put on its disk. It fetches nothing, no revocation list either:
// who publishes a key anew every day takes a lost one back by not publishing it.

public enum X509Chain {
  /// The most certificates between a key and its root.
  public static let lengthMax = 8

  /// The certificates in the `x5c` of a JWK, the key's own first; empty: it brings none.
  public static func certificates(of key: JSONValue) throws(X509Fault) -> [X509Certificate] {
    guard let list = key["x5c"] else { return [] }
    guard let texts = list.list, texts.count <= lengthMax else { throw .malformed("x5c") }
    var certificates: [X509Certificate] = []
    for text in texts {
      guard let der = text.text.flatMap({ Base64.decode(Array($0.utf8)) }) else { throw .malformed("x5c") }
      certificates.append(try X509Certificate(der: der))
    }
    return certificates
  }

  /// The certificates of a PEM text; nil if one of them is damaged or there is none.
  public static func roots(pem: [UInt8]) -> [X509Certificate]? {
    guard let blocks = X509Certificate.derBlocks(pem: pem) else { return nil }
    let certificates = blocks.compactMap { try? X509Certificate(der: $0) }
    return certificates.count == blocks.count ? certificates : nil
  }

  /// Checks that `certificates` lead from `key` to one of `roots`, all of them valid on `day`.
  public static func check(
    _ certificates: [X509Certificate], of key: JWK, under roots: [X509Certificate], at day: CivilDate
  ) throws(X509Fault) {
    guard var current = certificates.first else { throw .unknownIssuer }
    guard current.publicKey == key.key else { throw .signature }
    guard current.notBefore <= day else { throw .notYetValid }
    guard day <= current.notAfter else { throw .expired }
    for index in 0..<lengthMax {
      if roots.contains(where: { $0.der == current.der }) { return }
      if try isIssued(current, by: roots, at: day) != nil { return }
      guard certificates.indices.contains(index + 1),
        let issuer = try isIssued(current, by: [certificates[index + 1]], at: day)
      else { throw .unknownIssuer }
      current = issuer
    }
    throw .unknownIssuer
  }

  /// The one of `authorities` that has signed a certificate and may do so.
  private static func isIssued(
    _ certificate: X509Certificate, by authorities: [X509Certificate], at day: CivilDate
  ) throws(X509Fault) -> X509Certificate? {
    for authority in authorities where certificate.namesIssuer(authority) {
      guard (try? certificate.checkSignature(by: authority)) != nil else { continue }
      guard authority.isAuthority, authority.allows(X509Certificate.certificateSigning) else { throw .rights }
      guard authority.notBefore <= day else { throw .notYetValid }
      guard day <= authority.notAfter else { throw .expired }
      return authority
    }
    return nil
  }
}
