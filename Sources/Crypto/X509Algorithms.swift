// The algorithms that ICAO 9303-12 section 4.4 lets document signers and authorities use, by their object identifiers.
// SHA-1 is known by name so that it can be refused by name.

extension HashAlgorithm {
  /// The hash of an AlgorithmIdentifier with this object identifier; nil if it is none of ours.
  public init?(objectIdentifier: String) {
    switch objectIdentifier {
    case "1.3.14.3.2.26": self = .sha1
    case "2.16.840.1.101.3.4.2.4": self = .sha224
    case "2.16.840.1.101.3.4.2.1": self = .sha256
    case "2.16.840.1.101.3.4.2.2": self = .sha384
    case "2.16.840.1.101.3.4.2.3": self = .sha512
    default: return nil
    }
  }

  /// The name that libcrypto knows.
  var libraryName: String { rawValue.uppercased() }
}

/// How a signature was made.
enum X509SignatureAlgorithm: Equatable {
  case ecdsa(HashAlgorithm)
  /// TR-03111 section 5.2.1.1: r‖s instead of DER.
  case ecdsaPlain(HashAlgorithm)
  case rsa(HashAlgorithm)
  case rsaPSS(HashAlgorithm, mask: HashAlgorithm, saltByteCount: Int)

  var hash: HashAlgorithm {
    switch self {
    case .ecdsa(let hash), .ecdsaPlain(let hash), .rsa(let hash), .rsaPSS(let hash, _, _): hash
    }
  }

  /// Reads an AlgorithmIdentifier. Where it names the kind of key alone, as CMS allows, `digest` is the hash.
  init(_ element: X509Element, digest: HashAlgorithm? = nil) throws(X509Fault) {
    guard element.tag == X509Reader.sequence else { throw .malformed("signature algorithm") }
    var reader = element.inside
    let name = try reader.next("signature algorithm").objectIdentifier("signature algorithm")
    switch name {
    case "1.2.840.10045.4.1": self = .ecdsa(.sha1)
    case "1.2.840.10045.4.3.1": self = .ecdsa(.sha224)
    case "1.2.840.10045.4.3.2": self = .ecdsa(.sha256)
    case "1.2.840.10045.4.3.3": self = .ecdsa(.sha384)
    case "1.2.840.10045.4.3.4": self = .ecdsa(.sha512)
    case "0.4.0.127.0.7.1.1.4.1.1": self = .ecdsaPlain(.sha1)
    case "0.4.0.127.0.7.1.1.4.1.2": self = .ecdsaPlain(.sha224)
    case "0.4.0.127.0.7.1.1.4.1.3": self = .ecdsaPlain(.sha256)
    case "0.4.0.127.0.7.1.1.4.1.4": self = .ecdsaPlain(.sha384)
    case "0.4.0.127.0.7.1.1.4.1.5": self = .ecdsaPlain(.sha512)
    case "1.2.840.113549.1.1.5": self = .rsa(.sha1)
    case "1.2.840.113549.1.1.14": self = .rsa(.sha224)
    case "1.2.840.113549.1.1.11": self = .rsa(.sha256)
    case "1.2.840.113549.1.1.12": self = .rsa(.sha384)
    case "1.2.840.113549.1.1.13": self = .rsa(.sha512)
    case "1.2.840.113549.1.1.10": self = try Self.pss(&reader)
    case "1.2.840.113549.1.1.1":
      guard let digest else { throw .algorithm(name) }
      self = .rsa(digest)
    case "1.2.840.10045.2.1":
      guard let digest else { throw .algorithm(name) }
      self = .ecdsa(digest)
    default: throw .algorithm(name)
    }
    guard hash != .sha1 else { throw .algorithm("SHA-1") }
  }

  /// RSASSA-PSS-params (RFC 4055 section 3.1); what is left out has SHA-1 as its default.
  private static func pss(_ reader: inout X509Reader) throws(X509Fault) -> X509SignatureAlgorithm {
    let part = "RSASSA-PSS parameters"
    var parameters = try reader.next(X509Reader.sequence, part).inside
    var hash = HashAlgorithm.sha1
    var mask = HashAlgorithm.sha1
    var salt = 20
    if let element = try parameters.optional(0xA0, part) {
      hash = try Self.hash(X509Reader.only(X509Reader.sequence, of: element.content, part))
    }
    if let element = try parameters.optional(0xA1, part) {
      var generation = try X509Reader.only(X509Reader.sequence, of: element.content, part).inside
      let name = try generation.next(part).objectIdentifier(part)
      guard name == "1.2.840.113549.1.1.8" else { throw .algorithm(name) }
      mask = try Self.hash(generation.next(X509Reader.sequence, part))
    }
    if let element = try parameters.optional(0xA2, part) {
      salt = try X509Reader.only(X509Reader.integer, of: element.content, part).smallInteger(part)
    }
    if let element = try parameters.optional(0xA3, part) {
      guard try X509Reader.only(X509Reader.integer, of: element.content, part).smallInteger(part) == 1 else {
        throw .malformed(part)
      }
    }
    try parameters.end(part)
    guard salt <= 512 else { throw .malformed(part) }
    return .rsaPSS(hash, mask: mask, saltByteCount: salt)
  }

  /// The hash of an AlgorithmIdentifier.
  static func hash(_ element: X509Element) throws(X509Fault) -> HashAlgorithm {
    guard element.tag == X509Reader.sequence else { throw .malformed("digest algorithm") }
    var reader = element.inside
    let name = try reader.next("digest algorithm").objectIdentifier("digest algorithm")
    guard let hash = HashAlgorithm(objectIdentifier: name) else { throw .algorithm(name) }
    return hash
  }
}
