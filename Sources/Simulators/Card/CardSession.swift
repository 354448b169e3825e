// What a card knows between power-on and power-off: where it stands in its files, its secure channel, and how far the
// terminal has come. Everything that a terminal has won is in `CardProgress`, which is lost with the channel.

import Crypto
import Secrets

/// The volatile memory of a card.
struct CardSession {
  /// Index of the current directory; 0 is the master file.
  var directory = 0
  /// Index of the current file in it.
  var file: Int?
  var channel: CardSecureChannel?
  var progress = CardProgress()
  /// The parts of a chained command so far.
  var chain: CardChain?
}

/// A command that comes in parts (ISO 7816-4 section 5.3.3).
struct CardChain {
  var command: CardCommand
  /// Whether the parts are slices of one protected command, and not each protected by itself.
  var isSliced = false
}

/// What a terminal has reached in this channel.
struct CardProgress {
  /// PACE under way.
  var pace: CardPACERun?
  /// PACE done.
  var password: CardPassword?
  var authorization: CardAuthorization?
  /// x of the card's ephemeral PACE key: ID_PICC of terminal authentication.
  var cardIdentifier: [UInt8] = []
  /// The CAN was right in this channel: a suspended PIN may be tried.
  var isPINResumed = false
  var isBACDone = false
  /// The 8 bytes of GET CHALLENGE; kept until they are used or asked anew.
  var challenge: [UInt8]?
  var terminal = CardTerminalProgress()
  /// Terminal authentication done: what the terminal may do.
  var granted: CardAuthorization?
  /// x of the ephemeral key that the terminal announced.
  var announcedKey: [UInt8] = []
  var auxiliary: [CardObject] = []
  var sectorHashes: [[UInt8]] = []
  /// The protocol that the last MSE chose for GENERAL AUTHENTICATE.
  var general: CardGeneralAuthentication?
  var isChipAuthenticated = false
}

/// What GENERAL AUTHENTICATE would do now, apart from PACE.
enum CardGeneralAuthentication {
  case chip(CardCipher, identifier: [UInt8])
  case restricted(CurvePrivateKey, isAuthorizedOnly: Bool)
}

/// A secret of PACE, by its number in MSE:Set AT (TR-03110-3 table of tag 83).
enum CardPassword: UInt8 {
  case mrz = 1
  case can = 2
  case pin = 3
  case puk = 4
}

/// A certificate holder authorization: role and rights (TR-03110-3 section C.1.5, C.4).
struct CardAuthorization: Equatable {
  let role: [UInt8]
  var rights: [UInt8]

  /// A template 7F4C, without its tag.
  init?(template: [UInt8]) {
    guard let parts = CardTLV.objects(template), parts.count == 2, parts[0].tag == 0x06, parts[1].tag == 0x53,
      let count = Self.rightsByteCount[parts[0].value], parts[1].value.count == count
    else { return nil }
    role = parts[0].value
    rights = parts[1].value
  }

  private static let rightsByteCount = [
    CardOID.authenticationTerminal: 5, CardOID.inspectionSystem: 1, CardOID.signatureTerminal: 1,
  ]

  /// Bit `number`, counted from 0 at the right end.
  func allows(_ number: Int) -> Bool {
    let index = rights.count - 1 - number / 8
    return index >= 0 && rights[index] >> UInt8(number % 8) & 1 == 1
  }

  /// The two bits at the left end: 3 CVCA, 2 official DV, 1 other DV, 0 terminal.
  var level: UInt8 { rights[0] >> 6 }

  func intersected(_ other: CardAuthorization) -> CardAuthorization? {
    guard role == other.role else { return nil }
    var both = self
    for index in both.rights.indices { both.rights[index] &= other.rights[index] }
    return both
  }
}

/// Bits of an authentication terminal's authorization (TR-03110-4 table 4).
enum CardRight {
  static let ageVerification = 0
  static let communityVerification = 1
  static let restrictedIdentification = 2
  static let privilegedTerminal = 3
  static let canAllowed = 4
  static let pinManagement = 5
}
