// Reading a passport from the cold chip to its proven data (ICAO 9303-11 section 4.2): channel, EF.SOD, DG14 and the
// chip's proof, then the data groups, each compared with its signed hash as it comes. EF.COM is not read: nobody has
// signed what it says. The photo and the fingerprints stay on the chip.

import Crypto
import Secrets

/// Whether the data are those that a state wrote.
public enum PassportDataProof: Equatable, Sendable {
  /// Passive authentication held, up to a trusted authority: on the day of the reading, or, if the document has run out
  /// before and its signer too, on the last day on which the document was valid.
  case genuine
  /// The data agree with their own signature, but no trust store was given: anybody may have signed them.
  case unknown
}

/// Whether the chip is the one that the state wrote to.
public enum PassportChipProof: Equatable, Sendable {
  case genuine(by: Method)
  case unknown(Doubt)

  public enum Method: String, Sendable {
    case chipAuthentication = "chip-authentication"
    case activeAuthentication = "active-authentication"
  }

  public enum Doubt: String, Sendable {
    /// The chip offers no proof; its data can be copied to another one.
    case notOffered = "not-offered"
    /// The chip offers a proof of a kind that this program does not do.
    case unsupported
    /// The chip knows its key, but nobody trusted vouches for that key.
    case keyNotTrusted = "key-not-trusted"
  }
}

/// What came of reading a passport. Whatever could be disproven has ended the run with an error instead.
public struct PassportReading: Equatable, Sendable {
  /// DG1: the machine readable zone of the chip, whose hash is the signed one.
  public let zone: MachineReadableZone
  /// DG11.
  public let holder: PassportGroup<PassportHolderDetails>
  /// DG12.
  public let document: PassportGroup<PassportDocumentDetails>
  public let channel: PassportChannel
  public let data: PassportDataProof
  public let chip: PassportChipProof

  /// Whether the document has run out before `day`; one without a date of expiry never does.
  public func hasExpired(at day: CivilDate) -> Bool { zone.expiryDate.map { $0 < day } ?? false }

  /// Whether the chip's document has this number; neither small letters nor fillers at the end matter.
  public func hasDocumentNumber(_ number: String) -> Bool {
    func bare(_ text: some StringProtocol) -> Substring {
      let letters = text.uppercased().filter { $0 != " " }
      return letters[
        ..<(letters.lastIndex { $0 != "<" }.map { letters.index(after: $0) } ?? letters.startIndex)]
    }
    return !bare(number).isEmpty && bare(number) == bare(zone.documentNumber)
  }
}

extension PassportReading {
  /// Reads the passport that lies on the reader.
  ///
  /// - Parameters:
  ///   - access: the machine readable zone, or the CAN where the document shows one.
  ///   - trust: the signing authorities; nil leaves `data` unknown.
  ///   - day: today, for certificates and for the century of two-digit years.
  /// - Throws: `.password` for a wrong zone or CAN; `.certificate` for data that were changed or that no trusted state
  ///   has signed; `.unauthentic(.chipAuthentication)` or `(.activeAuthentication)` for a chip that has not the key of
  ///   its own data; others for what went wrong on the way.
  public static func read(
    on link: CardLink, access: PassportKey, trust: TrustStore?, at day: CivilDate, chance: Chance
  ) throws(CardError) -> PassportReading {
    let (channel, cardAccess) = try PassportOpening.open(link, with: access, chance: chance)
    return try proceed(
      on: link, channel: channel, cardAccess: cardAccess, trust: trust, at: day, chance: chance)
  }

  /// Opens the chip and reads nothing: PACE where it is offered, basic access control where it is not.
  public static func open(
    _ link: CardLink, with key: PassportKey, chance: Chance
  ) throws(CardError) -> PassportChannel {
    try PassportOpening.open(link, with: key, chance: chance).channel
  }

