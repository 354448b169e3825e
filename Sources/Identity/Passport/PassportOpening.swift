// The way into a passport's chip: PACE where the chip offers it, basic access control where it does not. A PACE that
// failed is never followed by basic access control: whoever disturbs the first would choose the weaker one for us.

import Crypto
import Secrets

/// What opens a passport.
public enum PassportKey: Sendable {
  /// The machine readable zone, whole or its three fields.
  case mrz(DocumentAccess)
  /// The six digits of the CAN in ASCII, where the document shows one; for PACE only.
  case can(Secret)
}

/// How the channel to a passport's chip was made.
public enum PassportChannel: String, Sendable {
  case pace
  /// Basic access control, of chips that have no PACE.
  case basicAccessControl = "bac"
}

enum PassportOpening {
  /// The application of travel documents (ICAO 9303-10 section 4.2).
  static let application: [UInt8] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01]

  /// Opens the channel and selects the passport's application in it.
  /// - Returns: how, and EF.CardAccess where there is one.
  static func open(
    _ link: CardLink, with key: PassportKey, chance: Chance
  ) throws(CardError) -> (channel: PassportChannel, access: SecurityInfos?) {
    let access = try readCardAccess(link)
    if let access, !access.paceInfos.isEmpty {
      switch key {
      case .mrz(let document):
        try PACERun.establish(
          on: link, access: access, password: .mrz, secret: document.information, chance: chance)
      case .can(let digits):
        try PACERun.establish(on: link, access: access, password: .can, secret: digits, chance: chance)
      }
      try link.selectApplication(application)
      return (.pace, access)
    }
    guard case .mrz(let document) = key else {
      throw .unsupported(.cardAccess, "a CAN for a chip without PACE: the machine readable zone is needed")
    }
    try link.selectApplication(application)
    try BasicAccessControl(link: link, information: document.information).run(chance: chance)
    return (.basicAccessControl, access)
  }

  /// EF.CardAccess of the master file; nil if there is none. The link asks twice, in two ways and from the master file
  /// on, before that is believed: a chip that stands in an application has no such file there.
  static func readCardAccess(_ link: CardLink) throws(CardError) -> SecurityInfos? {
    let file: [UInt8]
    do { file = try link.readCardAccess() } catch {
      guard case .refused(_, let status) = error, meaningNoFile.contains(status) else { throw error }
      return nil
    }
    return try SecurityInfos(file)
  }

  /// What chips say to a file that they have not, before their application is selected: not found, no such command or
  /// parameter there, and what applets say to everything before access control. Faults of the chip (64xx, 65xx, 6Fxx)
  /// are not among them. Somebody in between could say any of these: DG14 tells afterwards (`checkCardAccess`).
  private static let meaningNoFile: Set<StatusWord> = [
    .fileNotFound, .referencedDataNotFound, .instructionNotSupported, .classNotSupported,
    .securityStatusNotSatisfied, .conditionsNotSatisfied, StatusWord(0x6986), StatusWord(0x6A81),
    StatusWord(0x6A86),
  ]

  /// Compares what the chip offered in the clear with what its state has signed: where DG14 names PACE, EF.CardAccess
  /// must have been there and must have said nothing else. Otherwise somebody in between has offered less.
  static func checkCardAccess(_ access: SecurityInfos?, against signed: SecurityInfos) throws(CardError) {
    guard !signed.paceInfos.isEmpty else { return }
    guard let access, !access.paceInfos.isEmpty, access.paceInfos.allSatisfy(signed.paceInfos.contains) else {
      throw .certificate(.cardAccess)
    }
  }
}
