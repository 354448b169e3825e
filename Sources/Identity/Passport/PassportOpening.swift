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
  static let cardAccess: UInt16 = 0x011C
  static let cardAccessShortIdentifier: UInt8 = 0x1C

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

  /// EF.CardAccess of the master file; nil if there is none. Only a clear word of the card counts as that: a card that
  /// refuses the short identifier is asked for the file by its name, and any other refusal ends the run.
  static func readCardAccess(_ link: CardLink) throws(CardError) -> SecurityInfos? {
    do {
      return try SecurityInfos(
        try link.readFile(shortIdentifier: cardAccessShortIdentifier, step: .cardAccess))
    } catch .refused(_, .fileNotFound) {
      return nil
    } catch .refused {
      do {
        return try SecurityInfos(try link.readFile(identifier: cardAccess, step: .cardAccess))
      } catch .refused(_, .fileNotFound) {
        return nil
      }
    }
  }
}
