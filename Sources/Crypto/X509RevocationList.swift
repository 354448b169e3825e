// A certificate revocation list (RFC 5280 section 5) of a country's signing authority. One that is out of date still
// revokes what it names: a document signer's certificate is never taken back into use.

/// A revocation list, read but not believed before its signature is checked against an authority.
public struct X509RevocationList: Equatable, Sendable {
  /// The longest list in bytes that is read.
  public static let byteCountMax = 4 << 20

  /// The issuer's Name, DER.
  public let issuer: [UInt8]
  /// The day of the list.
  public let thisUpdate: CivilDate
  /// The day by which a newer one is promised; nil if none is.
  public let nextUpdate: CivilDate?
  /// The serial numbers that are revoked, without leading zeros.
  public let serialNumbers: Set<[UInt8]>

  private let signed: [UInt8]
  private let algorithm: X509SignatureAlgorithm
  private let signature: [UInt8]

  /// Reads one list, DER.
  public init(der: [UInt8]) throws(X509Fault) {
    let part = "revocation list"
    guard der.count <= Self.byteCountMax else { throw .malformed(part) }
    var outer = try X509Reader.only(X509Reader.sequence, of: der[...], part).inside
    let list = try outer.next(X509Reader.sequence, part)
    algorithm = try X509SignatureAlgorithm(outer.next(X509Reader.sequence, part))
    signature = try outer.next(part).wholeBits(part)
    try outer.end(part)
    signed = Array(list.encoded)
    var reader = list.inside
    _ = try reader.optional(X509Reader.integer, part)
    _ = try reader.next(X509Reader.sequence, part)
    issuer = Array(try reader.next(X509Reader.sequence, part).encoded)
    thisUpdate = try reader.next(part).day(part)
    var next: CivilDate?
    for tag: UInt8 in [0x17, 0x18] {
      if let time = try reader.optional(tag, part) { next = try time.day(part) }
    }
    nextUpdate = next
    var numbers: Set<[UInt8]> = []
    if let entries = try reader.optional(X509Reader.sequence, part) {
      var entry = entries.inside
      while !entry.isEmpty {
        var fields = try entry.next(X509Reader.sequence, part).inside
        numbers.insert(try fields.next(part).magnitude(part))
      }
    }
    serialNumbers = numbers
  }

  /// Whether this list is the authority's own and names the certificate.
  func revokes(_ certificate: X509Certificate, of authority: X509Certificate) -> Bool {
    guard serialNumbers.contains(certificate.serialNumber), issuer == authority.subject,
      authority.allows(X509Certificate.revocationListSigning)
    else { return false }
    return (try? authority.publicKey.check(signature, over: signed[...], algorithm)) != nil
  }
}
