// A card verifiable certificate (TR-03110 part 3, appendix C): read strictly, since the same bytes go to the card and
// the card is strict. It does not decide whom to trust: see CVChain.

import Crypto

/// The name of a key, CAR or CHR (TR-03110 part 3, A.6.1): country, mnemonic, sequence number.
public struct HolderReference: Hashable, Sendable, CustomStringConvertible {
  public let bytes: [UInt8]

  /// Country (2), mnemonic (0…9), sequence number (5).
  public static let byteCounts = 7...16

  /// Nil unless it has 7…16 characters, all of which can be printed.
  public init?(_ bytes: [UInt8]) {
    guard Self.byteCounts.contains(bytes.count),
      bytes.allSatisfy({ (0x20...0x7E).contains($0) || $0 >= 0xA0 })
    else { return nil }
    self.bytes = bytes
  }

  /// The characters (ISO 8859-1).
  public var description: String {
    bytes.reduce(into: "") { $0.unicodeScalars.append(Unicode.Scalar($1)) }
  }
}

/// A certificate extension, kept as it stands (TR-03110 part 3, C.3): description hash, terminal sector, and others.
public struct CVExtension: Equatable, Sendable {
  public let identifier: ObjectIdentifier
  /// The context-specific data objects behind the identifier.
  public let objects: [TLV]
}

/// A card verifiable certificate.
public struct CVCertificate: Equatable, Sendable {
  /// CAR: whose key signed it.
  public let authority: HolderReference
  /// CHR: whose key it is.
  public let holder: HolderReference
  public let publicKey: CVPublicKey
  public let authorization: HolderAuthorization
  public let effective: CivilDate
  public let expiration: CivilDate
  public let extensions: [CVExtension]
  /// The data object 7F4E, over which the signature goes.
  public let body: [UInt8]
  /// Plain r‖s.
  public let signature: [UInt8]

  /// The longest certificate that is read, in bytes; one with a P-512 key spelled out has 760.
  public static let byteCountMax = 4096

  /// Reads `7F21…`, nothing before and nothing behind it.
  public init(_ bytes: [UInt8]) throws(CertificateFault) {
    guard bytes.count <= Self.byteCountMax else { throw .malformed }
    do throws(TLVError) {
      let certificate = try TLV.parse(bytes, tag: 0x7F21)
      let parts = try certificate.children()
      guard parts.count == 2, parts[0].tag == 0x7F4E, parts[1].tag == 0x5F37 else { throw .missing(0x5F37) }
      // Shortest lengths throughout: what is encoded anew here is what was signed.
      guard certificate.encoded == bytes, certificate.value == parts[0].encoded + parts[1].encoded else {
        throw .value
      }
      body = parts[0].encoded
      signature = parts[1].value

      let fields = try parts[0].children()
      let tags = fields.map(\.tag)
      guard tags == Self.fieldTags || tags == Self.fieldTags + [0x65],
        parts[0].value == fields.flatMap(\.encoded)
      else { throw .missing(0x7F4E) }
      // Certificate profile: version 1 is 0.
      guard fields[0].value == [0] else { throw .value }
      guard let authority = HolderReference(fields[1].value), let holder = HolderReference(fields[3].value),
        let effective = Self.date(fields[5].value), let expiration = Self.date(fields[6].value)
      else { throw .value }
      self.authority = authority
      publicKey = try CVPublicKey(fields[2])
      self.holder = holder
      authorization = try HolderAuthorization(fields[4])
      self.effective = effective
      self.expiration = expiration
      extensions = try fields.count > 7 ? Self.extensions(of: fields[7]) : []
    } catch {
      throw .malformed
    }
    guard effective <= expiration, !signature.isEmpty, signature.count.isMultiple(of: 2) else {
      throw .malformed
    }
  }

  private static let fieldTags: [UInt32] = [0x5F29, 0x42, 0x7F49, 0x5F20, 0x7F4C, 0x5F25, 0x5F24]

  /// Six digits, one a byte: YYMMDD of this century (D.2.1.3).
  private static func date(_ digits: [UInt8]) -> CivilDate? {
    guard digits.count == 6, digits.allSatisfy({ $0 <= 9 }) else { return nil }
    let numbers = digits.map(Int.init)
    return CivilDate(
      year: 2000 + numbers[0] * 10 + numbers[1], month: numbers[2] * 10 + numbers[3],
      day: numbers[4] * 10 + numbers[5])
  }

  private static func extensions(of object: TLV) throws(TLVError) -> [CVExtension] {
    var found: [CVExtension] = []
    for template in try object.children() {
      guard template.tag == 0x73, let first = try template.children().first else { throw .missing(0x73) }
      found.append(
        CVExtension(
          identifier: try DER.objectIdentifier(first), objects: Array(try template.children().dropFirst())))
    }
    return found
  }

  /// Whether its own key signed it: the root of a chain.
  public var isSelfIssued: Bool { authority == holder }

  /// The whole certificate, `7F21…`.
  public var encoded: [UInt8] { TLV(0x7F21, commandData).encoded }

  /// The data field of PSO:VERIFY CERTIFICATE: body and signature.
  public var commandData: [UInt8] { body + TLV(0x5F37, signature).encoded }

  /// Checks the signature under the issuer's key.
  func verify(under issuer: VerificationKey) throws(CertificateFault) {
    guard issuer.verify(signature: signature, of: body) else { throw .signature }
  }
}
