// Reading an ID card with a certificate, from PACE to the data groups (TR-03110 part 2, 2.3, general authentication
// procedure). For the authority's own on-site path, off by default: the station never calls it by itself. One run, one
// order of steps, and each step that fails ends it.

import Crypto
import Secrets

/// What a run asks of a card, beside the data groups.
public struct IdentityCardRequest: Equatable, Sendable {
  public var wanted: [DataGroup]
  /// Questions that the card answers with yes or no.
  public var checks: [AuxiliaryCheck]
  /// The sector's public key (data object 7F49) for Restricted Identification; nil without it.
  public var sectorKey: [UInt8]?

  public init(
    _ wanted: [DataGroup] = DataGroup.holderAndAddress, checks: [AuxiliaryCheck] = [],
    sectorKey: [UInt8]? = nil
  ) {
    self.wanted = wanted
    self.checks = checks
    self.sectorKey = sectorKey
  }

  /// The rights that the terminal's chain has to carry.
  public func rights(with password: PasswordKind) -> TerminalRights {
    var rights = TerminalRights.read(wanted)
    for check in checks { rights.formUnion(check.right) }
    if sectorKey != nil { rights.formUnion(.restrictedIdentification) }
    if password == .can { rights.formUnion(.canAllowed) }
    return rights
  }
}

/// What came of a run.
public struct IdentityCardReading: Equatable, Sendable {
  /// A data group that was asked for.
  public struct Group: Equatable, Sendable {
    public let group: DataGroup
    public let reading: DataGroupReading
  }

  /// A question and the card's answer.
  public struct Check: Equatable, Sendable {
    public let check: AuxiliaryCheck
    public let answer: AuxiliaryAnswer
  }

  /// The groups in the order in which they were asked for.
  public let groups: [Group]
  public let checks: [Check]
  /// The holder's identifier in the sector; nil if it was not asked for.
  public let sectorIdentifier: [UInt8]?

  public var holder: IdentityCardHolder { IdentityCardHolder(groups.map { ($0.group, $0.reading) }) }

  /// The eID application (TR-03110 part 3, A.1).
  static let application: [UInt8] = [0xE8, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02]
}

extension IdentityCardReading {
  /// Reads a card that lies on the reader: EF.CardAccess, PACE, Terminal Authentication, EF.CardSecurity with passive
  /// authentication, Chip Authentication, then what `request` asks for.
  ///
  /// Everything that can be wrong with the terminal's own certificates is found before the first command.
  /// - Parameters:
  ///   - secret: the digits of PIN or CAN in ASCII.
  ///   - access: EF.CardAccess if somebody has read it already, for instance to run PACE with the CAN before the PIN.
  ///   - trust: the CSCA certificates of the country.
  ///   - today: the civil day, for every certificate.
  ///   - chance: asked three times: two keys of PACE, one of Chip Authentication.
  public static func read(
    on link: CardLink, password: PasswordKind, secret: Secret, terminal: TerminalCredentials,
    request: IdentityCardRequest, access: SecurityInfos? = nil, trust: TrustStore, today: CivilDate,
    chance: Chance
  ) throws(CardError) -> IdentityCardReading {
    let rights = request.rights(with: password)
    do { try terminal.check(at: today, needing: rights) } catch { throw .certificate(error) }
    let infos: SecurityInfos
    if let access { infos = access } else { infos = try readAccess(on: link) }
    let chat = HolderAuthorization(role: .terminal, rights: rights)
    let pace = try PACERun.establish(
      on: link, access: infos, password: password, secret: secret, chat: chat.encoded, chance: chance)
    return try proceed(
      on: link, cardIdentifier: pace.cardIdentifier, authorities: pace.authorities, access: infos,
      terminal: terminal, request: request, trust: trust, today: today,
      chance: chance)
  }

