// What an authentication terminal may do with the eID application (TR-03110 part 4, section 2.2.3.2: the table of the
// relative authorization), by the standard's names. Which rights a run asks for, IdentityCardReading decides.

/// Rights of an authentication terminal: the 38 bits below the role.
public struct TerminalRights: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue & Self.mask }

  private static let mask: UInt64 = 1 << 38 - 1

  public static let ageVerification = TerminalRights(rawValue: 1 << 0)
  public static let communityVerification = TerminalRights(rawValue: 1 << 1)
  public static let restrictedIdentification = TerminalRights(rawValue: 1 << 2)
  public static let privilegedTerminal = TerminalRights(rawValue: 1 << 3)
  /// PACE with the CAN is enough: reading on site, where a person compares face and photo (§18a PAuswG).
  public static let canAllowed = TerminalRights(rawValue: 1 << 4)
  public static let pinManagement = TerminalRights(rawValue: 1 << 5)
  public static let installCertificate = TerminalRights(rawValue: 1 << 6)
  public static let installQualifiedCertificate = TerminalRights(rawValue: 1 << 7)
  public static let pseudonymousSignature = TerminalRights(rawValue: 1 << 30)

  /// The right to read a data group.
  public static func read(_ group: DataGroup) -> TerminalRights {
    TerminalRights(rawValue: 1 << UInt64(7 + group.rawValue))
  }

  /// The right to write data group 17…22; empty for another, which no terminal may write.
  public static func write(_ group: DataGroup) -> TerminalRights {
    (17...22).contains(group.rawValue) ? TerminalRights(rawValue: 1 << UInt64(54 - group.rawValue)) : []
  }

  /// The rights to read these data groups.
  public static func read(_ groups: some Sequence<DataGroup>) -> TerminalRights {
    groups.reduce(into: []) { $0.formUnion(.read($1)) }
  }

  /// The names of the single rights, from the lowest bit up; a bit without a meaning here is `RFU` and its number.
  public var names: [String] {
    (0..<38).compactMap { (bit: UInt64) -> String? in
      guard rawValue & 1 << bit != 0 else { return nil }
      return Self.name(ofBit: Int(bit))
    }
  }

  private static func name(ofBit bit: Int) -> String {
    switch bit {
    case 0: "Age Verification"
    case 1: "Community ID Verification"
    case 2: "Restricted Identification"
    case 3: "Privileged Terminal"
    case 4: "CAN allowed"
    case 5: "PIN Management"
    case 6: "Install Certificate"
    case 7: "Install Qualified Certificate"
    case 8...29: "Read Access: DG \(bit - 7)"
    case 30: "Pseudonymous Signature Authentication"
    case 32...37: "Write Access: DG \(54 - bit)"
    default: "RFU \(bit)"
    }
  }
}
