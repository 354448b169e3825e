// The certificate holder authorization template, CHAT (TR-03110 part 3, C.1.5 and appendix C.4): which kind of terminal,
// which place in the chain, which rights. It grants nothing by itself: the card takes what the whole chain has in common.

/// Kind, role and rights of a certificate's holder.
public struct HolderAuthorization: Hashable, Sendable {
  /// The kind of terminal, an object identifier below 0.4.0.127.0.7.3.1.2.
  public enum Kind: UInt8, CaseIterable, Sendable {
    case inspectionSystem = 1
    case authenticationTerminal = 2
    case signatureTerminal = 3

    /// The bytes of the relative authorization: role and rights.
    public var templateByteCount: Int { self == .authenticationTerminal ? 5 : 1 }

    var objectIdentifier: ObjectIdentifier { Self.base.appending(rawValue) }
    static let base = ObjectIdentifier(0, 4, 0, 127, 0, 7, 3, 1, 2)
  }

  /// The place in the chain: the two highest bits.
  public enum Role: UInt8, CaseIterable, Sendable {
    case terminal = 0b00
    /// Non-official or foreign, as the kind of terminal says.
    case otherVerifier = 0b01
    /// Official domestic.
    case domesticVerifier = 0b10
    /// Country verifying certification authority (CVCA).
    case authority = 0b11

    public var isVerifier: Bool { self == .domesticVerifier || self == .otherVerifier }
  }

  public let kind: Kind
  public let role: Role
  /// The bits below the role. Their names are an authentication terminal's; other kinds use the lowest six bits only.
  public let rights: TerminalRights

  public init(kind: Kind = .authenticationTerminal, role: Role, rights: TerminalRights) {
    self.kind = kind
    self.role = role
    self.rights = rights
  }

  /// Reads the data object 7F4C.
  init(_ object: TLV) throws(TLVError) {
    guard object.tag == 0x7F4C else { throw .missing(0x7F4C) }
    let children = try object.children()
    guard children.count == 2, children[1].tag == 0x53 else { throw .missing(0x53) }
    let identifier = try DER.objectIdentifier(children[0])
    guard let arcs = identifier.arcs(below: Kind.base), arcs.count == 1, let kind = Kind(rawValue: arcs[0]),
      children[1].value.count == kind.templateByteCount, let role = Role(rawValue: children[1].value[0] >> 6)
    else { throw .value }
    self.kind = kind
    self.role = role
    var bits: UInt64 = UInt64(children[1].value[0] & 0x3F)
    for byte in children[1].value.dropFirst() { bits = bits << 8 | UInt64(byte) }
    rights = TerminalRights(rawValue: bits)
  }

  /// The bytes of the relative authorization: role and rights.
  public var template: [UInt8] {
    let count = kind.templateByteCount
    let bits = rights.rawValue | UInt64(role.rawValue) << UInt64(8 * count - 2)
    return (0..<count).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * (count - 1 - $0))) }
  }

  /// The data object 7F4C.
  var object: TLV { TLV(0x7F4C, [TLV(0x06, kind.objectIdentifier.bytes), TLV(0x53, template)]) }

  /// The data object 7F4C, as PACE's MSE:Set AT takes it.
  public var encoded: [UInt8] { object.encoded }
}