  /// The same with a reader that asks for the secret itself (EXECUTE_PACE) and shows who asks: it reads EF.CardAccess and
  /// runs PACE, and protects what follows until Chip Authentication.
  public static func read(
    on link: CardLink, pinPad: any PinPad, password: PasswordKind, terminal: TerminalCredentials,
    request: IdentityCardRequest, trust: TrustStore, today: CivilDate, chance: Chance
  ) throws(CardError) -> IdentityCardReading {
    let rights = request.rights(with: password)
    do { try terminal.check(at: today, needing: rights) } catch { throw .certificate(error) }
    let chat = HolderAuthorization(role: .terminal, rights: rights)
    let answer = try pinPad.establishPACE(
      PinPadRequest(
        password: password, chat: chat.encoded, certificateDescription: terminal.description))
    return try proceed(
      on: link, cardIdentifier: answer.cardIdentifier, authorities: answer.authorities,
      access: try SecurityInfos(answer.cardAccess), terminal: terminal, request: request, trust: trust,
      today: today, chance: chance)
  }

  /// EF.CardAccess, which everybody may read and nobody has signed.
  public static func readAccess(on link: CardLink) throws(CardError) -> SecurityInfos {
    try SecurityInfos(link.readCardAccess())
  }

  /// What follows PACE: the terminal's certificates are checked, PACE has sent the CHAT of the request's rights.
  public static func proceed(
    on link: CardLink, cardIdentifier: [UInt8], authorities: [[UInt8]], access: SecurityInfos,
    terminal: TerminalCredentials,
    request: IdentityCardRequest, trust: TrustStore, today: CivilDate, chance: Chance
  ) throws(CardError) -> IdentityCardReading {
    guard let choice = ChipAuthenticationChoice.preferred(access) else {
      throw .unsupported(.cardAccess, "no Chip Authentication version 2 with ECDH and AES")
    }
    let ephemeral = try CardError.at(.terminalAuthentication) { () throws(CryptoError) in
      try CurvePrivateKey(on: choice.curve, chance: chance)
    }
    try TerminalAuthentication(
      link: link, credentials: terminal, cardIdentifier: cardIdentifier,
      ephemeralKey: ephemeral.publicPoint.x,
      auxiliaryData: AuxiliaryCheck.encode(request.checks)
    ).run(authorities: authorities)
    let security = try CardSecurity.read(on: link, access: access) { (file) throws(CertificateFault) in
      try PassiveAuthentication.content(
        of: file, contentType: CardSecurity.contentType, trust: trust, at: today)
    }
    try ChipAuthentication(
      link: link, choice: choice, chipKey: try choice.chipKey(in: security.infos), ephemeral: ephemeral
    ).run()
    return try collect(request, security: security.infos, on: link)
  }

  /// The data, from a chip that is proven.
  private static func collect(
    _ request: IdentityCardRequest, security: SecurityInfos, on link: CardLink
  ) throws(CardError) -> IdentityCardReading {
    var sectorIdentifier: [UInt8]?
    if let sectorKey = request.sectorKey {
      // The key for services demands the right; the one without makes the feature of the revocation list.
      guard let info = security.restrictedIdentificationInfos.first(where: \.isAuthorizedOnly)
      else { throw .unsupported(.cardSecurity, "no Restricted Identification") }
      sectorIdentifier = try RestrictedIdentification(
        link: link, protocolIdentifier: info.identifier, keyIdentifier: info.keyIdentifier
      ).identifier(sectorKey: sectorKey)
    }
    if !request.wanted.isEmpty || !request.checks.isEmpty { try link.selectApplication(application) }
    var checks: [Check] = []
    for check in request.checks { checks.append(Check(check: check, answer: try .ask(check, on: link))) }
    var groups: [Group] = []
    for group in request.wanted { groups.append(Group(group: group, reading: try .read(group, on: link))) }
    return IdentityCardReading(groups: groups, checks: checks, sectorIdentifier: sectorIdentifier)
  }
}
