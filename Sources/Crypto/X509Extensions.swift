// The extensions of a certificate that decide what it may be used for (RFC 5280 section 4.2, ICAO 9303-12 section 7.1).
// A critical one that is not known makes the certificate unusable, as the standard demands.

struct X509Extensions {
  var subjectKeyIdentifier: [UInt8]?
  var authorityKeyIdentifier: [UInt8]?
  var isAuthority = false
  var keyUsage: UInt8?
  var extendedKeyUsage: [String] = []
  var signsFrom: CivilDate?
  var signsUntil: CivilDate?

  /// The most extensions of one certificate.
  static let countMax = 32

  init() {}

  init(_ list: X509Element) throws(X509Fault) {
    let part = "certificate: extensions"
    var reader = list.inside
    var seen: [String] = []
    while !reader.isEmpty {
      var entry = try reader.next(X509Reader.sequence, part).inside
      let name = try entry.next(part).objectIdentifier(part)
      let critical = try entry.optional(X509Reader.boolean, part)?.content.first.map { $0 != 0 } ?? false
      let value = try entry.next(X509Reader.octetString, part).content
      try entry.end(part)
      guard seen.count < Self.countMax, !seen.contains(name) else { throw .malformed(part) }
      seen.append(name)
      try read(name, value, critical: critical)
    }
  }

  private mutating func read(_ name: String, _ value: ArraySlice<UInt8>, critical: Bool) throws(X509Fault) {
    let part = "certificate: extension \(name)"
    switch name {
    case "2.5.29.14":
      subjectKeyIdentifier = Array(try X509Reader.only(X509Reader.octetString, of: value, part).content)
    case "2.5.29.35":
      var identifier = try X509Reader.only(X509Reader.sequence, of: value, part).inside
      authorityKeyIdentifier = try identifier.optional(0x80, part).map { Array($0.content) }
    case "2.5.29.19":
      var constraints = try X509Reader.only(X509Reader.sequence, of: value, part).inside
      isAuthority = try constraints.optional(X509Reader.boolean, part)?.content.first.map { $0 != 0 } ?? false
    case "2.5.29.15":
      let bits = try X509Reader.only(X509Reader.bitString, of: value, part).content
      guard bits.count >= 1 else { throw .malformed(part) }
      keyUsage = bits.dropFirst().first ?? 0
    case "2.5.29.37":
      var purposes = try X509Reader.only(X509Reader.sequence, of: value, part).inside
      while !purposes.isEmpty {
        guard extendedKeyUsage.count < Self.countMax else { throw .malformed(part) }
        extendedKeyUsage.append(try purposes.next(part).objectIdentifier(part))
      }
    case "2.5.29.16":
      var period = try X509Reader.only(X509Reader.sequence, of: value, part).inside
      signsFrom = try period.optional(0x80, part).map { (element) throws(X509Fault) in
        try element.asGeneralizedTime.day(part)
      }
      signsUntil = try period.optional(0x81, part).map { (element) throws(X509Fault) in
        try element.asGeneralizedTime.day(part)
      }
    case "2.5.29.17", "2.5.29.18", "2.5.29.31", "2.5.29.32", "2.23.136.1.1.6.1", "2.23.136.1.1.6.2":
      // Names, addresses of lists, policies, changes of name, kinds of documents: nothing here hangs on them.
      break
    default:
      guard !critical else { throw .rights }
    }
  }
}

extension X509Element {
  /// The content under the tag of a GeneralizedTime, where the standard tags it implicitly.
  fileprivate var asGeneralizedTime: X509Element {
    X509Element(tag: 0x18, content: content, encoded: encoded)
  }
}
