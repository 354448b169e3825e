// What a terminal asks the card to compare without reading it (TR-03110 part 3, A.6.5 and part 4, 2.2.5): reference
// values go along in Terminal Authentication, where they are signed; VERIFY asks for the answer afterwards.

import Crypto

/// A question that the card answers with yes or no.
public enum AuxiliaryCheck: Hashable, Sendable {
  /// Was the holder born on this day or before it? Unknown parts of the birth date count as the latest possible day.
  case bornNotAfter(CivilDate)
  /// Is the document valid at this day? The chip's own end of validity; whether it was revoked, only a list knows.
  case validAt(CivilDate)
  /// Does the holder's community begin with these bytes (BCD: 0276, state, district, community)?
  case community([UInt8])

  /// Whether the holder is at least `years` (0…150) old at `day`.
  public static func age(atLeast years: Int, at day: CivilDate) -> AuxiliaryCheck {
    precondition((0...150).contains(years), "years of a life")
    let year = day.year - years
    // 29 February without one in that year: who was born on 28 February has the age, who was on 1 March has not.
    let reference =
      CivilDate(year: year, month: day.month, day: day.day) ?? CivilDate(year: year, month: 2, day: 28)
    guard let reference else { preconditionFailure("no such year") }
    return .bornNotAfter(reference)
  }

  /// The right that the terminal's certificate needs for it; validity needs none.
  public var right: TerminalRights {
    switch self {
    case .bornNotAfter: .ageVerification
    case .validAt: []
    case .community: .communityVerification
    }
  }

  var identifier: ObjectIdentifier {
    switch self {
    case .bornNotAfter: Self.base.appending(1)
    case .validAt: Self.base.appending(2)
    case .community: Self.base.appending(3)
    }
  }

  /// id-AuxiliaryData: 0.4.0.127.0.7.3.1.4.
  private static let base = ObjectIdentifier(0, 4, 0, 127, 0, 7, 3, 1, 4)

  private var reference: [UInt8] {
    switch self {
    case .bornNotAfter(let day), .validAt(let day): day.description.utf8.filter { $0 != UInt8(ascii: "-") }
    case .community(let prefix): prefix
    }
  }

  /// The discretionary data template 73.
  var object: TLV { TLV(0x73, [TLV(0x06, identifier.bytes), TLV(0x53, reference)]) }

  /// The data object 67 with all checks; empty without any.
  static func encode(_ checks: [AuxiliaryCheck]) -> [UInt8] {
    checks.isEmpty ? [] : TLV(0x67, checks.map(\.object)).encoded
  }
}

/// The card's answer to a check.
public enum AuxiliaryAnswer: String, Equatable, Sendable {
  case yes
  case no
  /// The card did not say: the value is not on it, or it does not do this check.
  case unknown

  /// Asks the card (VERIFY, TR-03110 part 3, B.11.6). The eID application is selected, the check went along in Terminal
  /// Authentication.
  static func ask(_ check: AuxiliaryCheck, on link: CardLink) throws(CardError) -> AuxiliaryAnswer {
    let command = CommandAPDU(
      cla: 0x80, ins: 0x20, p1: 0x80, p2: 0x00, data: TLV(0x06, check.identifier.bytes).encoded)
    let status = try link.send(command, step: .verify).status
    switch status {
    case .ok: return .yes
    case .authenticationFailed: return .no
    case .referencedDataNotFound, .fileNotFound: return .unknown
    default: throw .refused(.verify, status)
    }
  }
}