  /// What follows the channel: a reader with its own PIN pad has made one already.
  static func proceed(
    on link: CardLink, channel: PassportChannel, cardAccess: SecurityInfos?, trust: TrustStore?,
    at day: CivilDate, chance: Chance
  ) throws(CardError) -> PassportReading {
    let (security, signer) = try readSecurityObject(link)
    let isOverdue = try isOverdue(signer, trust: trust, at: day)
    let data: PassportDataProof = trust == nil ? .unknown : .genuine

    var chip = PassportChipProof.unknown(.notOffered)
    var infos: SecurityInfos?
    if security.names(14) {
      let file = try readGroup(14, link, security)
      let inside = try CardError.reading(.dataGroup) { () throws(TLVError) in
        try TLV.parse(file, tag: 0x6E).value
      }
      let found = try SecurityInfos(inside, step: .dataGroup)
      try PassportOpening.checkCardAccess(cardAccess, against: found)
      if let authentication = try PassportChipAuthentication(found) {
        try authentication.run(on: link, chance: chance)
        chip = .genuine(by: .chipAuthentication)
      } else if !found.chipAuthenticationPublicKeys.isEmpty {
        chip = .unknown(.unsupported)
      }
      infos = found
    }
    // The first command in the new channel is the proof of Chip Authentication.
    let first = try PassportChipAuthentication.proving { () throws(CardError) in
      try readGroup(1, link, security)
    }
    let zone = try zone(of: first, today: day)
    if isOverdue {
      // An old passport outlives its signer: then the last day on which it was valid itself is the day to judge by.
      guard let last = zone.expiryDate, last < day, try !Self.isOverdue(signer, trust: trust, at: last) else {
        throw .certificate(.expired)
      }
    }
    if case .unknown = chip, security.names(15) {
      let key = try readGroup(15, link, security)
      if let authentication = try ActiveAuthentication(key, infos: infos) {
        try authentication.run(on: link, chance: chance)
        chip = .genuine(by: .activeAuthentication)
      } else {
        chip = .unknown(.unsupported)
      }
    }
    if case .genuine = chip, data == .unknown { chip = .unknown(.keyNotTrusted) }
    return PassportReading(
      zone: zone, holder: try optionalGroup(11, link, security, PassportHolderDetails.init),
      document: try optionalGroup(12, link, security, PassportDocumentDetails.init), channel: channel,
      data: data,
      chip: chip)
  }

  /// EF.SOD: 77 around signed data, which holds together; and the certificate that it is signed with.
  private static func readSecurityObject(
    _ link: CardLink
  ) throws(CardError) -> (SecurityObject, signer: X509Certificate) {
    let file = try link.readFile(
      shortIdentifier: SecurityObject.shortIdentifier, step: .passiveAuthentication)
    let signed = try CardError.reading(.passiveAuthentication) { () throws(TLVError) in
      try TLV.parse(file, tag: 0x77).value
    }
    let type = SecurityObject.contentType.description
    let checked: (content: [UInt8], signer: X509Certificate)
    do { checked = try SignedData.checkIntegrity(signed, contentType: type) } catch {
      throw .certificate(CertificateFault(error))
    }
    return (try SecurityObject(checked.content), checked.signer)
  }

  /// Whether all about the signer holds but that a certificate has run out on `day`.
  private static func isOverdue(
    _ signer: X509Certificate, trust: TrustStore?, at day: CivilDate
  ) throws(CardError) -> Bool {
    guard let trust else { return false }
    do {
      _ = try trust.authority(overDocumentSigner: signer, at: day)
      return false
    } catch .expired {
      return true
    } catch {
      throw .certificate(CertificateFault(error))
    }
  }

  private static func readGroup(
    _ number: UInt8, _ link: CardLink, _ security: SecurityObject
  ) throws(CardError) -> [UInt8] {
    let file = try link.readFile(shortIdentifier: number, step: .dataGroup)
    try security.check(file, number: Int(number))
    return file
  }

  /// A data group that says more; one that was signed must be there, one that cannot be read is no fault.
  private static func optionalGroup<Value: Equatable & Sendable>(
    _ number: UInt8, _ link: CardLink, _ security: SecurityObject,
    _ parse: ([UInt8]) throws(TLVError) -> Value
  ) throws(CardError) -> PassportGroup<Value> {
    guard security.names(Int(number)) else { return .absent }
    let file = try readGroup(number, link, security)
    do { return .value(try parse(file)) } catch { return .unreadable }
  }

  /// DG1: 61 around 5F1F around the lines.
  private static func zone(of file: [UInt8], today: CivilDate) throws(CardError) -> MachineReadableZone {
    let lines = try CardError.reading(.dataGroup) { () throws(TLVError) in
      try TLV.parse(file, tag: 0x61).children().require(0x5F1F).value
    }
    do { return try MachineReadableZone(chip: lines, today: today) } catch {
      throw .malformed(.dataGroup, "DG1: \(error.code)")
    }
  }
}
