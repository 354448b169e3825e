// SecurityInfos ::= SET OF SecurityInfo (TR-03110 part 3, A.1.1): what a card can do, in EF.CardAccess for everybody to
// forge, in EF.CardSecurity and DG14 under a signature. Kinds that this program does not know are kept as they stand.

import Crypto

/// The most infos that are read.
public let securityInfoCountMax = 64

/// The infos of one file.
public struct SecurityInfos: Equatable, Sendable {
  /// One info as it stands.
  public struct Raw: Hashable, Sendable {
    public let identifier: ObjectIdentifier
    /// The whole SEQUENCE, to find it again in another file.
    public let encoded: [UInt8]
  }

  /// Every info, in the file's order.
  public let infos: [Raw]
  public private(set) var paceInfos: [PACEInfo] = []
  public private(set) var chipAuthenticationInfos: [ChipAuthenticationInfo] = []
  public private(set) var chipAuthenticationParameters: [ChipAuthenticationParameters] = []
  public private(set) var chipAuthenticationPublicKeys: [ChipAuthenticationPublicKey] = []
  public private(set) var terminalAuthenticationInfos: [TerminalAuthenticationInfo] = []
  public private(set) var restrictedIdentificationInfos: [RestrictedIdentificationInfo] = []
  public private(set) var activeAuthenticationInfos: [ActiveAuthenticationInfo] = []

  /// Reads EF.CardAccess or the content of a signed file. Bytes behind the SET and infos of unknown kinds are fine;
  /// what is no SET of SEQUENCEs with an identifier is `CardError.malformed`.
  public init(_ bytes: [UInt8], step: CardStep = .cardAccess) throws(CardError) {
    var raw: [Raw] = []
    var parsed: [(ObjectIdentifier, [TLV])] = []
    do throws(TLVError) {
      for object in try DER.elements(try DER.element(DER.set, of: bytes, trailing: true)) {
        guard raw.count < securityInfoCountMax else { throw .tooMany }
        guard object.tag == DER.sequence else { throw .missing(DER.sequence) }
        let fields = try DER.elements(object)
        guard let first = fields.first else { throw .missing(DER.objectIdentifier) }
        let identifier = try DER.objectIdentifier(first)
        raw.append(Raw(identifier: identifier, encoded: object.encoded))
        parsed.append((identifier, Array(fields.dropFirst())))
      }
    } catch {
      throw .malformed(step, "SecurityInfos: \(error)")
    }
    infos = raw
    for (identifier, fields) in parsed {
      // An info of a known kind in an unknown form is a newer one: it is skipped like an unknown kind.
      do throws(TLVError) { try read(identifier, fields) } catch { continue }
    }
  }

  private mutating func read(_ identifier: ObjectIdentifier, _ fields: [TLV]) throws(TLVError) {
    if let arcs = identifier.arcs(below: .bsiProtocols), let first = arcs.first {
      switch (first, arcs.count) {
      case (1, 2): try readPublicKey(identifier, fields)
      case (2, 1): try readTerminalAuthentication(fields)
      case (3, 2): try readParameters(identifier, fields)
      case (3, 3): try readChipAuthentication(identifier, arcs, fields)
      case (4, 3): try readPACE(identifier, arcs, fields)
      case (5, 3): try readRestrictedIdentification(identifier, arcs, fields)
      default: return
      }
    } else if identifier.arcs(below: .icaoSecurity) == [5] {
      guard fields.count == 2 else { throw .value }
      activeAuthenticationInfos.append(
        ActiveAuthenticationInfo(
          version: try DER.integer(fields[0]), signatureAlgorithm: try DER.objectIdentifier(fields[1])))
    }
  }

  private mutating func readPACE(
    _ identifier: ObjectIdentifier, _ arcs: [UInt8], _ fields: [TLV]
  ) throws(TLVError) {
    guard let mapping = PACEInfo.Mapping(rawValue: arcs[1]), let algorithm = Self.algorithm(arcs[2]),
      (1...2).contains(fields.count)
    else { throw .value }
    paceInfos.append(
      PACEInfo(
        identifier: identifier, mapping: mapping, algorithm: algorithm, version: try DER.integer(fields[0]),
        parameterIdentifier: fields.count == 2 ? try DER.integer(fields[1]) : nil))
  }

  private mutating func readChipAuthentication(
    _ identifier: ObjectIdentifier, _ arcs: [UInt8], _ fields: [TLV]
  ) throws(TLVError) {
    guard let algorithm = Self.algorithm(arcs[2]), (1...2).contains(fields.count) else { throw .value }
    chipAuthenticationInfos.append(
      ChipAuthenticationInfo(
        identifier: identifier, algorithm: algorithm, isECDH: arcs[1] == 2,
        version: try DER.integer(fields[0]),
        keyIdentifier: fields.count == 2 ? try DER.integer(fields[1]) : nil))
  }

  private mutating func readParameters(
    _ identifier: ObjectIdentifier, _ fields: [TLV]
  ) throws(TLVError) {
    guard (1...2).contains(fields.count) else { throw .value }
    chipAuthenticationParameters.append(
      ChipAuthenticationParameters(
        identifier: identifier, curve: try DomainParameterReading.curve(of: fields[0]),
        keyIdentifier: fields.count == 2 ? try DER.integer(fields[1]) : nil))
  }

  private mutating func readPublicKey(
    _ identifier: ObjectIdentifier, _ fields: [TLV]
  ) throws(TLVError) {
    guard (1...2).contains(fields.count), fields[0].tag == DER.sequence else { throw .value }
    let key = try DER.elements(fields[0])
    guard key.count == 2 else { throw .value }
    chipAuthenticationPublicKeys.append(
      ChipAuthenticationPublicKey(
        identifier: identifier, curve: try DomainParameterReading.curve(of: key[0]),
        publicKey: try DER.bitString(key[1]),
        keyIdentifier: fields.count == 2 ? try DER.integer(fields[1]) : nil))
  }

  private mutating func readTerminalAuthentication(_ fields: [TLV]) throws(TLVError) {
    guard let first = fields.first else { throw .missing(DER.integer) }
    terminalAuthenticationInfos.append(TerminalAuthenticationInfo(version: try DER.integer(first)))
  }

  private mutating func readRestrictedIdentification(
    _ identifier: ObjectIdentifier, _ arcs: [UInt8], _ fields: [TLV]
  ) throws(TLVError) {
    let hashes: [UInt8: HashAlgorithm] = [1: .sha1, 2: .sha224, 3: .sha256, 4: .sha384, 5: .sha512]
    guard let hash = hashes[arcs[2]], let first = fields.first, first.tag == DER.sequence else {
      throw .value
    }
    let parameters = try DER.elements(first)
    guard parameters.count == 3 else { throw .value }
    restrictedIdentificationInfos.append(
      RestrictedIdentificationInfo(
        identifier: identifier, hash: hash, version: try DER.integer(parameters[0]),
        keyIdentifier: try DER.integer(parameters[1]), isAuthorizedOnly: try DER.boolean(parameters[2])))
  }

  /// The last arc of PACE's and Chip Authentication's identifiers.
  private static func algorithm(_ arc: UInt8) -> KeyAlgorithm? {
    switch arc {
    case 1: .tripleDES
    case 2: .aes128
    case 3: .aes192
    case 4: .aes256
    default: nil
    }
  }
}
