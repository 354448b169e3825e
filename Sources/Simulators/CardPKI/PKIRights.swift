// What a terminal certificate may allow: the bits of the authentication terminal's template (TR-03110 part 4, section
// 2.2.3.2), by names that a command line can carry. The role, bits 38 and 39, is not among them.

/// A set of rights of an authentication terminal.
public struct PKIRights: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue & 0x3F_FFFF_FFFF }

  private init(bit: Int) { self.init(rawValue: 1 << bit) }

  public static let ageVerification = PKIRights(bit: 0)
  public static let communityVerification = PKIRights(bit: 1)
  public static let restrictedIdentification = PKIRights(bit: 2)
  public static let privilegedTerminal = PKIRights(bit: 3)
  public static let canAllowed = PKIRights(bit: 4)
  public static let pinManagement = PKIRights(bit: 5)
  public static let pseudonymousSignature = PKIRights(bit: 30)

  /// Reading data group 1…22.
  public static func read(_ dataGroup: Int) -> PKIRights {
    precondition((1...22).contains(dataGroup), "data groups are 1 to 22")
    return PKIRights(bit: 7 + dataGroup)
  }

  /// Writing data group 17…22.
  public static func write(_ dataGroup: Int) -> PKIRights {
    precondition((17...22).contains(dataGroup), "data groups to be written are 17 to 22")
    return PKIRights(bit: 54 - dataGroup)
  }

  /// What a town may be given for its counter: the data on the card, its checks, and the CAN in place of the PIN.
  public static let town: PKIRights =
    ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 17, 18, 19, 20] as [Int])
    .reduce([.ageVerification, .communityVerification, .restrictedIdentification, .canAllowed]) {
      $0.union(.read($1))
    }

  /// Everything that a terminal can be given, but installing certificates.
  public static let all: PKIRights = named.reduce([]) { $0.union($1.right) }

  /// Names and rights, in the order of the bits.
  public static let named: [(name: String, right: PKIRights)] =
    [
      ("age", .ageVerification), ("community", .communityVerification), ("ri", .restrictedIdentification),
      ("privileged", .privilegedTerminal), ("can", .canAllowed), ("pin-management", .pinManagement),
    ] + (1...22).map { ("dg\($0)", read($0)) } + [("psa", .pseudonymousSignature)]
    + (17...22).map { ("write-dg\($0)", write($0)) }

  /// Rights from `town`, `all`, `none`, or a list of names with commas, in which `dg1-dg8` is a range.
  /// Nil when a name is unknown.
  public init?(list: String) {
    var rights: PKIRights = []
    switch list {
    case "town": rights = .town
    case "all": rights = .all
    case "none": break
    default:
      for word in list.split(separator: ",", omittingEmptySubsequences: false) {
        guard let found = Self.rights(of: String(word)) else { return nil }
        rights.formUnion(found)
      }
    }
    self = rights
  }

  private static func rights(of word: String) -> PKIRights? {
    if let known = named.first(where: { $0.name == word }) { return known.right }
    let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { end in
      end.hasPrefix("dg") ? Int(end.dropFirst(2)) : nil
    }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last, first >= 1, last <= 22
    else {
      return nil
    }
    return (first...last).reduce([]) { $0.union(.read($1)) }
  }

  /// The five bytes of the template with the role in the two highest bits.
  func template(role: UInt8) -> [UInt8] {
    let value = rawValue | UInt64(role) << 38
    return (0..<5).map { UInt8(truncatingIfNeeded: value >> UInt64(32 - 8 * $0)) }
  }
}
