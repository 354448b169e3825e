// Passive authentication (ICAO 9303-11 section 5.1): signed files of a chip are checked against the trust store, data
// groups against the signed list of their hashes. It proves that a state wrote the data, not that this chip got them.

import Crypto

/// Checks of signed files.
public enum PassiveAuthentication {
  /// The content of a signed file (EF.CardSecurity for one), if a trusted authority stands behind it on `day`.
  public static func content(
    of file: [UInt8], contentType: ObjectIdentifier, trust: TrustStore, at day: CivilDate
  ) throws(CertificateFault) -> [UInt8] {
    do {
      return try SignedData.verify(file, contentType: contentType.description, trust: trust, at: day).content
    } catch {
      throw CertificateFault(error)
    }
  }
}

extension CertificateFault {
  /// The same in the words of a card's run.
  public init(_ fault: X509Fault) {
    switch fault {
    case .malformed, .contentType, .unknownSigner: self = .malformed
    case .digest, .signature: self = .signature
    case .algorithm: self = .algorithm
    case .unknownIssuer: self = .unknownIssuer
    case .notYetValid: self = .notYetValid
    case .expired: self = .expired
    case .rights: self = .rights
    case .revoked: self = .revoked
    }
  }
}

/// LDSSecurityObject (ICAO 9303-10 section 4.6.2): the hashes of a passport's data groups, signed by its state.
struct SecurityObject: Equatable {
  let hash: HashAlgorithm
  /// By the data group's number, 1 to 16.
  let digests: [Int: [UInt8]]

  /// id-icao-mrtd-security-ldsSecurityObject: 2.23.136.1.1.1.
  static let contentType = ObjectIdentifier.icaoSecurity.appending(1)
  static let shortIdentifier: UInt8 = 0x1D

  /// Reads the signed content.
  init(_ content: [UInt8]) throws(CardError) {
    let (name, entries) = try CardError.reading(.passiveAuthentication) { () throws(TLVError) in
      let fields = try DER.elements(try DER.element(DER.sequence, of: content))
      guard (3...4).contains(fields.count), try DER.integer(fields[0]) <= 1, fields[1].tag == DER.sequence,
        fields[2].tag == DER.sequence, let algorithm = try DER.elements(fields[1]).first
      else { throw .value }
      var entries: [(Int, [UInt8])] = []
      for entry in try DER.elements(fields[2]) {
        let parts = try DER.elements(entry)
        guard entry.tag == DER.sequence, parts.count == 2, parts[1].tag == DER.octetString else {
          throw .value
        }
        entries.append((try DER.integer(parts[0]), parts[1].value))
      }
      return (try DER.objectIdentifier(algorithm), entries)
    }
    // A hash for which somebody can make two files of one digest proves no file.
    guard let hash = HashAlgorithm(objectIdentifier: name.description), hash != .sha1 else {
      throw .certificate(.algorithm)
    }
    var digests: [Int: [UInt8]] = [:]
    for (number, digest) in entries {
      guard (1...16).contains(number), digest.count == hash.byteCount, digests[number] == nil else {
        throw .malformed(.passiveAuthentication, "the list of hashes")
      }
      digests[number] = digest
    }
    guard digests[1] != nil else { throw .certificate(.dataGroupHash) }
    self.hash = hash
    self.digests = digests
  }

  /// Whether the state signed a data group of this number.
  func names(_ number: Int) -> Bool { digests[number] != nil }

  /// Checks a data group as it was read.
  func check(_ file: [UInt8], number: Int) throws(CardError) {
    guard let digest = digests[number], constantTimeEqual(hash.digest(of: file), digest) else {
      throw .certificate(.dataGroupHash)
    }
  }
}
