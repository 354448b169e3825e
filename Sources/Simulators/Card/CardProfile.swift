// Which simulated cards there are. A profile says how a card was made and in what state it is laid down first; what
// happens to it afterwards persists with its state.

/// A kind of simulated card.
public enum CardProfile: String, CaseIterable, Sendable {
  case normal
  case previousGeneration = "previous-generation"
  case rootTrustPoint = "root-trust-point"
  case oneTryUsed = "one-try-used"
  case suspended
  case blocked
  case deactivated
  case transportPIN = "transport-pin"
  case pukUsedUp = "puk-used-up"
  case noDG6And7 = "no-dg6-7"
  case noFixedAddress = "no-fixed-address"
  case unknownBirthDay = "unknown-birth-day"
  case expired
  case cutCardSecurity = "cut-card-security"
  case resignedCardSecurity = "resigned-card-security"
  case alteredCardSecurity = "altered-card-security"
  case alteredCardAccess = "altered-card-access"
  case cloned
  case passport
  case passportBAC = "passport-bac"
  case passportActiveAuthentication = "passport-aa"
  case passportAltered = "passport-altered"
  case passportBACAltered = "passport-bac-altered"
  case passportResigned = "passport-resigned"
  case passportCloned = "passport-cloned"

  /// A passport (TD3, ICAO 9303) and not an ID card.
  public var isPassport: Bool {
    switch self {
    case .passport, .passportBAC, .passportActiveAuthentication, .passportAltered, .passportBACAltered,
      .passportResigned, .passportCloned:
      true
    default: false
    }
  }

  /// An old passport without PACE.
  var isBACOnly: Bool { self == .passportBAC || self == .passportBACAltered || hasActiveAuthentication }

  /// The chip proves itself by a signature, not by chip authentication.
  var hasActiveAuthentication: Bool { self == .passportActiveAuthentication }

  /// One line for people.
  public var summary: String {
    switch self {
    case .normal: "ID card of the current generation, every try left"
    case .previousGeneration: "ID card without chip authentication 3 entries"
    case .rootTrustPoint: "knows the oldest CVCA only, needs the link"
    case .oneTryUsed: "PIN counter 2"
    case .suspended: "PIN counter 1: the CAN comes first"
    case .blocked: "PIN counter 0: the PUK comes first"
    case .deactivated: "online ID function switched off"
    case .transportPIN: "five-digit PIN of the letter, good for one change"
    case .pukUsedUp: "PIN counter 0 and the PUK used ten times"
    case .noDG6And7: "data groups 6 and 7 absent"
    case .noFixedAddress: "no address in Germany"
    case .unknownBirthDay: "day and month of birth unknown"
    case .expired: "ran out last year"
    case .cutCardSecurity: "EF.CardSecurity lacks its end"
    case .resignedCardSecurity: "EF.CardSecurity by a foreign document signer"
    case .alteredCardSecurity: "EF.CardSecurity changed after signing"
    case .alteredCardAccess: "EF.CardAccess offers what nobody signed"
    case .cloned: "right files, but not the chip's key"
    case .passport: "passport with PACE only"
    case .passportBAC: "old passport with BAC only"
    case .passportActiveAuthentication: "old passport with BAC and active authentication"
    case .passportAltered: "passport, DG1 changed after signing"
    case .passportBACAltered: "old passport, DG1 changed after signing"
    case .passportResigned: "passport, EF.SOD by a foreign document signer"
    case .passportCloned: "passport, right files, but not the chip's key"
    }
  }
}

/// What a card may do and a terminal must bear; none of it is against the standard.
public enum CardQuirk: String, CaseIterable, Sendable {
  /// Bytes behind the SET of EF.CardAccess.
  case trailingBytes = "trailing-bytes"
  /// 6282 at the end of a file even when Le asked for all there is.
  case endWarning = "end-warning"
  /// 6Cxx and no data when Le asks for more than the file still holds.
  case wrongLe = "wrong-le"
  /// An answer holds 128 bytes of a file at most.
  case shortReads = "short-reads"
  /// Neither the answer to reset nor EF.ATR/INFO offers extended length, and 6700 answers it.
  case noExtended = "no-extended"

  /// One line for people.
  public var summary: String {
    switch self {
    case .trailingBytes: "bytes behind the SET of EF.CardAccess"
    case .endWarning: "6282 at each file's end, also when Le asks for all"
    case .wrongLe: "6Cxx without data when Le asks for more than there is"
    case .shortReads: "at most 128 bytes of a file in an answer"
    case .noExtended: "short commands only, as its answer to reset says"
    }
  }
}
